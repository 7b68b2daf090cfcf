import type { CityLog } from '#sim/scenarios/city-log.ts'
import { cityModels } from '#sim/scenarios/city-models.ts'
import type { CityRecord } from '#sim/scenarios/city-types.ts'
import { drawClockSkew, drawRoundFaults } from '#sim/scenarios/faults.ts'
import { qrOf } from '#sim/scenarios/city-registry.ts'
import type { RoundFacts } from '#sim/scenarios/city-round.ts'
import type { Random } from '#sim/wire/random.ts'
import { uuidV7 } from '#sim/wire/uuid-v7.ts'
import { CLOCK_SKEW, DAY_MS, roundFaults } from './city-year-options.ts'
import type { Household } from './households.ts'
import type { CityReturn, OfficeRecord } from './office-records.ts'
import { device, type CitySites, type StationCrew } from './sites.ts'

/** Cylinders of one size at one station, oldest first. */
export class Shelf {
  private items: number[] = []
  private head = 0

  get size(): number {
    return this.items.length - this.head
  }

  put(cylinder: number): void {
    this.items.push(cylinder)
  }

  take(): number | undefined {
    if (this.size === 0) return undefined
    const cylinder = this.items[this.head]
    this.head += 1
    if (this.head > 1000) {
      this.items = this.items.slice(this.head)
      this.head = 0
    }
    return cylinder
  }
}

/** An empty on its way to a scale. */
export interface Arrival {
  readonly cylinder: number
  readonly ticket: CityReturn | null
}

/** What the day's work changes. One object for all of it: visits, filling, laboratory and checks hand cylinders on. */
export interface YearState {
  readonly sites: CitySites
  readonly households: readonly Household[]
  readonly random: Random
  readonly honest: boolean
  readonly log: CityLog
  readonly firstDay: number
  readonly endDay: number
  day: number
  /** By station and size. */
  readonly full: readonly (readonly Shelf[])[]
  readonly empty: readonly (readonly Shelf[])[]
  /** Came in yesterday evening, by station. */
  arrived: Arrival[][]
  readonly inspectionDay: Int32Array
  readonly residualG: Int32Array
  /** Filled since the last lorry, by station; null = none has come yet. */
  readonly drawnG: (number | null)[]
  /** Waiting for the laboratory, by station. */
  readonly labTray: number[][]
  readonly visitsOn: number[][]
  readonly foundOn: Map<number, readonly (readonly [cylinder: number, crew: number])[]>
  /** Events that are told the day after. */
  heldBack: CityRecord[]
  notes: OfficeRecord[]
}

export function newId({ random, log }: Pick<YearState, 'random' | 'log'>, ms: number): string {
  return uuidV7(log.at(ms), random)
}

export function visitOn(state: YearState, customer: number, day: number): void {
  state.visitsOn[day - state.firstDay]?.push(customer)
}

export function codeOf({ sites }: YearState, cylinder: number): string {
  return sites.registry.codes[cylinder] ?? ''
}

/** The facts of a round at a station. An operator whose paper is past works seldom, and then without a permit. */
export function factsOf(state: YearState, cylinder: number, crew: StationCrew): RoundFacts {
  const { random, day } = state
  const { registry, expired } = state.sites
  let nth = Math.floor(random() * crew.scales.length)
  const isExpired = (i: number) => (expired.get(crew.operators[i] ?? '') ?? day + 1) <= day
  const bypasses = isExpired(nth) && random() < 0.02
  if (isExpired(nth) && !bypasses) nth = 0
  const scale = crew.scales[nth]
  const model = cityModels[registry.modelOf[cylinder] ?? 0]
  if (scale === undefined || model === undefined) throw new RangeError('a station has no scale')
  const code = codeOf(state, cylinder)
  const stationId = crew.station.id
  const faults = new Set(drawRoundFaults(state.honest ? {} : roundFaults, random))
  if (bypasses && !state.honest) faults.add('bypassInterlock')
  const skewRate = state.honest ? 0 : CLOCK_SKEW
  const skewMs = drawClockSkew(skewRate, state.firstDay * DAY_MS, random)
  return {
    cylinder,
    tag: { scheme: 'qr', value: qrOf(code) },
    epc: { scheme: 'epc', value: `urn:epc:id:giai:697000.${code}` },
    tareG: registry.tareG[cylinder] ?? 0,
    targetNetG: model.targetNetG,
    maxNetG: model.stampedMaxG,
    scale: scale.id,
    operator: crew.operators[nth] ?? '',
    stationId,
    controller: skewMs === 0 ? scale.controller : { ...scale.controller, skewMs },
    portal: device(stationId, 'portal-1'),
    scanner: device(stationId, 'scanner-1'),
    faults,
    permits: true,
    customerRef: null,
  }
}
