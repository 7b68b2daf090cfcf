import {
  type AnomalySign,
  type SeenEvent,
  type SeenLife,
  weighedBy,
} from '#domain/anomalies/anomaly.ts'
import { valueAt } from '#domain/registry.ts'
import type { LifeContext, ResidualCase } from './life-context.ts'
import { signOf } from './life-signs.ts'

/** A return belongs to the weighing that follows within so many days. */
const WEIGHED_WITHIN_MS = 7 * 86_400_000
/** Farther from the limit than any band that a threshold may set: nobody asks for it. */
const NEAR_LIMIT_G = 1000

type Walk = {
  back: SeenEvent | null
  filledG: number | null
  sale: ResidualCase['sale']
}

const fillNetG = ({ registry }: SeenLife, { body, effectiveAt }: SeenEvent): number => {
  const { grossG, tareG } = body as { grossG: number; tareG: number }
  return grossG - (valueAt(registry.tare, effectiveAt) ?? tareG)
}

const saleOf = ({ body, effectiveAt }: SeenEvent): ResidualCase['sale'] => {
  const { premisesRegion } = body as { premisesRegion?: string }
  return premisesRegion === undefined ? null : { region: premisesRegion, at: effectiveAt }
}

/** Grams above the legal limit, with who weighed: below zero it is legal. */
const againstLimit = (
  life: SeenLife,
  event: SeenEvent & { readonly stationId: string },
  { filledG, sale }: Walk,
  residualG: number,
  context: LifeContext,
): AnomalySign[] => {
  const { facts } = life.registry
  if (facts === null) return []
  const { stationId, effectiveAt: at } = event
  const limitG = context.residualLimitOf({ facts, filledG, stationId, sale, at })
  if (limitG === null || Math.abs(residualG - limitG) > NEAR_LIMIT_G) return []
  const group = weighedBy.join(event.scale, event.operator)
  return [signOf('residual-limit', event, stationId, group, residualG - limitG)]
}

const weighed = (
  life: SeenLife,
  event: SeenEvent,
  walk: Walk,
  context: LifeContext,
): AnomalySign[] => {
  const { grossG, returnReason } = event.body as { grossG: number; returnReason?: string }
  const { back } = walk
  const told = (back?.body as { reason?: string } | undefined)?.reason ?? 'used-up'
  const tareG = valueAt(life.registry.tare, event.effectiveAt)
  const { stationId } = event
  if ((returnReason ?? told) !== 'used-up' || stationId === null || tareG === undefined) return []
  const residualG = grossG - tareG
  const found = againstLimit(life, { ...event, stationId }, walk, residualG, context)
  const mine = back !== null && event.effectiveAt - back.effectiveAt < WEIGHED_WITHIN_MS
  const courier = mine ? back.operator : null
  return courier === null
    ? found
    : [...found, signOf('residual', event, stationId, courier, residualG)]
}

/** Residuals of empties: by the courier who collected them, and by scale and operator against their legal limit. */
export const residualSigns = (life: SeenLife, context: LifeContext): readonly AnomalySign[] => {
  const found: AnomalySign[] = []
  const walk: Walk = { back: null, filledG: null, sale: null }
  for (const event of life.events) {
    if (event.type === 'cylinder.returned') walk.back = event
    else if (event.type === 'delivery.completed') walk.sale = saleOf(event)
    else if (event.type === 'fill.completed') {
      walk.filledG = fillNetG(life, event)
      walk.sale = null
    } else if (event.type === 'residual.weighed') {
      found.push(...weighed(life, event, walk, context))
      walk.back = null
    }
  }
  return found
}
