import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { findingSchema } from '#schemas/finding.ts'
import { flag } from '#schemas/flag.ts'
import { cylinderCode, reference, stationId } from '#schemas/identifiers.ts'
import { whole } from '#schemas/quantity.ts'
import { region } from '#schemas/region.ts'
import { text } from '#schemas/text.ts'
import { calendarDate, instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { pageQuery } from './page.ts'
import { location } from './station.ts'

/** 充装站, 供应站, 门店, 办公点. */
export const siteKinds = ['filling', 'supply', 'shop', 'office'] as const

const capacity = {
  capacityCylinders: whole(1, 1_000_000, 'cylinders').optional(),
  /** What may lie there by its licence, all cylinders together. */
  capacityG: whole(1, 2_000_000_000, 'g').optional(),
}

/** `POST /v1/sites`. A filling station is a site as well: `kind` filling is the same as `POST /v1/stations`. */
export const siteCreate = z.object({
  id: stationId,
  name: text(200),
  kind: choice(siteKinds),
  region,
  enterpriseId: reference,
  licenceNo: text(64).optional(),
  licenceUntil: calendarDate.optional(),
  /** Of the site, which is on its sign: no personal data. */
  address: text(200).optional(),
  location: location.optional(),
  ...capacity,
})

export const siteChange = z.object({
  name: text(200).optional(),
  address: text(200).optional(),
  capacityCylinders: capacity.capacityCylinders.nullable(),
  capacityG: capacity.capacityG.nullable(),
  closedOn: calendarDate.nullable().optional(),
})

export const siteQuery = pageQuery.extend({
  kind: z.enum(siteKinds).optional(),
  enterpriseId: reference.optional(),
})

export const site = z.looseObject({
  id: z.string(),
  name: z.string(),
  kind: z.enum(siteKinds),
  region: z.string(),
  enterpriseId: z.string(),
  licenceNo: z.string().nullable(),
  licenceUntil: z.string().nullable(),
  address: z.string().nullable(),
  capacityCylinders: z.int().nullable(),
  capacityG: z.int().nullable(),
  closedOn: z.string().nullable(),
  location: z.looseObject({ lat: z.number(), lon: z.number() }).nullable(),
})

export const zones = ['full', 'empty'] as const

/** One scan with what the worker saw (R000-4.3.3.5a, b). */
export const stockScan = z.object({
  code: cylinderCode,
  condition: choice(zones),
  appearanceOk: flag,
  leakFree: flag.optional(),
})

const listWords = must('a list of 1 to 200 cylinders')
export const stockScans = z.array(stockScan, listWords).min(1, listWords).max(200, listWords)

/**
 * `POST /v1/sites/{id}/stock-in` and `stock-out`. With `happenedAt` it is a fact told afterwards, which is never refused; a stock-out without it
 * asks, and is refused for a cylinder that may not leave.
 */
export const stockMove = z.object({
  happenedAt: instant.optional(),
  /** Its id or its plate. */
  vehicleId: text(64).optional(),
  cylinders: stockScans,
})

/** What the site itself says to it: `CAPACITY_EXCEEDED`, `SITE_CLOSED`. */
const siteWarning = z.looseObject({
  code: z.string(),
  measured: z.union([z.int(), z.string()]),
  limit: z.union([z.int(), z.string()]),
  unit: z.string().optional(),
})

export const stockMoved = z.looseObject({
  siteId: z.string(),
  happenedAt: instant,
  cylinders: z.array(
    z.looseObject({ code: z.string(), eventId: z.string(), findings: z.array(findingSchema) }),
  ),
  warnings: z.array(siteWarning),
})

export const stockQuery = pageQuery.extend({
  zone: z.enum(['full', 'empty', 'unknown']).optional(),
  model: text(32).optional(),
})

/** `bookedAt` = how fresh it is: the books follow the log by some seconds. */
export const siteStock = z.looseObject({
  siteId: z.string(),
  bookedAt: instant.nullable(),
  cylinders: z.int(),
  capacityCylinders: z.int().nullable(),
  massG: z.int(),
  capacityG: z.int().nullable(),
  totals: z.array(
    z.looseObject({
      zone: z.string(),
      content: z.string(),
      model: z.string(),
      cylinders: z.int(),
    }),
  ),
  items: z.array(
    z.looseObject({
      code: z.string(),
      model: z.string(),
      zone: z.string(),
      content: z.string(),
      ownerId: z.string(),
      since: instant,
    }),
  ),
  next: z.string().nullable(),
})
