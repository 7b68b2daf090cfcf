export const orderStates = [
  'placed',
  'assigned',
  'partly',
  'delivered',
  'refused',
  'cancelled',
] as const
export type OrderState = (typeof orderStates)[number]

export type Order = {
  readonly id: string
  readonly no: string
  readonly customerId: string
  readonly channel: string
  readonly state: OrderState
  readonly appointment: { readonly from: string; readonly to: string } | null
  readonly courierId: string | null
  readonly courier: string | null
  readonly customer: { readonly name: string | null; readonly phone: string | null }
  readonly vehicle: string | null
  readonly totalFen: number
  readonly closedReason: string | null
  readonly createdAt: string
  readonly lines: readonly { readonly model: string; readonly quantity: number }[]
  readonly cylinders: readonly { readonly code: string; readonly state: string }[]
}

/** Somebody still has to do something about it. */
export const isOpen = ({ state }: Order): boolean =>
  state === 'placed' || state === 'assigned' || state === 'partly'
