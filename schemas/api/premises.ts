import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { region } from '#schemas/region.ts'
import { text } from '#schemas/text.ts'
import { must } from '#schemas/wording.ts'

const flag = z.boolean(must('true or false'))

const fields = {
  region,
  /** 单位、城镇居民、农村居民. */
  class: choice(['unit', 'urban', 'rural']),
  inPipeArea: flag,
  /** Where the cylinders stand; `gas-store` = a room for them alone (瓶组间). */
  place: choice(['indoors', 'outdoors', 'gas-store']),
  roomUse: choice([
    'kitchen',
    'balcony',
    'yard',
    'dining-hall',
    'commercial-kitchen',
    'workshop',
    'gas-store',
    'bedroom',
    'basement',
    'other',
  ]),
  ventilation: choice(['window', 'mechanical', 'open-air', 'none', 'unknown']),
  secondGasSource: choice(['none', 'pipe', 'biogas', 'electric-only', 'solid-fuel', 'unknown']),
}

const floorWords = must('a whole number from -5 to 200')
const floor = z.int(floorWords).min(-5, floorWords).max(200, floorWords)

/** `POST /v1/customers/{id}/premises`. The address is sealed with the customer's other data. */
export const premisesCreate = z.object({
  ...fields,
  address: text(300),
  floor: floor.optional(),
  gasAlarm: flag.optional(),
})

export const premisesUpdate = z
  .object({
    ...fields,
    address: text(300),
    floor: floor.nullable(),
    gasAlarm: flag.nullable(),
    closed: flag,
  })
  .partial()

export const premisesView = z.looseObject({
  id: z.string(),
  customerId: z.string(),
  enterpriseId: z.string(),
  region: z.string(),
  class: z.string(),
  inPipeArea: z.boolean(),
  place: z.string(),
  roomUse: z.string(),
  floor: z.int().nullable(),
  ventilation: z.string(),
  gasAlarm: z.boolean().nullable(),
  secondGasSource: z.string(),
  address: z.string().nullable(),
  createdAt: z.string(),
  changedAt: z.string(),
  closedAt: z.string().nullable(),
})

/** `POST …/supply-check`: would these models be sold to these premises today? */
export const supplyCheck = z.object({
  models: z.array(text(32), must('a list of models')).max(50, must('at most 50 models')),
})

export const supplyCheckView = z.looseObject({
  allowed: z.boolean(),
  profile: z.string(),
  refusals: z.array(
    z.looseObject({
      code: z.string(),
      clause: z.string(),
      force: z.string(),
      measured: z.union([z.string(), z.number()]).optional(),
      limit: z.union([z.string(), z.number()]).optional(),
      unit: z.string().optional(),
    }),
  ),
  onSite: z.looseObject({ cylinders: z.int(), massG: z.int() }),
})

export type PremisesCreate = z.infer<typeof premisesCreate>
export type PremisesUpdate = z.infer<typeof premisesUpdate>
