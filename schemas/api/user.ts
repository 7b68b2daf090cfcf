import { z } from 'zod'
import { isCommonPassword } from '#schemas/common-passwords.ts'
import { reference, stationId, uuid } from '#schemas/identifiers.ts'
import { regionPrefix } from '#schemas/region.ts'
import { role } from '#schemas/role.ts'
import { text } from '#schemas/text.ts'
import { must } from '#schemas/wording.ts'

/** NIST SP 800-63B: length instead of composition rules; the upper bound keeps hashing cheap. */
const passwordWords = must('8 to 256 characters')
const rareWords = must('a password that nobody guesses first')
export const password = z
  .string(passwordWords)
  .min(8, passwordWords)
  .max(256, passwordWords)
  .refine((text) => !isCommonPassword(text), rareWords)

const userFields = {
  username: reference,
  role,
  /** Where the role reaches: an enterprise, one of its stations, or for regulators a region. */
  enterpriseId: reference.optional(),
  stationId: stationId.optional(),
  regionPrefix: regionPrefix.optional(),
  displayName: text(64).optional(),
}

/** `customerId`: an account with a user name for somebody who does not sign in by phone and code. */
export const userCreate = z.object({ ...userFields, customerId: uuid.optional(), password })

export const userUpdate = z.object({
  password: password.optional(),
  displayName: text(64).optional(),
  disabled: z.boolean().optional(),
})

export const user = z.looseObject({ ...userFields, disabled: z.boolean().optional() })

export type UserCreate = z.infer<typeof userCreate>
export type UserUpdate = z.infer<typeof userUpdate>
export type User = z.infer<typeof user>
