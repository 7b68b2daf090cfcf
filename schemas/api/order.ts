import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { findingSchema } from '#schemas/finding.ts'
import { flag } from '#schemas/flag.ts'
import { cylinderCode, reference, uuid } from '#schemas/identifiers.ts'
import { whole } from '#schemas/quantity.ts'
import { statedText, text } from '#schemas/text.ts'
import { instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { pageQuery } from './page.ts'

export const orderStates = [
  'placed',
  'assigned',
  'partly',
  'delivered',
  'refused',
  'cancelled',
] as const

/** 预约时间. */
export const appointment = z.object({ from: instant, to: instant }, must('a time from and to'))

const line = z.object({ model: text(32), quantity: whole(1, 50, 'cylinders') })

/** `POST /v1/orders`. A delivery names its premises; a walk-in pick-up (自提) need not. */
export const orderCreate = z.object({
  customerId: uuid,
  premisesId: uuid.optional(),
  channel: choice(['delivery', 'pickup']).default('delivery'),
  contractNo: reference.optional(),
  appointment: appointment.optional(),
  lines: z.array(line, must('a list of lines')).min(1, must('at least one line')).max(10),
})

export const orderQuery = pageQuery.extend({
  state: z.enum(orderStates).optional(),
  courierId: uuid.optional(),
  customerId: uuid.optional(),
})

export const codeList = z
  .array(cylinderCode, must('a list of cylinder codes'))
  .max(100, must('at most 100 cylinders'))

/** `POST /v1/orders/{id}/assign` (派单): to whom, in which vehicle, and which cylinders if they are chosen already. */
export const orderAssign = z.object({
  courierId: uuid,
  vehicle: reference.optional(),
  cylinders: codeList.default([]),
  appointment: appointment.optional(),
})

/** A scan with what was seen of the full cylinder (R000-4.3.3.5a, b); of one that rides in a vehicle already, its code is enough. */
const leavingScan = z.union(
  [
    cylinderCode,
    z.object({
      code: cylinderCode,
      appearanceOk: flag.optional(),
      leakFree: flag.optional(),
    }),
  ],
  must('a cylinder with its check: code, appearanceOk and leakFree, both true or false'),
)

/** `POST /v1/orders/{id}/stock-out`: the hand-over scans; each cylinder goes into the vehicle's custody. */
export const orderStockOut = z.object({
  cylinders: z
    .array(leavingScan, must('a list of cylinders'))
    .min(1, must('at least one cylinder'))
    .max(100, must('at most 100 cylinders')),
  vehicle: reference.optional(),
})

export type OrderStockOut = z.output<typeof orderStockOut>

export const orderCancel = z.object({ reason: statedText(200) })

const money = z.int()

export const order = z.looseObject({
  id: z.string(),
  no: z.string(),
  enterpriseId: z.string(),
  customerId: z.string(),
  premisesId: z.string().nullable(),
  region: z.string(),
  channel: z.string(),
  state: z.enum(orderStates),
  contractNo: z.string().nullable(),
  appointment: z.looseObject({ from: instant, to: instant }).nullable(),
  courierId: z.string().nullable(),
  vehicle: z.string().nullable(),
  totalFen: money,
  closedReason: z.string().nullable(),
  createdAt: instant,
  lines: z.array(
    z.looseObject({
      line: z.int(),
      model: z.string(),
      quantity: z.int(),
      labelledNetG: z.int(),
      gasFen: money,
      deliveryFeeFen: money,
      depositFen: money,
    }),
  ),
  cylinders: z.array(z.looseObject({ code: z.string(), state: z.string() })),
})

/** … in a list: with whom it is for, starred out, and the user name of who brings it. */
export const listedOrder = order.extend({
  customer: z.looseObject({ name: z.string().nullable(), phone: z.string().nullable() }),
  courier: z.string().nullable(),
})

/** `GET /v1/orders/{id}/couriers`: `refusal` = why this one may not be sent there. */
export const orderCouriers = z.looseObject({
  items: z.array(
    z.looseObject({
      id: z.string(),
      username: z.string(),
      role: z.string(),
      openOrders: z.int(),
      refusal: z
        .looseObject({
          code: z.string(),
          clause: z.string().nullable(),
          message: z.looseObject({ zh: z.string(), en: z.string() }),
        })
        .nullable(),
    }),
  ),
})

/** A finding about a visit or about one of its cylinders (`cylinder`). */
export const visitFinding = findingSchema.extend({
  cylinder: z.string().optional(),
  path: z.string().optional(),
})

export const stockedOut = z.looseObject({
  order,
  cylinders: z.array(
    z.looseObject({ code: z.string(), eventId: z.string(), findings: z.array(findingSchema) }),
  ),
})

const sixDigits = must('a one-time code of six digits')

/** `POST /v1/orders/{id}/code/check`: what the customer read to the courier; five guesses. */
export const codeCheck = z.object({ code: z.string(sixDigits).regex(/^\d{6}$/, sixDigits) })
export const codeChecked = z.looseObject({ proven: z.boolean() })

/** The code itself goes to the customer alone. */
export const oneTimeCode = z.looseObject({ until: instant })
