import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { stationId, uuid } from '#schemas/identifiers.ts'
import { whole } from '#schemas/quantity.ts'
import { text } from '#schemas/text.ts'
import { calendarDate, instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { pageQuery } from './page.ts'
import { objectHash } from './safety.ts'

const flag = z.boolean(must('true or false'))
const photos = z.array(objectHash).max(20).optional()
const about = text(2000)

/** `POST /v1/company-hazards`: a hazard at a station of ours (R004-A2-8, -9); those in homes are rectifications. */
export const hazardCreate = z.object({
  id: uuid.optional(),
  stationId,
  source: choice(['self-check', 'patrol', 'authority', 'drill', 'incident']),
  major: flag.default(false),
  what: about,
  /** What keeps it under control until it is gone. */
  control: about.optional(),
  foundAt: instant.optional(),
  dueOn: calendarDate,
  photos,
})

/** `POST /v1/company-hazards/{id}/steps`. */
export const hazardStep = z.discriminatedUnion(
  'type',
  [
    /** R003-5.11.10: a major one is reported to the gas authority. */
    z.object({ type: z.literal('report'), at: instant.optional(), to: text(100), no: text(64) }),
    z.object({ type: z.literal('rectify'), at: instant.optional(), remedy: about, photos }),
    z.object({
      type: z.literal('recheck'),
      at: instant.optional(),
      passed: flag,
      finding: about,
      /** A new day where it is not gone yet. */
      dueOn: calendarDate.optional(),
      photos,
    }),
  ],
  must('a step with its type'),
)

export type HazardStepBody = z.infer<typeof hazardStep>

export const hazardQuery = pageQuery.extend({ state: z.enum(['open', 'closed']).default('open') })

export const hazard = z.looseObject({
  id: z.string(),
  no: z.string(),
  enterpriseId: z.string(),
  stationId: z.string(),
  major: z.boolean(),
  dueOn: z.string(),
  overdue: z.boolean(),
  foundAt: instant,
  rectifiedAt: instant.nullable(),
  closedAt: instant.nullable(),
})

/** `POST /v1/patrol-routes`: what is walked past, and how often (R004-A2-10). */
export const routeCreate = z.object({
  stationId,
  name: text(64),
  everyDays: whole(1, 366, 'days'),
  from: calendarDate.optional(),
  items: z.array(text(100), must('a list of items')).min(1, must('at least one item')).max(100),
})

export const patrolRoute = z.looseObject({
  id: z.string(),
  enterpriseId: z.string(),
  stationId: z.string(),
  name: z.string(),
  everyDays: z.int(),
  items: z.array(z.string()),
  lastDoneAt: instant.nullable(),
  dueOn: z.string(),
  overdue: z.boolean(),
})

/** `POST /v1/patrols`: one round, each item of the route with what was seen. */
export const patrolCreate = z.object({
  id: uuid.optional(),
  routeId: uuid,
  doneAt: instant.optional(),
  results: z
    .array(
      z.object({ item: text(100), ok: flag, remark: text(500).optional() }),
      must('a list of results'),
    )
    .min(1)
    .max(100),
  /** A hazard for what was not in order: by when it is mended. */
  hazardDueOn: calendarDate.optional(),
})

export const patrol = z.looseObject({
  id: z.string(),
  routeId: z.string(),
  stationId: z.string(),
  doneAt: instant,
  results: z.array(z.looseObject({ item: z.string(), ok: z.boolean() })),
})
