import { z } from 'zod'
import { findingSchema } from '#schemas/finding.ts'
import { operator, reference, stationId } from '#schemas/identifiers.ts'
import { text } from '#schemas/text.ts'
import { instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { pageQuery } from './page.ts'
import { stockScan, stockScans } from './site.ts'

export const tripStates = ['loading', 'departed', 'arrived', 'cancelled'] as const

const waybillNo = text(64)

/** `POST /v1/trips`: which vehicle leaves which site, with whom; people by job number. One trip a vehicle at a time. */
export const tripCreate = z.object({
  /** Its id or its plate. */
  vehicleId: text(64),
  siteId: stationId,
  driver: operator,
  escort: operator.optional(),
  /** 电子运单号; it may follow with the departure. */
  waybillNo: waybillNo.optional(),
})

export const tripQuery = pageQuery.extend({
  vehicleId: reference.optional(),
  state: z.enum(tripStates).optional(),
})

/** `POST /v1/trips/{id}/load`: hand-over scans into the vehicle. */
export const tripLoad = z.object({ cylinders: stockScans })

export const tripDepart = z.object({ waybillNo: waybillNo.optional() })

const listWords = must('a list of at most 200 cylinders')

/** `POST /v1/trips/{id}/arrive`: where it arrived and what came back, also what was taken in on the way. A fact. */
export const tripArrive = z.object({
  siteId: stationId,
  happenedAt: instant.optional(),
  cylinders: z.array(stockScan, listWords).max(200, listWords).default([]),
})

export const trip = z.looseObject({
  id: z.string(),
  enterpriseId: z.string(),
  vehicleId: z.string(),
  siteId: z.string(),
  driver: z.string(),
  escort: z.string().nullable(),
  waybillNo: z.string().nullable(),
  state: z.enum(tripStates),
  openedAt: instant,
  departedAt: instant.nullable(),
  arrivedAt: instant.nullable(),
  arrivedSiteId: z.string().nullable(),
  loadG: z.int(),
  loaded: z.int(),
  unloaded: z.int(),
})

/** `whereabouts` of what was loaded and did not come back: where it is now, as far as the books know. */
export const tripWithCargo = trip.extend({
  cylinders: z.array(
    z.looseObject({
      code: z.string(),
      condition: z.string(),
      loadedAt: instant.nullable(),
      unloadedAt: instant.nullable(),
      unloadedCondition: z.string().nullable(),
      whereabouts: z.string().nullable(),
    }),
  ),
})

const moved = z.array(
  z.looseObject({ code: z.string(), eventId: z.string(), findings: z.array(findingSchema) }),
)

export const tripMoved = z.looseObject({ trip, cylinders: moved })

/**
 * `outstanding` = loaded, neither delivered nor brought back: they are still in the vehicle. `notLoaded` = arrived, but nobody had
 * scanned them into the vehicle.
 */
export const tripArrived = tripMoved.extend({
  outstanding: z.array(z.string()),
  notLoaded: z.array(z.string()),
})
