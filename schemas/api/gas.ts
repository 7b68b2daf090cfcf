import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { compositionBasis, gasValues } from '#schemas/events/station.ts'
import { flag } from '#schemas/flag.ts'
import { tankGrams } from '#schemas/grams.ts'
import { operator, stationId, uuid } from '#schemas/identifiers.ts'
import { quantity } from '#schemas/quantity.ts'
import { statedText, text } from '#schemas/text.ts'
import { instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { pageQuery } from './page.ts'
import { objectHash } from './safety.ts'

/** `POST /v1/tanks`: a tank (储罐) of a station; its gas may have been told of before. */
export const tankCreate = z.object({
  id: text(64),
  stationId,
  capacityG: tankGrams.optional(),
  medium: text(64).default('LPG'),
})

export const tankChange = tankCreate.pick({ capacityG: true, medium: true }).partial()
export const tankQuery = pageQuery.extend({ stationId: stationId.optional() })
export const tankParams = z.object({ stationId, id: text(64) })

/** `POST /v1/tanks/{stationId}/{id}/release`: whoever saw the test, and did not make it. */
export const tankRelease = z.object({ testId: uuid, reason: statedText(500).optional() })

export const tankPeriod = z.object({ from: instant, to: instant })

const gasState = z.looseObject({
  /** Null = nothing was ever told of its gas. */
  released: z.boolean().nullable(),
  receiptId: z.string().nullable(),
  testId: z.string().nullable(),
  releasedBy: z.string().nullable(),
  releasedAt: z.string().nullable(),
})

export const tankView = z.looseObject({
  id: z.string(),
  stationId: z.string(),
  capacityG: z.number().nullable(),
  medium: z.string().nullable(),
  registered: z.boolean(),
  gas: gasState,
})

/** Grams in a period, as the log tells them; `residualReturnedG` is of the station, which pumps it back or burns it. */
export const tankBalance = z.looseObject({
  receivedG: z.number(),
  receipts: z.int(),
  filledG: z.number(),
  fills: z.int(),
  residualReturnedG: z.number(),
})

const shares = z
  .record(
    text(64),
    quantity(0, 100, '%'),
    must('an object of component names, each a share in per cent'),
  )
  .refine((all) => Object.keys(all).length <= 32, { error: 'must name at most 32 components' })

const told = {
  stationId,
  tank: text(64),
  happenedAt: instant,
  certificateNo: text(64).optional(),
  /** The certificate itself, uploaded with `POST /v1/objects`. */
  certificateObject: objectHash.optional(),
  composition: shares.optional(),
  basis: compositionBasis.optional(),
  values: gasValues.optional(),
  odorant: text(64).optional(),
}

/** `POST /v1/gas-receipts`: a tanker emptied into a tank. */
export const gasReceiptCreate = z.object({
  ...told,
  massG: tankGrams,
  supplier: text(200),
  tankerPlate: text(32),
})

/** `POST /v1/gas-tests`: `passed` is the tester's word; values go before it. */
export const gasTestCreate = z.object({
  ...told,
  receiptId: uuid.optional(),
  /** Smelled where it leaks: gas without odour is a major hazard (R000-4.1.1.3), whatever else was measured. */
  odorantDetected: flag.optional(),
  /** Whose job number tested; without it the caller. */
  tester: operator.optional(),
  passed: flag.optional(),
})

export const gasEventQuery = pageQuery.extend({
  stationId: stationId.optional(),
  tank: text(64).optional(),
  from: instant.optional(),
  to: instant.optional(),
})

export const gasTestQuery = gasEventQuery.extend({
  result: choice(['passed', 'failed', 'undecided']).optional(),
})

const toldView = {
  id: z.string(),
  stationId: z.string(),
  tank: z.string(),
  happenedAt: instant,
  recordedAt: instant,
  operator: z.string().nullable(),
  certificateNo: z.string().nullable(),
  findings: z.array(z.looseObject({ code: z.string() })),
}

export const gasReceipt = z.looseObject({
  ...toldView,
  massG: z.number().nullable(),
  supplier: z.string().nullable(),
  tankerPlate: z.string().nullable(),
})

export const gasTest = z.looseObject({
  ...toldView,
  receiptId: z.string().nullable(),
  passed: z.boolean().nullable(),
  decidedBy: z.string(),
})

/** `GET /v1/gas-tests/odour-due`: by tank. */
export const odourDue = z.looseObject({
  stationId: z.string(),
  tank: z.string(),
  enterpriseId: z.string(),
  lastTestedAt: instant.nullable(),
  /** null = the rules of the place ask for none. */
  dueOn: z.string().nullable(),
  overdue: z.boolean(),
  everyDays: z.int().nullable(),
  clause: z.string().nullable(),
})
