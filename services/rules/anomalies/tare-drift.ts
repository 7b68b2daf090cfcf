import type { Anomaly, SeenEvent, SeenLife } from '#domain/anomalies/anomaly.ts'
import { medianOf } from '#domain/anomalies/statistics.ts'
import { valueAt } from '#domain/registry.ts'
import type { EpochMs } from '#domain/units.ts'
import type { LifeContext } from './life-context.ts'

type Reading = { readonly event: SeenEvent; readonly differenceG: number }

/**
 * What one event says of the tare: the value that the scale worked with, or a gross below the registered tare, which is heavier than
 * the cylinder itself.
 */
const readingOf = ({ registry }: SeenLife, event: SeenEvent): Reading | null => {
  const { grossG, tareG } = event.body as { grossG?: number; tareG?: number }
  const registeredG = valueAt(registry.tare, event.effectiveAt)
  if (registeredG === undefined || grossG === undefined) return null
  const used = (tareG ?? registeredG) - registeredG
  return { event, differenceG: Math.min(used, Math.max(used, 0) + grossG - registeredG) }
}

const WEIGHED = ['fill.completed', 'residual.weighed', 'residual.removed']

/** Readings of the tare that agree with each other and not with the registry: paint, rust, another collar, another cylinder. */
export const tareDrift = (life: SeenLife, context: LifeContext): readonly Anomaly[] => {
  let readings: Reading[] = []
  let registeredG: number | undefined
  let since: EpochMs | null = null
  const found: Anomaly[] = []
  for (const event of life.events) {
    if (!WEIGHED.includes(event.type)) continue
    const tareG = valueAt(life.registry.tare, event.effectiveAt)
    // A corrected tare begins a new series.
    if (tareG !== registeredG) readings = []
    registeredG = tareG
    const reading = readingOf(life, event)
    if (reading === null) continue
    const limits = context.thresholds(event.stationId).TARE_DRIFT
    readings = [...readings, reading].slice(-limits.readings)
    if (readings.length < limits.readings) continue
    const driftG = Math.round(medianOf(readings.map(({ differenceG }) => differenceG)))
    if (Math.abs(driftG) <= limits.driftG) continue
    since ??= readings[0]?.event.effectiveAt ?? event.effectiveAt
    found.splice(0, 1, {
      kind: 'TARE_DRIFT',
      subject: { kind: 'cylinder', id: life.code },
      anchor: String(tareG),
      stationId: event.stationId,
      enterpriseId: event.stationId === null ? life.ownerId : null,
      from: since,
      to: event.effectiveAt,
      measured: driftG,
      limit: limits.driftG,
      unit: 'g',
      detail: { registeredG: tareG ?? null, readings: readings.length },
      evidence: readings.map(({ event: { id } }) => ({ id, code: life.code })),
      events: readings.length,
    })
  }
  return found
}
