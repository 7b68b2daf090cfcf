import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { flag } from '#schemas/flag.ts'
import { reference, stationId, uuid } from '#schemas/identifiers.ts'
import { text } from '#schemas/text.ts'
import { instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { pageQuery } from './page.ts'
import { objectHash } from './safety.ts'

const kind = choice(['window', 'hotline', 'on-site', 'staff'])
const itemsWords = must('a list of 1 to 30 items')

/** `POST /v1/surveys` (服务调查): what was looked at, item by item of `GET /v1/survey-items`; what was not looked at is left out. */
export const surveyCreate = z.object({
  id: uuid.optional(),
  enterpriseId: reference.optional(),
  kind,
  surveyedAt: instant,
  surveyor: choice(['company', 'users', 'third-party', 'authority']),
  method: choice(['visit', 'call', 'questionnaire', 'recording']),
  stationId: stationId.optional(),
  items: z
    .array(z.object({ item: reference, ok: flag, remark: text(200).optional() }), itemsWords)
    .min(1, itemsWords)
    .max(30, itemsWords),
  photos: z.array(objectHash).max(8).optional(),
})

export const surveyQuery = pageQuery.extend({
  enterpriseId: reference.optional(),
  kind: z.enum(['window', 'hotline', 'on-site', 'staff']).optional(),
})

export const survey = z.looseObject({
  id: z.string(),
  enterpriseId: z.string(),
  kind: z.string(),
  surveyedAt: instant,
  surveyor: z.string(),
  method: z.string(),
  stationId: z.string().nullable(),
  items: z.array(z.looseObject({ item: z.string(), ok: z.boolean() })),
  recordedAt: instant,
})

export const surveyItemList = z.looseObject({
  kinds: z.array(
    z.looseObject({
      kind: z.string(),
      items: z.array(
        z.looseObject({
          item: z.string(),
          zh: z.string(),
          en: z.string(),
          clauses: z.array(z.string()),
        }),
      ),
    }),
  ),
})
