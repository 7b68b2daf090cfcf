import type { Pool } from 'pg'
import { instantParam, ms, violated } from '#store/queries/queryable.ts'
import { withinReach } from '#store/reach.ts'
import { ACCOUNT, type Account } from './sessions.ts'

/** A log-in under way at the provider. */
export type OidcAttempt = {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

export type IdentityRow = {
  readonly issuer: string
  readonly subject: string
  readonly linkedAt: number
}

const atTheDoor = <T>(work: () => Promise<T>): Promise<T> => withinReach({ role: 'login' }, work)

/** Log-in through an OpenID provider: attempts under way, and who is who. */
export const oidcQueries = (pool: Pool) => ({
  /** Keeps an attempt, and forgets those that never came back. */
  async begin(sha256: Buffer, attempt: OidcAttempt, now: number, expiresAt: number): Promise<void> {
    const { state, nonce, verifier } = attempt
    await atTheDoor(() =>
      pool.query(
        `with late as (delete from oidc_attempt where expires_at < $5)
         insert into oidc_attempt (attempt_sha256, state, nonce, verifier, expires_at) values ($1, $2, $3, $4, $6)`,
        [sha256, state, nonce, verifier, instantParam(now), instantParam(expiresAt)],
      ),
    )
  },

  /** An attempt is good once; null = unknown, used or too late. */
  async take(sha256: Buffer, now: number): Promise<OidcAttempt | null> {
    const { rows } = await atTheDoor(() =>
      pool.query<OidcAttempt & { good: boolean }>(
        `delete from oidc_attempt where attempt_sha256 = $1 returning state, nonce, verifier, expires_at > $2 as good`,
        [sha256, instantParam(now)],
      ),
    )
    const row = rows[0]
    return row?.good === true ? row : null
  },

  /** The account that an administrator linked; null = none, or it is disabled. */
  async account(issuer: string, subject: string): Promise<Account | null> {
    const { rows } = await atTheDoor(() =>
      pool.query<Account>(
        `select ${ACCOUNT} from user_identity i join app_user u on u.id = i.user_id
         where i.issuer = $1 and i.subject = $2 and u.disabled_at is null`,
        [issuer, subject],
      ),
    )
    return rows[0] ?? null
  },

  /** `unique` = it is linked already; `reference` = no such user. */
  async link(
    userId: string,
    issuer: string,
    subject: string,
    by: { readonly userId: string; readonly at: number },
  ): Promise<'linked' | 'unique' | 'reference'> {
    try {
      await pool.query(
        `insert into user_identity (issuer, subject, user_id, linked_by, linked_at) values ($1, $2, $3, $4, $5)`,
        [issuer, subject, userId, by.userId, instantParam(by.at)],
      )
      return 'linked'
    } catch (error) {
      return violated(error)
    }
  },

  async identities(userId: string): Promise<readonly IdentityRow[]> {
    const { rows } = await pool.query<IdentityRow>(
      `select issuer, subject, ${ms('linked_at')} as "linkedAt" from user_identity
       where user_id = $1 order by issuer, subject limit 500`,
      [userId],
    )
    return rows
  },

  /** Takes away all links of a user; sessions that stand are ended by disabling or by their age. @returns how many */
  async unlink(userId: string): Promise<number> {
    const { rowCount } = await pool.query('delete from user_identity where user_id = $1', [userId])
    return rowCount ?? 0
  },
})
