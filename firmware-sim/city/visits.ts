import { apiWriter } from '#sim/scenarios/city-log.ts'
import { HOUR_MS, RATES } from './city-year-options.ts'
import { between, pick } from './draw.ts'
import { checkHome } from './home-checks.ts'
import type { Household } from './households.ts'
import type { CityVisit } from './office-records.ts'
import { failed, orderOf, type Trip, tripOf } from './trip.ts'
import { type Arrival, codeOf, factsOf, newId, visitOn, type YearState } from './year-state.ts'
import { device, type StationCrew } from './sites.ts'

const MINUTE_MS = 60_000
/** Mean days from one visit to the next; 0.4 to 1.6 of it, households differ. */
const INTERVAL_DAYS = 170
const REFUSALS = ['identity-refused', 'unsafe-home', 'customer-refused'] as const

/** Out of the station, at times by way of its shop; at the customer's before the evening. */
function bring(state: YearState, trip: Trip, cylinder: number): { code: string; eventId: string } {
  const { log, random } = state
  const { household, crew, courier, vehicle, ms, lateMs } = trip
  const { tag, epc, portal, stationId } = factsOf(state, cylinder, crew)
  const leave = (6.2 + random()) * HOUR_MS
  const full = { tag: epc, condition: 'full', appearanceOk: true }
  const out = { ...full, leakFree: true }
  log.write(portal, leave, cylinder, 'stock.out', { ...out, siteId: stationId, vehicle })
  if (random() < RATES.viaShop) {
    const shop = device(crew.shop.id, 'portal-1')
    log.write(shop, leave + HOUR_MS / 2, cylinder, 'stock.in', { ...full, siteId: crew.shop.id })
    const own = { ...out, siteId: crew.shop.id, vehicle }
    log.write(shop, leave + HOUR_MS, cylinder, 'stock.out', own)
  }
  const own = {
    tag,
    operator: courier.username,
    customerRef: household.customerId,
    orderId: trip.orderId,
    premisesRef: household.premisesId,
    premisesRegion: household.region,
    labelledNetG: trip.price.labelledNetG,
    installed: true,
    leakFree: true,
    by: courier.id,
  }
  const eventId = log.write(apiWriter, ms, cylinder, 'delivery.completed', own, lateMs)
  return { code: codeOf(state, cylinder), eventId }
}

/** An empty goes onto the van. Some are thrown on without a scan; some scans are told a day late. */
function takeBack(state: YearState, trip: Trip, cylinder: number): Arrival {
  const { log, random } = state
  const { household, courier, vehicle, ms, lateMs } = trip
  const facts = factsOf(state, cylinder, trip.crew)
  if (facts.faults.has('missingReturn')) return { cylinder, ticket: null }
  const reason = random() < RATES.unusedGas ? 'unused-gas' : 'used-up'
  const nextDay = random() < RATES.reportedNextDay
  const recordedAfter = nextDay ? 20 * HOUR_MS : lateMs
  const own = {
    tag: facts.tag,
    operator: courier.username,
    reason,
    to: { kind: 'vehicle', id: vehicle },
    customerRef: household.customerId,
    orderId: trip.orderId,
    by: courier.id,
  }
  const at = ms + 5 * MINUTE_MS
  const eventId = log.write(apiWriter, at, cylinder, 'cylinder.returned', own, recordedAfter)
  if (nextDay) state.heldBack.push(...log.records.splice(-1))
  const happenedMs = log.at(at)
  return {
    cylinder,
    ticket: {
      id: newId(state, at),
      enterpriseId: household.enterpriseId,
      customerId: household.customerId,
      batchId: trip.visitId,
      deliveryId: trip.visitId,
      code: codeOf(state, cylinder),
      reason,
      vehicle,
      eventId,
      by: courier.id,
      happenedMs,
      recordedMs: happenedMs + recordedAfter,
      weighedMs: null,
    },
  }
}

function foreignEmpty(state: YearState, trip: Trip): void {
  const { random, log, sites, day, endDay } = state
  const others = sites.enterprises.filter(({ id }) => id !== trip.household.enterpriseId)
  const handed = day + 20 < endDay && random() < 0.7
  const happenedMs = log.at(trip.ms)
  state.notes.push({
    kind: 'foreign-empty',
    value: {
      id: newId(state, trip.ms),
      enterpriseId: trip.household.enterpriseId,
      customerId: trip.household.customerId,
      deliveryId: trip.visitId,
      ownerId: random() < 0.5 ? pick(random, others).id : null,
      code: `F${between(random, 10_000_000, 99_999_999)}`,
      by: trip.courier.id,
      happenedMs,
      handedOverMs: handed ? happenedMs + 15 * 24 * HOUR_MS : null,
      handOverId: handed ? newId(state, trip.ms) : null,
    },
  })
}

function deliver(state: YearState, trip: Trip, brought: readonly number[]): readonly Arrival[] {
  const { random, log } = state
  const { household, ms, lateMs } = trip
  const { enterpriseId, customerId, premisesId, region } = household
  const kept = household.held.filter(() => random() < RATES.keptBack)
  const back = household.held.filter((cylinder) => !kept.includes(cylinder))
  const delivered = brought.map((cylinder) => bring(state, trip, cylinder))
  const arrivals = back.map((cylinder) => takeBack(state, trip, cylinder))
  household.held = [...kept, ...brought]
  const parties = { enterpriseId, customerId, premisesId, region }
  const check = checkHome(state, {
    parties,
    inspector: trip.courier,
    kind: 'delivery',
    orderId: trip.orderId,
    deliveryId: trip.visitId,
    ms,
    lateMs,
  })
  if (random() < RATES.foreignEmpty) foreignEmpty(state, trip)
  const happenedMs = log.at(ms)
  const visit: CityVisit = {
    id: trip.visitId,
    outcome: 'delivered',
    happenedMs,
    recordedMs: happenedMs + lateMs,
    delivered,
    body: {
      happenedAt: new Date(happenedMs).toISOString(),
      delivered: delivered.map(({ code }) => code),
      returned: arrivals.flatMap(({ ticket }) =>
        ticket === null ? [] : [{ code: ticket.code, reason: ticket.reason }],
      ),
      courierId: trip.courier.id,
      vehicle: trip.vehicle,
      installation: { state: 'done', leakFree: true, ignited: true },
      check: { items: check.items },
      signature: { kind: 'code' },
      manualVersion: '2025-2',
      receipt: 'electronic',
    },
  }
  const before =
    random() < RATES.nobodyHome ? [failed(state, trip, 'nobody-home', 24 * HOUR_MS)] : []
  const order = orderOf(state, trip, {
    state: 'delivered',
    closedReason: null,
    visits: [...before, visit],
  })
  state.notes.push({ kind: 'order', value: order })
  return arrivals
}

/** One customer's turn. @returns what comes back to the station this evening */
export function visit(
  state: YearState,
  customer: number,
  household: Household,
  crew: StationCrew,
): readonly Arrival[] {
  const { random, day } = state
  const trip = tripOf(state, customer, household, crew)
  const x = random()
  if (x < RATES.cancelled || x > 1 - RATES.refused) {
    const reason = x < RATES.cancelled ? null : pick(random, REFUSALS)
    const order = orderOf(state, trip, {
      state: reason === null ? 'cancelled' : 'refused',
      closedReason: reason ?? '客户改期',
      visits: reason === null ? [] : [failed(state, trip, reason, 0)],
    })
    state.notes.push({ kind: 'order', value: order })
    visitOn(state, customer, day + between(random, 3, 12))
    return []
  }
  const shelf = state.full[household.crew]?.[household.model]
  const brought: number[] = []
  while (shelf !== undefined && shelf.size > 0 && brought.length < household.wants) {
    const cylinder = shelf.take()
    if (cylinder !== undefined) brought.push(cylinder)
  }
  if (brought.length === 0) {
    visitOn(state, customer, day + 1)
    return []
  }
  visitOn(state, customer, day + 1 + Math.floor(INTERVAL_DAYS * (0.4 + 1.2 * random())))
  return deliver(state, trip, brought)
}

/** Tomorrow's orders, of which half are with a courier already. */
export function openOrder(
  state: YearState,
  customer: number,
  household: Household,
  crew: StationCrew,
): void {
  const trip = tripOf(state, customer, household, crew)
  const order = orderOf(state, trip, {
    state: state.random() < 0.5 ? 'placed' : 'assigned',
    closedReason: null,
    visits: [],
  })
  state.notes.push({ kind: 'order', value: { ...order, changedMs: order.createdMs } })
}
