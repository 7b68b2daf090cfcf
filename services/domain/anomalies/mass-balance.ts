import { valueAt } from '#domain/registry.ts'
import type { EpochMs } from '#domain/units.ts'
import type { SeenEvent, SeenLife } from './anomaly.ts'

/**
 * Where gas came from and went, g. `filled` in; `used` at customers, `removed` as residual, `vented` by vacuum, `lab` and `scrapped` with
 * the cylinder; `lost` and `gained` between two weighings without a reason: that is what nobody explains.
 */
export const massFlows = [
  'opening',
  'filled',
  'gained',
  'used',
  'removed',
  'vented',
  'lab',
  'scrapped',
  'lost',
] as const
export type MassFlow = (typeof massFlows)[number]

export type MassStep = {
  readonly eventId: string
  readonly type: SeenEvent['type']
  readonly at: EpochMs
  readonly stationId: string | null
  /** Of the scale that weighed it. */
  readonly scale: string | null
  readonly flow: MassFlow
  readonly massG: number
  /** In the cylinder after it. */
  readonly netG: number | null
  /** The event that left it as it was before. */
  readonly since: string | null
}

export type MassBalance = {
  readonly steps: readonly MassStep[]
  readonly totals: Readonly<Record<MassFlow, number>>
  /** What should be in it now; null = not weighed since a laboratory opened it, or never. */
  readonly closingG: number | null
  readonly fills: number
  readonly deliveries: number
  /** gained − lost: gas that was weighed and cannot be accounted for. */
  readonly unexplainedG: number
}

type Walk = {
  netG: number | null
  since: string | null
  /** It was where gas is used since the last weighing. */
  used: boolean
  fills: number
  deliveries: number
  readonly steps: MassStep[]
}

/** What a scale said, less the registered tare; a wrong tare typed in at the scale moves no gas. */
const netOf = ({ registry }: SeenLife, event: SeenEvent): number | null => {
  const body = event.body as { grossG?: number; tareG?: number; emptyGrossG?: number }
  const grossG = event.type === 'fill.requested' ? body.emptyGrossG : body.grossG
  const tareG = valueAt(registry.tare, event.effectiveAt) ?? body.tareG
  return grossG === undefined || tareG === undefined ? null : grossG - tareG
}

const note = (walk: Walk, event: SeenEvent, flow: MassFlow, massG: number, netG: number | null) => {
  if (massG === 0) return
  const { id: eventId, type, effectiveAt: at, stationId, scale } = event
  walk.steps.push({
    eventId,
    type,
    at,
    stationId,
    scale,
    flow,
    massG,
    netG,
    since: walk.since,
  })
}

const settle = (walk: Walk, event: SeenEvent, netG: number | null): void => {
  walk.netG = netG
  walk.since = event.id
  walk.used = false
}

/** From what was known to what is weighed now: a reason where there is one. */
const weigh = (walk: Walk, event: SeenEvent, netG: number, down: MassFlow): void => {
  const before = walk.netG
  if (before === null) note(walk, event, 'opening', netG, netG)
  else if (netG > before) note(walk, event, 'gained', netG - before, netG)
  else note(walk, event, down, before - netG, netG)
  settle(walk, event, netG)
}

const fill = (life: SeenLife, walk: Walk, event: SeenEvent): void => {
  const netG = netOf(life, event)
  if (netG === null) return
  const { residualG } = event.body as { residualG?: number }
  // What stood in it before, by its own word, where nothing newer was weighed; without a word it came back empty.
  if (walk.used || walk.netG === null) weigh(walk, event, Math.min(netG, residualG ?? 0), 'used')
  const before = walk.netG ?? 0
  if (netG >= before) note(walk, event, 'filled', netG - before, netG)
  else note(walk, event, 'removed', before - netG, netG)
  settle(walk, event, netG)
}

const empty = (walk: Walk, event: SeenEvent, flow: MassFlow, netG: number | null): void => {
  if (walk.netG !== null) {
    if (walk.netG > 0) note(walk, event, flow, walk.netG, netG)
    else note(walk, event, 'gained', -walk.netG, netG)
  }
  settle(walk, event, netG)
}

const step = (life: SeenLife, walk: Walk, event: SeenEvent): void => {
  switch (event.type) {
    case 'residual.weighed':
    case 'fill.requested': {
      const netG = netOf(life, event)
      if (netG !== null) weigh(walk, event, netG, walk.used ? 'used' : 'lost')
      return
    }
    case 'residual.removed': {
      const netG = netOf(life, event)
      if (netG !== null) weigh(walk, event, netG, 'removed')
      return
    }
    case 'vacuum.completed':
      return empty(walk, event, 'vented', 0)
    case 'fill.completed':
      walk.fills += 1
      return fill(life, walk, event)
    case 'fill.aborted':
      return fill(life, walk, event)
    case 'delivery.completed':
      walk.deliveries += 1
      walk.used = true
      return
    case 'inspection.sent':
      return empty(walk, event, 'lab', null)
    case 'cylinder.destroyed':
      return empty(walk, event, 'scrapped', 0)
    case 'custody.handed-over':
    case 'cylinder.reported-lost':
      // Out of our sight gas may be burnt.
      walk.used = true
      return
    default:
  }
}

/**
 * The gas of one life: opening + filled + gained = used + removed + vented + lab + scrapped + lost + closing, to the gram. Between two
 * weighings gas may only go where it is burnt; anything else is unexplained, small amounts of it being the scales' own error.
 */
export const massBalance = (life: SeenLife): MassBalance => {
  const walk: Walk = { netG: null, since: null, used: false, fills: 0, deliveries: 0, steps: [] }
  for (const event of life.events) step(life, walk, event)
  const totals = Object.fromEntries(massFlows.map((flow) => [flow, 0])) as Record<MassFlow, number>
  for (const { flow, massG } of walk.steps) totals[flow] += massG
  return {
    steps: walk.steps,
    totals,
    closingG: walk.netG,
    fills: walk.fills,
    deliveries: walk.deliveries,
    unexplainedG: totals.gained - totals.lost,
  }
}
