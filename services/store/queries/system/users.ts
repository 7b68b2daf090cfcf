import type { Pool } from 'pg'
import type { PersonVault, Secrets } from '#store/people/person-vault.ts'
import {
  inTransaction,
  instantParam,
  ms,
  type Queryable,
  violated,
  Where,
} from '#store/queries/queryable.ts'

export type UserRow = {
  readonly id: string
  readonly username: string
  readonly role: string
  readonly enterpriseId: string | null
  readonly stationId: string | null
  readonly regionPrefix: string | null
  readonly disabled: boolean
  readonly createdAt: number
  /** Personal data: from the vault. */
  readonly displayName: string | null
}

/** A name to be kept; `personId` = under which id, if the account has no person yet. */
export type Named = { readonly displayName: string; readonly personId: string; readonly at: number }

export type NewUser = {
  readonly id: string
  readonly username: string
  readonly passwordHash: string
  readonly role: string
  readonly enterpriseId: string | null
  readonly stationId: string | null
  readonly regionPrefix: string | null
  readonly named?: Named | undefined
}

const NAME = 'displayName'

type Stored = Omit<UserRow, 'displayName'> & { readonly personId: string | null }

const USER = `u.id, u.username, u.role, u.enterprise_id as "enterpriseId", u.station_id as "stationId",
  u.region_prefix as "regionPrefix", u.disabled_at is not null as disabled, ${ms('u.created_at')} as "createdAt",
  u.person_id as "personId"`

const write = async (
  client: Queryable,
  vault: PersonVault,
  row: Stored,
  { displayName, personId, at }: Named,
): Promise<void> => {
  const person = row.personId ?? personId
  if (row.personId === null) {
    await vault.create(client, { id: person, enterpriseId: row.enterpriseId, at })
    await client.query('update app_user set person_id = $2 where id = $1', [row.id, person])
  }
  await vault.put(client, person, { [NAME]: displayName }, at)
}

export const userQueries = (pool: Pool, vault: PersonVault) => {
  const withNames = async (client: Queryable, rows: readonly Stored[]): Promise<UserRow[]> => {
    const people = rows.flatMap(({ personId }) => personId ?? [])
    const none: ReadonlyMap<string, Secrets> = new Map()
    const names = people.length === 0 ? none : await vault.read(client, people, [NAME])
    return rows.map(({ personId, ...row }) => ({
      ...row,
      displayName: names.get(personId ?? '')?.[NAME] ?? null,
    }))
  }

  return {
    /** `reference` = no such enterprise or station. */
    async create(user: NewUser): Promise<UserRow | 'unique' | 'reference'> {
      const { id, username, passwordHash, role, enterpriseId, stationId, regionPrefix } = user
      try {
        return await inTransaction(pool, async (client) => {
          const { rows } = await client.query<Stored>(
            `with u as (
               insert into app_user (id, username, password_hash, role, enterprise_id, station_id, region_prefix)
               values ($1, $2, $3, $4, $5, $6, $7) returning *)
             select ${USER} from u`,
            [id, username, passwordHash, role, enterpriseId, stationId, regionPrefix],
          )
          const row = rows[0]
          if (row === undefined) throw new Error('insert returned no row')
          const { personId: _personId, ...shown } = row
          const { named } = user
          if (named !== undefined) await write(client, vault, row, named)
          return { ...shown, displayName: named?.displayName ?? null }
        })
      } catch (error) {
        return violated(error)
      }
    },

    async list(limit: number, after: string | null): Promise<readonly UserRow[]> {
      const where = new Where()
      if (after !== null) where.and(`u.username > ${where.param(after)}`)
      const { rows } = await pool.query<Stored>(
        `select ${USER} from app_user u ${where.sql} order by u.username limit ${where.param(limit)}`,
        where.values,
      )
      return withNames(pool, rows)
    },

    async byId(id: string): Promise<UserRow | null> {
      const { rows } = await pool.query<Stored>(`select ${USER} from app_user u where u.id = $1`, [
        id,
      ])
      return (await withNames(pool, rows))[0] ?? null
    },

    async hasAdmin(): Promise<boolean> {
      const { rowCount } = await pool.query(`select from app_user where role = 'admin' limit 1`)
      return (rowCount ?? 0) > 0
    },

    /** A new password or a disabled account ends all sessions of the user. */
    async change(
      id: string,
      change: {
        readonly passwordHash?: string | undefined
        readonly disabled?: boolean | undefined
        readonly named?: Named | undefined
      },
      now: number,
    ): Promise<UserRow | null> {
      return inTransaction(pool, async (client) => {
        const { rows } = await client.query<Stored>(
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
        const row = rows[0]
        if (row === undefined) return null
        if (change.named === undefined) return (await withNames(client, rows))[0] ?? null
        await write(client, vault, row, change.named)
        const { personId: _personId, ...shown } = row
        return { ...shown, displayName: change.named.displayName }
      })
    },
  }
}
