import { z } from 'zod'
import { cylinderCode } from '#schemas/identifiers.ts'

/** What anybody with the QR code may know: who filled it, when, how much, is it in date. No customer, no operator. */
export const publicCylinder = z.looseObject({
  code: cylinderCode,
  model: z.string(),
  /** The only question of most people: in date, in service, nothing found against it. */
  inDate: z.boolean(),
  /** Why not, where it is not. */
  whyNot: z.array(z.string()).optional(),
  nextInspectionOn: z.string().nullish(),
  retireOn: z.string().nullish(),
  service: z.string().optional(),
  owner: z.string().nullish(),
  servicePhone: z.string().nullish(),
  supervisionPhone: z.string().nullish(),
  lastFill: z
    .looseObject({
      at: z.string(),
      stationName: z.string().nullish(),
      netG: z.int().nullish(),
    })
    .nullish(),
})

export type PublicCylinder = z.infer<typeof publicCylinder>
