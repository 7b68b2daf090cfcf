import { randomUUID } from 'node:crypto'
import type { NewNotification } from '#domain/notifications/notification.ts'
import type { Place } from '#store/people/person-cipher.ts'
import type { PersonVault } from '#store/people/person-vault.ts'
import { instantParam, type Queryable } from '#store/queries/queryable.ts'

/** What must not lie in the open, by parameter name: a one-time code. */
export type SecretParams = Readonly<Record<string, string>>

export const secretPlace = (id: string): Place => ['notification', id, 'sealed_params']

const INSERT = `
  insert into notification (id, enterprise_id, key, channel, to_kind, to_ref, template, language, params, sealed_params,
    created_at, expires_at, next_at)
  select f.id, f.enterprise_id, f.key, f.channel, f.to_kind, f.to_ref, f.template, f.language, f.params::json, f.sealed,
    $1, f.expires_at, $1
  from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::text[], $9::text[], $10::text[],
    $11::bytea[], $12::timestamptz[])
    f (id, enterprise_id, key, channel, to_kind, to_ref, template, language, params, sealed, expires_at)
  on conflict (enterprise_id, key) do nothing returning id`

type Sealed = {
  readonly id: string
  readonly told: NewNotification
  readonly sealed: Buffer | null
}

const insert = async (client: Queryable, all: readonly Sealed[], at: number): Promise<number> => {
  const column = (of: (one: Sealed) => unknown): unknown[] => all.map(of)
  const { rowCount } = await client.query(INSERT, [
    instantParam(at),
    column(({ id }) => id),
    column(({ told }) => told.enterpriseId),
    column(({ told }) => told.key),
    column(({ told }) => told.channel),
    column(({ told }) => told.to.kind),
    column(({ told }) => told.to.ref),
    column(({ told }) => told.template),
    column(({ told }) => told.language ?? null),
    column(({ told }) => JSON.stringify(told.params)),
    column(({ sealed }) => sealed),
    column(({ told }) => (told.expiresAt === undefined ? null : instantParam(told.expiresAt))),
  ])
  return rowCount ?? 0
}

/**
 * Puts notifications into the outbox, in the transaction of the fact that they tell of; a job sends them after its commit. One whose
 * key the enterprise has told before is left out. @returns how many are new
 */
export const enqueueNotifications = (
  client: Queryable,
  told: readonly NewNotification[],
  at: number,
): Promise<number> =>
  told.length === 0
    ? Promise.resolve(0)
    : insert(
        client,
        told.map((one) => ({ id: randomUUID(), told: one, sealed: null })),
        at,
      )

/** … with parameters that are sealed under the recipient's own key until it is sent. @returns false when it was told before, or the person is erased */
export const enqueueSecret = async (
  client: Queryable,
  vault: PersonVault,
  told: NewNotification & { readonly to: { readonly kind: 'customer' | 'person' } },
  secrets: SecretParams,
  at: number,
): Promise<boolean> => {
  const personId = await personOf(client, told.to)
  if (personId === null) return false
  const id = randomUUID()
  const sealed = await vault.sealFor(client, personId, secretPlace(id), JSON.stringify(secrets))
  return sealed !== null && (await insert(client, [{ id, told, sealed }], at)) === 1
}

/** The person behind a reference; null = there is none (any more). */
export const personOf = async (
  client: Queryable,
  to: { readonly kind: string; readonly ref: string },
): Promise<string | null> => {
  if (to.kind === 'person') return to.ref
  const { rows } = await client.query<{ id: string }>(
    'select person_id as id from customer where id = $1 and erased_at is null',
    [to.ref],
  )
  return rows[0]?.id ?? null
}
