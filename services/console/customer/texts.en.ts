import type { Translated } from '#console/i18n/texts.ts'
import type { zh } from './texts.zh.ts'

export const en: Translated<typeof zh> = {
  hello: 'Hello, {{name}}',
  myOrders: 'My orders',
  noOrders: 'No orders yet',
  orderGas: 'Order gas',
  askRepair: 'Ask for a repair',
  complain: 'Complain or suggest',
  noTime: 'No time agreed',
  'order.placed': 'Placed, waits for a courier',
  'order.assigned': 'A courier brings it',
  'order.partly': 'Partly delivered',
  'order.delivered': 'Delivered',
  'order.refused': 'Could not be delivered',
  'order.cancelled': 'Cancelled',
}
