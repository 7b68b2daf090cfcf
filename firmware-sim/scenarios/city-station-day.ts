import type { Random } from '#sim/wire/random.ts'
import type { CityLog, Writer } from './city-log.ts'

const HOUR_MS = 3_600_000
const NO_CYLINDER = -1
const TEST_MASS_G = 20_000
/** A lorry comes on every fourth day. */
export const GAS_EVERY_DAYS = 4
const LORRY_G = 24_000_000

/** What a station's equipment reports before its first cylinder: who works where, that the scales are right, and its gas. */
export function writeStationMorning(
  log: CityLog,
  random: Random,
  day: number,
  station: {
    readonly id: string
    readonly scales: readonly { readonly id: string; readonly controller: Writer }[]
    readonly operatorOf: (scale: number) => string
    readonly tank: string
    /** What the lorry brings when it comes; default a full one. */
    readonly lorryG?: number
  },
): void {
  station.scales.forEach(({ id, controller }, index) => {
    const ms = (5.5 + random() * 0.3) * HOUR_MS
    const operator = station.operatorOf(index)
    log.write(controller, ms, NO_CYLINDER, 'operator.signed-in', { operator, scale: id })
    const readG = TEST_MASS_G + Math.round((random() * 2 - 1) * 4)
    const own = { operator, scale: id, testMassG: TEST_MASS_G, readG }
    log.write(controller, ms + 60_000, NO_CYLINDER, 'scale.checked', own)
  })
  const controller = station.scales[0]?.controller
  if (controller === undefined || day % GAS_EVERY_DAYS !== 0) return
  const certificateNo = `CERT-${station.id}-${day}`
  const gas = { tank: station.tank, certificateNo }
  log.write(controller, 5 * HOUR_MS, NO_CYLINDER, 'gas.received', {
    ...gas,
    massG: station.lorryG ?? LORRY_G,
    supplier: 'Refinery 1',
  })
  log.write(controller, 5.3 * HOUR_MS, NO_CYLINDER, 'gas.tested', { ...gas, passed: true })
}
