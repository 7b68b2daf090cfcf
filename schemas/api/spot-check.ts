import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { flag } from '#schemas/flag.ts'
import { grams } from '#schemas/grams.ts'
import { cylinderCode, reference, stationId, uuid } from '#schemas/identifiers.ts'
import { whole } from '#schemas/quantity.ts'
import { statedText, text } from '#schemas/text.ts'
import { instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { pageQuery } from './page.ts'
import { objectHash } from './safety.ts'

/** `POST /v1/spot-checks`: single cylinders, or the net content of a lot of one labelled mass. */
export const spotCheckCreate = z.object({
  id: uuid.optional(),
  stationId,
  kind: choice(['cylinders', 'net-content']),
  place: text(100),
  /** The inspector's own scale and the number of its certificate. */
  instrument: text(100),
  /** Both for net content: how many lie there, and what is written on them. */
  lotSize: whole(1, 1_000_000, 'cylinders').optional(),
  labelledNetG: grams.optional(),
})

/** `POST /v1/spot-checks/{id}/items`: one full cylinder that was scanned, weighed and looked at. */
export const spotCheckItem = z.object({
  code: cylinderCode,
  grossG: grams,
  /** Weighed empty; else the registered one counts. */
  tareG: grams.optional(),
  labelledNetG: grams.optional(),
  leakFree: flag,
  sealed: flag,
  sealNo: text(64).optional(),
  labelled: flag,
  photos: z.array(objectHash, must('a list of objects')).max(20, must('at most 20')).optional(),
  remark: text(500).optional(),
})

export type SpotCheckItemBody = z.infer<typeof spotCheckItem>

/** `POST /v1/spot-checks/{id}/conclude`: both sign; a company that does not is noted with what it said. */
export const spotCheckConclude = z.object({
  inspector: objectHash,
  company: z.discriminatedUnion(
    'kind',
    [
      z.object({ kind: z.literal('signature'), object: objectHash }),
      z.object({ kind: z.literal('refused'), reason: statedText(500) }),
    ],
    must('a signature with its object, or refused with a reason'),
  ),
})

export const spotCheckQuery = pageQuery.extend({
  enterpriseId: reference.optional(),
  state: choice(['open', 'concluded']).optional(),
})

const finding = z.looseObject({
  code: z.string(),
  measured: z.number().nullable(),
  limit: z.number().nullable(),
  clause: z.string(),
  certainty: z.string(),
})

export const spotCheck = z.looseObject({
  id: z.string(),
  no: z.string(),
  enterpriseId: z.string(),
  enterpriseName: z.string(),
  stationId: z.string(),
  kind: z.string(),
  profile: z.string(),
  openedAt: instant,
  concludedAt: instant.nullable(),
  passed: z.boolean().nullable(),
  caseId: z.string().nullable(),
})

export const spotCheckDetail = spotCheck.extend({
  /** Of a lot: how many must be weighed. */
  plan: z.looseObject({ n: z.int(), certainty: z.string() }).nullable(),
  items: z.array(
    z.looseObject({
      code: z.string(),
      netG: z.int().nullable(),
      findings: z.array(finding),
      eventId: z.string().nullable(),
    }),
  ),
  verdict: z.record(z.string(), z.unknown()).nullable(),
})
