import { z } from 'zod'
import { reference } from '#schemas/identifiers.ts'
import { whole } from '#schemas/quantity.ts'
import { text } from '#schemas/text.ts'
import { calendarDate } from '#schemas/time.ts'
import { pageQuery } from './page.ts'

/** 100 000 yuan: above any price of a cylinder. */
export const fen = whole(0, 10_000_000, 'fen')

/** `POST /v1/prices`: what one cylinder of a size costs from a day on (公示价格); fee and deposit apart from the gas. */
export const priceCreate = z.object({
  enterpriseId: reference,
  model: text(32),
  labelledNetG: whole(1, 200_000, 'grams'),
  gasFen: fen,
  deliveryFeeFen: fen.default(0),
  depositFen: fen.default(0),
  publishedFenPerKg: fen,
  validFrom: calendarDate,
  /** Why it changes (调价依据); asked for where the size has a price already. */
  basis: text(200).optional(),
})

export const priceQuery = pageQuery.extend({
  enterpriseId: reference.optional(),
  on: calendarDate.optional(),
})

export const price = z.looseObject({
  id: z.string(),
  enterpriseId: z.string(),
  model: z.string(),
  labelledNetG: z.int(),
  gasFen: z.int(),
  deliveryFeeFen: z.int(),
  depositFen: z.int(),
  publishedFenPerKg: z.int(),
  validFrom: z.string(),
})

/** `GET /v1/public/price-notices`: what changes, from when, on what basis, and how orders are settled around it (R000-5.1.3). */
export const priceNoticeQuery = pageQuery.extend({ enterpriseId: reference })

export const priceNotice = z.looseObject({
  priceId: z.string(),
  enterpriseId: z.string(),
  model: z.string(),
  beforeFen: z.int(),
  afterFen: z.int(),
  validFrom: z.string(),
  basis: z.string(),
  publishedAt: z.string(),
  settlement: z.looseObject({ zh: z.string(), en: z.string() }),
})
