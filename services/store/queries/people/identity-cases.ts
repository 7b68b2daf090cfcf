import type { Pool } from 'pg'
import { instantParam, ms, type Queryable, Where } from '#store/queries/queryable.ts'
import { beyondReachIn } from '#store/reach.ts'
import type { Scope } from '#store/queries/scope.ts'

/** One identity at more addresses than the profile lets pass: somebody looks. */
export type IdentityCaseRow = {
  readonly id: string
  readonly customerId: string
  /** null = counted across enterprises; only administrators and regulators see it. */
  readonly enterpriseId: string | null
  readonly addresses: number
  readonly openedAt: number
  readonly closedAt: number | null
  readonly conclusion: string | null
}

export type Conclusion = 'legitimate' | 'corrected' | 'misuse'

const COUNT = `
  select count(distinct p.address_mac) filter (where p.customer_id = $1)::int as own,
    count(distinct p.address_mac)::int as everywhere
  from customer me join customer c on c.identity_mac = me.identity_mac
  join premises p on p.customer_id = c.id and p.closed_at is null
  where me.id = $1`

/** A case that was closed as legitimate is opened again only by one more address. */
const OPEN = `
  insert into identity_case (customer_id, enterprise_id, addresses, opened_at)
  select $1, $2, $3, $4 where not exists (
    select from identity_case k where k.customer_id = $1 and k.enterprise_id is not distinct from $2
      and k.conclusion = 'legitimate' and k.addresses >= $3)
  on conflict (customer_id, coalesce(enterprise_id, '')) where closed_at is null
  do update set addresses = excluded.addresses`

type Limit = { readonly limit: number; readonly at: number }

const open = async (client: Queryable, customerId: string, { limit, at }: Limit): Promise<void> => {
  const { rows: mine } = await client.query<{ enterpriseId: string }>(
    `select enterprise_id as "enterpriseId", pg_advisory_xact_lock(hashtextextended(encode(identity_mac, 'hex'), 4))::text
     from customer where id = $1 and identity_mac is not null`,
    [customerId],
  )
  const enterpriseId = mine[0]?.enterpriseId
  if (enterpriseId === undefined) return
  const { rows } = await client.query<{ own: number; everywhere: number }>(COUNT, [customerId])
  const { own = 0, everywhere = 0 } = rows[0] ?? {}
  if (own > limit) await client.query(OPEN, [customerId, enterpriseId, own, instantParam(at)])
  if (everywhere > limit && everywhere > own) {
    await client.query(OPEN, [customerId, null, everywhere, instantParam(at)])
  }
}

/**
 * Called in the transaction that changed an address or an identity; one at a time for an identity. Counted across enterprises: the
 * caller is told nothing of it, the authority is.
 */
export const openIdentityCases = (
  client: Queryable,
  customerId: string,
  limit: Limit,
): Promise<void> => beyondReachIn(client, () => open(client, customerId, limit))

const inReach = (where: Where, scope: Scope): string => {
  switch (scope.kind) {
    case 'all':
      return 'true'
    case 'enterprise':
      return `k.enterprise_id = ${where.param(scope.enterpriseId)}`
    case 'region':
      return `starts_with(c.region, ${where.param(scope.prefix)})`
    case 'none':
      return 'false'
  }
}

const CASE = `k.id::text as id, k.customer_id as "customerId", k.enterprise_id as "enterpriseId", k.addresses,
  ${ms('k.opened_at')} as "openedAt", ${ms('k.closed_at')} as "closedAt", k.conclusion`

export const identityCaseQueries = (pool: Pool, read: Pool) => ({
  /** Oldest first. */
  async list(
    scope: Scope,
    open: boolean,
    limit: number,
    after: string | null,
  ): Promise<readonly IdentityCaseRow[]> {
    const where = new Where()
    where.and(inReach(where, scope))
    where.and(open ? 'k.closed_at is null' : 'k.closed_at is not null')
    if (after !== null) where.and(`k.id > ${where.param(after)}`)
    const { rows } = await read.query<IdentityCaseRow>(
      `select ${CASE} from identity_case k join customer c on c.id = k.customer_id ${where.sql}
       order by k.id limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  /** null = none in reach; `closed` = it was closed before. */
  async close(
    scope: Scope,
    id: string,
    by: { readonly conclusion: Conclusion; readonly userId: string; readonly at: number },
  ): Promise<IdentityCaseRow | 'closed' | null> {
    const where = new Where()
    where.and(inReach(where, scope))
    where.and(`k.id = ${where.param(id)}`)
    const known = await pool.query(
      `select from identity_case k join customer c on c.id = k.customer_id ${where.sql}`,
      where.values,
    )
    if (known.rowCount === 0) return null
    const { rows } = await pool.query<IdentityCaseRow>(
      `with k as (
         update identity_case set conclusion = $2, closed_by = $3, closed_at = $4
         where id = $1 and closed_at is null returning *)
       select ${CASE} from k`,
      [id, by.conclusion, by.userId, instantParam(by.at)],
    )
    return rows[0] ?? 'closed'
  },
})
