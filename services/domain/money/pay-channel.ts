import type { PaymentWay } from './posting.ts'

/** What a customer pays online; `id` is the same for every attempt. */
export type PayOrder = {
  readonly id: string
  readonly amountFen: number
  readonly subject: string
  /** Where the provider tells that it was paid. */
  readonly notifyUrl: string
}

/** `reason` is a code such as `HTTP_503`: never a name, never a number of a card. */
export type PayOpened =
  | { readonly state: 'open'; readonly payUrl: string }
  | { readonly state: 'refused'; readonly reason: string }

/** What a provider says of a payment that was made. */
export type PaidNotice = {
  readonly id: string
  readonly amountFen: number
  readonly providerId: string
  /** RFC 3339, as the provider wrote it. */
  readonly paidAt: string
}

export type NoticeSignature = {
  readonly timestamp: string
  readonly nonce: string
  readonly signature: string
}

/** A provider of online payment (在线支付). Does not throw for what the provider says. */
export type PayChannel = {
  readonly method: Exclude<PaymentWay, 'account' | 'cash'>
  open(order: PayOrder, signal: AbortSignal): Promise<PayOpened>
  /** Does the notice come from the provider, and just now? */
  isGenuine(notice: PaidNotice, signed: NoticeSignature): boolean
}
