import { z } from 'zod'
import { operator, scaleName, stationId, uuid } from '#schemas/identifiers.ts'
import { text } from '#schemas/text.ts'
import { instant } from '#schemas/time.ts'
import { pageQuery } from './page.ts'

/**
 * `GET /v1/recalls`: fills in [from, to) by scale, operator, tank or station, at least one of them; or by the gas receipt that was the
 * newest in its tank, whose time is its own.
 */
export const recallQuery = pageQuery.extend({
  scale: scaleName.optional(),
  operator: operator.optional(),
  tank: text(64).optional(),
  stationId: stationId.optional(),
  receipt: uuid.optional(),
  from: instant.optional(),
  to: instant.optional(),
})

/** A cylinder that was filled so, and where it is now; `code` null = its tag is not registered. */
export const recalledCylinder = z.looseObject({
  code: z.string().nullable(),
  ownerId: z.string().nullable(),
  fills: z.int(),
  lastFilledAt: instant,
  content: z.looseObject({ state: z.string() }),
  custody: z.looseObject({ kind: z.string(), id: z.string().nullable() }),
  service: z.looseObject({ state: z.string(), reasons: z.array(z.string()) }),
})
