import { momentText } from '#domain/notifications/moment-text.ts'
import { epochMs } from '#domain/units.ts'
import { enqueueNotifications } from '#store/queries/notifications/enqueue.ts'
import type { Queryable } from '#store/queries/queryable.ts'
import type { OrderRow } from './orders.ts'

type Span = { readonly from: number; readonly to: number }

/** Tells the customer when somebody comes (R002-5.9.2); `failed` = a visit brought nothing and this is the next try. */
export const tellAppointment = async (
  client: Queryable,
  order: Pick<OrderRow, 'id' | 'no' | 'enterpriseId' | 'customerId'>,
  appointment: Span | null,
  { failed, at }: { readonly failed: boolean; readonly at: number },
): Promise<void> => {
  if (appointment === null) return
  const { from, to } = appointment
  const template = failed ? 'visit-failed' : 'appointment-set'
  await enqueueNotifications(
    client,
    [
      {
        enterpriseId: order.enterpriseId,
        key: `${template}:${order.id}:${from}`,
        channel: 'sms',
        to: { kind: 'customer', ref: order.customerId },
        template,
        params: { orderNo: order.no, from: momentText(epochMs(from)), to: momentText(epochMs(to)) },
        // Whoever reads it after the visit learns nothing.
        expiresAt: to,
      },
    ],
    at,
  )
}
