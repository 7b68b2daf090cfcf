import type { Pool } from 'pg'
import type { NewNotification, NotificationLanguage } from '#domain/notifications/notification.ts'
import type { TemplateId } from '#domain/notifications/notification-templates.ts'
import type { QuietHours } from '#domain/notifications/quiet-hours.ts'
import type { PersonVault } from '#store/people/person-vault.ts'
import { inTransaction, instantParam, ms, Where } from '#store/queries/queryable.ts'
import { enterpriseInScope, type Scope } from '#store/queries/scope.ts'
import { enqueueNotifications, enqueueSecret, type SecretParams } from './enqueue.ts'

export const notificationStates = ['queued', 'sending', 'sent', 'failed', 'expired'] as const
export type NotificationState = (typeof notificationStates)[number]

export type NotificationRow = {
  readonly id: string
  readonly enterpriseId: string
  readonly key: string
  readonly channel: string
  readonly toKind: string
  readonly toRef: string
  readonly template: string
  readonly language: string | null
  readonly params: Readonly<Record<string, string>>
  readonly state: NotificationState
  readonly attempts: number
  readonly createdAt: number
  readonly nextAt: number
  readonly expiresAt: number | null
  readonly sentAt: number | null
  readonly readAt: number | null
  readonly provider: string | null
  readonly providerId: string | null
  readonly error: string | null
}

export type InboxRow = NotificationRow & {
  readonly enterprise: string
  readonly shownIn: NotificationLanguage
  /** The enterprise's own wording. */
  readonly ownSubject: string | null
  readonly ownBody: string | null
}

export type SettingRow = QuietHours & { readonly language: NotificationLanguage }

export type OwnTemplate = {
  readonly template: TemplateId
  readonly language: NotificationLanguage
  readonly subject: string
  readonly body: string
}

type Key = { readonly at: number; readonly id: string } | null
type By = { readonly by: string; readonly at: number }

const NOTIFICATION = `n.id, n.enterprise_id as "enterpriseId", n.key, n.channel, n.to_kind as "toKind", n.to_ref as "toRef",
  n.template, n.language, n.params, n.state, n.attempts, ${ms('n.created_at')} as "createdAt", ${ms('n.next_at')} as "nextAt",
  ${ms('n.expires_at')} as "expiresAt", ${ms('n.sent_at')} as "sentAt", ${ms('n.read_at')} as "readAt", n.provider,
  n.provider_id as "providerId", n.error`

const OWN = (column: 'subject' | 'body') => `(select t.${column} from notification_template t
  where t.enterprise_id = n.enterprise_id and t.template = n.template and t.language = coalesce(n.language, s.language, 'zh'))`

const older = (where: Where, after: Key): void => {
  if (after === null) return
  where.and(
    `(n.created_at, n.id) < (${where.param(instantParam(after.at))}::timestamptz, ${where.param(after.id)}::uuid)`,
  )
}

/** Notifications as people see them: the log, what they read in the app, wording and quiet hours. */
export const notificationQueries = (pool: Pool, read: Pool, vault: PersonVault) => ({
  /** For facts that commit elsewhere; where there is a transaction, {@link enqueueNotifications} in it. */
  enqueue: (told: readonly NewNotification[], at: number): Promise<number> =>
    enqueueNotifications(pool, told, at),

  enqueueSecret: (
    told: NewNotification & { readonly to: { readonly kind: 'customer' | 'person' } },
    secrets: SecretParams,
    at: number,
  ): Promise<boolean> =>
    inTransaction(pool, (client) => enqueueSecret(client, vault, told, secrets, at)),

  /** Newest first. */
  async list(
    scope: Scope,
    filter: {
      readonly state?: NotificationState | undefined
      readonly ref?: string | undefined
      readonly template?: string | undefined
    },
    limit: number,
    after: Key,
  ): Promise<readonly NotificationRow[]> {
    const where = new Where()
    where.and(
      scope.kind === 'enterprise'
        ? `n.enterprise_id = ${where.param(scope.enterpriseId)}`
        : enterpriseInScope(where, scope, 'e'),
    )
    if (filter.state !== undefined) where.and(`n.state = ${where.param(filter.state)}`)
    if (filter.ref !== undefined) where.and(`n.to_ref = ${where.param(filter.ref)}`)
    if (filter.template !== undefined) where.and(`n.template = ${where.param(filter.template)}`)
    older(where, after)
    const { rows } = await read.query<NotificationRow>(
      `select ${NOTIFICATION} from notification n join enterprise e on e.id = n.enterprise_id ${where.sql}
       order by n.created_at desc, n.id desc limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  /** What somebody reads in the app, newest first; by reference, whoever that is. */
  async inbox(ref: string, limit: number, after: Key): Promise<readonly InboxRow[]> {
    const where = new Where()
    where.and(`n.to_ref = ${where.param(ref)}`)
    where.and(`n.channel = 'in-app' and n.state = 'sent'`)
    older(where, after)
    const { rows } = await pool.query<InboxRow>(
      `select ${NOTIFICATION}, e.name as enterprise, coalesce(n.language, s.language, 'zh') as "shownIn",
         ${OWN('subject')} as "ownSubject", ${OWN('body')} as "ownBody"
       from notification n join enterprise e on e.id = n.enterprise_id
       left join notification_setting s on s.enterprise_id = n.enterprise_id
       ${where.sql} order by n.created_at desc, n.id desc limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  /** @returns false when nothing of that id was told to them */
  async markRead(ref: string, id: string, at: number): Promise<boolean> {
    const { rowCount } = await pool.query(
      `update notification set read_at = coalesce(read_at, $3)
       where id = $2 and to_ref = $1 and channel = 'in-app' and state = 'sent'`,
      [ref, id, instantParam(at)],
    )
    return rowCount === 1
  },

  /** null = the shipped ones hold. */
  async settings(enterpriseId: string): Promise<SettingRow | null> {
    const { rows } = await pool.query<SettingRow>(
      `select quiet_from as "from", quiet_to as "to", language from notification_setting where enterprise_id = $1`,
      [enterpriseId],
    )
    return rows[0] ?? null
  },

  async setSettings(enterpriseId: string, row: SettingRow, { by, at }: By): Promise<void> {
    await pool.query(
      `insert into notification_setting (enterprise_id, quiet_from, quiet_to, language, changed_by, changed_at)
       values ($1, $2, $3, $4, $5, $6) on conflict (enterprise_id) do update set quiet_from = $2, quiet_to = $3,
         language = $4, changed_by = $5, changed_at = $6`,
      [enterpriseId, row.from, row.to, row.language, by, instantParam(at)],
    )
  },

  async ownTemplates(enterpriseId: string): Promise<readonly OwnTemplate[]> {
    const { rows } = await pool.query<OwnTemplate>(
      `select template, language, subject, body from notification_template where enterprise_id = $1`,
      [enterpriseId],
    )
    return rows
  },

  async setTemplate(enterpriseId: string, own: OwnTemplate, { by, at }: By): Promise<void> {
    await pool.query(
      `insert into notification_template (enterprise_id, template, language, subject, body, changed_by, changed_at)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict (enterprise_id, template, language) do update set subject = $4,
         body = $5, changed_by = $6, changed_at = $7`,
      [enterpriseId, own.template, own.language, own.subject, own.body, by, instantParam(at)],
    )
  },
})
