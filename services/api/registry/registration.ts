import { parseModel } from '#domain/cylinder-model.ts'
import type { TagRef } from '#domain/store-ports.ts'
import type { CylinderCreate } from '#schemas/api/cylinder.ts'
import type { Principal } from '#api/access.ts'
import type { ErrorCode } from '#api/error-codes.ts'
import { fieldZh } from '#api/field-words.ts'
import type { Said } from '#api/problem.ts'
import { present } from '#api/time-text.ts'

export type Objection = { readonly code: ErrorCode; readonly path: string; readonly detail: Said }

/** A row of an import is told in these words too; their Chinese stands in `field-words`. */
const inBoth = (en: string): Said => ({ zh: fieldZh(en), en })

const modelWords = {
  'free-text':
    'write it as stamped: YSP-15 (by mass), YSP35.5 (by volume) or YSP35.5/14.9 (of 2023)',
  'unknown-size': 'no such size; YSP-12 (12 kg) and YSP12 (12 L, 5 kg) are two different ones',
  'mass-differs': 'the mass behind the slash is not that of this size',
} as const

/** The owner of a cylinder that belongs to the household it came from; which one is no fact of the registry (personal data). */
const RESIDENT = 'resident'

/** What a schema cannot see: models, dates that contradict each other, someone else's enterprise. */
export const objectionTo = (row: CylinderCreate, principal: Principal): Objection | null => {
  const parsed = parseModel(row.model)
  if (!parsed.ok) {
    const en = `model ${row.model}: ${modelWords[parsed.reason]}`
    return { code: 'UNKNOWN_MODEL', path: '/model', detail: inBoth(en) }
  }
  if (row.ownerId === RESIDENT && row.custody?.kind !== 'station') {
    const en = "a resident's cylinder is registered where it stands: custody at a station"
    return { code: 'INCONSISTENT_REQUEST', path: '/custody', detail: inBoth(en) }
  }
  const own = row.ownerId === RESIDENT || principal.enterpriseId === row.ownerId
  if (principal.role !== 'admin' && !own) {
    const en = `ownerId ${row.ownerId} is not your enterprise`
    return { code: 'UNKNOWN_REFERENCE', path: '/ownerId', detail: inBoth(en) }
  }
  // A month of making stands for its first day: text compares as time does.
  for (const field of ['inspectedOn', 'nextInspectionOn', 'retireOn'] as const) {
    const day = row[field]
    if (row.madeOn === undefined || day === undefined || day >= row.madeOn) continue
    const en = `${field} lies before the day on which it was made, ${row.madeOn}`
    return { code: 'INCONSISTENT_REQUEST', path: `/${field}`, detail: inBoth(en) }
  }
  if (
    row.inspectedOn !== undefined &&
    row.nextInspectionOn !== undefined &&
    row.nextInspectionOn <= row.inspectedOn
  ) {
    const en = 'nextInspectionOn must be after inspectedOn'
    return { code: 'INCONSISTENT_REQUEST', path: '/nextInspectionOn', detail: inBoth(en) }
  }
  return null
}

export const factsOf = ({ tags: _tags, ...facts }: CylinderCreate): Record<string, unknown> =>
  present({ ...facts, ...(facts.custody === undefined ? {} : { custody: present(facts.custody) }) })

export const tagsOf = ({ tags }: CylinderCreate): TagRef[] =>
  (tags ?? []).map(({ scheme, value }) => ({ scheme, value }))
