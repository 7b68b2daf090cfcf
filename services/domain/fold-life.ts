import type { Cylinder } from './cylinder.ts'
import { evolve, startOf } from './evolve.ts'
import type { Finding } from './finding.ts'
import { compareKeys, type LifeEvent } from './life-event.ts'
import { amendRegistry, changesRegistry, emptyRegistry, type Registry } from './registry.ts'
import { settleBlocks } from './settle-blocks.ts'

/** What is wrong with an event, given the cylinder before and after it and the registry in force. Pure. */
export type Judge = (
  before: Cylinder,
  event: LifeEvent,
  after: Cylinder,
  registry: Registry,
) => readonly Finding[]

export type Life = { readonly registry: Registry; readonly cylinder: Cylinder }

export type FoldedLife = Life & {
  /** The events in effective order, each with its findings; annulled events have none. */
  readonly judged: readonly JudgedEvent[]
}

export type JudgedEvent = {
  readonly event: LifeEvent
  /** The cylinder as the event found it. */
  readonly before: Cylinder
  readonly findings: readonly Finding[]
}

export const newLife: Life = { registry: emptyRegistry, cylinder: startOf(emptyRegistry) }

const NONE: readonly Finding[] = []
const NOBODY: ReadonlySet<string> = new Set()

const step = (
  life: Life,
  event: LifeEvent,
  judge: Judge,
): { cylinder: Cylinder; findings: readonly Finding[] } => {
  const after = evolve(life.cylinder, event, life.registry)
  const findings = judge(life.cylinder, event, after, life.registry)
  return { cylinder: settleBlocks(life.cylinder, after, event, findings), findings }
}

const sourceOf = ({ stationId, deviceId }: LifeEvent): string =>
  `${stationId ?? ''}/${deviceId ?? ''}`

/** Ids are unique within a device: where two devices used one at the same instant, the devices' names decide. */
const compareEvents = (a: LifeEvent, b: LifeEvent): number => {
  const byKey = compareKeys(a, b)
  if (byKey !== 0) return byKey
  const [left, right] = [sourceOf(a), sourceOf(b)]
  return left < right ? -1 : left > right ? 1 : 0
}

/** A comparison of a fill that is not the last one: that fill may have been annulled. */
const isOrphan = ({ cylinder }: Life, event: LifeEvent): boolean =>
  event.type === 'fill.curve-compared' && cylinder.lastFill?.eventId !== event.body.fillId

/** True when adding the event to the end of the life would not give what the fold of all events gives. */
export const needsRefold = (life: Life, event: LifeEvent): boolean => {
  const { newest } = life.cylinder
  if (newest === null) return false
  return (
    changesRegistry(event) ||
    event.type === 'event.annulled' ||
    compareKeys(event, newest) <= 0 ||
    isOrphan(life, event)
  )
}

/** Adds the newest event to a life. Call only when {@link needsRefold} says no. */
export const advance = (
  life: Life,
  event: LifeEvent,
  judge: Judge,
): { readonly life: Life; readonly findings: readonly Finding[] } => {
  const registry = amendRegistry(life.registry, event)
  const base = registry === life.registry ? life : { registry, cylinder: startOf(registry) }
  const { cylinder, findings } = step(base, event, judge)
  return { life: { registry, cylinder }, findings }
}

/**
 * The whole life from its events, in any order and with any duplication: duplicates (same source and id) fold once, the
 * registry is collected first because its facts are timeless, annulled events stay readable and count for nothing.
 */
export const foldLife = (events: readonly LifeEvent[], judge: Judge): FoldedLife => {
  const unique = new Map<string, LifeEvent>()
  for (const event of events) {
    const key = `${sourceOf(event)}/${event.id}`
    if (!unique.has(key)) unique.set(key, event)
  }
  const sorted = [...unique.values()].sort(compareEvents)
  const annulled = new Set<string>()
  for (const event of sorted) if (event.type === 'event.annulled') annulled.add(event.body.eventId)
  const counted = sorted.filter((event) => !isAnnulled(event, annulled))
  const registry = counted.reduce(amendRegistry, emptyRegistry)
  return replay({ registry, cylinder: startOf(registry) }, sorted, judge, annulled)
}

/** With a fill goes what its weight curve showed. */
const isAnnulled = (event: LifeEvent, annulled: ReadonlySet<string>): boolean =>
  annulled.has(event.id) ||
  (event.type === 'fill.curve-compared' && annulled.has(event.body.fillId))

/**
 * The rest of a life from a state within it: events in effective order, under a registry that is complete already. For a late
 * event it is enough to begin where it belongs.
 */
export const replay = (
  { registry, cylinder: start }: Life,
  sorted: readonly LifeEvent[],
  judge: Judge,
  annulled: ReadonlySet<string> = NOBODY,
): FoldedLife => {
  let cylinder = start
  const judged: JudgedEvent[] = []
  for (const event of sorted) {
    const before = cylinder
    if (isAnnulled(event, annulled)) {
      judged.push({ event, before, findings: NONE })
      continue
    }
    const result = step({ registry, cylinder }, event, judge)
    cylinder = result.cylinder
    judged.push({ event, before, findings: result.findings })
  }
  return { registry, cylinder, judged }
}
