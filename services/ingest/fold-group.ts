import {
  advance,
  type FoldedLife,
  foldLife,
  type Judge,
  type JudgedEvent,
  type Life,
  needsRefold,
  replay,
} from '#domain/fold-life.ts'
import type { Finding } from '#domain/finding.ts'
import { compareKeys, type LifeEvent, type SortKey } from '#domain/life-event.ts'
import type { ContextStore } from '#domain/site-book.ts'
import type { ChangedVerdict, LockedLife, SourceKey, StoredEvent } from '#domain/store-ports.ts'
import { changesRegistry } from '#domain/registry.ts'
import { type Candidate, lifeEvent } from './candidate.ts'
import type { DecideRequest } from './decide-request.ts'
import type { RecentAnchors } from './recent-anchors.ts'

export type FoldedGroup = {
  readonly life: Life
  /** The new events, decisions among them, each with its findings filled in. */
  readonly judged: readonly Candidate[]
  readonly verdicts: readonly ChangedVerdict[]
  readonly registryChanged: boolean
  /** Stored events that an annulment of this group sets aside, with what was made of them. */
  readonly annulled: readonly { readonly source: SourceKey; readonly id: string }[]
}

export type FoldTools = {
  readonly judge: Judge
  readonly decide: DecideRequest
  readonly contexts: ContextStore
  readonly recent: RecentAnchors
  /** The stored life of the cylinder, read only when it has to be folded again. */
  readonly history: (cylinderId: string) => Promise<readonly StoredEvent[]>
  /** The same from a place on. */
  readonly historyFrom: (cylinderId: string, key: SortKey) => Promise<readonly StoredEvent[]>
}

const orNull = (findings: readonly Finding[]): readonly Finding[] | null =>
  findings.length === 0 ? null : findings

/** Adds events at the end of a life, deciding requests on the way; null when one of them does not belong at the end. */
const appendAll = (
  locked: LockedLife,
  candidates: readonly Candidate[],
  tools: FoldTools,
): FoldedGroup | null => {
  let life: Life = locked
  const judged: Candidate[] = []
  const add = (candidate: Candidate): boolean => {
    const event = lifeEvent(candidate)
    if (needsRefold(life, event)) return false
    const next = advance(life, event, tools.judge)
    life = next.life
    candidate.findings = orNull(next.findings)
    judged.push(candidate)
    return true
  }
  for (const candidate of candidates) {
    const before = life
    if (!add(candidate)) return null
    const event = lifeEvent(candidate)
    if (event.type !== 'fill.requested') continue
    const decision = tools.decide(candidate, event, before, locked)
    if (decision !== null && !add(decision)) return null
  }
  const registryChanged = life.registry !== locked.registry
  return { life, judged, verdicts: [], registryChanged, annulled: [] }
}

/** A stored event as the fold reads it. */
export const storedLifeEvent = async (
  stored: StoredEvent,
  contexts: ContextStore,
): Promise<LifeEvent> =>
  ({
    id: stored.id,
    type: stored.type,
    at: stored.at,
    effectiveAt: stored.effectiveAt,
    recordedAt: stored.recordedAt,
    stationId: stored.stationId,
    deviceId: stored.source === 0 ? null : String(stored.source),
    operator: stored.operator,
    context: await contexts.byId(stored.contextId),
    body: stored.body,
  }) as unknown as LifeEvent

const sameFindings = (a: readonly Finding[] | null, b: readonly Finding[]): boolean =>
  a === null ? b.length === 0 : JSON.stringify(a) === JSON.stringify(b)

/** Requests are decided on what is known now, wherever their own time puts them. */
const decideAll = (
  locked: LockedLife,
  candidates: readonly Candidate[],
  life: Life,
  tools: FoldTools,
): Candidate[] =>
  candidates.flatMap((candidate) => {
    const event = lifeEvent(candidate)
    if (event.type !== 'fill.requested') return []
    return tools.decide(candidate, event, life, locked) ?? []
  })

const readEvents = async (
  stored: readonly StoredEvent[],
  contexts: ContextStore,
): Promise<Map<LifeEvent, StoredEvent>> => {
  const events = await Promise.all(stored.map((one) => storedLifeEvent(one, contexts)))
  return new Map(events.map((event, n) => [event, stored[n] as StoredEvent]))
}

type Again = FoldedGroup & { readonly steps: readonly JudgedEvent[] }

/** Folds again, from the beginning of the life or a place within it, and compares with what was found before. */
const foldAgain = (
  locked: LockedLife,
  known: ReadonlyMap<LifeEvent, StoredEvent>,
  candidates: readonly Candidate[],
  fold: (events: readonly LifeEvent[]) => FoldedLife,
  tools: FoldTools,
): Again => {
  const events = [...known.keys(), ...candidates.map(lifeEvent)]
  let folded = fold(events)
  const decisions = decideAll(locked, candidates, folded, tools)
  if (decisions.length > 0) folded = fold([...events, ...decisions.map(lifeEvent)])
  const judged = [...candidates, ...decisions]
  const fresh = new Map(judged.map((candidate) => [lifeEvent(candidate), candidate]))
  const verdicts: ChangedVerdict[] = []
  for (const { event, findings } of folded.judged) {
    const candidate = fresh.get(event)
    const stored = known.get(event)
    if (candidate !== undefined) candidate.findings = orNull(findings)
    else if (stored !== undefined && !sameFindings(stored.findings, findings)) {
      const { source, id, type, findings: before, decidedAt: beforeDecidedAt } = stored
      verdicts.push({ source, id, type, before, beforeDecidedAt, after: orNull(findings) })
    }
  }
  const { registry, cylinder, judged: steps } = folded
  const annulled = annulledBy(candidates, known)
  return { life: { registry, cylinder }, judged, verdicts, registryChanged: true, annulled, steps }
}

/** What annulments among the candidates set aside: their events, and the comparisons of the fills among these. */
const annulledBy = (
  candidates: readonly Candidate[],
  known: ReadonlyMap<LifeEvent, StoredEvent>,
): FoldedGroup['annulled'] => {
  const ids = new Set<string>()
  for (const candidate of candidates) {
    const event = lifeEvent(candidate)
    if (event.type === 'event.annulled') ids.add(event.body.eventId.toLowerCase())
  }
  if (ids.size === 0) return []
  const set: { source: SourceKey; id: string }[] = []
  for (const [event, { source, id }] of known) {
    const fill = event.type === 'fill.curve-compared' ? event.body.fillId : null
    if (ids.has(id) || (fill !== null && ids.has(fill))) set.push({ source, id })
  }
  return set
}

/** How many steps at the front were stored before this batch. */
const storedAhead = ({ judged, steps }: Again): number => {
  const fresh = new Set(judged.map(lifeEvent))
  const first = steps.findIndex(({ event }) => fresh.has(event))
  return first === -1 ? steps.length : first
}

const reachesBack = (candidate: Candidate): boolean =>
  candidate.event.type === 'event.annulled' || changesRegistry(lifeEvent(candidate))

/** Some dozens of steps are enough where a place within the life is known and nothing reaches behind it. */
const refoldRecent = async (
  locked: LockedLife,
  candidates: readonly Candidate[],
  tools: FoldTools,
): Promise<FoldedGroup | null> => {
  const first = candidates[0]
  if (first === undefined || candidates.some(reachesBack)) return null
  const anchor = tools.recent.before(locked, first.event)
  if (anchor === null) return null
  const stored = await tools.historyFrom(locked.cylinderId, anchor.key)
  if (locked.events - stored.length !== anchor.countBefore) return null
  const known = await readEvents(stored, tools.contexts)
  const start = { registry: locked.registry, cylinder: anchor.before }
  const fold = (events: readonly LifeEvent[]) =>
    replay(start, [...events].sort(compareKeys), tools.judge)
  const again = foldAgain(locked, known, candidates, fold, tools)
  tools.recent.keep(locked.cylinderId, again.steps, storedAhead(again), anchor)
  return { ...again, registryChanged: false }
}

const refold = async (
  locked: LockedLife,
  candidates: readonly Candidate[],
  tools: FoldTools,
): Promise<FoldedGroup> => {
  const known = await readEvents(await tools.history(locked.cylinderId), tools.contexts)
  const fold = (events: readonly LifeEvent[]) => foldLife(events, tools.judge)
  const again = foldAgain(locked, known, candidates, fold, tools)
  // Annulled events count for nothing wherever they stand: a life with one is always folded whole.
  if (again.steps.some(({ event }) => event.type === 'event.annulled')) {
    tools.recent.forget(locked.cylinderId)
  } else {
    const { registry } = again.life
    tools.recent.keep(locked.cylinderId, again.steps, storedAhead(again), {
      countBefore: 0,
      registry,
    })
  }
  return again
}

const inOrder = (a: Candidate, b: Candidate): number => compareKeys(a.event, b.event)

/**
 * Brings new events of one cylinder into its life. Events that come after everything known are added to the stored state; as soon
 * as one belongs before, or changes what is registered, the whole life is read and folded again, and verdicts that change are kept
 * beside the new ones.
 */
export const foldGroup = async (
  locked: LockedLife,
  candidates: Candidate[],
  tools: FoldTools,
  always = false,
): Promise<FoldedGroup> => {
  if (candidates.length > 1) candidates.sort(inOrder)
  if (always) return refold(locked, candidates, tools)
  return (
    appendAll(locked, candidates, tools) ??
    (await refoldRecent(locked, candidates, tools)) ??
    refold(locked, candidates, tools)
  )
}
