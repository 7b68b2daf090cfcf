import { advance, foldLife, type Judge, type Life, needsRefold } from '#domain/fold-life.ts'
import type { Finding } from '#domain/finding.ts'
import { compareKeys, type LifeEvent } from '#domain/life-event.ts'
import type { ChangedVerdict, ContextStore, LockedLife, StoredEvent } from '#domain/ports.ts'
import { type Candidate, lifeEventOf } from './candidate.ts'
import type { DecideRequest } from './decide-request.ts'

export type JudgedCandidate = {
  readonly candidate: Candidate
  readonly findings: readonly Finding[]
}

export type FoldedGroup = {
  readonly life: Life
  readonly judged: readonly JudgedCandidate[]
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

type Entry = { readonly candidate: Candidate; readonly event: LifeEvent }

const entryOf = (candidate: Candidate): Entry => ({ candidate, event: lifeEventOf(candidate) })

/** Adds events at the end of a life, deciding requests on the way; null when one of them does not belong at the end. */
const appendAll = (
  locked: LockedLife,
  entries: readonly Entry[],
  tools: FoldTools,
): FoldedGroup | null => {
  let life: Life = locked
  const judged: JudgedCandidate[] = []
  const add = ({ candidate, event }: Entry): boolean => {
    if (needsRefold(life, event)) return false
    const next = advance(life, event, tools.judge)
    life = next.life
    judged.push({ candidate, findings: next.findings })
    return true
  }
  for (const entry of entries) {
    const before = life
    if (!add(entry)) return null
    if (entry.event.type !== 'fill.requested') continue
    const decision = tools.decide(entry.candidate, entry.event, before, life, locked)
    if (decision !== null && !add(entryOf(decision))) return null
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
  entries: readonly Entry[],
  life: Life,
  tools: FoldTools,
): Entry[] => {
  const decisions: Entry[] = []
  for (const { candidate, event } of entries) {
    if (event.type !== 'fill.requested') continue
    const decision = tools.decide(candidate, event, life, life, locked)
    if (decision !== null) decisions.push(entryOf(decision))
  }
  return decisions
}

const refold = async (
  locked: LockedLife,
  entries: readonly Entry[],
  tools: FoldTools,
): Promise<FoldedGroup> => {
  const stored = await tools.history(locked.cylinderId)
  const history = await Promise.all(stored.map((event) => storedLifeEvent(event, tools.contexts)))
  const events = [...history, ...entries.map((entry) => entry.event)]
  let folded = foldLife(events, tools.judge)
  const decisions = decideAll(locked, entries, folded, tools)
  if (decisions.length > 0) {
    folded = foldLife([...events, ...decisions.map((entry) => entry.event)], tools.judge)
  }
  const found = new Map(folded.judged.map(({ event, findings }) => [event, findings]))
  const verdicts: ChangedVerdict[] = []
  for (const [index, event] of history.entries()) {
    const before = stored[index] as StoredEvent
    const after = found.get(event) ?? []
    if (sameFindings(before.findings, after)) continue
    verdicts.push({
      source: before.source,
      id: before.id,
      before: before.findings,
      beforeDecidedAt: before.decidedAt,
      after: after.length === 0 ? null : after,
    })
  }
  const judged = [...entries, ...decisions].map(({ candidate, event }) => ({
    candidate,
    findings: found.get(event) ?? [],
  }))
  const { registry, cylinder } = folded
  return { life: { registry, cylinder }, judged, verdicts, registryChanged: true }
}

/**
 * Brings new events of one cylinder into its life. Events that come after everything known are added to the stored state; as soon
 * as one belongs before, or changes what is registered, the whole life is read and folded again, and verdicts that change are kept
 * beside the new ones.
 */
export const foldGroup = async (
  locked: LockedLife,
  candidates: readonly Candidate[],
  tools: FoldTools,
  always = false,
): Promise<FoldedGroup> => {
  const entries = candidates.map(entryOf).sort((a, b) => compareKeys(a.event, b.event))
  const appended = always ? null : appendAll(locked, entries, tools)
  return appended ?? refold(locked, entries, tools)
}
