import { z } from 'zod'
import { reference } from '#schemas/identifiers.ts'
import { text } from '#schemas/text.ts'
import { calendarDate, instant } from '#schemas/time.ts'
import { pageQuery } from './page.ts'

export const custodyKinds = ['station', 'vehicle', 'customer', 'lab', 'scrap', 'unknown'] as const

const filter = {
  /** The owner of the cylinders. */
  enterpriseId: reference.optional(),
  kind: z.enum(custodyKinds).optional(),
  /** Site, vehicle or lab. */
  holder: text(64).optional(),
  model: text(32).optional(),
}

export const balanceQuery = pageQuery.extend(filter)

/** Days of Asia/Shanghai, both included. */
export const movementQuery = pageQuery.extend({ ...filter, from: calendarDate, to: calendarDate })

const holding = {
  /** Names the row, so that pages can be laid beside each other. */
  id: z.string(),
  enterpriseId: z.string(),
  kind: z.enum(custodyKinds),
  holder: z.string().nullable(),
  model: z.string(),
}

/** `GET /v1/balances`: where all cylinders are; the sum over everything is the registry. */
export const balances = z.looseObject({
  /** The books follow the log by some seconds. */
  bookedAt: instant.nullable(),
  cylinders: z.int(),
  byKind: z.array(z.looseObject({ kind: z.enum(custodyKinds), cylinders: z.int() })),
  items: z.array(z.looseObject({ ...holding, content: z.string(), cylinders: z.int() })),
  next: z.string().nullable(),
})

const counts = z.record(z.string(), z.int())

/** `opening + came − went = closing`; `cameFrom` and `wentTo` by kind, `registered` and `transferred` included. */
export const movements = z.looseObject({
  from: z.string(),
  to: z.string(),
  bookedAt: instant.nullable(),
  items: z.array(
    z.looseObject({
      ...holding,
      opening: z.int(),
      came: z.int(),
      cameFrom: counts,
      went: z.int(),
      wentTo: counts,
      closing: z.int(),
    }),
  ),
  next: z.string().nullable(),
})
