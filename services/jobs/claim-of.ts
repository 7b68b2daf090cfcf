import { compensationFen, type SalePrice } from '#domain/compensation.ts'
import type { Finding } from '#domain/finding.ts'
import { valueAt } from '#domain/registry.ts'
import { dueAfter } from '#domain/service/term.ts'
import { grams } from '#domain/units.ts'
import type { WorkCalendar } from '#domain/working-days.ts'
import type { ProfileBook } from '#rules/profile-book.ts'
import type { NewClaim, Weighed } from '#store/deadlines/claim-store.ts'
import { claimTerm } from './work-deadlines.ts'

export type ClaimTools = {
  readonly calendar: WorkCalendar
  readonly book: ProfileBook
  readonly newId: () => string
}

/** Gas that came back on purpose (R002-7.1.14d is the nearest clause: compensated and signed). */
const REFUND_CLAUSE = 'R002-7.1.14d'

const priceOf = ({ gasFen, labelledNetG, publishedFenPerKg }: Weighed): SalePrice | null =>
  gasFen === null || labelledNetG === null ? null : { gasFen, labelledNetG, publishedFenPerKg }

/** `profile` = the rules that found it: those of the premises, for a weighing at a station elsewhere. */
type Owed = Pick<NewClaim, 'kind' | 'measuredG' | 'limitG' | 'clause'> & {
  readonly profile: string
}

const owedBy = (finding: Finding): Owed[] => {
  const { code, measured, limit, clause, profile } = finding
  if (typeof measured !== 'number' || typeof limit !== 'number') return []
  if (code === 'RESIDUAL_OVER_LIMIT') {
    return [{ kind: 'residual', measuredG: measured, limitG: limit, clause, profile }]
  }
  return code === 'NET_CONTENT_SHORT'
    ? [{ kind: 'shortage', measuredG: measured, limitG: limit, clause, profile }]
    : []
}

const excess = ({ measuredG, limitG }: Owed): number => measuredG - limitG

const claim = (weighed: Weighed, owed: Owed, tools: ClaimTools): NewClaim | null => {
  const { calendar, book, newId } = tools
  const { profile, ...what } = owed
  const excessG = grams(excess(owed))
  if (excessG <= 0) return null
  const price = priceOf(weighed)
  // A claim and a refund are due alike.
  const { dueAt, provisional } = dueAfter(weighed.weighedAt, claimTerm(book, profile), calendar)
  const amountFen = price === null ? null : compensationFen(excessG, price)
  return {
    ...what,
    id: newId(),
    weighed: { ...weighed, profile },
    excessG,
    amountFen,
    dueAt,
    provisional,
  }
}

/** The claim that a weighing opens: what exceeds the limit, of residual and shortage the greater one. One return, one compensation. */
export const claimOf = (weighed: Weighed, tools: ClaimTools): NewClaim | null => {
  const owed = (weighed.findings ?? []).flatMap(owedBy)
  const most = owed.toSorted((a, b) => excess(b) - excess(a))[0]
  if (most === undefined) return null
  const unattributed = weighed.findings?.some(({ code }) => code === 'CLAIM_UNATTRIBUTED') === true
  const whose = unattributed ? { ...weighed, customerId: null } : weighed
  return claim(whose, most, tools)
}

/** Gas that was given back on purpose, all of it; null for any other return. */
export const refundOf = (weighed: Weighed, tools: ClaimTools): NewClaim | null => {
  if (weighed.reason !== 'unused-gas') return null
  const tareG = valueAt(weighed.registry.tare, weighed.weighedAt) ?? weighed.eventTareG
  if (tareG === null) return null
  const measuredG = weighed.grossG - tareG
  return claim(
    weighed,
    { kind: 'refund', measuredG, limitG: 0, clause: REFUND_CLAUSE, profile: weighed.profile },
    tools,
  )
}
