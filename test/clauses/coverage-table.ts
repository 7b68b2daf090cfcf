import { type Coverage, joined } from './coverage-row.ts'
import { r000Coverage } from './r000-coverage.ts'
import { r001Coverage } from './r001-coverage.ts'
import { r002Coverage } from './r002-coverage.ts'
import { r003Coverage } from './r003-coverage.ts'
import { r004Coverage } from './r004-coverage.ts'

/** Clause → what carries it out and which test shows it, or which issue brings it, or why it is not ours. */
export const coverageTable: Coverage = joined(
  r000Coverage,
  r001Coverage,
  r002Coverage,
  r003Coverage,
  r004Coverage,
)
