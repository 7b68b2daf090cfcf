import type { z } from 'zod'
import type { customerView } from '#schemas/api/customer.ts'
import type { premisesView } from '#schemas/api/premises.ts'

export type Customer = z.infer<typeof customerView>
export type Premises = z.infer<typeof premisesView>

/** What a number is that somebody typed: an ID card, a company's code, else a telephone. */
export const lookupOf = (typed: string): Readonly<Record<string, unknown>> => {
  const number = typed.replaceAll(/[\s-]/g, '').toUpperCase()
  if (/^\d{17}[\dX]$/.test(number)) return { paper: { kind: 'id-card', number } }
  if (/^[0-9A-Z]{18}$/.test(number)) return { uscc: number }
  return { phone: number }
}
