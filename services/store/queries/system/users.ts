import type { Pool } from 'pg'
import { inTransaction, instantParam, ms, violation, Where } from '#store/queries/queryable.ts'

export type UserRow = {
  readonly id: string
  readonly username: string
  readonly role: string
  readonly enterpriseId: string | null
  readonly stationId: string | null
  readonly regionPrefix: string | null
  readonly disabled: boolean
  readonly createdAt: number
}

export type NewUser = {
  readonly id: string
  readonly username: string
  readonly passwordHash: string
  readonly role: string
  readonly enterpriseId: string | null
  readonly stationId: string | null
  readonly regionPrefix: string | null
}

const USER = `u.id, u.username, u.role, u.enterprise_id as "enterpriseId", u.station_id as "stationId",
  u.region_prefix as "regionPrefix", u.disabled_at is not null as disabled, ${ms('u.created_at')} as "createdAt"`

export const userQueries = (pool: Pool) => ({
  /** `reference` = no such enterprise or station. */
  async create(user: NewUser): Promise<UserRow | 'unique' | 'reference'> {
    try {
      const { rows } = await pool.query<UserRow>(
        `with u as (
           insert into app_user (id, username, password_hash, role, enterprise_id, station_id, region_prefix)
           values ($1, $2, $3, $4, $5, $6, $7) returning *)
         select ${USER} from u`,
        [
          user.id,
          user.username,
          user.passwordHash,
          user.role,
          user.enterpriseId,
          user.stationId,
          user.regionPrefix,
        ],
      )
      const row = rows[0]
      if (row === undefined) throw new Error('insert returned no row')
      return row
    } catch (error) {
      const why = violation(error)
      if (why === null) throw error
      return why
    }
  },

  async list(limit: number, after: string | null): Promise<readonly UserRow[]> {
    const where = new Where()
    // Customers who sign in by phone are no users whom somebody administers.
    where.and('not exists (select from customer_account a where a.user_id = u.id)')
    if (after !== null) where.and(`u.username > ${where.param(after)}`)
    const { rows } = await pool.query<UserRow>(
      `select ${USER} from app_user u ${where.sql} order by u.username limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  async byId(id: string): Promise<UserRow | null> {
    const { rows } = await pool.query<UserRow>(`select ${USER} from app_user u where u.id = $1`, [
      id,
    ])
    return rows[0] ?? null
  },

  async hasAdmin(): Promise<boolean> {
    const { rowCount } = await pool.query(`select from app_user where role = 'admin' limit 1`)
    return (rowCount ?? 0) > 0
  },

  /** A new password or a disabled account ends all sessions of the user. */
  async change(
    id: string,
    change: { readonly passwordHash?: string | undefined; readonly disabled?: boolean | undefined },
    now: number,
  ): Promise<UserRow | null> {
    return inTransaction(pool, async (client) => {
      const { rows } = await client.query<UserRow>(
        `with u as (
           update app_user set password_hash = coalesce($2, password_hash),
             disabled_at = case when $3::boolean then coalesce(disabled_at, $4)
               when not $3::boolean then null else disabled_at end,
             failed_logins = 0, locked_until = null
           where id = $1 returning *)
         select ${USER} from u`,
        [id, change.passwordHash ?? null, change.disabled ?? null, instantParam(now)],
      )
      if (change.passwordHash !== undefined || change.disabled === true) {
        await client.query(
          'update session set revoked_at = $2 where user_id = $1 and revoked_at is null',
          [id, instantParam(now)],
        )
      }
      return rows[0] ?? null
    })
  },
})
