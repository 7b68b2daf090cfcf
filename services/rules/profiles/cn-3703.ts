import { cited, citing } from '#rules/citation.ts'
import type { Profile } from '#rules/profile.ts'
import { day } from '#domain/units.ts'

const cite = citing('2021-06-11')
const document = (clause: string) => cite(clause, ['recommended', 'document'])

/**
 * 淄博市城镇燃气服务规范 (淄建发〔2021〕103号). Its fill table is SY 5985 4.4.3 (R003-7.1.14b), which was not found: the parent's
 * table stays, cited as the parent's.
 */
export const cn3703: Profile = {
  id: 'cn-3703',
  validFrom: day('2021-06-11'),
  name: { zh: '淄博市城镇燃气服务规范', en: 'Zibo, gas service specification' },
  parent: 'cn-base',
  regionPrefixes: ['3703'],
  values: {
    // 3 % of what was filled; A3 reads 罐装量 as that cylinder's last actual fill.
    residualShare: cited({ permille: 30 }, document('R003-7.1.14c')),
    entrustedFilling: cited(false, document('R003-7.1.4')),
    labelRequired: cited(true, document('R003-7.1.6')),
    pipeAreaBan: cited(true, document('R003-7.1.1')),
    courierTrained: cited(true, document('R003-7.2.2')),
    complaintAnswer: cited({ count: 5, unit: 'working-days' }, document('R003-5.7.2')),
    complaintResolution: cited({ count: 5, unit: 'working-days' }, document('R003-5.7.2')),
    agreedExtension: cited(false, document('R003-5.7.3-6')),
    repairVisit: cited({ count: 24, unit: 'hours' }, document('R003-9.2.5b')),
    installVisit: cited({ count: 48, unit: 'hours' }, document('R003-9.2.5a')),
    repairWarranty: cited({ count: 3, unit: 'months' }, document('R003-9.2.8')),
    installWarranty: cited({ count: 12, unit: 'months' }, document('R003-9.2.8')),
    userDrill: cited({ count: 12, unit: 'months' }, document('R003-5.12.4')),
    // "In time", without rings or seconds: the national three rings are taken for it.
    phoneAnswer: cited({ withinMs: 15_000, rings: 3, byPerson: true }, document('R003-5.5.3')),
    ruralLeakPublicity: cited(2, document('R003-5.12.5')),
    homeInspections: cited({ unit: 4, urban: 1, rural: 2 }, document('R003-5.11.1')),
    duties: {
      GAS_NOT_RELEASED: document('R003-5.1.3'),
      FILL_GAS_NOT_RELEASED: document('R003-5.1.3'),
      OPERATOR_UNCERTIFIED: document('R003-5.6.1'),
      FILL_OPERATOR_UNCERTIFIED: document('R003-5.6.1'),
      NOT_OWNED: document('R003-7.1.4'),
      FILL_NOT_OWNED: document('R003-7.1.4'),
      INSPECTION_OVERDUE: document('R003-7.1.2'),
      FILL_INSPECTION_OVERDUE: document('R003-7.1.2'),
      NEEDS_VACUUM: document('R003-7.1.9'),
      FILL_NEEDS_VACUUM: document('R003-7.1.9'),
      RESIDUAL_TOO_HIGH: document('R003-7.1.14c'),
      FILL_RESIDUAL_TOO_HIGH: document('R003-7.1.14c'),
      RESIDUAL_OVER_LIMIT: document('R003-7.1.14c'),
      UNKNOWN_CYLINDER: document('R003-7.1.5'),
      FILL_UNKNOWN_CYLINDER: document('R003-7.1.5'),
      SCALE_UNVERIFIED: document('R003-7.1.3'),
      FILL_SCALE_UNVERIFIED: document('R003-7.1.3'),
    },
  },
}
