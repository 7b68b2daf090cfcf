import { z } from 'zod'
import { reference } from '#schemas/identifiers.ts'
import { calendarDate } from '#schemas/time.ts'

/** `GET /v1/statistics-returns`: an enterprise, and the days from `from` to `to`, `to` excluded. */
export const statisticsQuery = z.object({
  enterpriseId: reference.optional(),
  from: calendarDate,
  to: calendarDate,
  /** Also each figure by size of cylinder, station, month, GB/T 2260 region, or kind, where its records tell it. */
  by: z.enum(['model', 'station', 'month', 'region', 'kind']).optional(),
})

const words = z.object({ zh: z.string(), en: z.string() })

export const statisticsReturn = z.looseObject({
  enterpriseId: z.string(),
  enterpriseName: z.string(),
  from: z.string(),
  to: z.string(),
  totals: z.array(z.looseObject({ name: z.string(), words, value: z.number(), unit: words })),
  /** With `by`: parts of the totals, counted from the same records. */
  parts: z.array(
    z.looseObject({
      name: z.string(),
      words,
      by: z.string(),
      key: z.string(),
      value: z.number(),
      unit: words,
    }),
  ),
  /** So many of so many, as in the evidence of an evaluation. */
  shares: z.array(z.looseObject({ name: z.string(), words, good: z.int(), all: z.int() })),
})
