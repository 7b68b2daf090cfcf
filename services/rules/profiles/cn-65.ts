import { cited, citing } from '#rules/citation.ts'
import { orderSeventy } from '#rules/order-seventy.ts'
import type { Profile, SwitchedOff } from '#rules/profile.ts'
import { day } from '#domain/units.ts'

const cite = citing('2023-06-01')
const draft = (clause: string) => cite(clause, ['draft', 'document'])

/** 说明4.3.1: no fixed limit, residual is shortage. */
const off: SwitchedOff = { ...draft('R000-4.3.1.4d'), off: true }

/**
 * Xinjiang's draft, which covers the Production and Construction Corps (兵团) as well (R000-1.0.2). Never by itself: it applies
 * where activated. Dated from Order 70, which it cites; that Order 70 kept the table of allowable shortage is from memory (facts F5).
 */
export const cn65: Profile = {
  id: 'cn-65',
  validFrom: day('2023-06-01'),
  name: { zh: '新疆燃气服务标准（征求意见稿）', en: 'Xinjiang, gas service standard (draft)' },
  parent: 'cn-base',
  regionPrefixes: [],
  values: {
    residual: { 'YSP-5': off, 'YSP-10': off, 'YSP-12': off, 'YSP-15': off, 'YSP-50': off },
    shortage: cited(orderSeventy, cite('R000-4.3.1.4d', ['draft', 'seen-elsewhere'])),
    entrustedFilling: cited(false, draft('R000-4.3.1.4a')),
    realName: cited(true, draft('R000-4.3.3.2')),
    contractRequired: cited(true, draft('R000-4.1.3')),
    courierTrained: cited(true, draft('R000-7.0.1-5')),
    collectIdNumber: cited(true, draft('R000-4.3.3.2n1')),
    // The clause says "the rules"; which papers those of dangerous goods by road ask for is from memory.
    departurePapers: cited(
      {
        vehicle: ['vehicle-licence', 'transport-permit', 'insurance'],
        driver: true,
        escort: true,
        waybill: true,
      },
      cite('R000-4.3.2.2', ['draft', 'from-memory']),
    ),
    // C10: an opinion and an answer in five working days; handled by then, or by a day that the complainant agrees to.
    complaintAnswer: cited({ count: 5, unit: 'working-days' }, draft('R000-8.0.2')),
    complaintResolution: cited({ count: 5, unit: 'working-days' }, draft('R000-8.0.2')),
    agreedExtension: cited(true, draft('R000-8.0.3')),
    messageAnswer: cited({ count: 24, unit: 'hours' }, draft('R000-6.4.4')),
    alterationReply: cited({ count: 3, unit: 'working-days' }, draft('R000-5.4.3')),
    alterationWork: cited({ count: 5, unit: 'working-days' }, draft('R000-5.4.3')),
    phoneAnswer: cited({ withinMs: 15_000, rings: null, byPerson: true }, draft('R000-6.2.6')),
    hoursNotice: cited({ count: 5, unit: 'working-days' }, draft('R000-6.1.2')),
    closureNotice: cited({ count: 90, unit: 'working-days' }, draft('R000-4.2.2.4n')),
    duties: {
      OVERFILL: draft('R000-4.3.1.4c'),
      UNDERFILL: draft('R000-4.3.1.4c'),
      LEAKING: draft('R000-4.3.1.4c'),
      DAMAGED: draft('R000-4.3.3.5c'),
      OUT_WITHOUT_CHECK: draft('R000-4.3.3.5b'),
      NET_CONTENT_SHORT: draft('R000-4.3.1.4d'),
      CLAIM_UNATTRIBUTED: draft('R000-4.3.1.4d'),
      NOT_OWNED: draft('R000-4.3.1.4a'),
      FILL_NOT_OWNED: draft('R000-4.3.1.4a'),
      NEEDS_VACUUM: draft('R000-4.3.3.4'),
      FILL_NEEDS_VACUUM: draft('R000-4.3.3.4'),
      IDLE_TOO_LONG: draft('R000-4.3.3.6'),
      FILL_IDLE_TOO_LONG: draft('R000-4.3.3.6'),
      SCALE_UNVERIFIED: draft('R000-5.1.1'),
      FILL_SCALE_UNVERIFIED: draft('R000-5.1.1'),
      UNKNOWN_CYLINDER: draft('R000-4.3.3.3'),
      FILL_UNKNOWN_CYLINDER: draft('R000-4.3.3.3'),
    },
  },
}
