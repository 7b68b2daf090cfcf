import type { VisitPrefill } from './visit-types.ts'
import type { Stop } from '#schemas/api/stop.ts'
import { dayOf } from '#console/i18n/format.ts'
import { newKey } from '#console/net/new-key.ts'
import { paidOf } from './visit-money.ts'

export type Item = {
  readonly item: VisitPrefill['check']['items'][number]['item']
  readonly ok: boolean | null
  readonly defect: string | null
  readonly photos: readonly string[]
}

export type Sign =
  | { readonly kind: 'signature'; readonly object: string }
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'refused' }

export const returnReasons = ['used-up', 'unused-gas', 'faulty'] as const
export type ReturnReason = (typeof returnReasons)[number]

/** What is filled in at a door. Everything in it survives a killed browser. */
export type VisitForm = {
  /** One a visit: however often it is told, it happened once. */
  readonly visitId: string
  readonly identity: 'same' | 'seen' | 'refused' | 'mismatch' | null
  readonly delivered: readonly string[]
  readonly returned: readonly string[]
  /** Why one came back, by its code; used up where nothing is said. */
  readonly reasons: Readonly<Record<string, ReturnReason>>
  /** Photos of empties whose number nobody can read. */
  readonly unread: readonly string[]
  readonly items: readonly Item[]
  /** The list is as it was, or what differs was said. */
  readonly checked: boolean
  readonly installation: 'done' | 'declined' | 'not-done'
  readonly leakFree: boolean
  readonly ignited: boolean
  readonly manual: boolean
  readonly photos: readonly string[]
  readonly payment: 'cash' | 'wechat' | 'alipay' | 'account'
  /** null = all of what is due. */
  readonly paidFen: number | null
  readonly sign: Sign | null
}

/** Filled in as the last visit left it, so that only differences are touched. */
export const emptyForm = ({ customer, prefill }: Stop): VisitForm => ({
  visitId: newKey(),
  identity: customer.identified ? 'same' : null,
  delivered: [],
  returned: [],
  reasons: {},
  unread: [],
  items: prefill.check.items.map(({ item, ok }) => ({ item, ok, defect: null, photos: [] })),
  checked: false,
  installation: 'done',
  leakFree: false,
  ignited: false,
  manual: false,
  photos: [],
  payment: 'cash',
  paidFen: null,
  sign: null,
})

export const isUnsafe = ({ items }: VisitForm): boolean => items.some(({ ok }) => ok === false)

/** What is still to be done before it can be told; keys of the courier's texts. */
export const missing = (form: VisitForm, order: Stop['order']) => {
  const found: ('need.identity' | 'need.cylinders' | 'need.check' | 'need.leak' | 'need.sign')[] =
    []
  if (form.identity !== 'same' && form.identity !== 'seen') found.push('need.identity')
  if (form.delivered.length === 0) found.push('need.cylinders')
  const home = order.premisesId !== null
  if (home && (!form.checked || form.items.some(({ ok }) => ok === null))) found.push('need.check')
  if (form.installation === 'done' && !(form.leakFree && form.ignited)) found.push('need.leak')
  if (form.sign === null) found.push('need.sign')
  return found
}

const check = ({ items }: VisitForm) => ({
  items: items.flatMap(({ item, ok, defect, photos }) =>
    ok === null
      ? []
      : [
          {
            item,
            ok,
            ...(ok || defect === null ? {} : { defect }),
            ...(photos.length === 0 ? {} : { photos }),
          },
        ],
  ),
})

/** `POST /v1/orders/{id}/deliver`. */
export const deliverBody = (
  form: VisitForm,
  order: Stop['order'],
  dueFen: number,
  now: number,
) => ({
  visitId: form.visitId,
  happenedAt: new Date(now).toISOString(),
  delivered: form.delivered,
  returned: [
    ...form.returned.map((code) => ({ code, reason: form.reasons[code] ?? 'used-up' })),
    ...form.unread.map((photo) => ({ photo })),
  ],
  ...(order.vehicle === null ? {} : { vehicle: order.vehicle }),
  installation:
    form.installation === 'done'
      ? { state: 'done', leakFree: form.leakFree, ignited: form.ignited }
      : { state: form.installation },
  ...(order.premisesId === null ? {} : { check: check(form) }),
  signature: form.sign ?? { kind: 'refused' },
  ...(form.manual ? { manualVersion: dayOf(now).slice(0, 4) } : {}),
  ...(form.photos.length === 0 ? {} : { photos: form.photos }),
  ...(paidOf(form, dueFen) > 0
    ? { payments: [{ method: form.payment, amountFen: paidOf(form, dueFen) }] }
    : {}),
})

const WEEK_MS = 7 * 24 * 3_600_000

/** `POST /v1/orders/{id}/fail` for a home that is not safe: with its notice, to be mended within a week. */
export const unsafeBody = (form: VisitForm, now: number) => ({
  visitId: form.visitId,
  happenedAt: new Date(now).toISOString(),
  reason: 'unsafe-home',
  check: check(form),
  notice: {
    dueOn: dayOf(now + WEEK_MS),
    stopsSupply: true,
    signature: form.sign ?? { kind: 'refused' },
  },
  ...(form.photos.length === 0 ? {} : { photos: form.photos }),
})

/** The pictures that have to be there before it is told. */
export const picturesOf = ({ photos, unread, items, sign }: VisitForm): readonly string[] => [
  ...photos,
  ...unread,
  ...items.flatMap((item) => item.photos),
  ...(sign?.kind === 'signature' ? [sign.object] : []),
]
