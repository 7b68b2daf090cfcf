import { cited, citing } from '#rules/citation.ts'
import type { Profile } from '#rules/profile.ts'
import { day } from '#domain/units.ts'

const cite = citing('2013-06-01')
const draft = (clause: string) => cite(clause, ['draft', 'document'])

/** 燃气服务标准, a national draft without number or date (001). Applies only where activated; dated like its parent. */
export const cnDraft: Profile = {
  id: 'cn-draft',
  validFrom: day('2013-06-01'),
  name: { zh: '燃气服务标准（草案）', en: 'National gas service standard (draft)' },
  parent: 'cn-base',
  regionPrefixes: [],
  values: {
    fill: {
      'YSP-5': cited({ nominalG: 4_800, toleranceG: 200 }, draft('R001-6.2-ct')),
      'YSP-10': cited({ nominalG: 9_500, toleranceG: 300 }, draft('R001-6.2-cu')),
      'YSP-12': cited({ nominalG: 11_600, toleranceG: 400 }, draft('R001-6.2-cv')),
      'YSP-15': cited({ nominalG: 14_500, toleranceG: 500 }, draft('R001-6.2-cw')),
      'YSP-50': cited({ nominalG: 49_000, toleranceG: 1_000 }, draft('R001-6.2-cx')),
    },
    // A2: 0.4 and 0.5 break the 3 % pattern; kept as printed.
    residual: {
      'YSP-5': cited(150, draft('R001-6.2-cy')),
      'YSP-10': cited(300, draft('R001-6.2-cz')),
      'YSP-12': cited(400, draft('R001-6.2-da')),
      'YSP-15': cited(500, draft('R001-6.2-db')),
      'YSP-50': cited(1_500, draft('R001-6.2-dc')),
    },
    sealRequired: cited(true, draft('R001-6.2-8')),
    claimPayment: cited({ count: 5, unit: 'working-days' }, draft('R001-6.2-6')),
    // C14: "no cylinder without the company's mark", which an entrusted cylinder may bear.
    entrustedFilling: cited(true, draft('R001-6.2-10')),
    complaintAnswer: cited({ count: 5, unit: 'working-days' }, draft('R001-8.1-fg')),
    complaintResolution: cited({ count: 5, unit: 'working-days' }, draft('R001-8.1-fg')),
    agreedExtension: cited(false, draft('R001-8.1-fj')),
    letterAnswer: cited({ count: 5, unit: 'working-days' }, draft('R001-8.2-4')),
    firstAsked: cited({ count: 5, unit: 'working-days' }, draft('R001-8.1-fa…ff')),
    firstAskedSpecial: cited({ count: 7, unit: 'working-days' }, draft('R001-8.1-fa…ff')),
    repairProof: cited({ count: 10, unit: 'days' }, draft('R001-6.1-5')),
    phoneAnswer: cited({ withinMs: 15_000, rings: 3, byPerson: true }, draft('R001-8.3-5')),
    rectificationArchive: cited({ count: 36, unit: 'months' }, draft('R001-5.5-¶8')),
    duties: {
      LEAKING: draft('R001-6.4-6'),
      OUT_WITHOUT_CHECK: draft('R001-6.4-6'),
      DAMAGED: draft('R001-6.2-cn'),
      NOT_OWNED: draft('R001-6.2-10'),
      FILL_NOT_OWNED: draft('R001-6.2-10'),
      NEEDS_VACUUM: draft('R001-6.4-2'),
      FILL_NEEDS_VACUUM: draft('R001-6.4-2'),
      NEEDS_PREFILL_CHECK: draft('R001-6.2-cl'),
      FILL_NEEDS_PREFILL_CHECK: draft('R001-6.2-cl'),
      PREFILL_FAILED: draft('R001-6.2-cl'),
      FILL_PREFILL_FAILED: draft('R001-6.2-cl'),
      INSPECTION_OVERDUE: draft('R001-6.2-cl'),
      FILL_INSPECTION_OVERDUE: draft('R001-6.2-cl'),
      RESIDUAL_OVER_LIMIT: draft('R001-6.2-6'),
      CLAIM_UNATTRIBUTED: draft('R001-6.2-6'),
      GAS_NOT_RELEASED: draft('R001-4.1.2-3'),
      FILL_GAS_NOT_RELEASED: draft('R001-4.1.2-3'),
      OPERATOR_UNCERTIFIED: draft('R001-8.3-1'),
      FILL_OPERATOR_UNCERTIFIED: draft('R001-8.3-1'),
    },
  },
}
