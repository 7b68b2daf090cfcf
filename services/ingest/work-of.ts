import { HOUR_MS } from '#domain/calendar.ts'
import type { EventType } from '#domain/event-types.ts'
import type { Finding } from '#domain/finding.ts'
import type { LockedLife, NewWork, SourceKey } from '#domain/store-ports.ts'
import type { EpochMs } from '#domain/units.ts'
import type { FoldedGroup } from './fold-group.ts'

const RECALL_MS = 24 * HOUR_MS

/** What a finding gives somebody to do. Deadlines in working days are set by the job that knows the calendar. */
const openedBy: Partial<Record<Finding['code'], { kind: string; dueAfterMs: number | null }>> = {
  OUT_WITHOUT_CHECK: { kind: 'recall', dueAfterMs: RECALL_MS },
  MOVED_WHILE_BLOCKED: { kind: 'recall', dueAfterMs: RECALL_MS },
  DELIVERED_WHILE_BLOCKED: { kind: 'recall', dueAfterMs: RECALL_MS },
  RESIDUAL_OVER_LIMIT: { kind: 'residual-claim', dueAfterMs: null },
  NET_CONTENT_SHORT: { kind: 'residual-claim', dueAfterMs: null },
  RESIDUAL_IMPLAUSIBLE: { kind: 'residual-review', dueAfterMs: null },
}

/** Order 70: a shortage is compensated when the cylinder comes back; at the fill it only warns (design §4). */
const isOpenedAt = (type: EventType, code: Finding['code']): boolean =>
  code !== 'NET_CONTENT_SHORT' || type === 'residual.weighed'

type Judged = {
  readonly type: EventType
  readonly source: SourceKey
  readonly id: string
  readonly findings: readonly Finding[] | null
}

const item = (
  kind: string,
  { source, id }: Pick<Judged, 'source' | 'id'>,
  rest: Pick<NewWork, 'cylinderId' | 'openedAt' | 'dueAt' | 'detail'>,
): NewWork => ({ kind, source, eventId: id, ...rest })

/** Work items that the findings of an event open. */
const openedByFindings = (judged: Judged, cylinderId: string, now: EpochMs): NewWork[] =>
  (judged.findings ?? []).flatMap((finding) => {
    const opens = openedBy[finding.code]
    if (opens === undefined || !isOpenedAt(judged.type, finding.code)) return []
    const dueAt = opens.dueAfterMs === null ? null : ((now + opens.dueAfterMs) as EpochMs)
    return [item(opens.kind, judged, { cylinderId, openedAt: now, dueAt, detail: { finding } })]
  })

/** What of a group of events decides the work. */
export type WorkSource = {
  readonly life: Pick<FoldedGroup['life'], 'cylinder'>
  readonly judged: readonly {
    readonly event: Pick<Judged, 'id' | 'type'> & { readonly body: object }
    readonly source: SourceKey
    readonly findings: readonly Finding[] | null
  }[]
  readonly verdicts: FoldedGroup['verdicts']
  readonly annulled?: FoldedGroup['annulled']
}

type Subject = Pick<LockedLife, 'cylinderId' | 'cylinder'>

/** A block that was found on a cylinder that stands at a customer: it has to come back within a day. */
const recallsOf = (locked: Subject, folded: WorkSource, now: EpochMs): NewWork[] => {
  const { cylinder } = folded.life
  if (cylinder.custody.kind !== 'customer') return []
  const before = new Set(locked.cylinder.standing.map(({ code }) => code))
  const sources = new Map<string, SourceKey>()
  for (const { source, id } of folded.verdicts) sources.set(id, source)
  for (const { source, event } of folded.judged) sources.set(event.id, source)
  const gained = cylinder.standing.filter(({ code }) => !before.has(code))
  // A delivery or a departure that was wrong calls it back already; one recall is enough in any case.
  if (gained.some(({ code }) => openedBy[code]?.kind === 'recall')) return []
  const dueAt = (now + RECALL_MS) as EpochMs
  const recalls = gained.flatMap(({ code, eventId }) => {
    const source = sources.get(eventId)
    if (source === undefined) return []
    const rest = { cylinderId: locked.cylinderId, openedAt: now, dueAt, detail: { block: code } }
    return [item('recall', { source, id: eventId }, rest)]
  })
  return recalls.slice(0, 1)
}

export const isSoldByOthers = ({ type, body }: WorkSource['judged'][number]['event']): boolean =>
  type === 'delivery.completed' && 'notOwn' in body

/** Somebody sold a cylinder that is not theirs: its owner has to know by which clause (R002-7.1.7). */
const soldByOthers = (
  { event, source }: WorkSource['judged'][number],
  cylinderId: string,
  now: EpochMs,
): NewWork[] => {
  if (!isSoldByOthers(event)) return []
  const { notOwn } = event.body as { readonly notOwn?: unknown }
  const rest = { cylinderId, openedAt: now, dueAt: null, detail: { notOwn } }
  return [item('sold-by-others', { source, id: event.id }, rest)]
}

/** A verdict that a late event turned: somebody has to look at the case, and at what the new findings ask for. */
const turnedOver = (
  { source, id, type, before, after }: FoldedGroup['verdicts'][number],
  cylinderId: string,
  now: EpochMs,
): NewWork[] => [
  item(
    'verdict-changed',
    { source, id },
    { cylinderId, openedAt: now, dueAt: null, detail: { before, after } },
  ),
  ...openedByFindings({ type, source, id, findings: after }, cylinderId, now),
]

const isAnnulled = ({ annulled = [] }: WorkSource, source: SourceKey, id: string): boolean =>
  annulled.some((event) => event.source === source && event.id === id)

/** Everything that somebody has to do after a group of events was folded into a life. */
export const workOf = (locked: Subject, folded: WorkSource, now: EpochMs): NewWork[] => {
  const { cylinderId } = locked
  return [
    ...folded.judged.flatMap(({ event, source, findings }) =>
      openedByFindings({ type: event.type, source, id: event.id, findings }, cylinderId, now),
    ),
    ...folded.judged.flatMap((one) => soldByOthers(one, cylinderId, now)),
    // Whoever annulled an event has looked at it.
    ...folded.verdicts
      .filter(({ source, id }) => !isAnnulled(folded, source, id))
      .flatMap((verdict) => turnedOver(verdict, cylinderId, now)),
    ...recallsOf(locked, folded, now),
  ]
}
