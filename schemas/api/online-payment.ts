import { z } from 'zod'
import { uuid } from '#schemas/identifiers.ts'
import { whole } from '#schemas/quantity.ts'
import { text } from '#schemas/text.ts'
import { instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'

const fen = whole(1, 100_000_000, 'fen')

/** `POST /v1/me/payments`: what is owed, or a part of it, is paid online. */
export const onlinePaymentCreate = z.object({ amountFen: fen.optional() })

export const onlinePayment = z.looseObject({
  id: z.string(),
  enterpriseId: z.string(),
  amountFen: z.int(),
  method: z.string(),
  state: z.string(),
  /** Where the customer pays; null once it is over. */
  payUrl: z.string().nullable(),
  openedAt: instant,
  paidAt: instant.nullable(),
})

export const myAccount = z.looseObject({
  /** Above 0 = owed, below 0 = to the customer's credit. */
  balanceFen: z.int(),
  payOnline: z.boolean(),
})

/** `POST /v1/public/payment-notices`: the provider tells, signed in the headers. */
export const paymentNotice = z.object({
  id: uuid,
  amountFen: fen,
  providerId: text(128),
  paidAt: instant,
})

const signatureWords = must('64 hexadecimal digits')

export const noticeHeaders = z.looseObject({
  'x-lpg-timestamp': z.string().max(32).default(''),
  'x-lpg-nonce': z.string().max(128).default(''),
  'x-lpg-signature': z
    .string(signatureWords)
    .regex(/^[0-9a-f]{64}$/, signatureWords)
    .default('0'.repeat(64)),
})

export const noticeTaken = z.looseObject({ id: z.string(), state: z.string() })
