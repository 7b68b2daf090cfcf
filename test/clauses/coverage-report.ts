import type { Clause } from '#rules/clauses/clause.ts'
import type { Coverage, CoverageRow } from './coverage-row.ts'

const STATES = ['done', 'bounded', 'notYet', 'outside'] as const
const MARK = {
  done: 'done',
  bounded: 'bounded',
  notYet: 'not yet',
  outside: 'outside',
} as const

const told = (row: CoverageRow): string[] => {
  const evidence = 'evidence' in row ? row.evidence : []
  const by = [...new Set(evidence.flatMap((one) => one.by))]
  const proof = [...new Set(evidence.flatMap((one) => one.proof))]
  return [
    ...(by.length === 0 ? [] : [`    by      ${by.join(', ')}`]),
    ...proof.map((one) => `    proved  ${one}`),
    ...(row.state === 'notYet' ? [`    issue ${row.open.issue} ${row.open.reason}`] : []),
    ...('reason' in row ? [`    why     ${row.reason}`] : []),
  ]
}

type Told = { readonly clause: Clause; readonly row: CoverageRow }

const countOf = (rows: readonly Told[]) =>
  STATES.map((state) => rows.filter(({ row }) => row.state === state).length)

const line = (name: string, numbers: readonly (number | string)[]): string =>
  `${name.padEnd(8)}${numbers.map((number) => String(number).padStart(9)).join('')}`

const issueOf = (row: CoverageRow): number | undefined =>
  row.state === 'notYet' ? row.open.issue : undefined

const sums = (rows: readonly Told[], clauses: readonly Clause[]): string[] => {
  const documents = [...new Set(rows.map(({ clause }) => clause.document.id))]
  const open = [...new Set(rows.flatMap(({ row }) => issueOf(row) ?? []))].toSorted((a, b) => a - b)
  const sum = (name: string, own: readonly Told[], all: readonly Clause[]) =>
    line(name, [all.length, own.length, ...countOf(own)])
  return [
    line('document', ['entries', 'duties', ...STATES.map((state) => MARK[state])]),
    ...documents.map((id) =>
      sum(
        id,
        rows.filter(({ clause }) => clause.document.id === id),
        clauses.filter(({ document }) => document.id === id),
      ),
    ),
    sum(
      'all',
      rows,
      clauses.filter(({ kind }) => kind !== 'fact' && kind !== 'design'),
    ),
    '',
    ...open.map((issue) => {
      const waiting = rows.filter(({ row }) => issueOf(row) === issue)
      return `issue ${issue} still brings ${waiting.length}`
    }),
  ]
}

/** Every clause with a bottled-gas duty and what stands for it, then the sums. Duties that the table leaves out are left out here. */
export const reportCoverage = (clauses: readonly Clause[], table: Coverage): string => {
  const rows = clauses.flatMap((clause): Told[] => {
    const row = table[clause.id]
    return clause.duty && row !== undefined ? [{ clause, row }] : []
  })
  const lines = rows.flatMap(({ clause, row }) => [
    `${clause.id}  [${MARK[row.state]}]  ${clause.word}  ${clause.en}`,
    ...told(row),
  ])
  return [...lines, '', ...sums(rows, clauses)].join('\n')
}
