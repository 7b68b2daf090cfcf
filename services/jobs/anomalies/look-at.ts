import { addMonths, DAY_MS, startOfDay } from '#domain/calendar.ts'
import { type Day, day, epochMs } from '#domain/units.ts'
import { custodyUnaccounted } from '#rules/anomalies/custody-unaccounted.ts'
import { judgeLife } from '#rules/anomalies/judge-life.ts'
import { judgeStation } from '#rules/anomalies/judge-station.ts'
import { scaleWanders } from '#rules/anomalies/scale-wanders.ts'
import { tankUnbalanced } from '#rules/anomalies/tank-unbalanced.ts'
import type { StationMonthKey } from '#store/anomalies/anomaly-months.ts'
import type { AnomalyStore } from '#store/anomalies/anomaly-store.ts'
import { named } from './anomaly-id.ts'
import type { AnomalyWorld } from './anomaly-world.ts'

const firstOf = (month: string): Day => day(`${month}-01`)
/** A tank's level is followed over so many months. */
const TANK_MONTHS = 3
/** A chart begins with a calendar year, so that its first readings stay what they are. */
const CHART_YEARS = 1

export type Pass = {
  readonly store: AnomalyStore
  readonly world: AnomalyWorld
  readonly now: number
}

/** Lives, some hundred at a time. @returns station months whose counts changed */
export const lookAtLives = async (
  { store, world, now }: Pass,
  ids: readonly string[],
): Promise<readonly StationMonthKey[]> => {
  const lives = await store.lives(ids)
  const judged = lives.map((life) => ({ id: life.id, ...judgeLife(life, world) }))
  const found = judged.flatMap(({ id, anomalies }) => named(`cylinder:${id}`, anomalies))
  const signs = judged.flatMap(({ id, signs: own }) =>
    own.map((sign) => ({ ...sign, cylinder: id })),
  )
  const looked = { units: ids.map((id) => `cylinder:${id}`), found, since: 0 }
  return store.writes.lives(ids, signs, looked, now)
}

/** A station's month: its scales, couriers, gates and tanks. */
export const lookAtMonth = async (
  { store, world, now }: Pass,
  { stationId, month }: StationMonthKey,
): Promise<void> => {
  if (!world.stations.has(stationId)) return
  const thresholds = world.thresholds(stationId)
  const to = startOfDay(addMonths(firstOf(month), 1))
  const period = { from: startOfDay(firstOf(month)), to }
  const { fills, signs, departures } = await store.months.ofStation(stationId, period)
  const judged = judgeStation({
    stationId,
    month,
    ...period,
    now: epochMs(now),
    signs,
    departures,
    thresholds,
    fills: fills.map(({ model, netG, ...fill }) => {
      const targetG = world.targetOf(stationId, model, fill.at)
      return { ...fill, overG: targetG === null ? null : netG - targetG }
    }),
  })
  const from = startOfDay(addMonths(firstOf(month), 1 - TANK_MONTHS))
  const tanks = []
  for (const { tank, capacityG } of await store.months.tanks(stationId)) {
    const key = { stationId, id: tank }
    const days = await store.tankDays.days(key, { from, to })
    const receipts = await store.tankDays.receipts(key, { from, to })
    const limits = thresholds.TANK_UNBALANCED
    const level = { stationId, tank, month, from, to, capacityG, days, receipts, limits }
    tanks.push(...tankUnbalanced(level))
  }
  const unit = `month:${stationId}:${month}`
  const found = named(unit, [...judged, ...tanks])
  await store.writes.reconcile({ units: [unit], found, since: 0 }, now)
}

/** One scale's checks as a control chart. */
export const lookAtScale = async ({ store, world, now }: Pass, scale: string): Promise<void> => {
  const stationId = await store.world.stationOfScale(scale)
  if (stationId === null || !world.stations.has(stationId)) return
  const year = new Date(now + DAY_MS / 3).getUTCFullYear() - CHART_YEARS
  const since = startOfDay(day(`${year}-01-01`))
  const checks = await store.months.checks(scale, since)
  const limits = world.thresholds(stationId).SCALE_WANDERS
  const unit = `scale:${scale}`
  const found = named(unit, scaleWanders({ scale, stationId, checks, limits }))
  await store.writes.reconcile({ units: [unit], found, since }, now)
}

/** Who should have cylinders in hand and has not. */
export const lookAtCustody = async ({ store, world, now }: Pass): Promise<void> => {
  const enterprises = [...new Set([...world.stations.values()].map((one) => one.enterpriseId))]
  const limitsOf = (id: string) => world.ofEnterprise(id).CUSTODY_UNACCOUNTED
  const held = await store.world.held(
    enterprises.map((enterpriseId) => ({ enterpriseId, ...limitsOf(enterpriseId) })),
    now,
  )
  const found = enterprises.flatMap((id) => {
    const own = held.filter(({ enterpriseId }) => enterpriseId === id)
    return named(`custody:${id}`, custodyUnaccounted(id, own, limitsOf(id), epochMs(now)))
  })
  const units = enterprises.map((id) => `custody:${id}`)
  await store.writes.reconcile({ units, found, since: 0 }, now)
}
