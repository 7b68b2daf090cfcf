import { modelOf } from '#domain/cylinder-model.ts'
import type { OrderRow } from '#store/queries/sales/orders.ts'
import type { SaleCylinder } from '#store/queries/sales/sales.ts'

/** Which line of the order a cylinder fills: the first of its size; null = that size was not ordered. */
export const lineOf = ({ lines }: OrderRow, { registry }: SaleCylinder) => {
  const name = registry.facts === null ? undefined : modelOf(registry.facts.model)?.name
  return lines.find(({ model }) => model === name) ?? null
}
