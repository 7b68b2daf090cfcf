import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { flag } from '#schemas/flag.ts'
import { reference } from '#schemas/identifiers.ts'
import { statedText, text } from '#schemas/text.ts'
import { instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { pageQuery } from './page.ts'

const areaWords = must('2, 4 or 6 digits of GB/T 2260')
const level = choice(['blue', 'yellow', 'orange', 'red'])

/**
 * `POST /v1/supply-warnings` (预警、停气通知): of weather, the winter peak, holidays, events, or that supply is interrupted. Customers of the
 * area are told; orange and red, and interruptions, also by SMS.
 */
export const warningCreate = z.object({
  enterpriseId: reference.optional(),
  kind: choice(['weather', 'winter-peak', 'holiday', 'event', 'interruption', 'other']),
  level,
  area: z.string(areaWords).regex(/^(?:\d{2}){1,3}$/, areaWords),
  title: statedText(60),
  cause: statedText(200),
  /** What people should do to be safe (R000-6.2.5). */
  advice: statedText(200),
  startsAt: instant,
  endsAt: instant.optional(),
  /** Reported to the gas authority (R003-5.12.6-8). */
  important: flag,
})

export const warningLevel = z.object({ level, reason: statedText(200) })
export const warningLift = z.object({ reason: statedText(200) })
export const warningReport = z.object({
  reportedAt: instant,
  authority: text(100),
  number: text(64).optional(),
})

export const warningQuery = pageQuery.extend({
  enterpriseId: reference.optional(),
  state: z.enum(['in-force', 'unreported', 'all']).default('in-force'),
})

const published = {
  kind: z.string(),
  level: z.string(),
  area: z.string(),
  title: z.string(),
  cause: z.string(),
  advice: z.string(),
  startsAt: instant,
  endsAt: instant.nullable(),
}

/** What everybody may read of one. */
export const openWarning = z.looseObject(published)

export const supplyWarning = z.looseObject({
  id: z.string(),
  enterpriseId: z.string(),
  ...published,
  important: z.boolean(),
  inForce: z.boolean(),
  publishedAt: instant,
  liftedAt: instant.nullable(),
  reportedAt: instant.nullable(),
  /** Messages so far, of its newest level or of its end. */
  told: z.int(),
  toldAll: z.boolean(),
  changes: z.array(
    z.looseObject({ at: instant, level: z.string().nullable(), reason: z.string() }),
  ),
})
