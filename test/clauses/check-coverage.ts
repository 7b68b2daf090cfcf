import type { Clause } from '#rules/clauses/clause.ts'
import type { Coverage, CoverageRow } from './coverage-row.ts'
import type { Product } from './product.ts'

/** Issues that may still bring something. */
const ISSUES = new Set([3, 4, 5, 6, 7, 8])

const wrongIn = (id: string, row: CoverageRow, product: Product): string[] => {
  const wrong: string[] = []
  if ('evidence' in row) {
    for (const { by, proof } of row.evidence) {
      for (const means of by) if (!product.has(means)) wrong.push(`${id}: there is no ${means}`)
      for (const test of proof) {
        const doubt = product.doubt(test)
        if (doubt !== null) wrong.push(`${id}: ${doubt}`)
      }
    }
  }
  if (row.state === 'notYet') {
    const { issue, reason } = row.open
    if (!ISSUES.has(issue)) wrong.push(`${id}: ${issue} is no issue`)
    if (reason.trim() === '') wrong.push(`${id}: no reason`)
  }
  if ('reason' in row && row.reason.trim() === '') wrong.push(`${id}: no reason`)
  return wrong
}

/** Everything that is wrong with the table: duties without a row, rows without a clause, references to nothing. */
export const checkCoverage = (
  clauses: readonly Clause[],
  table: Coverage,
  product: Product,
): string[] => {
  const known = new Set(clauses.map(({ id }) => id))
  const silent = clauses.filter(({ id, duty }) => duty && table[id] === undefined)
  const strangers = Object.keys(table).filter((id) => !known.has(id))
  return [
    ...silent.map(({ id }) => `${id}: a duty that the table does not tell`),
    ...strangers.map((id) => `${id}: no clause of that name`),
    ...Object.entries(table).flatMap(([id, row]) => wrongIn(id, row, product)),
  ]
}
