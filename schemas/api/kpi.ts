import { z } from 'zod'
import { reference, stationId } from '#schemas/identifiers.ts'
import { calendarDate, instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { pageOf, pageQuery } from './page.ts'

const prefixWords = must('2 to 6 digits of GB/T 2260')

const dayOrInstant = z.union(
  [calendarDate, instant],
  must('a day or a time that exists, as 2026-11-20 or 2026-11-20T08:15:30.250Z'),
)

const asked = {
  /** An instant, or a day of Asia/Shanghai from its first millisecond on. */
  from: dayOrInstant,
  /** An instant, excluded; or a day, included. Never counted beyond now. */
  to: dayOrInstant,
  enterprise: reference.optional(),
  region: z
    .string(prefixWords)
    .regex(/^\d{2,6}$/, prefixWords)
    .optional(),
  station: stationId.optional(),
}

/** `by=enterprise` adds the same figures enterprise by enterprise. */
export const kpiQuery = z.object({ ...asked, by: z.enum(['enterprise']).optional() })

export const kpiRecordQuery = pageQuery.extend(asked)

const words = z.object({ zh: z.string(), en: z.string() })

const target = z.looseObject({
  bound: z.enum(['at-least', 'over', 'at-most']),
  /** A share in 0…1 or minutes, as the KPI's unit. */
  value: z.number(),
  clause: z.string(),
  force: z.string(),
  certainty: z.string(),
})

const figure = {
  /** null = nothing to divide by, or nobody records it; never a made-up number. */
  value: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
}

const judged = {
  ...figure,
  /** Re-tests stand apart: they are not in the figures beside them. */
  retest: z.looseObject(figure).nullable(),
  target: target.nullable(),
  met: z.boolean().nullable(),
}

const kpi = z.looseObject({
  id: z.string(),
  name: words,
  numeratorIs: words,
  denominatorIs: words,
  cohort: z.enum(['deadline', 'test', 'call', 'plan', 'survey', 'end-of-period']),
  unit: z.enum(['share', 'minutes']),
  clauses: z.array(z.string()),
  ...judged,
  /** Several enterprises go by different targets: ask for a region or `by=enterprise`. */
  targetsDiffer: z.boolean(),
  /** Why there is no value. */
  reason: words.nullable(),
  /** As of when; instants are counted as they are asked for. */
  refreshedAt: instant.nullable(),
  enterprises: z
    .array(z.looseObject({ enterpriseId: z.string(), profile: z.string().nullable(), ...judged }))
    .optional(),
})

/** `GET /v1/kpis`: what counted between `from` and `until`. */
export const kpis = z.looseObject({
  from: instant,
  to: instant,
  /** `to`, or now where that is earlier: a deadline that has not come counts in nothing. */
  until: instant,
  /** Rule profiles of the enterprises behind the figures. */
  profiles: z.array(z.string()),
  items: z.array(kpi),
})

/** `GET /v1/kpis/{id}/records`: the very records of the denominator, re-tests among them and marked. */
export const kpiRecords = pageOf(
  z.looseObject({
    id: z.string(),
    at: instant,
    enterpriseId: z.string(),
    region: z.string().nullable(),
    inNumerator: z.boolean(),
    retest: z.boolean(),
    seconds: z.number().nullable(),
    detail: z.record(z.string(), z.unknown()),
  }),
)
