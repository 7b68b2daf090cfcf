import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { returnReason } from '#schemas/events/weighing.ts'
import { flag } from '#schemas/flag.ts'
import { cylinderCode, reference, uuid } from '#schemas/identifiers.ts'
import { text } from '#schemas/text.ts'
import { instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { paymentAtDoor } from './money.ts'
import { appointment, codeList, visitFinding } from './order.ts'
import { objectHash, rectificationNotice, safetyCheck, safetyItems, signature } from './safety.ts'

/** An empty that was taken back: by its code, or by a photo where it cannot be read. */
export const returnedCylinder = z
  .object({
    code: cylinderCode.optional(),
    photo: objectHash.optional(),
    ownerId: reference.optional(),
    reason: returnReason.default('used-up'),
  })
  .refine(({ code, photo }) => code !== undefined || photo !== undefined, {
    error: 'must have a code, or a photo where the code cannot be read',
  })

export const returnedList = z
  .array(returnedCylinder, must('a list of returned cylinders'))
  .max(100, must('at most 100 cylinders'))

/** 安装: `declined` is noted on the receipt (R002-7.2.2). */
const installation = z.object({
  state: choice(['done', 'declined', 'not-done']),
  leakFree: flag.optional(),
  ignited: flag.optional(),
})

/**
 * `POST /v1/orders/{id}/deliver`: a visit that happened, with its own time. `visitId` comes from the phone and makes a repeat
 * recognisable under any key; without it the visit is known by order, time and cylinders.
 */
export const orderDeliver = z.object({
  visitId: uuid.optional(),
  happenedAt: instant,
  delivered: codeList,
  returned: returnedList.default([]),
  courierId: uuid.optional(),
  vehicle: reference.optional(),
  installation: installation.optional(),
  check: safetyCheck.optional(),
  notice: rectificationNotice.optional(),
  signature,
  manualVersion: text(32).optional(),
  receipt: choice(['paper', 'electronic', 'none']).default('electronic'),
  photos: z.array(objectHash).max(8).optional(),
  /** What was paid at the door; what is not stays on the customer's account. */
  payments: z.array(paymentAtDoor, must('a list of payments')).max(5).optional(),
})

export type OrderDeliver = z.infer<typeof orderDeliver>

const failReasons = [
  'identity-refused',
  'unsafe-home',
  'nobody-home',
  'cannot-come',
  'customer-refused',
  'cylinder-blocked',
] as const

/** `POST /v1/orders/{id}/fail`: a visit that brought nothing, and why. */
export const orderFail = z.object({
  visitId: uuid.optional(),
  happenedAt: instant,
  reason: choice(failReasons),
  courierId: uuid.optional(),
  /** When the customer was told, for `cannot-come`: 2 h before at the latest (R002-5.9.2). */
  notifiedAt: instant.optional(),
  appointment: appointment.optional(),
  check: safetyCheck.optional(),
  notice: rectificationNotice.optional(),
  photos: z.array(objectHash).max(8).optional(),
})

export type OrderFail = z.infer<typeof orderFail>

const visitCylinder = z.looseObject({ code: z.string(), eventId: z.string() })

/** What became of a visit; the same for every repeat. */
export const visitAnswer = z.looseObject({
  visitId: z.string(),
  orderId: z.string(),
  orderState: z.string(),
  happenedAt: instant,
  recordedAt: instant,
  outcome: z.string(),
  delivered: z.array(visitCylinder),
  returned: z.array(
    z.looseObject({
      code: z.string().nullable(),
      returnId: z.string().nullable(),
      foreignEmptyId: z.string().nullable(),
    }),
  ),
  inspectionId: z.string().nullable(),
  rectificationId: z.string().nullable(),
  receiptNo: z.string().nullable(),
  findings: z.array(visitFinding),
})

export type VisitAnswer = z.infer<typeof visitAnswer>

/** `GET /v1/orders/{id}/visit`: what the courier finds filled in before the door opens. */
export const visitPrefill = z.looseObject({
  orderId: z.string(),
  check: z.looseObject({
    from: z.string().nullable(),
    happenedAt: instant.nullable(),
    items: z.array(z.looseObject({ item: z.enum(safetyItems), ok: z.boolean().nullable() })),
  }),
  rectifications: z.array(z.looseObject({ id: z.string() })),
  manualVersion: z.string().nullable(),
  atCustomer: z.array(z.string()),
})

export const receipt = z.looseObject({
  no: z.string(),
  orderId: z.string(),
  enterpriseId: z.string(),
  deliveredAt: instant,
  lines: z.array(z.looseObject({ model: z.string(), quantity: z.int(), gasFen: z.int() })),
  cylinders: z.array(z.string()),
  totalFen: z.int(),
  /** One slip a kind; the delivery fee has its own (R001-6.3-2). */
  slips: z.array(
    z.looseObject({
      no: z.string(),
      kind: z.enum(['gas', 'delivery-fee', 'deposit']),
      amountFen: z.int(),
      invoiceNo: z.string().nullable(),
    }),
  ),
  notes: z.array(z.string()),
})
