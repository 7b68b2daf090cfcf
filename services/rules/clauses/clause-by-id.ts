import type { Clause, ClauseDocument, Contradiction, Reading } from './clause.ts'
import documentRows from './documents.json' with { type: 'json' }
import facts from './facts.json' with { type: 'json' }
import r000 from './r000.json' with { type: 'json' }
import r001 from './r001.json' with { type: 'json' }
import r002 from './r002.json' with { type: 'json' }
import r003 from './r003.json' with { type: 'json' }
import r004 from './r004.json' with { type: 'json' }
import openQuestions from './readings.json' with { type: 'json' }

/** A clause as it stands in the files: references instead of what they refer to. */
type Row = Omit<Clause, 'document' | 'readings' | 'contradictions'> & {
  readonly document: string
  readonly see?: readonly string[]
}

const documents = new Map(
  (documentRows as readonly ClauseDocument[]).map((document) => [document.id as string, document]),
)
const ambiguities: Readonly<Record<string, Omit<Reading, 'id'>>> = openQuestions.ambiguities
const contradictions: Readonly<Record<string, Omit<Contradiction, 'id'>>> =
  openQuestions.contradictions

const resolve = <T>(from: Readonly<Record<string, T>>, see: readonly string[]) =>
  see.flatMap((id) => {
    const found = from[id]
    return found === undefined ? [] : [{ id, ...found }]
  })

const clauseOf = ({ document, see = [], ...row }: Row): Clause => {
  const known = documents.get(document)
  if (known === undefined) throw new Error(`${row.id} stands in ${document}, which is no document`)
  return {
    ...row,
    document: known,
    readings: resolve(ambiguities, see),
    contradictions: resolve(contradictions, see),
  }
}

/** Every clause, document by document, in the order of the text. */
export const clauses: readonly Clause[] = (
  [...r000, ...r001, ...r002, ...r003, ...r004, ...facts] as readonly Row[]
).map(clauseOf)

const byId = new Map(clauses.map((clause) => [clause.id, clause]))

/** The text behind a clause id such as `R002-7.1.14c`, `F4` or `R004-A2-26`; undefined for an id that we do not know. */
export const clauseById = (id: string): Clause | undefined => byId.get(id)
