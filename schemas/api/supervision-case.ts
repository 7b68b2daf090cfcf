import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { cylinderCode, reference, stationId, uuid } from '#schemas/identifiers.ts'
import { whole } from '#schemas/quantity.ts'
import { text } from '#schemas/text.ts'
import { instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { pageQuery } from './page.ts'
import { objectHash } from './safety.ts'

const about = text(2000)
const objects = z
  .array(objectHash, must('a list of objects'))
  .max(20, must('at most 20'))
  .optional()
const workingDays = whole(1, 250, 'working days')

/** What the case is about. A cylinder's company is its owner unless another one is named. */
export const supervisionSubject = z.discriminatedUnion(
  'kind',
  [
    z.object({ kind: z.literal('enterprise'), id: reference }),
    z.object({ kind: z.literal('station'), id: stationId }),
    z.object({ kind: z.literal('scale'), id: reference }),
    z.object({
      kind: z.literal('cylinder'),
      id: cylinderCode,
      enterpriseId: reference.optional(),
    }),
    z.object({ kind: z.literal('receipt'), id: uuid }),
    z.object({ kind: z.literal('spot-check'), id: uuid }),
  ],
  must('a subject: enterprise, station, scale, cylinder, receipt or spot-check, with its id'),
)

/** `POST /v1/supervision-cases`: a finding and the clauses that it is measured by. */
export const supervisionCreate = z.object({
  id: uuid.optional(),
  subject: supervisionSubject,
  finding: about,
  clauses: z.array(text(40), must('a list of clause ids')).max(20, must('at most 20')),
  objects,
})

const measureId = uuid

/** `POST /v1/supervision-cases/{id}/steps`: the company answers, all else is the regulator's. */
export const supervisionStep = z.discriminatedUnion(
  'type',
  [
    z.object({
      type: z.literal('order'),
      kind: choice(['lock-scale', 'lock-station', 'quarantine', 'rectify']),
      /** A scale, a station, or up to 500 codes of cylinders; none for a rectification. */
      targets: z
        .array(text(128), must('a list of targets'))
        .max(500, must('at most 500 targets'))
        .optional(),
      what: about,
      workingDays: workingDays.optional(),
    }),
    z.object({ type: z.literal('answer'), measureId: measureId.optional(), note: about, objects }),
    z.object({ type: z.literal('accept'), measureId, note: about.optional(), objects }),
    z.object({ type: z.literal('reject'), measureId, note: about, objects }),
    z.object({ type: z.literal('extend'), measureId, workingDays, note: about }),
    z.object({ type: z.literal('release'), measureId, note: about, objects }),
    z.object({ type: z.literal('close'), note: about, objects }),
  ],
  must('a step with its type'),
)

export type SupervisionStepBody = z.infer<typeof supervisionStep>

export const supervisionQuery = pageQuery.extend({
  enterpriseId: reference.optional(),
  status: choice(['open', 'answered', 'closed']).optional(),
})

export const supervisionCase = z.looseObject({
  id: z.string(),
  no: z.string(),
  enterpriseId: z.string(),
  enterpriseName: z.string(),
  region: z.string(),
  subject: z.looseObject({ kind: z.string(), id: z.string() }),
  finding: z.string(),
  clauses: z.array(z.string()),
  status: z.string(),
  overdue: z.boolean(),
  openedAt: instant,
  closedAt: instant.nullable(),
  measures: z.array(
    z.looseObject({
      id: z.string(),
      kind: z.string(),
      targets: z.array(z.string()),
      what: z.string(),
      dueAt: instant.nullable(),
      /** The calendar's notices do not reach the deadline yet. */
      provisional: z.boolean(),
      overdue: z.boolean(),
      answeredAt: instant.nullable(),
      settledAt: instant.nullable(),
    }),
  ),
})

export const supervisionDetail = supervisionCase.extend({
  steps: z.array(
    z.looseObject({
      type: z.string(),
      at: instant,
      by: z.string(),
      role: z.string(),
      note: z.string().nullable(),
      objects: z.array(z.string()),
    }),
  ),
})
