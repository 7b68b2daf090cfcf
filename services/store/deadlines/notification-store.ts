import type { Pool } from 'pg'
import type {
  NotificationChannel,
  NotificationLanguage,
} from '#domain/notifications/notification.ts'
import type { TemplateId } from '#domain/notifications/notification-templates.ts'
import type { PersonVault } from '#store/people/person-vault.ts'
import { personOf, secretPlace } from '#store/queries/notifications/enqueue.ts'
import { instantParam, ms } from '#store/queries/queryable.ts'

/** A notification that this process has in hand until its lease is over. */
export type HeldNotification = {
  readonly id: string
  readonly enterpriseId: string
  readonly enterprise: string
  readonly channel: NotificationChannel
  readonly toKind: 'customer' | 'person' | 'user'
  readonly toRef: string
  readonly template: TemplateId
  readonly language: NotificationLanguage
  readonly params: Readonly<Record<string, string>>
  readonly sealed: Buffer | null
  /** Counted from 1. */
  readonly attempt: number
  readonly quietFrom: number | null
  readonly quietTo: number | null
  readonly expiresAt: number | null
  /** The enterprise's own wording. */
  readonly ownSubject: string | null
  readonly ownBody: string | null
}

export type SentNotification = {
  readonly id: string
  readonly attempt: number
  readonly at: number
  readonly provider: string
  readonly providerId: string | null
}

/** Whom it concerns never waits for a row that another process has in hand. */
const HOLD = `
  with due as (
    select n.id from notification n where n.state in ('queued', 'sending') and n.next_at <= $1
    order by n.next_at, n.id limit $2 for update skip locked)
  update notification n set state = 'sending', attempts = n.attempts + 1, next_at = $3
  from due, enterprise e
  left join notification_setting s on s.enterprise_id = e.id
  where n.id = due.id and e.id = n.enterprise_id
  returning n.id, n.enterprise_id as "enterpriseId", e.name as enterprise, n.channel, n.to_kind as "toKind", n.to_ref as "toRef",
    n.template, coalesce(n.language, s.language, 'zh') as language, n.params, n.sealed_params as sealed, n.attempts as attempt,
    s.quiet_from as "quietFrom", s.quiet_to as "quietTo", ${ms('n.expires_at')} as "expiresAt",
    (select t.subject from notification_template t where t.enterprise_id = n.enterprise_id and t.template = n.template
       and t.language = coalesce(n.language, s.language, 'zh')) as "ownSubject",
    (select t.body from notification_template t where t.enterprise_id = n.enterprise_id and t.template = n.template
       and t.language = coalesce(n.language, s.language, 'zh')) as "ownBody"`

/** The outbox of notifications, as the job that sends them sees it. What another attempt has taken over is not touched. */
export class NotificationStore {
  readonly #pool: Pool
  readonly #vault: PersonVault

  constructor(pool: Pool, vault: PersonVault) {
    this.#pool = pool
    this.#vault = vault
  }

  /** Takes what is due, oldest first; after `leaseMs` others may take it. */
  async hold(now: number, limit: number, leaseMs: number): Promise<readonly HeldNotification[]> {
    const { rows } = await this.#pool.query<HeldNotification>(HOLD, [
      instantParam(now),
      limit,
      instantParam(now + leaseMs),
    ])
    return rows
  }

  /** Where to send it, and its secrets: straight out of the vault. null = no such address, or the person is erased. */
  async addressOf(
    held: HeldNotification,
  ): Promise<{ readonly to: string; readonly secrets: Readonly<Record<string, string>> } | null> {
    const personId = await personOf(this.#pool, { kind: held.toKind, ref: held.toRef })
    if (personId === null) return null
    const field = held.channel === 'sms' ? 'phone' : 'email'
    const to = (await this.#vault.read(this.#pool, [personId], [field])).get(personId)?.[field]
    if (to === undefined) return null
    if (held.sealed === null) return { to, secrets: {} }
    const text = await this.#vault.openFor(this.#pool, personId, secretPlace(held.id), held.sealed)
    return text === null ? null : { to, secrets: JSON.parse(text) as Record<string, string> }
  }

  async sent({ id, attempt, at, provider, providerId }: SentNotification): Promise<void> {
    await this.#pool.query(
      `update notification set state = 'sent', sent_at = $3, provider = $4, provider_id = $5, error = null,
         sealed_params = case when channel = 'in-app' then sealed_params end
       where id = $1 and attempts = $2 and state = 'sending'`,
      [id, attempt, instantParam(at), provider, providerId],
    )
  }

  /** It waits without having been tried: the attempt is not counted. */
  async postpone(id: string, attempt: number, until: number): Promise<void> {
    await this.#pool.query(
      `update notification set state = 'queued', next_at = $3, attempts = attempts - 1
       where id = $1 and attempts = $2 and state = 'sending'`,
      [id, attempt, instantParam(until)],
    )
  }

  /** `until` null = for good. */
  async failed(
    { id, attempt }: Pick<HeldNotification, 'id' | 'attempt'>,
    error: string,
    until: number | null,
    provider: string | null,
  ): Promise<void> {
    await this.#pool.query(
      `update notification set error = $3, provider = coalesce($5, provider), next_at = coalesce($4, next_at),
         state = case when $4::timestamptz is not null then 'queued' when $3 = 'EXPIRED' then 'expired' else 'failed' end,
         sealed_params = case when $4::timestamptz is not null then sealed_params end
       where id = $1 and attempts = $2 and state = 'sending'`,
      [id, attempt, error, until === null ? null : instantParam(until), provider],
    )
  }
}
