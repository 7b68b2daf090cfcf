import { z } from 'zod'
import { reference } from '#schemas/identifiers.ts'
import { text } from '#schemas/text.ts'

const enterpriseFields = {
  id: reference,
  name: text(200),
  /** 统一社会信用代码; its check digit (GB 32100) is checked too when an enterprise is made. */
  uscc: text(32).optional(),
}

export const enterpriseCreate = z.object(enterpriseFields)
export const enterprise = z.looseObject(enterpriseFields)

export type EnterpriseCreate = z.infer<typeof enterpriseCreate>
export type Enterprise = z.infer<typeof enterprise>
