import { tell } from '#console/courier/keep/outbox.ts'
import type { Outgoing } from '#console/courier/keep/phone-store.ts'
import { useOutbox } from '#console/courier/keep/use-outbox.ts'
import { courierTexts } from '#console/courier/texts.ts'
import { dayOf } from '#console/i18n/format.ts'
import type { MyStops, Stop } from '#schemas/api/stop.ts'
import { deliverBody, picturesOf, unsafeBody, type VisitForm } from './visit-form.ts'
import { dueFen } from './visit-money.ts'

type Told = Parameters<typeof tell>[0][number]

/** What a form says, as what is told; a refused telling is replaced by the mended one. */
export const useTelling = (
  { order, customer }: Stop,
  van: MyStops['van'],
  refused: Outgoing | undefined,
) => {
  const say = courierTexts.useTexts()
  const outbox = useOutbox()
  const common = {
    orderId: order.id,
    title: [customer.name ?? say('erased'), order.no].join(' · '),
  }
  const replaces = refused?.seq
  const verification = (form: VisitForm): readonly Told[] => {
    const results = { seen: 'verified', mismatch: 'mismatch', refused: 'refused' } as const
    if (form.identity === null || form.identity === 'same') return []
    const result = results[form.identity]
    // A mended visit says it once more only when it says something else.
    const told = outbox.find((row) => row.orderId === order.id && row.kind === 'verification')
    const same = (told?.body as { result?: string } | undefined)?.result === result
    if (same && told?.state !== 'refused') return []
    return [
      {
        ...common,
        kind: 'verification',
        path: `/v1/customers/${order.customerId}/verifications`,
        body: { method: 'paper-seen', result, onDay: dayOf(Date.now()) },
        pictures: [],
        form: null,
      },
    ]
  }
  const failed = (form: VisitForm, body: object): Promise<void> => {
    const path = `/v1/orders/${order.id}/fail`
    const visit = { ...common, kind: 'fail' as const, path, body, form }
    // Who they are is told first: the sale is judged by it.
    return tell([...verification(form), { ...visit, pictures: picturesOf(form) }], replaces)
  }
  return {
    delivered: (form: VisitForm): Promise<void> => {
      const path = `/v1/orders/${order.id}/deliver`
      const body = deliverBody(form, order, dueFen(order, form.delivered, van), Date.now())
      const visit = { ...common, kind: 'deliver' as const, path, body, form }
      return tell([...verification(form), { ...visit, pictures: picturesOf(form) }], replaces)
    },
    unsafe: (form: VisitForm): Promise<void> => failed(form, unsafeBody(form, Date.now())),
    failed: (form: VisitForm, why: object): Promise<void> =>
      failed(form, {
        visitId: form.visitId,
        happenedAt: new Date().toISOString(),
        ...why,
        ...(form.photos.length === 0 ? {} : { photos: form.photos }),
      }),
  }
}
