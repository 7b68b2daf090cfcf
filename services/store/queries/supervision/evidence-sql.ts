import type { EvidenceName } from '#domain/supervision/score-sheet.ts'
import { companyEvidence, staffEvidence } from './company-evidence.ts'
import type { CountSql } from './evidence-parts.ts'
import { gasEvidence, saleEvidence } from './sale-evidence.ts'

/** Every item of evidence, by the counts that it is made of. */
export const evidenceSql: { readonly [N in EvidenceName]: readonly CountSql[] } = {
  ...staffEvidence,
  ...companyEvidence,
  ...gasEvidence,
  ...saleEvidence,
}
