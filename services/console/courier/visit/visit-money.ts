import { modelOf } from '#domain/cylinder-model.ts'
import type { MyStops, Stop } from '#schemas/api/stop.ts'
import type { VisitForm } from './visit-form.ts'

/** What is due for the cylinders that are really handed over, fen: less than the order's total where one stays in the van. */
export const dueFen = (
  { lines }: Stop['order'],
  delivered: readonly string[],
  van: MyStops['van'],
): number =>
  delivered.reduce((sum, code) => {
    const known = van.find((cylinder) => cylinder.code === code)
    const size = known === undefined ? undefined : modelOf(known.model)?.name
    const line = lines.find(({ model }) => model === size) ?? (lines.length === 1 ? lines[0] : null)
    return line ? sum + line.gasFen + line.deliveryFeeFen + line.depositFen : sum
  }, 0)

/** What was taken at the door; the rest stays on the customer's account. Never more than is due. */
export const paidOf = ({ payment, paidFen }: VisitForm, due: number): number =>
  payment === 'account' || paidFen === null ? due : Math.min(paidFen, due)
