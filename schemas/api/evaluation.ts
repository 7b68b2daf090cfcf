import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { flag } from '#schemas/flag.ts'
import { reference, uuid } from '#schemas/identifiers.ts'
import { whole } from '#schemas/quantity.ts'
import { statedText, text } from '#schemas/text.ts'
import { calendarDate, instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { pageQuery } from './page.ts'
import { objectHash } from './safety.ts'

const MAX_COUNT = 1_000_000_000

/**
 * `POST /v1/evaluations`: an enterprise by a sheet for the days from `from` to `to`, `to` excluded; or, with `corrects`, a new version
 * of one that was signed or is final.
 */
export const evaluationCreate = z.object({
  id: uuid.optional(),
  enterpriseId: reference.optional(),
  sheet: text(64).optional(),
  /** Offices evaluate themselves; regulators commission third parties. */
  kind: choice(['self', 'supervision', 'third-party']).optional(),
  from: calendarDate.optional(),
  to: calendarDate.optional(),
  corrects: uuid.optional(),
  reason: statedText(500).optional(),
})

const half = must('points in halves, 0 to 100')

const scored = z.object({
  /** As printed in the sheet. */
  no: text(16),
  points: z.number(half).min(0, half).max(100, half).multipleOf(0.5, half).optional(),
  met: flag.optional(),
  good: whole(0, MAX_COUNT, 'records').optional(),
  all: whole(0, MAX_COUNT, 'records').optional(),
  /** What was seen; needed where the value differs from what the system counted. */
  reason: statedText(500).optional(),
})

/** `POST /v1/evaluations/{id}/items`. */
export const evaluationScore = z.object({
  items: z
    .array(scored, must('a list of items'))
    .min(1, must('at least one item'))
    .max(100, must('at most 100 items')),
})

/** `POST /v1/evaluations/{id}/attachments`: evidence that was uploaded with `POST /v1/objects`. */
export const evaluationAttach = z.object({
  item: text(16),
  object: objectHash,
  note: text(200).optional(),
})

/** `POST /v1/evaluations/{id}/vetoes`: 一票否决, or its withdrawal. */
export const evaluationVeto = z.object({
  code: text(32),
  reason: statedText(500),
  objects: z.array(objectHash, must('a list of objects')).max(20).optional(),
  withdraw: flag.optional(),
})

/** `POST /v1/evaluations/{id}/sign`: the picture of the expert's signature. */
export const evaluationSign = z.object({ object: objectHash })

export const evaluationQuery = pageQuery.extend({
  enterpriseId: reference.optional(),
  sheet: text(64).optional(),
  status: choice(['draft', 'scored', 'signed', 'final']).optional(),
  /** With `status=final`, `unqualified` is the list of key supervision (R004-4.3). */
  band: choice(['excellent', 'qualified', 'unqualified']).optional(),
})

const words = z.object({ zh: z.string(), en: z.string() })

export const evaluation = z.looseObject({
  id: z.string(),
  no: z.string(),
  enterpriseId: z.string(),
  enterpriseName: z.string(),
  kind: z.string(),
  sheet: z.string(),
  sheetVersion: z.int(),
  from: z.string(),
  to: z.string(),
  version: z.int(),
  status: z.string(),
  /** null = the sheet has no points, or not every item has its own yet. */
  total: z.number().nullable(),
  band: z.looseObject({ name: z.string(), words }).nullable(),
  vetoed: z.boolean(),
  createdAt: instant,
  changedAt: instant,
})

export const evaluationDetail = evaluation.extend({
  items: z.array(
    z.looseObject({
      no: z.string(),
      clause: z.string(),
      group: z.string(),
      text: words,
      /** What was counted, so many of so many, with the list of the records. */
      evidence: z.array(
        z.looseObject({
          name: z.string(),
          good: z.int(),
          all: z.int(),
          link: z.string().nullable(),
        }),
      ),
      attachments: z.array(z.looseObject({ object: z.string() })),
    }),
  ),
  vetoes: z.array(z.looseObject({ code: z.string(), reason: z.string() })),
  signatures: z.array(z.looseObject({ by: z.string(), object: z.string(), at: instant })),
  steps: z.array(z.looseObject({ type: z.string(), at: instant })),
})

/** `GET /v1/score-sheets`: the sheets as data, with how gaps of their sources were read. */
export const scoreSheet = z.looseObject({
  id: z.string(),
  version: z.int(),
  document: z.string(),
  words,
  items: z.array(z.looseObject({ no: z.string(), clause: z.string(), text: words })),
  bands: z.array(z.looseObject({ name: z.string(), words })),
  vetoes: z.array(z.looseObject({ code: z.string(), words })),
  readings: z.array(z.looseObject({ about: z.string(), words })),
})
