import type { Random } from '#sim/wire/random.ts'
import { apiWriter, type CityLog, type Writer } from './city-log.ts'
import type { RoundFault } from './faults.ts'

const MINUTE_MS = 60_000
const SECOND_MS = 1000
const PERMIT_MS = 10 * MINUTE_MS
/** Share of bad fills that are seen and mended before the cylinder leaves; as in the station scenario. */
const MENDED = 0.6

/** One cylinder on one day at its station. */
export interface RoundFacts {
  readonly cylinder: number
  readonly tag: object
  readonly epc: object
  readonly tareG: number
  readonly targetNetG: number
  readonly maxNetG: number
  readonly scale: string
  readonly operator: string
  readonly stationId: string
  readonly controller: Writer
  readonly portal: Writer
  readonly scanner: Writer
  readonly faults: ReadonlySet<RoundFault>
  readonly permits: boolean
  /** Customer who gives the empty back, when there was one. */
  readonly customerRef: string | null
}

/** Empties come back, are weighed, checked, filled, checked, and stand ready. Returns the time of day when done. */
export function writeStationDay(
  log: CityLog,
  random: Random,
  facts: RoundFacts,
  startMs: number,
): number {
  const { cylinder, tag, faults, customerRef } = facts
  let ms = startMs
  if (!faults.has('missingReturn')) {
    if (customerRef !== null) {
      const own = { tag, customerRef, reason: 'used-up', by: 'courier-1' }
      log.write(apiWriter, ms, cylinder, 'cylinder.returned', own)
      ms += (20 + random() * 60) * MINUTE_MS
    }
    writeStockIn(log, facts, ms)
    ms += (5 + random() * 30) * MINUTE_MS
  }
  const tareG = tareOnScale(facts, random)
  const residualG = Math.round(20 + random() * 380)
  writeWeighing(log, facts, ms, { tareG, residualG })
  return writeFilling(log, random, facts, ms + (5 + random() * 5) * SECOND_MS, { tareG, residualG })
}

export function writeStockIn(
  log: CityLog,
  { cylinder, epc, stationId, portal }: RoundFacts,
  ms: number,
  condition: 'empty' | 'full' = 'empty',
): void {
  const own = { tag: epc, siteId: stationId, condition, appearanceOk: true }
  log.write(portal, ms, cylinder, 'stock.in', own)
}

/** What the scale takes for the tare: the registered one, unless somebody mistyped it. */
export function tareOnScale({ tareG, faults }: RoundFacts, random: Random): number {
  return tareG + (faults.has('wrongTare') ? Math.round(300 + random() * 1200) : 0)
}

export interface Remains {
  /** As the scale takes it. */
  readonly tareG: number
  /** What is left in it. */
  readonly residualG: number
  readonly returnReason?: string
}

export function writeWeighing(
  log: CityLog,
  { cylinder, tag, operator, tareG: trueTareG, scale, controller }: RoundFacts,
  ms: number,
  { tareG, residualG, returnReason }: Remains,
): void {
  log.write(controller, ms, cylinder, 'residual.weighed', {
    tag,
    operator,
    grossG: trueTareG + residualG,
    tareG,
    ...(returnReason === undefined ? {} : { returnReason }),
    scale,
  })
}

/** Checked, filled, checked. Returns the time of day when done. */
export function writeFilling(
  log: CityLog,
  random: Random,
  facts: RoundFacts,
  startMs: number,
  { tareG, residualG }: Remains,
): number {
  const { cylinder, tag, operator, scanner } = facts
  log.write(scanner, startMs, cylinder, 'prefill.checked', { tag, operator, passed: true })
  const ms = startMs + (5 + random() * 20) * SECOND_MS
  return writeFills(log, random, facts, { ms, tareG, grossG: facts.tareG + residualG })
}

/** The cylinder goes out: on a van in the morning, at the customer's before noon. */
export function writeDelivery(
  log: CityLog,
  random: Random,
  facts: Pick<RoundFacts, 'cylinder' | 'tag' | 'epc' | 'stationId' | 'portal'>,
  startMs: number,
  customerRef: string,
): void {
  const { cylinder, tag, epc, stationId, portal } = facts
  const vehicle = `van-${1 + Math.floor(random() * 8)}`
  log.write(portal, startMs, cylinder, 'stock.out', {
    tag: epc,
    siteId: stationId,
    condition: 'full',
    appearanceOk: true,
    leakFree: true,
    vehicle,
  })
  const orderId = `${customerRef}-${startMs.toString(36)}`
  const arrivalMs = startMs + (20 + random() * 180) * MINUTE_MS
  const own = { tag, customerRef, orderId, by: 'courier-1' }
  log.write(apiWriter, arrivalMs, cylinder, 'delivery.completed', own)
}

interface OnScale {
  ms: number
  readonly tareG: number
  grossG: number
}

function writeFills(log: CityLog, random: Random, facts: RoundFacts, on: OnScale): number {
  const { cylinder, tag, operator, faults, scale } = facts
  const wrongG = faults.has('overfill')
    ? 600 + random() * 1400
    : faults.has('underfill')
      ? -1000 - random() * 3000
      : 0
  writeFill(log, random, facts, on, Math.round(wrongG))
  if (wrongG !== 0 && random() < MENDED) {
    if (wrongG > 0) {
      on.grossG = facts.tareG + 100
      const own = { tag, operator, grossG: on.grossG, scale }
      log.write(facts.controller, on.ms, cylinder, 'residual.removed', own)
      on.ms += 30 * SECOND_MS
    }
    writeFill(log, random, facts, on, 0)
  }
  if (!faults.has('missingPostfill')) {
    log.write(facts.controller, on.ms, cylinder, 'postfill.checked', {
      tag,
      operator,
      checkWeighG: on.grossG + Math.round((random() * 2 - 1) * 15),
      checkScale: scale,
      leakFree: true,
      sealed: true,
      labelled: true,
    })
  }
  return on.ms + 10 * SECOND_MS
}

/** One fill: request and permit unless the interlock is bridged, then the result. Moves `on` to its end. */
function writeFill(
  log: CityLog,
  random: Random,
  facts: RoundFacts,
  on: OnScale,
  wrongG: number,
): void {
  const { cylinder, tag, operator, scale, controller, faults } = facts
  const permitted = facts.permits && !faults.has('bypassInterlock')
  const permitId = permitted ? writePermit(log, facts, on) : null
  const before = on.grossG
  on.grossG =
    Math.max(before, on.tareG + facts.targetNetG + Math.round((random() * 2 - 1) * 120)) + wrongG
  on.ms += (25 + ((on.grossG - before) / 350) * (0.9 + random() * 0.2)) * SECOND_MS
  log.write(controller, on.ms, cylinder, 'fill.completed', {
    tag,
    operator,
    ...(permitId === null ? {} : { permitId }),
    scale,
    tareG: on.tareG,
    grossG: on.grossG,
    residualG: Math.max(0, before - on.tareG),
  })
  on.ms += (15 + random() * 30) * SECOND_MS
}

function writePermit(log: CityLog, facts: RoundFacts, on: OnScale): string {
  const { cylinder, tag, operator, scale, controller, targetNetG, maxNetG } = facts
  const own = { tag, operator, scale, emptyGrossG: on.grossG }
  const requestId = log.write(controller, on.ms, cylinder, 'fill.requested', own)
  const gateway: Writer = { ...controller, source: 'gateway', skewMs: 0 }
  return log.write(gateway, on.ms + 5, cylinder, 'fill.permitted', {
    tag,
    requestId,
    scale,
    targetNetG,
    maxNetG,
    tareG: facts.tareG,
    targetGrossG: facts.tareG + targetNetG,
    maxGrossG: facts.tareG + maxNetG,
    expiresAt: log.instant(on.ms + PERMIT_MS, 0),
  })
}
