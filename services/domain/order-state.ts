/** 订单状态. `partly` = one of a pair was delivered. */
export const orderStates = [
  'placed',
  'assigned',
  'partly',
  'delivered',
  'refused',
  'cancelled',
] as const

export type OrderState = (typeof orderStates)[number]

/** Requests may still change it; a visit that happened counts in any state. */
export const isOpenOrder = (state: OrderState): boolean =>
  state === 'placed' || state === 'assigned' || state === 'partly'
