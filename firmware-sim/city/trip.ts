import { HOUR_MS, RATES } from './city-year-options.ts'
import { between } from './draw.ts'
import type { Household } from './households.ts'
import type { CityOrder, CityPrice, CityUser, CityVisit } from './office-records.ts'
import type { StationCrew } from './sites.ts'
import { newId, type YearState } from './year-state.ts'

const SLOT_MS = 2 * HOUR_MS

/** One courier on the way to one customer. */
export interface Trip {
  readonly customer: number
  readonly household: Household
  readonly crew: StationCrew
  readonly courier: CityUser
  readonly vehicle: string
  readonly orderId: string
  readonly visitId: string
  readonly price: CityPrice
  /** Time of day of the visit. */
  readonly ms: number
  readonly lateMs: number
}

/** Model of a cylinder → the size that is on the price list. */
const PRICED_AS: readonly string[] = ['YSP-15', 'YSP-50', 'YSP-5']

export function priceAt(state: YearState, enterpriseId: string, model: number): CityPrice {
  const today = new Date(state.log.at(12 * HOUR_MS)).toISOString().slice(0, 10)
  const price = state.sites.prices.findLast(
    (one) =>
      one.enterpriseId === enterpriseId && one.model === PRICED_AS[model] && one.validFrom <= today,
  )
  if (price === undefined) throw new RangeError('no price of the day')
  return price
}

export function tripOf(
  state: YearState,
  customer: number,
  household: Household,
  crew: StationCrew,
): Trip {
  const { random } = state
  const ms = (9.5 + random() * 7) * HOUR_MS
  const nth = Math.floor(random() * crew.couriers.length)
  const courier = crew.couriers[nth]
  if (courier === undefined) throw new RangeError('a station without couriers')
  return {
    customer,
    household,
    crew,
    courier,
    vehicle: `${crew.station.id}-van-${nth + 1}`,
    orderId: newId(state, ms - 20 * HOUR_MS),
    visitId: newId(state, ms),
    price: priceAt(state, household.enterpriseId, household.model),
    ms,
    lateMs: random() < RATES.lateReport ? between(random, 2, 9) * HOUR_MS : 1500,
  }
}

export function orderOf(
  state: YearState,
  trip: Trip,
  rest: Pick<CityOrder, 'state' | 'closedReason' | 'visits'>,
): CityOrder {
  const { log } = state
  const { household, courier, vehicle, ms } = trip
  const { enterpriseId, customerId, premisesId, region } = household
  const createdMs = log.at(ms - 20 * HOUR_MS)
  const from = Math.floor(ms / SLOT_MS) * SLOT_MS
  const open = rest.state === 'placed'
  return {
    enterpriseId,
    customerId,
    premisesId,
    region,
    id: trip.orderId,
    no: `${new Date(createdMs).toISOString().slice(2, 10).replaceAll('-', '')}-${trip.customer}`,
    appointmentMs: [log.at(from), log.at(from + SLOT_MS)],
    courierId: open ? null : courier.id,
    courier: courier.username,
    vehicle: open ? null : vehicle,
    createdMs,
    changedMs: rest.state === 'placed' ? createdMs : log.at(ms) + trip.lateMs,
    price: trip.price,
    quantity: household.wants,
    ...rest,
  }
}

/** The visits that brought nothing before, or at all. */
export function failed(state: YearState, trip: Trip, reason: string, before: number): CityVisit {
  const happenedMs = state.log.at(trip.ms - before)
  const happenedAt = new Date(happenedMs).toISOString()
  return {
    id: newId(state, trip.ms - before),
    outcome: reason,
    happenedMs,
    recordedMs: happenedMs + trip.lateMs,
    delivered: [],
    body: { happenedAt, reason, courierId: trip.courier.id },
  }
}
