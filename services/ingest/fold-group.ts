import type { Cylinder } from '#domain/cylinder.ts'
import {
  advance,
  type FoldedLife,
  foldLife,
  type Judge,
  type Life,
  needsRefold,
  replay,
} from '#domain/fold-life.ts'
import type { Finding } from '#domain/finding.ts'
import { compareKeys, type LifeEvent } from '#domain/life-event.ts'
import type { ChangedVerdict, ContextStore, LockedLife, StoredEvent } from '#domain/ports.ts'
import { changesRegistry } from '#domain/registry.ts'
import type { EpochMs } from '#domain/units.ts'
import { type Candidate, lifeEvent } from './candidate.ts'
import type { DecideRequest } from './decide-request.ts'
import { placeAmong, type RecentSteps, type Step } from './recent-steps.ts'

export type FoldedGroup = {
  readonly life: Life
  /** The new events, decisions among them, each with its findings filled in. */
  readonly judged: readonly Candidate[]
  readonly verdicts: readonly ChangedVerdict[]
  readonly registryChanged: boolean
}

export type FoldTools = {
  readonly judge: Judge
  readonly decide: DecideRequest
  readonly contexts: ContextStore
  /** The batch that is being written. */
  readonly batchId: string
  readonly now: EpochMs
  readonly recent: RecentSteps
  /** The stored life of the cylinder, read only when it has to be folded again. */
  readonly history: (cylinderId: string) => Promise<readonly StoredEvent[]>
}

const orNull = (findings: readonly Finding[]): readonly Finding[] | null =>
  findings.length === 0 ? null : findings

const stepOf = (candidate: Candidate, before: Cylinder, decidedAt: EpochMs): Step => {
  const { source, event, findings } = candidate
  const stored = { source, id: event.id, findings, decidedAt }
  return { event: lifeEvent(candidate), before, stored }
}

/** Adds events at the end of a life, deciding requests on the way; null when one of them does not belong at the end. */
const appendAll = (
  locked: LockedLife,
  candidates: readonly Candidate[],
  tools: FoldTools,
): FoldedGroup | null => {
  let life: Life = locked
  const judged: Candidate[] = []
  const steps = tools.recent.of(locked.cylinderId, locked.rev)
  const added: Step[] = []
  const add = (candidate: Candidate): boolean => {
    const event = lifeEvent(candidate)
    if (needsRefold(life, event)) return false
    const before = life.cylinder
    const next = advance(life, event, tools.judge)
    life = next.life
    candidate.findings = orNull(next.findings)
    judged.push(candidate)
    if (steps !== null) added.push(stepOf(candidate, before, tools.now))
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
  if (steps !== null) {
    tools.recent.remember(locked.cylinderId, tools.batchId, [...steps, ...added])
  }
  return { life, judged, verdicts: [], registryChanged: life.registry !== locked.registry }
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

type Known = Step['stored']

/** Folds again from a state within the life (or its beginning) and compares with what was found before. */
const foldAgain = (
  locked: LockedLife,
  known: ReadonlyMap<LifeEvent, Known>,
  candidates: readonly Candidate[],
  fold: (events: readonly LifeEvent[]) => FoldedLife,
  tools: FoldTools,
): FoldedGroup & { readonly steps: readonly Step[] } => {
  const events = [...known.keys(), ...candidates.map(lifeEvent)]
  let folded = fold(events)
  const decisions = decideAll(locked, candidates, folded, tools)
  if (decisions.length > 0) folded = fold([...events, ...decisions.map(lifeEvent)])
  const judged = [...candidates, ...decisions]
  const fresh = new Map(judged.map((candidate) => [lifeEvent(candidate), candidate]))
  const verdicts: ChangedVerdict[] = []
  const steps: Step[] = []
  for (const { event, before, findings } of folded.judged) {
    const candidate = fresh.get(event)
    const stored = known.get(event)
    if (candidate !== undefined) {
      candidate.findings = orNull(findings)
      steps.push(stepOf(candidate, before, tools.now))
    } else if (stored !== undefined && sameFindings(stored.findings, findings)) {
      steps.push({ event, before, stored })
    } else if (stored !== undefined) {
      const { source, id } = stored
      const after = orNull(findings)
      verdicts.push({
        source,
        id,
        type: event.type,
        before: stored.findings,
        beforeDecidedAt: stored.decidedAt,
        after,
      })
      steps.push({ event, before, stored: { source, id, findings: after, decidedAt: tools.now } })
    }
  }
  const { registry, cylinder } = folded
  return { life: { registry, cylinder }, judged, verdicts, registryChanged: true, steps }
}

/** A few steps back are enough when they are remembered and nothing reaches further. */
const refoldRecent = (
  locked: LockedLife,
  candidates: readonly Candidate[],
  tools: FoldTools,
): FoldedGroup | null => {
  const steps = tools.recent.of(locked.cylinderId, locked.rev)
  const first = candidates[0]
  if (steps === null || first === undefined || candidates.some(reachesBack)) return null
  const place = placeAmong(steps, first.event)
  if (place === -1) return null
  const tail = steps.slice(place)
  const start = { registry: locked.registry, cylinder: tail[0]?.before ?? locked.cylinder }
  const known = new Map(tail.map(({ event, stored }) => [event, stored]))
  const fold = (events: readonly LifeEvent[]) =>
    replay(start, [...events].sort(compareKeys), tools.judge)
  const { steps: again, ...folded } = foldAgain(locked, known, candidates, fold, tools)
  tools.recent.remember(locked.cylinderId, tools.batchId, [...steps.slice(0, place), ...again])
  return { ...folded, registryChanged: false }
}

const reachesBack = (candidate: Candidate): boolean =>
  candidate.event.type === 'event.annulled' || changesRegistry(lifeEvent(candidate))

const refold = async (
  locked: LockedLife,
  candidates: readonly Candidate[],
  tools: FoldTools,
): Promise<FoldedGroup> => {
  const stored = await tools.history(locked.cylinderId)
  const history = await Promise.all(stored.map((event) => storedLifeEvent(event, tools.contexts)))
  const known = new Map(history.map((event, n) => [event, stored[n] as StoredEvent]))
  const fold = (events: readonly LifeEvent[]) => foldLife(events, tools.judge)
  const { steps, ...folded } = foldAgain(locked, known, candidates, fold, tools)
  const annulled = steps.some(({ event }) => event.type === 'event.annulled')
  if (!annulled) tools.recent.remember(locked.cylinderId, tools.batchId, steps)
  return folded
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
    refoldRecent(locked, candidates, tools) ??
    refold(locked, candidates, tools)
  )
}
