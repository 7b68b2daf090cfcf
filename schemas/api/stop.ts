import { z } from 'zod'
import { visitPrefill } from './delivery.ts'
import { order } from './order.ts'

/** What stands against handing a cylinder over. */
const block = z.looseObject({ code: z.string(), clause: z.string() })

/** An open order of the courier who asks, with whom it is for. */
export const stop = z.looseObject({
  order,
  customer: z.looseObject({
    kind: z.string(),
    /** null = erased. */
    name: z.string().nullable(),
    phone: z.string().nullable(),
    /** Papers were seen and are not to be seen again yet. */
    identified: z.boolean(),
    identityState: z.string(),
  }),
  address: z.string().nullable(),
  prefill: visitPrefill,
})

export const vanCylinder = z.looseObject({
  code: z.string(),
  model: z.string(),
  vehicle: z.string().nullable(),
  content: z.string(),
  block: block.nullable(),
})

/** `GET /v1/me/stops`: what a courier needs for the day, also without a network. */
export const myStops = z.looseObject({ items: z.array(stop), van: z.array(vanCylinder) })

export type MyStops = z.infer<typeof myStops>
export type Stop = z.infer<typeof stop>
export type VanCylinder = z.infer<typeof vanCylinder>
