import type { MessageChannel, NotificationChannel } from '#domain/notifications/notification.ts'
import { notificationTemplates } from '#domain/notifications/notification-templates.ts'
import { DEFAULT_QUIET, quietUntil } from '#domain/notifications/quiet-hours.ts'
import { renderTemplate } from '#domain/notifications/render-template.ts'
import { epochMs } from '#domain/units.ts'
import type { HeldNotification, NotificationStore } from '#store/deadlines/notification-store.ts'
import type { Job } from '#jobs/scheduler.ts'

/** How many are under way at once in a process, and how many it takes at a time. */
const AT_ONCE = 8
const PAGE = 40
/** Longer than a page can take: PAGE / AT_ONCE rounds of SEND_MS. Others take over what a killed process left. */
const LEASE_MS = 150_000
const SEND_MS = 20_000
const FIRST_RETRY_MS = 30_000
const LONGEST_RETRY_MS = 3_600_000
/** Ten attempts span some four hours. */
const MAX_ATTEMPTS = 10

/** Thirty seconds, doubled each time, an hour at most; null = tried often enough. */
export const retryAfter = (attempt: number): number | null =>
  attempt >= MAX_ATTEMPTS ? null : Math.min(FIRST_RETRY_MS * 2 ** (attempt - 1), LONGEST_RETRY_MS)

export type SendNotificationsOptions = {
  readonly store: NotificationStore
  /** In-app needs none: it is there to be read. */
  readonly channels: Readonly<Record<Exclude<NotificationChannel, 'in-app'>, MessageChannel>>
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly everyMs: number
}

/**
 * Sends what waits in the outbox. A row is in one process's hand at a time (skip locked, then a lease), so several never send twice;
 * a process killed between sending and writing it down leaves it to the next one, which sends it again under the same id.
 */
export class SendNotifications implements Job {
  readonly name = 'notifications'
  readonly everyMs: number
  readonly #options: SendNotificationsOptions

  constructor(options: SendNotificationsOptions) {
    this.#options = options
    this.everyMs = options.everyMs
  }

  async run(signal: AbortSignal): Promise<void> {
    const { store, now } = this.#options
    while (!signal.aborted) {
      const held = await store.hold(now(), PAGE, LEASE_MS)
      const queue = [...held]
      const work = async (): Promise<void> => {
        for (let one = queue.shift(); one !== undefined; one = queue.shift()) await this.#send(one)
      }
      const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, work))
      const broken = ended.find(({ status }) => status === 'rejected')
      // The database is away: what is left in hand falls back when its lease ends.
      if (broken?.status === 'rejected') throw broken.reason
      if (held.length < PAGE) return
    }
  }

  async #send(held: HeldNotification): Promise<void> {
    const { store, now } = this.#options
    const { id, attempt } = held
    if (held.expiresAt !== null && held.expiresAt <= now()) {
      return store.failed(held, 'EXPIRED', null, null)
    }
    const known = notificationTemplates[held.template]
    if (known === undefined) return store.failed(held, 'NO_TEMPLATE', null, null)
    if (held.channel === 'in-app') {
      return store.sent({ id, attempt, at: now(), provider: 'in-app', providerId: null })
    }
    const quiet = known.urgent ? null : quietUntil(epochMs(now()), quietHoursOf(held))
    if (quiet !== null) return store.postpone(id, attempt, quiet)
    const address = await store.addressOf(held)
    if (address === null) return store.failed(held, 'NO_ADDRESS', null, null)
    const params = { ...held.params, ...address.secrets, enterprise: held.enterprise }
    const shipped = known[held.language]
    await this.#deliver(held, {
      id,
      to: address.to,
      subject: renderTemplate(held.ownSubject ?? shipped.subject, params),
      text: renderTemplate(held.ownBody ?? shipped.body, params),
    })
  }

  async #deliver(held: HeldNotification, message: Parameters<MessageChannel['send']>[0]) {
    const { store, now, channels } = this.#options
    const channel = channels[held.channel as Exclude<NotificationChannel, 'in-app'>]
    const result = await channel.send(message, AbortSignal.timeout(SEND_MS))
    if (result.state === 'sent') {
      const { providerId } = result
      const { id, attempt } = held
      return store.sent({ id, attempt, at: now(), provider: channel.name, providerId })
    }
    const wait = result.state === 'retry' ? retryAfter(held.attempt) : null
    return store.failed(held, result.reason, wait === null ? null : now() + wait, channel.name)
  }
}

const quietHoursOf = ({ quietFrom, quietTo }: HeldNotification) =>
  quietFrom === null || quietTo === null ? DEFAULT_QUIET : { from: quietFrom, to: quietTo }
