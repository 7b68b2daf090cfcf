import type { notificationTemplates, TemplateId } from './notification-templates.ts'

export const notificationChannels = ['sms', 'email', 'in-app'] as const
export type NotificationChannel = (typeof notificationChannels)[number]
export type NotificationLanguage = 'zh' | 'en'

/** Whom: always a reference. Numbers and addresses come out of the vault when it is sent, and lie nowhere else. */
export type Recipient =
  | { readonly kind: 'customer' | 'person'; readonly ref: string }
  | { readonly kind: 'user'; readonly ref: string }

type ParamsOf<T extends TemplateId> = {
  readonly [P in (typeof notificationTemplates)[T]['params'][number]]: string
}

type Told<T extends TemplateId> = {
  readonly enterpriseId: string
  /** What it is about, such as `claim-paid:<claim id>`: told twice it is sent once. Unique in the enterprise. */
  readonly key: string
  readonly template: T
  /** Nothing personal: these lie in the open. */
  readonly params: ParamsOf<T>
  /** Left out: the language of the enterprise's settings. */
  readonly language?: NotificationLanguage | undefined
  /** Not sent any more from this time on, ms. */
  readonly expiresAt?: number | undefined
} & (
  | {
      readonly channel: NotificationChannel
      readonly to: Recipient & { kind: 'customer' | 'person' }
    }
  // Users have no number with us: they read it where they sign in.
  | { readonly channel: 'in-app'; readonly to: Recipient & { kind: 'user' } }
)

/** Something that somebody shall be told (通知). Enqueued in the transaction of the fact that it tells of. */
export type NewNotification = { [T in TemplateId]: Told<T> }[TemplateId]

/** What a provider gets. `id` is the same for every attempt: a provider that knows it must not deliver twice. */
export type OutgoingMessage = {
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** `retry` = later perhaps; `refused` = never. `reason` is a code such as `HTTP_503`: never the number, never the text. */
export type SendResult =
  | { readonly state: 'sent'; readonly providerId: string | null }
  | { readonly state: 'retry' | 'refused'; readonly reason: string }

/** A way to somebody: SMS, mail, or the console of a demo. Does not throw for what the provider says. */
export type MessageChannel = {
  readonly name: string
  send(message: OutgoingMessage, signal: AbortSignal): Promise<SendResult>
}
