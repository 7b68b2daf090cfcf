import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { flag } from '#schemas/flag.ts'
import { reference, stationId, uuid } from '#schemas/identifiers.ts'
import { quantity, whole } from '#schemas/quantity.ts'
import { text } from '#schemas/text.ts'
import { calendarDate, instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { pageQuery } from './page.ts'

export const vehicleKinds = ['car', 'motorcycle', 'e-bike', 'three-wheeler', 'other'] as const

const capacityG = whole(1, 2_000_000_000, 'g')

/**
 * `POST /v1/vehicles`. The plate of a car is checked by class; `plateType` free-text takes any, as for everything that is no car.
 * `capacityG` = what it may carry, cylinders and gas together (核定载质量).
 */
export const vehicleCreate = z.object({
  id: stationId,
  enterpriseId: reference,
  kind: choice(vehicleKinds),
  plateNo: text(32),
  plateType: choice(['free-text']).optional(),
  capacityG: capacityG.optional(),
})

export const vehicleChange = z.object({
  capacityG: capacityG.nullable().optional(),
  retired: flag.optional(),
})

export const vehicleQuery = pageQuery.extend({
  enterpriseId: reference.optional(),
  plateNo: text(64).optional(),
})

const latitude = quantity(-90, 90, '°')
const longitude = quantity(-180, 180, '°')

/** One point of the way; WGS-84. */
export const trackPoint = z.object({
  at: instant,
  lat: latitude,
  lon: longitude,
  speedKmh: quantity(0, 400, 'km/h').optional(),
  headingDeg: whole(0, 359, '°').optional(),
  accuracyM: quantity(0, 100_000, 'm').optional(),
})

const pointsWords = must('a list of 1 to 5000 points')

/** `POST /v1/vehicles/{id}/track`: each point is checked alone, so that a bad one costs only itself. */
export const trackUpload = z.object({
  points: z.array(z.unknown(), pointsWords).min(1, pointsWords).max(5000, pointsWords),
})

export const trackTaken = z.looseObject({
  received: z.int(),
  added: z.int(),
  repeated: z.int(),
  rejected: z.array(
    z.looseObject({
      index: z.int(),
      path: z.string(),
      message: z.string(),
      messageZh: z.string(),
    }),
  ),
})

export const trackQuery = pageQuery.extend({ from: instant, to: instant })

export const position = z.looseObject({
  at: instant,
  lat: z.number(),
  lon: z.number(),
  speedKmh: z.number().nullable(),
  headingDeg: z.int().nullable(),
  accuracyM: z.number().nullable(),
})

export const vehicle = z.looseObject({
  id: z.string(),
  enterpriseId: z.string(),
  kind: z.enum(vehicleKinds),
  plateType: z.string(),
  plateNo: z.string(),
  capacityG: z.int().nullable(),
  createdAt: instant,
  retiredAt: instant.nullable(),
})

export const vehicleWithPosition = vehicle.extend({ lastPosition: position.nullable() })

export const paperKinds = [
  'vehicle-licence',
  'transport-permit',
  'delivery-permit',
  'technical-inspection',
  'insurance',
  'other',
] as const

/** `POST /v1/vehicles/{id}/papers`; `title` says what an `other` one is. */
export const paperCreate = z.object({
  kind: choice(paperKinds),
  title: text(64).optional(),
  paperNo: text(64),
  issuedBy: text(100).optional(),
  validFrom: calendarDate.optional(),
  validUntil: calendarDate,
})

/** `until` = those that end on this day or before. */
export const paperQuery = pageQuery.extend({
  enterpriseId: reference.optional(),
  vehicleId: reference.optional(),
  until: calendarDate.optional(),
})

export const paper = z.looseObject({
  id: uuid,
  vehicleId: z.string(),
  enterpriseId: z.string(),
  kind: z.enum(paperKinds),
  title: z.string().nullable(),
  paperNo: z.string(),
  issuedBy: z.string().nullable(),
  validFrom: z.string().nullable(),
  validUntil: z.string(),
  revokedAt: instant.nullable(),
  revokeReason: z.string().nullable(),
  recordedAt: instant,
})

/** `GET /v1/papers/due`: papers of vehicles and certificates of people that end, the soonest first. */
export const paperDueQuery = pageQuery.extend({ by: calendarDate.optional() })

export const paperDue = z.looseObject({
  id: uuid,
  holder: z.enum(['vehicle', 'staff']),
  holderId: z.string(),
  enterpriseId: z.string(),
  kind: z.string(),
  title: z.string().nullable(),
  paperNo: z.string(),
  validUntil: z.string(),
  expired: z.boolean(),
})
