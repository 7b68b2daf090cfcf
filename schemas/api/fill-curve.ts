import { z } from 'zod'
import { instant } from '#schemas/time.ts'

/**
 * `GET /v1/cylinders/{code}/fills/{eventId}/curve`: the weights that the scale told while it filled. Empty `slices`: the scale told
 * none, or the fill followed no permit. Masses in grams, targets are the permit's.
 */
export const fillCurve = z.object({
  eventId: z.string(),
  at: instant,
  scale: z.string().nullable(),
  permitId: z.string().nullable(),
  tareG: z.int().nullable(),
  grossG: z.int().nullable(),
  targetGrossG: z.int().nullable(),
  maxGrossG: z.int().nullable(),
  slices: z.array(z.object({ from: instant, stepMs: z.int(), grossG: z.array(z.int()) })),
})

export type FillCurve = z.infer<typeof fillCurve>
