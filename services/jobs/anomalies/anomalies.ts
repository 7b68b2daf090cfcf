import { addMonths, dayOf, HOUR_MS } from '#domain/calendar.ts'
import { epochMs } from '#domain/units.ts'
import type { ProfileBook } from '#rules/profile-book.ts'
import type { RuleActivations } from '#jobs/due-dates.ts'
import type { Pace } from '#jobs/pace.ts'
import type { Job } from '#jobs/scheduler.ts'
import type { StationMonthKey } from '#store/anomalies/anomaly-months.ts'
import type { RedoRow } from '#store/anomalies/anomaly-world.ts'
import type { GoOn } from '#store/books/batch-follower.ts'
import type { AnomalyStore } from '#store/anomalies/anomaly-store.ts'
import { loadWorld } from './anomaly-world.ts'
import { lookAtCustody, lookAtLives, lookAtMonth, lookAtScale, type Pass } from './look-at.ts'

export type AnomaliesOptions = {
  readonly store: AnomalyStore
  readonly book: ProfileBook
  readonly rules: RuleActivations
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly everyMs: number
  readonly pace: Pace
}

/** At once: requests of people wait while these are judged (500 took 150 ms). */
const CYLINDERS = 100
/** What ripens with time: permits that nobody used, cylinders that stay where they are. */
const SWEEP_MS = 6 * HOUR_MS

const monthOf = (at: number): string => dayOf(epochMs(at)).slice(0, 7)

const monthsBetween = (from: number, to: number): readonly string[] => {
  const months: string[] = []
  for (let at = dayOf(epochMs(from)); at.slice(0, 7) <= monthOf(to - 1); at = addMonths(at, 1))
    months.push(at.slice(0, 7))
  return months
}

/** Looks for anomalies behind the log: ingest pays nothing for it. A pass that breaks off is repeated and finds the same. */
export class Anomalies implements Job {
  readonly name = 'anomalies'
  readonly everyMs: number
  readonly #options: AnomaliesOptions

  constructor(options: AnomaliesOptions) {
    this.#options = options
    this.everyMs = options.everyMs
  }

  async run(signal: AbortSignal): Promise<void> {
    const { store, book, rules, now } = this.#options
    const at = now()
    const goOn = this.#options.pace(signal)
    const pass = { store, world: await loadWorld(store, book, rules), now: at }
    await store.follow(at, async (range) => {
      const cylinders = await store.touchedCylinders(range)
      const months = await store.months.touched(range)
      const scales = await store.months.touchedScales(range)
      return this.#look(pass, { cylinders, months, scales }, goOn)
    })
    await this.#sweep(pass, goOn)
    await this.#redo(pass, goOn)
  }

  /** @returns false when it broke off */
  async #look(
    pass: Pass,
    seen: {
      readonly cylinders: readonly string[]
      readonly months: readonly StationMonthKey[]
      readonly scales: readonly string[]
    },
    goOn: GoOn,
  ): Promise<boolean> {
    const months = new Map<string, StationMonthKey>()
    const add = (keys: readonly StationMonthKey[]): void => {
      for (const key of keys) months.set(`${key.stationId} ${key.month}`, key)
    }
    add(seen.months)
    for (let at = 0; at < seen.cylinders.length; at += CYLINDERS) {
      if (!(await goOn())) return false
      add(await lookAtLives(pass, seen.cylinders.slice(at, at + CYLINDERS)))
    }
    for (const key of months.values()) {
      if (!(await goOn())) return false
      await lookAtMonth(pass, key)
    }
    for (const scale of seen.scales) {
      if (!(await goOn())) return false
      await lookAtScale(pass, scale)
    }
    return true
  }

  async #sweep(pass: Pass, goOn: GoOn): Promise<void> {
    const last = await pass.store.world.sweptAt()
    if (last !== null && pass.now >= last && pass.now < last + SWEEP_MS) return
    await lookAtCustody(pass)
    const today = dayOf(epochMs(pass.now))
    const months = [addMonths(today, -1), today].map((day) => day.slice(0, 7))
    const keys = [...pass.world.stations.keys()].flatMap((stationId) =>
      months.map((month) => ({ stationId, month })),
    )
    if (await this.#look(pass, { cylinders: [], months: keys, scales: [] }, goOn))
      await pass.store.world.swept(pass.now)
  }

  /** One a pass: thresholds that somebody changed, or a period that somebody wants looked at again. */
  async #redo(pass: Pass, goOn: GoOn): Promise<void> {
    const asked = await pass.store.world.openRedo()
    if (asked === null) return
    if (await this.#look(pass, await this.#askedFor(pass, asked), goOn)) {
      await lookAtCustody(pass)
      await pass.store.world.redone(asked.no, pass.now)
    }
  }

  async #askedFor({ store, world }: Pass, { enterpriseId, region, from, to }: RedoRow) {
    const stations = [...world.stations.values()].filter((one) =>
      enterpriseId === null ? one.region.startsWith(region) : one.enterpriseId === enterpriseId,
    )
    const ids = stations.map(({ id }) => id)
    const enterprises = [...new Set(stations.map((one) => one.enterpriseId))]
    return {
      cylinders: await store.world.cylindersOf(enterprises, ids, { from, to }),
      months: ids.flatMap((stationId) =>
        monthsBetween(from, to).map((month) => ({ stationId, month })),
      ),
      scales: await store.world.scalesOf(ids),
    }
  }
}
