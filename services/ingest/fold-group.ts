import { advance, foldLife, type Judge, type Life, needsRefold } from '#domain/fold-life.ts'
import type { Finding } from '#domain/finding.ts'
import { compareKeys, type LifeEvent } from '#domain/life-event.ts'
import type { ChangedVerdict, ContextStore, LockedLife, StoredEvent } from '#domain/ports.ts'
import { type Candidate, lifeEvent } from './candidate.ts'
import type { DecideRequest } from './decide-request.ts'

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
  /** The stored life of the cylinder, read only when it has to be folded again. */
  readonly history: (cylinderId: string) => Promise<readonly StoredEvent[]>
}

const NONE: readonly Finding[] = []
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
  return { life, judged, verdicts: [], registryChanged: life.registry !== locked.registry }
}

const storedLifeEvent = async (stored: StoredEvent, contexts: ContextStore): Promise<LifeEvent> =>
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

const changedVerdicts = (
  stored: readonly StoredEvent[],
  history: readonly LifeEvent[],
  found: ReadonlyMap<LifeEvent, readonly Finding[]>,
): ChangedVerdict[] => {
  const verdicts: ChangedVerdict[] = []
  for (const [index, event] of history.entries()) {
    const before = stored[index] as StoredEvent
    const after = found.get(event) ?? NONE
    if (sameFindings(before.findings, after)) continue
    verdicts.push({
      source: before.source,
      id: before.id,
      before: before.findings,
      beforeDecidedAt: before.decidedAt,
      after: orNull(after),
    })
  }
  return verdicts
}

const refold = async (
  locked: LockedLife,
  candidates: readonly Candidate[],
  tools: FoldTools,
): Promise<FoldedGroup> => {
  const stored = await tools.history(locked.cylinderId)
  const history = await Promise.all(stored.map((event) => storedLifeEvent(event, tools.contexts)))
  const events = [...history, ...candidates.map(lifeEvent)]
  let folded = foldLife(events, tools.judge)
  const decisions = decideAll(locked, candidates, folded, tools)
  if (decisions.length > 0) {
    folded = foldLife([...events, ...decisions.map(lifeEvent)], tools.judge)
  }
  const found = new Map(folded.judged.map(({ event, findings }) => [event, findings]))
  const judged = [...candidates, ...decisions]
  for (const candidate of judged) {
    candidate.findings = orNull(found.get(lifeEvent(candidate)) ?? NONE)
  }
  const { registry, cylinder } = folded
  const verdicts = changedVerdicts(stored, history, found)
  return { life: { registry, cylinder }, judged, verdicts, registryChanged: true }
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
  const appended = always ? null : appendAll(locked, candidates, tools)
  return appended ?? refold(locked, candidates, tools)
}
