import { momentText } from '#domain/notifications/moment-text.ts'
import { epochMs } from '#domain/units.ts'
import { enqueueNotifications } from '#store/queries/notifications/enqueue.ts'
import type { Queryable } from '#store/queries/queryable.ts'
import type { OrderRow } from './orders.ts'

type Span = { readonly from: number; readonly to: number }

/** Why a visit brought nothing, where the fault is ours: with an apology (R000-6.3.1.1). */
const OUR_FAULT: Readonly<Record<string, 'visit-apology' | 'cylinder-apology'>> = {
  'cannot-come': 'visit-apology',
  'cylinder-blocked': 'cylinder-apology',
}

/** Tells the customer when somebody comes (R002-5.9.2); `failed` = why a visit brought nothing, and this is the next try. */
export const tellAppointment = async (
  client: Queryable,
  order: Pick<OrderRow, 'id' | 'no' | 'enterpriseId' | 'customerId'>,
  appointment: Span | null,
  { failed, at }: { readonly failed: string | null; readonly at: number },
): Promise<void> => {
  if (appointment === null) return
  const { from, to } = appointment
  const template = failed === null ? 'appointment-set' : (OUR_FAULT[failed] ?? 'visit-failed')
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
