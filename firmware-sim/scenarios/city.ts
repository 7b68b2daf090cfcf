import { type Random, seededRandom } from '#sim/wire/random.ts'
import { apiWriter, CityLog, type Writer } from './city-log.ts'
import { cityModels } from './city-models.ts'
import { buildRegistry, type CityRegistry, dayText, qrOf } from './city-registry.ts'
import { type RoundFacts, writeDelivery, writeStationDay } from './city-round.ts'
import { writeStationMorning } from './city-station-day.ts'
import type { CityOptions, CityRecord } from './city-types.ts'
import { drawClockSkew, drawRoundFaults } from './faults.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const DAYS_AWAY = 30
const LAB_DAYS = 6
const INSPECTION_DAYS = 4 * 365
const NEVER = -1

/** Where a cylinder stands before its next day of work. */
const PHASE = { empty: 0, full: 1, lab: 2 } as const

/**
 * Years of a city's cylinders from a seed, as a stream: registry first, then every event, day after day. The same options give
 * the same bytes. Memory is some 100 bytes a cylinder, whatever the years.
 */
export function* city(options: CityOptions): Generator<CityRecord> {
  const registry = buildRegistry(options)
  for (const value of registry.enterprises) yield { kind: 'enterprise', value }
  for (const value of registry.stations) yield { kind: 'station', value }
  for (const value of registry.scales) yield { kind: 'scale', value }
  for (const value of registry.devices) yield { kind: 'device', value }
  for (let i = 0; i < options.cylinders; i += 1) {
    yield { kind: 'cylinder', value: registry.cylinder(i) }
  }
  const life = new CityLife(options, registry)
  for (let day = life.firstDay; day < life.endDay; day += 1) {
    for (const records of life.day(day)) yield* records
  }
}

class CityLife {
  readonly firstDay: number
  readonly endDay: number
  private readonly options: CityOptions
  private readonly registry: CityRegistry
  private readonly random: Random
  private readonly log: CityLog
  private readonly phase: Uint8Array
  private readonly inspectionDay: Int32Array
  private readonly customer: Int32Array
  /** Cylinders by day: first of each day, and the next one behind each. */
  private readonly first: Int32Array
  private readonly behind: Int32Array
  private readonly scalesOf: readonly { readonly id: string; readonly controller: Writer }[][]

  constructor(options: CityOptions, registry: CityRegistry) {
    const { cylinders, seed, daysAway = DAYS_AWAY } = options
    this.options = options
    this.registry = registry
    this.firstDay = Math.floor(Date.parse(options.from) / DAY_MS)
    this.endDay = Math.floor(Date.parse(options.until) / DAY_MS)
    this.random = seededRandom(seed)
    this.log = new CityLog(this.random)
    this.phase = new Uint8Array(cylinders)
    this.inspectionDay = registry.inspectionDay.slice()
    this.customer = new Int32Array(cylinders).fill(NEVER)
    this.first = new Int32Array(Math.max(0, this.endDay - this.firstDay)).fill(NEVER)
    this.behind = new Int32Array(cylinders).fill(NEVER)
    this.scalesOf = registry.stations.map(({ id }) =>
      registry.scales
        .filter(({ stationId }) => stationId === id)
        .map((scale, n) => ({ id: scale.id, controller: this.device(id, `scale-${n + 1}`) })),
    )
    for (let i = 0; i < cylinders; i += 1) {
      this.plan(i, this.firstDay + Math.floor(this.random() * daysAway))
    }
  }

  /** The events of a day, a list per station morning and per cylinder. */
  *day(day: number): Generator<readonly CityRecord[]> {
    this.log.startDay(day)
    if (day === this.firstDay && this.options.registrations === true) yield* this.registrations()
    for (const [n, { id }] of this.registry.stations.entries()) {
      const scales = this.scalesOf[n] ?? []
      const operatorOf = (scale: number) => operatorName(n, scale)
      const tank = `${id}-tank-1`
      writeStationMorning(this.log, this.random, day, { id, scales, operatorOf, tank })
      yield this.log.take()
    }
    const startMs = new Map<number, number>()
    for (
      let i = this.first[day - this.firstDay] ?? NEVER;
      i !== NEVER;
      i = this.behind[i] ?? NEVER
    ) {
      const early = this.phase[i] === PHASE.full
      startMs.set(i, (early ? 6 + this.random() * 4 : 6.5 + this.random() * 11) * HOUR_MS)
    }
    const order = [...startMs].sort((a, b) => a[1] - b[1])
    for (const [cylinder, ms] of order) {
      this.pass(cylinder, day, ms)
      yield this.log.take()
    }
  }

  private pass(cylinder: number, day: number, ms: number): void {
    const { daysAway = DAYS_AWAY } = this.options
    const phase = this.phase[cylinder]
    if (phase === PHASE.full) {
      const customerRef = this.chooseCustomer(cylinder)
      writeDelivery(this.log, this.random, this.facts(cylinder), ms, customerRef)
      this.phase[cylinder] = PHASE.empty
      // From 0.4 to 1.6 of the mean: households differ.
      this.plan(cylinder, day + 1 + Math.floor(daysAway * (0.4 + 1.2 * this.random())))
      return
    }
    if (phase === PHASE.lab) this.inspected(cylinder, day, ms)
    else if ((this.inspectionDay[cylinder] ?? 0) <= day + daysAway)
      return this.toLab(cylinder, day, ms)
    const start = phase === PHASE.lab ? ms + HOUR_MS : ms
    writeStationDay(this.log, this.random, this.facts(cylinder), start)
    this.writeClone(cylinder, start + HOUR_MS)
    this.customer[cylinder] = NEVER
    this.phase[cylinder] = PHASE.full
    this.plan(cylinder, day + 1 + Math.floor(this.random() * 3))
  }

  private toLab(cylinder: number, day: number, ms: number): void {
    const { tag, epc, stationId, portal } = this.facts(cylinder)
    const customerRef = this.customerRef(cylinder)
    if (customerRef !== null) {
      const own = { tag, customerRef, reason: 'used-up', by: 'courier-1' }
      this.log.write(apiWriter, ms, cylinder, 'cylinder.returned', own)
    }
    const own = { tag: epc, siteId: stationId, condition: 'empty', appearanceOk: true }
    this.log.write(portal, ms + HOUR_MS, cylinder, 'stock.in', own)
    const batchId = `batch-${stationId}-${day}`
    const sent = { tag, labId: 'lab-1', batchId, by: 'office-1' }
    this.log.write(apiWriter, ms + 2 * HOUR_MS, cylinder, 'inspection.sent', sent)
    this.customer[cylinder] = NEVER
    this.phase[cylinder] = PHASE.lab
    this.plan(cylinder, day + LAB_DAYS)
  }

  private inspected(cylinder: number, day: number, ms: number): void {
    this.inspectionDay[cylinder] = day + INSPECTION_DAYS
    this.log.write(apiWriter, ms, cylinder, 'inspection.completed', {
      tag: this.facts(cylinder).tag,
      result: 'pass',
      inspectedOn: dayText(day),
      nextInspectionOn: dayText(day + INSPECTION_DAYS),
      labId: 'lab-1',
      by: 'lab-user-1',
    })
  }

  private writeClone(cylinder: number, ms: number): void {
    const { stations } = this.registry
    if (this.random() >= (this.options.faults?.clonedTag ?? 0) || stations.length < 2) return
    const own = this.registry.stationOf[cylinder] ?? 0
    const other = stations[(own + 1) % stations.length]
    if (other === undefined) return
    const { tag } = this.facts(cylinder)
    const scanner = this.device(other.id, 'scanner-1')
    this.log.write(scanner, ms, cylinder, 'cylinder.scanned', { tag, purpose: 'inventory' })
  }

  private facts(cylinder: number): RoundFacts {
    const { registry, options, random } = this
    const station = registry.stationOf[cylinder] ?? 0
    const stationId = registry.stations[station]?.id ?? ''
    const model = cityModels[registry.modelOf[cylinder] ?? 0] ?? cityModels[0]
    const code = registry.codes[cylinder] ?? ''
    const scales = this.scalesOf[station] ?? []
    const nth = Math.floor(random() * scales.length)
    const scale = scales[nth]
    if (scale === undefined || model === undefined) throw new RangeError('a station has no scale')
    return {
      cylinder,
      tag: { scheme: 'qr', value: qrOf(code) },
      epc: { scheme: 'epc', value: `urn:epc:id:giai:697000.${code}` },
      tareG: registry.tareG[cylinder] ?? 0,
      targetNetG: model.targetNetG,
      maxNetG: model.stampedMaxG,
      scale: scale.id,
      operator: operatorName(station, nth),
      stationId,
      controller: this.clocked(scale.controller),
      portal: this.device(stationId, 'portal-1'),
      scanner: this.device(stationId, 'scanner-1'),
      faults: drawRoundFaults(options.faults ?? {}, random),
      permits: options.permits !== false,
      customerRef: this.customerRef(cylinder),
    }
  }

  private *registrations(): Generator<readonly CityRecord[]> {
    for (let i = 0; i < this.options.cylinders; i += 1) {
      const { tags, ...facts } = this.registry.cylinder(i)
      const tag = { scheme: 'code', value: facts.code }
      this.log.write(apiWriter, i % HOUR_MS, i, 'cylinder.registered', {
        tag,
        ...facts,
        by: 'office-1',
      })
      for (const { scheme, value } of tags) {
        this.log.write(apiWriter, i % HOUR_MS, i, 'tag.bound', {
          tag,
          scheme,
          value,
          by: 'office-1',
        })
      }
      yield this.log.take()
    }
  }

  private clocked(writer: Writer): Writer {
    const rate = this.options.faults?.clockSkew
    if (rate === undefined || rate === 0) return writer
    return { ...writer, skewMs: drawClockSkew(rate, this.firstDay * DAY_MS, this.random) }
  }

  private device(stationId: string, deviceId: string): Writer {
    return { source: 'device', stationId, deviceId, skewMs: 0 }
  }

  private chooseCustomer(cylinder: number): string {
    this.customer[cylinder] = Math.floor(this.random() * this.options.cylinders * 0.7)
    return this.customerRef(cylinder) ?? ''
  }

  private customerRef(cylinder: number): string | null {
    const customer = this.customer[cylinder] ?? NEVER
    return customer === NEVER ? null : `${this.options.prefix ?? 'c'}-cu-${customer + 1}`
  }

  private plan(cylinder: number, day: number): void {
    const at = day - this.firstDay
    if (at >= this.first.length) return
    this.behind[cylinder] = this.first[at] ?? NEVER
    this.first[at] = cylinder
  }
}

function operatorName(station: number, scale: number): string {
  return `s-${station + 1}-${scale + 1}`
}
