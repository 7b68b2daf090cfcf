import { z } from 'zod'
import { reference, stationId } from '#schemas/identifiers.ts'
import { whole } from '#schemas/quantity.ts'
import { statedText } from '#schemas/text.ts'
import { calendarDate, instant } from '#schemas/time.ts'

const scaleFields = {
  /** Unique across stations. */
  id: reference,
  stationId,
  /** Last day of the verification (检定有效期至). */
  verifiedUntil: calendarDate.optional(),
  toleranceG: whole(0, 10_000, 'g').optional(),
}

export const scaleCreate = z.object(scaleFields)

export const scale = z.looseObject({
  ...scaleFields,
  locked: z.boolean().optional(),
  lockReason: z.string().nullable().optional(),
})

/** Body of `/v1/scales/{id}/lock` and `/unlock`. */
export const scaleLock = z.object({ reason: statedText(500) })

/** A lock or its release; `scale` null = every scale of the station. */
export const lockRecord = z.looseObject({
  action: z.enum(['lock', 'unlock']),
  stationId: z.string(),
  scale: z.string().nullable(),
  reason: z.string(),
  by: z.string(),
  at: instant,
})

export type ScaleCreate = z.infer<typeof scaleCreate>
export type Scale = z.infer<typeof scale>
export type ScaleLock = z.infer<typeof scaleLock>
