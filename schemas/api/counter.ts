import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { flag } from '#schemas/flag.ts'
import { cylinderCode, reference, uuid } from '#schemas/identifiers.ts'
import { whole } from '#schemas/quantity.ts'
import { region } from '#schemas/region.ts'
import { statedText } from '#schemas/text.ts'
import { instant } from '#schemas/time.ts'
import { pageQuery } from './page.ts'

/** `POST /v1/sites/{id}/customer-weighings`: weighed and leak-checked before a customer's eyes (R001-6.2-11, R002-7.1.8). */
export const weighingCreate = z.object({
  code: cylinderCode,
  weighedAt: instant,
  grossG: whole(1, 200_000, 'grams'),
  leakFree: flag,
  customerId: uuid.optional(),
  /** The customer asked to be helped with carrying it. */
  carried: flag.optional(),
})

export const weighingQuery = pageQuery.extend({
  enterpriseId: reference.optional(),
  code: cylinderCode.optional(),
})

export const customerWeighing = z.looseObject({
  id: z.string(),
  enterpriseId: z.string(),
  siteId: z.string(),
  code: z.string(),
  weighedAt: instant,
  grossG: z.int(),
  tareG: z.int().nullable(),
  /** Gross less tare; null where no tare is known. */
  netG: z.int().nullable(),
  leakFree: z.boolean(),
  /** Leaks, or more or less in it than the rules of the place allow: it is not sold. */
  mayBeSold: z.boolean(),
  findings: z.array(
    z.looseObject({
      code: z.string(),
      measured: z.int().nullable(),
      limit: z.int().nullable(),
      clause: z.string(),
    }),
  ),
  recordedAt: instant,
})

/** `POST /v1/service-refusals`: somebody who applied was turned away; refused orders are recorded by themselves. */
export const refusalCreate = z.object({
  enterpriseId: reference.optional(),
  region,
  refusedAt: instant,
  cause: choice(['outside-area', 'pipe-area', 'unsafe', 'identity', 'no-capacity', 'other']),
  /** What the applicant was told. */
  reason: statedText(200),
  customerId: uuid.optional(),
})

export const refusalsQuery = pageQuery.extend({ enterpriseId: reference.optional() })

export const serviceRefusal = z.looseObject({
  id: z.string(),
  enterpriseId: z.string(),
  region: z.string(),
  customerId: z.string().nullable(),
  kind: z.string(),
  rule: z.string(),
  clause: z.string().nullable(),
  reason: z.string().nullable(),
  refusedAt: instant,
  recordedAt: instant,
})
