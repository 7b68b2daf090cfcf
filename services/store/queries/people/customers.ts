import type { Pool } from 'pg'
import type { LookupKind, Lookups, PersonVault } from '#store/people/person-vault.ts'
import { customerInScope, listInScope } from './customer-scope.ts'
import { openIdentityCases } from './identity-cases.ts'
import {
  inTransaction,
  instantParam,
  ms,
  type Queryable,
  violation,
  Where,
} from '#store/queries/queryable.ts'
import type { Scope } from '#store/queries/scope.ts'

export type IdentityState = 'unverified' | 'verified' | 'refused' | 'mismatch'

/** A customer without anything personal: names and numbers come from `people`, masked or revealed. */
export type CustomerRow = {
  readonly id: string
  readonly kind: 'resident' | 'unit'
  readonly personId: string
  readonly enterpriseId: string
  readonly region: string
  readonly paperKind: string | null
  readonly paperUntil: string | null
  /** A number is on record. */
  readonly identified: boolean
  readonly identityState: IdentityState
  readonly verifiedOn: string | null
  readonly verifiedBy: string | null
  readonly reverifyOn: string | null
  readonly lastSuppliedOn: string | null
  readonly createdAt: number
  readonly erasedAt: number | null
  /** Of agents that were not revoked. */
  readonly authorisations: readonly { readonly from: string; readonly until: string }[]
}

export type Identity = {
  readonly paperKind: string | null
  readonly paperUntil: string | null
  /** The one number that tells customers of an enterprise apart; null = none is on record. */
  readonly identity: { readonly kind: LookupKind; readonly text: string } | null
}

export type NewCustomer = Identity & {
  readonly id: string
  readonly personId: string
  readonly kind: 'resident' | 'unit'
  readonly enterpriseId: string
  readonly region: string
  readonly secrets: Readonly<Record<string, string>>
  readonly lookups: Lookups
  readonly at: number
}

/** `null` removes a secret; `identity` replaces paper and number, and what was verified is verified no more. */
export type CustomerChange = {
  readonly secrets: Readonly<Record<string, string | null>>
  readonly lookups: Lookups
  readonly identity?: Identity | undefined
  readonly addressLimit: number
  readonly at: number
}

export type CustomerFilter = {
  readonly kind?: string | undefined
  readonly state?: IdentityState | undefined
  readonly enterpriseId?: string | undefined
}

export type NewVerification = {
  readonly customerId: string
  readonly agentId: string | null
  readonly method: string
  readonly result: 'verified' | 'refused' | 'mismatch'
  readonly onDay: string
  readonly reverifyOn: string | null
  readonly by: string
  readonly at: number
}

export type VerificationRow = Omit<NewVerification, 'at'> & {
  readonly id: string
  readonly recordedAt: number
}

export type IdentityTaken = { readonly taken: string }

const CUSTOMER = `c.id, c.kind, c.person_id as "personId", c.enterprise_id as "enterpriseId", c.region,
  c.paper_kind as "paperKind", c.paper_until::text as "paperUntil", c.identity_mac is not null as identified,
  c.identity_state as "identityState", c.verified_on::text as "verifiedOn", c.verified_by as "verifiedBy",
  c.reverify_on::text as "reverifyOn", c.last_supplied_on::text as "lastSuppliedOn",
  ${ms('c.created_at')} as "createdAt", ${ms('c.erased_at')} as "erasedAt",
  coalesce((select json_agg(json_build_object('from', a.authorised_from, 'until', a.authorised_until))
    from customer_agent a where a.customer_id = c.id and a.role = 'agent' and a.revoked_at is null), '[]') as authorisations`

const one = async (client: Queryable, id: string): Promise<CustomerRow | null> => {
  const { rows } = await client.query<CustomerRow>(
    `select ${CUSTOMER} from customer c where c.id = $1`,
    [id],
  )
  return rows[0] ?? null
}

/** Says on which day a customer was last supplied; keeps the later one. Retention counts from it. */
export const noteSupplied = async (client: Queryable, id: string, on: string): Promise<void> => {
  await client.query(
    'update customer set last_supplied_on = greatest(last_supplied_on, $2::date) where id = $1',
    [id, on],
  )
}

export const customerQueries = (pool: Pool, read: Pool, vault: PersonVault) => {
  const macOf = (identity: Identity['identity']): Buffer | null =>
    identity === null ? null : vault.mac(identity.kind, identity.text)

  const index = async (client: Queryable, personId: string, lookups: Lookups): Promise<void> => {
    for (const [kind, text] of Object.entries(lookups) as [LookupKind, string][]) {
      await vault.index(client, personId, kind, [vault.mac(kind, text)])
    }
  }

  /** The identity is taken: by which customer of the same enterprise. */
  const holder = async (enterpriseId: string, mac: Buffer | null): Promise<IdentityTaken> => {
    const { rows } = await pool.query<{ id: string }>(
      'select id from customer where enterprise_id = $1 and identity_mac = $2',
      [enterpriseId, mac],
    )
    return { taken: rows[0]?.id ?? '' }
  }

  const list = async (where: Where, order: string, limit: number) => {
    const { rows } = await read.query<CustomerRow>(
      `select ${CUSTOMER} from customer c ${where.sql} order by ${order} limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  }

  return {
    /** A customer and the person behind it. `reference` = no such enterprise. */
    async create(fresh: NewCustomer): Promise<CustomerRow | IdentityTaken | 'reference'> {
      const { id, personId, enterpriseId, at } = fresh
      const mac = macOf(fresh.identity)
      try {
        return await inTransaction(pool, async (client) => {
          await vault.create(client, { id: personId, enterpriseId, at })
          await vault.put(client, personId, fresh.secrets, at)
          await index(client, personId, fresh.lookups)
          await client.query(
            `insert into customer (id, kind, person_id, enterprise_id, region, paper_kind, paper_until, identity_mac, created_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
            [
              id,
              fresh.kind,
              personId,
              enterpriseId,
              fresh.region,
              fresh.paperKind,
              fresh.paperUntil,
              mac,
              instantParam(at),
            ],
          )
          return (await one(client, id)) as CustomerRow
        })
      } catch (error) {
        const why = violation(error)
        if (why === 'reference') return 'reference'
        if (why === null) throw error
        // The same request once more, after its answer was lost.
        return (await one(pool, id)) ?? holder(enterpriseId, mac)
      }
    },

    /** null = erased meanwhile. The caller has looked whether it is in reach. */
    async change(id: string, change: CustomerChange): Promise<CustomerRow | IdentityTaken | null> {
      const { identity, at } = change
      const mac = identity === undefined ? null : macOf(identity.identity)
      const known = await one(pool, id)
      if (known === null) return null
      try {
        return await inTransaction(pool, async (client) => {
          if (!(await vault.put(client, known.personId, change.secrets, at))) return null
          await index(client, known.personId, change.lookups)
          if (identity !== undefined) {
            await client.query(
              `update customer set paper_kind = $2, paper_until = $3, identity_mac = $4,
                 identity_state = 'unverified', verified_on = null, verified_by = null, reverify_on = null where id = $1`,
              [id, identity.paperKind, identity.paperUntil, mac],
            )
            await openIdentityCases(client, id, { limit: change.addressLimit, at })
          }
          return one(client, id)
        })
      } catch (error) {
        if (violation(error) !== 'unique') throw error
        return holder(known.enterpriseId, mac)
      }
    },

    /** From the primary: what is decided by it is decided now. */
    async byId(scope: Scope, id: string): Promise<CustomerRow | null> {
      const where = new Where()
      where.and(customerInScope(where, scope, 'c'))
      where.and(`c.id = ${where.param(id)}`)
      const { rows } = await pool.query<CustomerRow>(
        `select ${CUSTOMER} from customer c ${where.sql}`,
        where.values,
      )
      return rows[0] ?? null
    },

    async list(
      scope: Scope,
      filter: CustomerFilter,
      limit: number,
      after: string | null,
    ): Promise<readonly CustomerRow[]> {
      const where = new Where()
      await listInScope(read, where, scope)
      where.and('c.erased_at is null')
      if (filter.kind !== undefined) where.and(`c.kind = ${where.param(filter.kind)}`)
      if (filter.state !== undefined) where.and(`c.identity_state = ${where.param(filter.state)}`)
      if (filter.enterpriseId !== undefined) {
        where.and(`c.enterprise_id = ${where.param(filter.enterpriseId)}`)
      }
      if (after !== null) where.and(`c.id > ${where.param(after)}`)
      return list(where, 'c.id', limit)
    },

    /** Whose identity is to be verified again before a day, the most overdue first. */
    async dueForVerification(
      scope: Scope,
      before: string,
      limit: number,
      after: { readonly on: string; readonly id: string } | null,
    ): Promise<readonly CustomerRow[]> {
      const where = new Where()
      await listInScope(read, where, scope)
      where.and(`c.erased_at is null and c.reverify_on < ${where.param(before)}::date`)
      if (after !== null) {
        where.and(
          `(c.reverify_on, c.id) > (${where.param(after.on)}::date, ${where.param(after.id)})`,
        )
      }
      return list(where, 'c.reverify_on, c.id', limit)
    },

    /** By a number, as the customer or as who buys for one. */
    async lookup(scope: Scope, kind: LookupKind, text: string): Promise<readonly CustomerRow[]> {
      const where = new Where()
      const mac = where.param(vault.mac(kind, text))
      where.and(customerInScope(where, scope, 'c'))
      where.and(`c.id in (
        select fc.id from person_lookup l join customer fc on fc.person_id = l.person_id
          where l.kind = ${where.param(kind)} and l.mac = ${mac}
        union select fa.customer_id from person_lookup l join customer_agent fa on fa.person_id = l.person_id
          where l.kind = ${where.param(kind)} and l.mac = ${mac} and fa.revoked_at is null)`)
      return list(where, 'c.id', 100)
    },

    /** Records what became of a verification; the newest one counts for the customer, one of an agent only for him. */
    async verify(fresh: NewVerification): Promise<VerificationRow> {
      const { customerId, agentId, method, result, onDay, reverifyOn, by, at } = fresh
      return inTransaction(pool, async (client) => {
        const { rows } = await client.query<{ id: string }>(
          `insert into customer_verification (customer_id, agent_id, method, result, on_day, reverify_on, recorded_by, recorded_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8) returning id::text as id`,
          [customerId, agentId, method, result, onDay, reverifyOn, by, instantParam(at)],
        )
        if (agentId === null) {
          await client.query(
            `update customer c set identity_state = v.result, verified_on = v.on_day, verified_by = v.method, reverify_on = v.reverify_on
             from (select * from customer_verification where customer_id = $1 and agent_id is null
               order by on_day desc, id desc limit 1) v where c.id = $1`,
            [customerId],
          )
        }
        const { at: _at, ...row } = fresh
        return { ...row, id: rows[0]?.id ?? '', recordedAt: at }
      })
    },

    /** Newest first. */
    async verifications(
      customerId: string,
      limit: number,
      before: string | null,
    ): Promise<readonly VerificationRow[]> {
      const { rows } = await read.query<VerificationRow>(
        `select v.id::text as id, v.customer_id as "customerId", v.agent_id as "agentId", v.method, v.result,
           v.on_day::text as "onDay", v.reverify_on::text as "reverifyOn", v.recorded_by as by,
           ${ms('v.recorded_at')} as "recordedAt"
         from customer_verification v where v.customer_id = $1 and ($2::int8 is null or v.id < $2::int8)
         order by v.id desc limit $3`,
        [customerId, before, limit],
      )
      return rows
    },
  }
}
