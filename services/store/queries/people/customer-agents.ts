import type { Pool } from 'pg'
import type { Lookups, PersonVault } from '#store/people/person-vault.ts'
import { inTransaction, instantParam, ms } from '#store/queries/queryable.ts'

/** Who buys for a customer (经办人、代购人): the agent of a unit, the proxy of a resident. */
export type AgentRow = {
  readonly id: string
  readonly customerId: string
  readonly personId: string
  readonly role: 'agent' | 'proxy'
  readonly paperKind: string | null
  readonly authorisedFrom: string
  readonly authorisedUntil: string
  readonly revokedAt: number | null
  readonly createdAt: number
}

export type NewAgent = Omit<AgentRow, 'revokedAt'> & {
  readonly enterpriseId: string
  readonly secrets: Readonly<Record<string, string>>
  readonly lookups: Lookups
}

const AGENT = `a.id, a.customer_id as "customerId", a.person_id as "personId", a.role, a.paper_kind as "paperKind",
  a.authorised_from::text as "authorisedFrom", a.authorised_until::text as "authorisedUntil",
  ${ms('a.revoked_at')} as "revokedAt", ${ms('a.created_at')} as "createdAt"`

export const customerAgentQueries = (pool: Pool, vault: PersonVault) => ({
  /** null = the customer was erased meanwhile. */
  create: (fresh: NewAgent): Promise<AgentRow | null> =>
    inTransaction(pool, async (client) => {
      const { id, customerId, personId, enterpriseId, createdAt } = fresh
      const { rowCount } = await client.query(
        'select from customer where id = $1 and erased_at is null for share',
        [customerId],
      )
      if (rowCount === 0) return null
      await vault.create(client, { id: personId, enterpriseId, at: createdAt })
      await vault.put(client, personId, fresh.secrets, createdAt)
      for (const kind of ['paper', 'phone'] as const) {
        const text = fresh.lookups[kind]
        if (text !== undefined) await vault.index(client, personId, kind, [vault.mac(kind, text)])
      }
      const { rows } = await client.query<AgentRow>(
        `with a as (
           insert into customer_agent (id, customer_id, person_id, role, paper_kind, authorised_from, authorised_until, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8) returning *)
         select ${AGENT} from a`,
        [
          id,
          customerId,
          personId,
          fresh.role,
          fresh.paperKind,
          fresh.authorisedFrom,
          fresh.authorisedUntil,
          instantParam(createdAt),
        ],
      )
      return rows[0] ?? null
    }),

  async list(customerId: string): Promise<readonly AgentRow[]> {
    const { rows } = await pool.query<AgentRow>(
      `select ${AGENT} from customer_agent a where a.customer_id = $1 order by a.id limit 500`,
      [customerId],
    )
    return rows
  },

  async byId(customerId: string, id: string): Promise<AgentRow | null> {
    const { rows } = await pool.query<AgentRow>(
      `select ${AGENT} from customer_agent a where a.customer_id = $1 and a.id = $2`,
      [customerId, id],
    )
    return rows[0] ?? null
  },

  /** A second time changes nothing; null = no such agent of the customer. */
  async revoke(customerId: string, id: string, at: number): Promise<AgentRow | null> {
    const { rows } = await pool.query<AgentRow>(
      `with a as (
         update customer_agent set revoked_at = coalesce(revoked_at, $3) where customer_id = $1 and id = $2 returning *)
       select ${AGENT} from a`,
      [customerId, id, instantParam(at)],
    )
    return rows[0] ?? null
  },
})
