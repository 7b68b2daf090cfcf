import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { findingSchema } from '#schemas/finding.ts'
import { flag } from '#schemas/flag.ts'
import { grams } from '#schemas/grams.ts'
import { cylinderCode, reference, stationId, uuid } from '#schemas/identifiers.ts'
import { quantity, whole } from '#schemas/quantity.ts'
import { statedText, text } from '#schemas/text.ts'
import { calendarDate, instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { pageQuery } from './page.ts'

/** As many as a lorry brings; one screen at the lab. */
const BATCH_MAX = 500

const listWords = must(`a list of 1 to ${BATCH_MAX} cylinder codes`)
const codes = z.array(cylinderCode, listWords).min(1, listWords).max(BATCH_MAX, listWords)

/** `POST /v1/inspection-batches`: 送检. The lab is an enterprise; `enterpriseId` is needed by administrators alone. */
export const inspectionBatchCreate = z.object({
  labId: reference,
  enterpriseId: reference.optional(),
  codes,
  note: text(200).optional(),
})

export const inspectionBatchQuery = pageQuery.extend({
  labId: reference.optional(),
  state: z.enum(['open', 'done']).optional(),
})

/** What is looked at (facts F3): 外观、焊缝、瓶阀座、壁厚、容积、水压、气密. */
export const inspectionCheckNames = [
  'appearance',
  'weld',
  'valveSeat',
  'wallThickness',
  'volume',
  'hydraulic',
  'airTightness',
] as const

const checkWords = must('true or false for each of the items')
const checks = z.object(
  Object.fromEntries(inspectionCheckNames.map((name) => [name, flag.optional()])),
  checkWords,
)

/** Measured values (facts F3). */
const measured = z.object({
  /** A wall that is not there cannot be measured. */
  wallThicknessMm: quantity(0.1, 20, 'mm').optional(),
  dentDepthMm: quantity(0, 100, 'mm').optional(),
  corrosionRemainderMm: quantity(0, 20, 'mm').optional(),
  volumeMl: whole(500, 200_000, 'ml').optional(),
  testPressureKpa: whole(0, 10_000, 'kPa').optional(),
})

const inspectionResult = z.object({
  code: cylinderCode,
  result: choice(['pass', 'fail']),
  inspectedOn: calendarDate,
  checks: checks.optional(),
  measured: measured.optional(),
  /** The new tare; required of a cylinder that passed. */
  tareG: grams.optional(),
  /** A tare far from the registered one was read twice. */
  tareConfirmed: flag.optional(),
  /** Not later than the cycle allows; absent: a cycle on, or the end of the cylinder's life. */
  nextInspectionOn: calendarDate.optional(),
  reportNo: reference.optional(),
  /** Job number of whoever inspected; absent: whoever is signed in. */
  inspector: reference.optional(),
  failCode: reference.optional(),
  reason: statedText(200).optional(),
})

const resultWords = must(`a list of 1 to ${BATCH_MAX} results`)
/** `POST /v1/inspection-batches/{id}/receive`: what the lab has in its hands. */
export const inspectionReceive = z.object({ codes })

/** `POST /v1/inspection-batches/{id}/results`. */
export const inspectionResults = z.object({
  results: z.array(inspectionResult, resultWords).min(1, resultWords).max(BATCH_MAX, resultWords),
})

/** `POST /v1/inspection-batches/{id}/review`: by somebody else than the inspector; without `codes` all that wait. */
export const inspectionReview = z.object({
  decision: choice(['confirm', 'reject']),
  codes: codes.optional(),
  reason: statedText(200).optional(),
})

/** `POST /v1/inspection-batches/{id}/return`: back to a station of the sender. */
export const inspectionReturn = z.object({ siteId: stationId, codes: codes.optional() })

const count = z.int()

export const inspectionBatch = z.looseObject({
  id: uuid,
  enterpriseId: z.string(),
  /** Name of the owner; null: unknown. */
  enterpriseName: z.string().nullable(),
  labId: z.string(),
  labName: z.string().nullable(),
  note: z.string().nullable(),
  sentBy: z.string(),
  sentAt: instant,
  items: count,
  waiting: count,
  received: count,
  toReview: count,
  passed: count,
  failed: count,
})

const inspectionItem = z.looseObject({
  code: z.string(),
  state: z.enum(['sent', 'inspected', 'passed', 'failed']),
  result: z.enum(['pass', 'fail']).nullable(),
  inspectedOn: z.string().nullable(),
  nextInspectionOn: z.string().nullable(),
  tareG: z.int().nullable(),
  inspector: z.string().nullable(),
  reviewer: z.string().nullable(),
  reviewedAt: instant.nullable(),
  receivedAt: instant.nullable(),
  returnedAt: instant.nullable(),
})

export const inspectionBatchFull = inspectionBatch.extend({
  cylinders: z.array(inspectionItem),
  /** Stations of the sender, to give the cylinders back at. */
  sites: z.array(z.object({ id: z.string(), name: z.string() })),
})

/** What its lives say of the way back, for example of a retired one that nobody has destroyed yet. */
export const inspectionReturned = inspectionBatchFull.extend({
  findings: z.array(findingSchema.extend({ cylinder: z.string() })),
})

export type InspectionBatch = z.infer<typeof inspectionBatch>
export type InspectionBatchFull = z.infer<typeof inspectionBatchFull>
export type InspectionResult = z.infer<typeof inspectionResult>
export type InspectionBatchCreate = z.infer<typeof inspectionBatchCreate>
