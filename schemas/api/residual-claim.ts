import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { uuid } from '#schemas/identifiers.ts'
import { instant } from '#schemas/time.ts'
import { pageQuery } from './page.ts'
import { objectHash } from './safety.ts'

export const claimQuery = pageQuery.extend({
  state: z.enum(['open', 'paid', 'void', 'all']).default('open'),
  overdue: z.enum(['true', 'false']).optional(),
  customerId: uuid.optional(),
})

/** 赔付: excess × price per kg of that sale, never below the published unit price. Refund (退款) = all the gas that came back. */
export const claim = z.looseObject({
  id: z.string(),
  kind: z.enum(['residual', 'shortage', 'refund']),
  code: z.string(),
  eventId: z.string(),
  customerId: z.string().nullable(),
  orderId: z.string().nullable(),
  weighedAt: instant,
  measuredG: z.int(),
  limitG: z.int(),
  excessG: z.int(),
  gasFen: z.int().nullable(),
  labelledNetG: z.int().nullable(),
  publishedFenPerKg: z.int().nullable(),
  amountFen: z.int().nullable(),
  clause: z.string(),
  profile: z.string(),
  dueAt: instant,
  provisional: z.boolean(),
  overdue: z.boolean(),
  state: z.enum(['open', 'paid', 'void']),
  closedAt: instant.nullable(),
})

/** `POST /v1/residual-claims/{id}/pay`: paid and signed (R001-6.2-6). `customerId` where nobody was known as the claimant. */
export const claimPay = z.object({
  paidAt: instant,
  method: choice(['cash', 'transfer', 'wechat', 'alipay', 'credit']),
  signature: objectHash,
  customerId: uuid.optional(),
})
