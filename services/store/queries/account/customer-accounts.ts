import type { Pool } from 'pg'
import { inTransaction, instantParam } from '#store/queries/queryable.ts'
import { beyondReach } from '#store/reach.ts'

/** Whose data an account may see: this customer's, and nobody else's. */
export type OwnAccount = {
  readonly customerId: string
  readonly personId: string
  readonly enterpriseId: string
}

export type NewAccount = OwnAccount & {
  readonly userId: string
  /** Of a password that nobody knows. */
  readonly passwordHash: string
  readonly at: number
}

/** Beyond reach: they say first for whom somebody works. Each answers about one user or one pair of ids that the caller has proved. */
export const customerAccountQueries = (pool: Pool) => ({
  /** The user of who signs in for a customer; null = the first time. */
  async userOf(customerId: string, personId: string): Promise<string | null> {
    const { rows } = await beyondReach(() =>
      pool.query<{ id: string }>(
        'select user_id as id from customer_account where customer_id = $1 and person_id = $2',
        [customerId, personId],
      ),
    )
    return rows[0]?.id ?? null
  },

  /** Two first sign-ins at once end in one account. */
  create: (account: NewAccount): Promise<string> =>
    beyondReach(() =>
      inTransaction(pool, async (client) => {
        const { userId, customerId, personId, enterpriseId } = account
        await client.query('select id from customer where id = $1 for update', [customerId])
        const known = await client.query<{ id: string }>(
          'select user_id as id from customer_account where customer_id = $1 and person_id = $2',
          [customerId, personId],
        )
        const before = known.rows[0]
        if (before !== undefined) return before.id
        await client.query(
          `insert into app_user (id, username, password_hash, role, enterprise_id) values ($1, $2, $3, 'customer', $4)`,
          [userId, `customer-${userId}`, account.passwordHash, enterpriseId],
        )
        await client.query(
          `insert into customer_account (user_id, enterprise_id, customer_id, person_id, created_at) values ($1, $2, $3, $4, $5)`,
          [userId, enterpriseId, customerId, personId, instantParam(account.at)],
        )
        return userId
      }),
    ),

  /** A user that exists stands for that customer from now on, unless another one does already. */
  async link(account: Omit<NewAccount, 'passwordHash'>): Promise<void> {
    const { userId, enterpriseId, customerId, personId, at } = account
    await beyondReach(() =>
      pool.query(
        `insert into customer_account (user_id, enterprise_id, customer_id, person_id, created_at)
         values ($1, $2, $3, $4, $5) on conflict do nothing`,
        [userId, enterpriseId, customerId, personId, instantParam(at)],
      ),
    )
  },

  /** Whom the user stands for today; null = nobody (any more): erased, or the authorisation of the agent is over. */
  async own(userId: string, today: string): Promise<OwnAccount | null> {
    const { rows } = await beyondReach(() =>
      pool.query<OwnAccount>({
        name: 'own-account',
        text: `select a.customer_id as "customerId", a.person_id as "personId", a.enterprise_id as "enterpriseId"
        from customer_account a join customer c on c.id = a.customer_id
        where a.user_id = $1 and c.erased_at is null and (a.person_id = c.person_id or exists (
          select from customer_agent g where g.customer_id = c.id and g.person_id = a.person_id and g.role = 'agent'
            and g.revoked_at is null and $2::date between g.authorised_from and g.authorised_until))`,
        values: [userId, today],
      }),
    )
    return rows[0] ?? null
  },
})
