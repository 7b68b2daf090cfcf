import { dayOf } from '#domain/calendar.ts'
import { modelOf } from '#domain/cylinder-model.ts'
import { epochMs, grams } from '#domain/units.ts'
import type { LifeContext } from '#rules/anomalies/life-context.ts'
import { defaultThresholds, type Thresholds, thresholdsFor } from '#rules/anomalies/thresholds.ts'
import type { ProfileBook } from '#rules/profile-book.ts'
import { residualLimit } from '#rules/residual-limit.ts'
import type { RuleActivations } from '#jobs/due-dates.ts'
import type { AnomalyStation } from '#store/anomalies/anomaly-world.ts'
import type { AnomalyStore } from '#store/anomalies/anomaly-store.ts'

/** Sites, thresholds and rules as they stand in one pass. */
export type AnomalyWorld = LifeContext & {
  readonly stations: ReadonlyMap<string, AnomalyStation>
  readonly ofEnterprise: (enterpriseId: string) => Thresholds
  /** What a fill of that size aims at, there and then; null = no standard. */
  readonly targetOf: (stationId: string, model: string | null, at: number) => number | null
}

export const loadWorld = async (
  store: AnomalyStore,
  book: ProfileBook,
  rules: RuleActivations,
): Promise<AnomalyWorld> => {
  const stations = new Map((await store.world.stations()).map((one) => [one.id, one]))
  const set = await store.world.thresholds()
  const { activations } = await rules.load()
  const known = new Map<string, Thresholds>()
  const remember = (key: string, make: () => Thresholds): Thresholds => {
    const made = known.get(key) ?? make()
    known.set(key, made)
    return made
  }
  const thresholds = (stationId: string | null): Thresholds => {
    const station = stationId === null ? undefined : stations.get(stationId)
    if (station === undefined) return defaultThresholds
    return remember(station.id, () => thresholdsFor(station.enterpriseId, station.region, set))
  }
  const regionOf = (enterpriseId: string): string =>
    [...stations.values()].find((one) => one.enterpriseId === enterpriseId)?.region ?? ''
  return {
    stations,
    thresholds,
    placeOf: (stationId) => stations.get(stationId)?.place ?? null,
    ofEnterprise: (id) => remember(`of ${id}`, () => thresholdsFor(id, regionOf(id), set)),
    targetOf: (stationId, model, at) => {
      const station = stations.get(stationId)
      const size = model === null ? null : modelOf(model)
      if (station === undefined || size === null) return null
      const ref = book.select(station.region, dayOf(epochMs(at)), activations, station.enterpriseId)
      return book.resolve(ref).tables.fill[size.name]?.value.nominalG ?? null
    },
    residualLimitOf: ({ facts, filledG, stationId, sale, at }) => {
      const station = stations.get(stationId)
      if (station === undefined) return null
      const place = sale ?? { region: station.region, at }
      const on = dayOf(epochMs(place.at))
      const ref = book.select(place.region, on, activations, station.enterpriseId)
      const lastFill = filledG === null ? null : { netG: grams(filledG) }
      return residualLimit(facts, lastFill, book.resolve(ref))?.limitG ?? null
    },
  }
}
