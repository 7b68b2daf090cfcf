import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { calendarDate } from '#schemas/time.ts'
import { pageQuery } from './page.ts'

/** Periodic inspection, end of the service life, out of use for an inspection cycle. */
export const dueKinds = ['inspection', 'life', 'idle'] as const
export type DueKind = (typeof dueKinds)[number]

/** `GET /v1/cylinders/due`: what falls due on `by` or before it; without `by` within 30 days. */
export const dueQuery = pageQuery.extend({
  by: calendarDate.optional(),
  kind: choice(dueKinds).optional(),
})

/** `dueOn` is the last day on which the cylinder may be filled. */
export const dueCylinder = z.looseObject({
  code: z.string(),
  kind: z.enum(dueKinds),
  dueOn: z.string(),
  overdue: z.boolean(),
  ownerId: z.string().nullable(),
  model: z.string().nullable(),
  service: z.string(),
  custody: z.looseObject({ kind: z.string(), id: z.string().nullable() }),
})
