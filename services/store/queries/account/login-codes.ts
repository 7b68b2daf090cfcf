import type { Pool, PoolClient } from 'pg'
import { randomUUID } from 'node:crypto'
import type { PersonVault } from '#store/people/person-vault.ts'
import { enqueueSecret } from '#store/queries/notifications/enqueue.ts'
import { inTransaction, instantParam, ms } from '#store/queries/queryable.ts'
import { beyondReach } from '#store/reach.ts'

/** Somebody who may sign in with a phone number, and for which customer. */
export type AccountHolder = {
  readonly customerId: string
  readonly personId: string
  readonly kind: 'resident' | 'unit'
  readonly enterpriseId: string
  readonly enterpriseName: string
}

export type AskedCode = {
  readonly phone: string
  /** From where it was asked. */
  readonly peer: string
  readonly code: string
  readonly at: number
  readonly until: number
}

/** At most so many codes of a number, or from an address, in a span of time. */
type Allowance = { readonly ms: number; readonly most: number }

const PER_PHONE: readonly Allowance[] = [
  { ms: 60_000, most: 1 },
  { ms: 3_600_000, most: 5 },
  { ms: 86_400_000, most: 10 },
]
/** A village behind one address shares it. */
const PER_PEER: readonly Allowance[] = [{ ms: 3_600_000, most: 30 }]
/** Wrong guesses that a code lives through. */
const ATTEMPTS = 5
const KEPT_MS = 86_400_000

/** Milliseconds until one more is allowed; 0 = now. */
const waitFor = (times: readonly number[], allowances: readonly Allowance[], at: number): number =>
  Math.max(
    0,
    ...allowances.map(({ ms: span, most }) => {
      const within = times.filter((time) => time > at - span)
      const oldest = within.at(-most)
      return oldest === undefined ? 0 : oldest + span - at
    }),
  )

const times = async (client: PoolClient, column: string, mac: Buffer, at: number) => {
  const { rows } = await client.query<{ at: number }>(
    `select ${ms('created_at')} as at from login_code where ${column} = $1 and created_at > $2
     order by created_at desc limit 50`,
    [mac, instantParam(at - KEPT_MS)],
  )
  return rows.map((row) => row.at).reverse()
}

/** Whoever holds the number now: the customer, or the agent of a unit on the days of the authorisation. */
const HOLDERS = `
  select c.id as "customerId", h.person_id as "personId", c.kind, c.enterprise_id as "enterpriseId", e.name as "enterpriseName"
  from (
    select fc.id, fc.person_id from person_lookup l join customer fc on fc.person_id = l.person_id
      where l.kind = 'phone' and l.mac = $1
    union
    select fa.customer_id, fa.person_id from person_lookup l join customer_agent fa on fa.person_id = l.person_id
      where l.kind = 'phone' and l.mac = $1 and fa.role = 'agent' and fa.revoked_at is null
        and $2::date between fa.authorised_from and fa.authorised_until) h
  join customer c on c.id = h.id join enterprise e on e.id = c.enterprise_id
  where c.erased_at is null order by c.enterprise_id, c.id limit 50`

/**
 * One-time codes by which customers sign in. Beyond anybody's reach: who asks is not known yet, and a number may belong to customers
 * of several enterprises. Nothing here tells whether it is known.
 */
export const loginCodeQueries = (pool: Pool, vault: PersonVault) => ({
  /** Writes a code down for any number. @returns 0, or the milliseconds to wait */
  ask: (asked: AskedCode): Promise<number> =>
    beyondReach(() =>
      inTransaction(pool, async (client) => {
        const { at } = asked
        const phone = vault.mac('phone', asked.phone)
        const peer = vault.mac('peer', asked.peer)
        // One after the other of a number and of an address: two at once must not both be the first.
        for (const mac of [phone, peer].sort((a, b) => a.compare(b))) {
          await client.query('select pg_advisory_xact_lock(hashtextextended($1, 7))', [
            mac.toString('hex'),
          ])
        }
        const wait = Math.max(
          waitFor(await times(client, 'phone_mac', phone, at), PER_PHONE, at),
          waitFor(await times(client, 'peer_mac', peer, at), PER_PEER, at),
        )
        if (wait > 0) return wait
        await client.query('delete from login_code where created_at < $1', [
          instantParam(at - KEPT_MS),
        ])
        await client.query(
          `insert into login_code (id, phone_mac, peer_mac, code_mac, created_at, until) values ($1, $2, $3, $4, $5, $6)`,
          [
            randomUUID(),
            phone,
            peer,
            vault.mac('login-code', `${asked.phone} ${asked.code}`),
            instantParam(at),
            instantParam(asked.until),
          ],
        )
        return 0
      }),
    ),

  /** Sends the code to who has the number, if anybody has. Not waited for by the answer, whose time would tell. */
  send: ({ phone, code, at, until }: AskedCode, today: string): Promise<boolean> =>
    beyondReach(() =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<AccountHolder>(HOLDERS, [
          vault.mac('phone', phone),
          today,
        ])
        const first = rows[0]
        if (first === undefined) return false
        const told = {
          enterpriseId: first.enterpriseId,
          key: `one-time-code:${randomUUID()}`,
          template: 'one-time-code',
          params: { minutes: String(Math.round((until - at) / 60_000)) },
          expiresAt: until,
          channel: 'sms',
          to: { kind: 'person', ref: first.personId },
        } as const
        return enqueueSecret(client, vault, told, { code }, at)
      }),
    ),

  /** Counts an attempt, then compares with the newest code of the number. @returns the code's id when it is right */
  async match(phone: string, code: string, at: number): Promise<string | null> {
    const { rows } = await beyondReach(() =>
      pool.query<{ id: string; right: boolean }>(
        `update login_code c set attempts = c.attempts + 1
       from (select id from login_code where phone_mac = $1 order by created_at desc limit 1) n
       where c.id = n.id and c.attempts < ${ATTEMPTS} and c.used_at is null and c.until > $3
       returning c.id, c.code_mac = $2 as right`,
        [vault.mac('phone', phone), vault.mac('login-code', `${phone} ${code}`), instantParam(at)],
      ),
    )
    return rows[0]?.right === true ? rows[0].id : null
  },

  /** @returns false when it was used before */
  async use(id: string, at: number): Promise<boolean> {
    const { rowCount } = await beyondReach(() =>
      pool.query('update login_code set used_at = $2 where id = $1 and used_at is null', [
        id,
        instantParam(at),
      ]),
    )
    return rowCount === 1
  },

  async holders(phone: string, today: string): Promise<readonly AccountHolder[]> {
    const { rows } = await beyondReach(() =>
      pool.query<AccountHolder>(HOLDERS, [vault.mac('phone', phone), today]),
    )
    return rows
  },
})
