import { cited, citing } from '#rules/citation.ts'
import type { Profile } from '#rules/profile.ts'
import { day } from '#domain/units.ts'

/** 〔2021〕42号; its own day is not in the text. A scored item (评) is no duty by itself, so its force is unconfirmed. */
const cite = citing('2021-01-01')
const scored = (clause: string) => cite(clause, ['unconfirmed', 'document'])

/**
 * 枣庄高新区燃气行业服务质量评价实施方案 (枣高国土住建字〔2021〕42号). It scores companies; for the single cylinder it says once more
 * that it is the company's own. `R004-A2-n` = item n of its annex 2 (clauses.md §5.2).
 */
export const cn3704: Profile = {
  id: 'cn-3704',
  validFrom: day('2021-01-01'),
  name: { zh: '枣庄高新区评价方案', en: 'Zaozhuang High-tech zone, evaluation scheme' },
  parent: 'cn-base',
  regionPrefixes: ['3704'],
  values: {
    entrustedFilling: cited(false, scored('R004-A2-26')),
    realName: cited(true, scored('R004-A2-31')),
    contractRequired: cited(true, scored('R004-A2-28')),
    complaintAnswer: cited({ count: 5, unit: 'working-days' }, scored('R004-A2-32')),
    complaintResolution: cited({ count: 5, unit: 'working-days' }, scored('R004-A2-32')),
    companyDrill: cited({ count: 6, unit: 'months' }, scored('R004-A2-20')),
    homeInspections: cited({ unit: 2, urban: 1, rural: 1 }, scored('R004-A2-11')),
    duties: {
      NOT_OWNED: scored('R004-A2-26'),
      FILL_NOT_OWNED: scored('R004-A2-26'),
    },
  },
}
