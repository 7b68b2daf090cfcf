import type { Anomaly, SeenEvent, SeenLife } from '#domain/anomalies/anomaly.ts'
import { valueAt } from '#domain/registry.ts'
import type { LifeContext } from './life-context.ts'

type Walk = {
  /** Net of our last fill, g. */
  filledG: number | null
  fill: SeenEvent | null
  /** The event that showed it empty after that fill. */
  emptied: SeenEvent | null
}

const netOf = ({ registry }: SeenLife, event: SeenEvent): number | null => {
  const { grossG, tareG } = event.body as { grossG?: number; tareG?: number }
  const registeredG = valueAt(registry.tare, event.effectiveAt) ?? tareG
  return grossG === undefined || registeredG === undefined ? null : grossG - registeredG
}

/** Whether the event shows that the gas of our fill is used up. */
const showsEmpty = (life: SeenLife, walk: Walk, event: SeenEvent, permille: number): boolean => {
  switch (event.type) {
    case 'vacuum.completed':
      return true
    case 'cylinder.returned':
      return (event.body as { reason?: string }).reason === 'used-up'
    case 'residual.weighed':
    case 'residual.removed': {
      const netG = netOf(life, event)
      return netG !== null && walk.filledG !== null && netG * 1000 < walk.filledG * permille
    }
    default:
      return false
  }
}

const showsFull = ({ type, body }: SeenEvent): boolean =>
  type === 'delivery.completed' ||
  ((type === 'stock.out' || type === 'stock.in') &&
    (body as { condition?: string }).condition === 'full')

/** Seen empty after our fill and then full, with no fill told: it was refilled elsewhere between two of our seals (黑气). */
export const fullAgain = (life: SeenLife, context: LifeContext): readonly Anomaly[] => {
  const found: Anomaly[] = []
  const walk: Walk = { filledG: null, fill: null, emptied: null }
  for (const event of life.events) {
    const { maxEmptyPermille } = context.thresholds(event.stationId).REFILLED_ELSEWHERE
    if (event.type === 'fill.completed') {
      walk.filledG = netOf(life, event)
      walk.fill = event
      walk.emptied = null
    } else if (event.type === 'inspection.sent' || event.type === 'fill.aborted') {
      walk.emptied = null
    } else if (showsEmpty(life, walk, event, maxEmptyPermille)) {
      walk.emptied ??= walk.fill === null ? null : event
    } else if (walk.emptied !== null && walk.fill !== null && showsFull(event)) {
      const shown = [walk.fill, walk.emptied, event]
      found.push({
        kind: 'REFILLED_ELSEWHERE',
        subject: { kind: 'cylinder', id: life.code },
        anchor: event.id,
        stationId: event.stationId,
        enterpriseId: event.stationId === null ? life.ownerId : null,
        from: walk.emptied.effectiveAt,
        to: event.effectiveAt,
        measured: 0,
        limit: 1,
        unit: 'fills',
        detail: { netG: null, scale: null, how: event.type },
        evidence: shown.map(({ id }) => ({ id, code: life.code })),
        events: shown.length,
      })
      walk.emptied = null
    }
  }
  return found
}
