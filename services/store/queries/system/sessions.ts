import type { Pool } from 'pg'
import { instantParam, ms } from '#store/queries/queryable.ts'
import { withinReach } from '#store/reach.ts'

export type Account = {
  readonly userId: string
  readonly username: string
  readonly role: string
  readonly enterpriseId: string | null
  readonly stationId: string | null
  readonly regionPrefix: string | null
}

/** A signed-in caller. */
export type SignedIn = Account & {
  /** Where in the primary's log their last write stands; a replica that does not show it yet is not asked. */
  readonly wroteLsn: string | null
}

export type SessionRow = {
  readonly id: string
  readonly userId: string
  readonly username: string
  readonly createdAt: number
  readonly expiresAt: number
  readonly current: boolean
}

export type Login = Account & {
  readonly passwordHash: string
  readonly disabled: boolean
  readonly lockedUntil: number | null
}

export const ACCOUNT = `u.id as "userId", u.username, u.role, u.enterprise_id as "enterpriseId",
  u.station_id as "stationId", u.region_prefix as "regionPrefix"`

const SESSION = `s.id, s.user_id as "userId", u.username, ${ms('s.created_at')} as "createdAt",
  ${ms('s.expires_at')} as "expiresAt", s.token_sha256 = $1 as current`

/** Nobody is known yet: accounts and sessions alone are seen. */
const atTheDoor = <T>(work: () => Promise<T>): Promise<T> => withinReach({ role: 'login' }, work)

export const sessionQueries = (pool: Pool) => ({
  async login(username: string): Promise<Login | null> {
    const { rows } = await atTheDoor(() =>
      pool.query<Login>(
        `select ${ACCOUNT}, u.password_hash as "passwordHash", u.disabled_at is not null as disabled,
           ${ms('u.locked_until')} as "lockedUntil"
         from app_user u where u.username = $1`,
        [username],
      ),
    )
    return rows[0] ?? null
  },

  /** Counts a wrong password; from the `free`-th on the account is locked for a time that doubles up to 15 minutes. */
  async loginFailed(userId: string, now: number, free: number): Promise<void> {
    await atTheDoor(() =>
      pool.query(
        `update app_user set failed_logins = failed_logins + 1,
           locked_until = case when failed_logins + 1 >= $3
             then $2::timestamptz + least(interval '15 minutes',
               interval '30 seconds' * power(2, least(failed_logins + 1 - $3, 10))) end
         where id = $1`,
        [userId, instantParam(now), free],
      ),
    )
  },

  async open(userId: string, tokenSha256: Buffer, now: number, expiresAt: number): Promise<void> {
    await atTheDoor(() =>
      pool.query(
        `with reset as (
           update app_user set failed_logins = 0, locked_until = null
           where id = $2 and (failed_logins > 0 or locked_until is not null))
         insert into session (token_sha256, user_id, created_at, expires_at) values ($1, $2, $3, $4)`,
        [tokenSha256, userId, instantParam(now), instantParam(expiresAt)],
      ),
    )
  },

  /** Who holds the token, if it is neither expired nor revoked and the account not disabled. */
  async account(tokenSha256: Buffer, now: number): Promise<SignedIn | null> {
    const { rows } = await atTheDoor(() =>
      pool.query<SignedIn>({
        name: 'api-account',
        text: `select ${ACCOUNT}, s.wrote_lsn::text as "wroteLsn" from session s join app_user u on u.id = s.user_id
          where s.token_sha256 = $1 and s.revoked_at is null and s.expires_at > $2 and u.disabled_at is null`,
        values: [tokenSha256, instantParam(now)],
      }),
    )
    return rows[0] ?? null
  },

  /** The session's user has written something, and will want to see it wherever the next request is answered. */
  async wrote(tokenSha256: Buffer): Promise<void> {
    await atTheDoor(() =>
      pool.query({
        name: 'api-wrote',
        text: 'update session set wrote_lsn = pg_current_wal_insert_lsn() where token_sha256 = $1',
        values: [tokenSha256],
      }),
    )
  },

  /** Sessions that are good now, the newest first: of one user, or (null) of all. `token` is the asker's own. */
  async list(
    token: Buffer,
    userId: string | null,
    now: number,
    page: { readonly limit: number; readonly after: readonly [number, string] | null },
  ): Promise<readonly SessionRow[]> {
    const { limit, after } = page
    const { rows } = await pool.query<SessionRow>(
      `select ${SESSION} from session s join app_user u on u.id = s.user_id
       where ($2::uuid is null or s.user_id = $2) and s.revoked_at is null and s.expires_at > $3
         and ($4::timestamptz is null or (date_trunc('milliseconds', s.created_at), s.id) < ($4::timestamptz, $5::uuid))
       order by date_trunc('milliseconds', s.created_at) desc, s.id desc limit $6`,
      [
        token,
        userId,
        instantParam(now),
        after === null ? null : instantParam(after[0]),
        after?.[1] ?? null,
        limit,
      ],
    )
    return rows
  },

  /** False = no such session of that user (null: of anybody). */
  async revokeById(id: string, userId: string | null, now: number): Promise<boolean> {
    const { rowCount } = await pool.query(
      `update session set revoked_at = coalesce(revoked_at, $3)
       where id = $1 and ($2::uuid is null or user_id = $2)`,
      [id, userId, instantParam(now)],
    )
    return rowCount === 1
  },

  /** A new password ends all other sessions of the user. */
  async changePassword(
    userId: string,
    passwordHash: string,
    keep: Buffer,
    now: number,
  ): Promise<void> {
    await pool.query(
      `with changed as (
         update app_user set password_hash = $2, failed_logins = 0, locked_until = null where id = $1)
       update session set revoked_at = $4
       where user_id = $1 and revoked_at is null and token_sha256 <> $3`,
      [userId, passwordHash, keep, instantParam(now)],
    )
  },

  async revoke(tokenSha256: Buffer, now: number): Promise<void> {
    await pool.query(
      'update session set revoked_at = $2 where token_sha256 = $1 and revoked_at is null',
      [tokenSha256, instantParam(now)],
    )
  },
})
