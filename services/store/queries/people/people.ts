import type { Pool } from 'pg'
import { maskField } from '#domain/identity/mask.ts'
import type { Place } from '#store/people/person-cipher.ts'
import type { PersonVault, Secrets } from '#store/people/person-vault.ts'
import { type HoldQuestion, holdSources, type PersonHold } from './person-holds.ts'
import { inTransaction, instantParam, ms, type Queryable, Where } from '#store/queries/queryable.ts'
import type { Scope } from '#store/queries/scope.ts'
import { beyondReach, beyondReachIn } from '#store/reach.ts'

/** Who asks, of whom, and why: what the audit log keeps. */
export type Access = {
  readonly personId: string
  readonly customerId: string | null
  readonly enterpriseId: string
  readonly userId: string
  readonly role: string
  readonly purpose: string
  readonly reason: string
  readonly at: number
}

export type AuditRow = {
  readonly id: string
  readonly action: 'reveal' | 'export' | 'erase'
  readonly personId: string
  readonly customerId: string | null
  readonly enterpriseId: string
  readonly userId: string
  readonly username: string | null
  readonly role: string
  readonly fields: readonly string[]
  readonly purpose: string
  /** null once the person is erased. */
  readonly reason: string | null
  readonly at: number
}

/** What was erased, or what still stands against it. */
export type Erasure =
  | { readonly outcome: 'erased'; readonly people: number }
  | { readonly outcome: 'erased-before' }
  | { readonly outcome: 'held'; readonly holds: readonly PersonHold[] }

/** The row's number does not exist yet when the reason is sealed: person and time stand for it. */
const reasonPlace = ({ personId, at }: Pick<Access, 'personId' | 'at'>): Place => [
  'reveal_audit',
  `${personId} ${at}`,
  'reason',
]

type StoredAudit = Omit<AuditRow, 'reason'> & { readonly sealed: Buffer | null }

const AUDIT = `r.id::text as id, r.action, r.person_id as "personId", r.customer_id as "customerId",
  r.enterprise_id as "enterpriseId", r.user_id as "userId", u.username, r.role, r.fields, r.purpose, r.reason as sealed,
  ${ms('r.at')} as at`

const auditInReach = (where: Where, scope: Scope): string => {
  switch (scope.kind) {
    case 'all':
      return 'true'
    case 'enterprise':
      return `r.enterprise_id = ${where.param(scope.enterpriseId)}`
    case 'region':
      return `exists (select from customer c where c.id = r.customer_id and starts_with(c.region, ${where.param(scope.prefix)}))`
    case 'none':
      return 'false'
  }
}

const PEOPLE_OF_CUSTOMER = `select person_id as id from customer where id = $1
  union select person_id from customer_agent where customer_id = $1`

/** What is personal, and the log of who looked at it. */
export const peopleQueries = (pool: Pool, vault: PersonVault) => {
  const note = async (
    client: Queryable,
    action: AuditRow['action'],
    access: Access,
    fields: readonly string[],
  ): Promise<void> => {
    const sealed = await vault.sealFor(client, access.personId, reasonPlace(access), access.reason)
    await client.query(
      `insert into reveal_audit (action, person_id, customer_id, enterprise_id, user_id, role, fields, purpose, reason, at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        action,
        access.personId,
        access.customerId,
        access.enterpriseId,
        access.userId,
        access.role,
        fields,
        access.purpose,
        sealed,
        instantParam(access.at),
      ],
    )
  }

  const opened = async ({ sealed, ...row }: StoredAudit): Promise<AuditRow> => ({
    ...row,
    reason:
      sealed === null ? null : await vault.openFor(pool, row.personId, reasonPlace(row), sealed),
  })

  const holds = async (client: Queryable, question: HoldQuestion): Promise<PersonHold[]> => {
    const found: PersonHold[] = []
    for (const source of holdSources) found.push(...(await source(client, question)))
    return found
  }

  return {
    /** The numbers of a person's fields, starred out, by person; who is erased is not in it. */
    async masked(
      personIds: readonly string[],
      fields?: readonly string[],
    ): Promise<ReadonlyMap<string, Secrets>> {
      const people = await vault.read(pool, personIds, fields)
      const shown = [...people].map(([id, secrets]) => {
        const entries = Object.entries(secrets).map(([field, text]) => [
          field,
          maskField(field, text),
        ])
        return [id, Object.fromEntries(entries) as Secrets] as const
      })
      return new Map(shown)
    },

    /** Whose person a customer is. */
    async personsOf(customerIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
      const { rows } = await pool.query<{ id: string; personId: string }>(
        'select id, person_id as "personId" from customer where id = any($1::uuid[])',
        [customerIds],
      )
      return new Map(rows.map(({ id, personId }) => [id, personId]))
    },

    /** The fields as they are, and the line in the log, or neither. null = erased. */
    reveal: (access: Access, fields: readonly string[]): Promise<Secrets | null> =>
      inTransaction(pool, async (client) => {
        const people = await vault.read(client, [access.personId], fields)
        const secrets = people.get(access.personId)
        if (secrets === undefined) return null
        await note(client, 'reveal', access, fields)
        return secrets
      }),

    /** Everything that is sealed about a person, for themselves; logged. null = erased. */
    export: (access: Access): Promise<Secrets | null> =>
      inTransaction(pool, async (client) => {
        const secrets = (await vault.read(client, [access.personId])).get(access.personId)
        if (secrets === undefined) return null
        await note(client, 'export', access, Object.keys(secrets))
        return secrets
      }),

    /** Beyond reach, like in the erasing: a cylinder of another company at the customer's holds them as well. */
    holds: (question: HoldQuestion): Promise<PersonHold[]> =>
      beyondReach(() => holds(pool, question)),

    /** Destroys the keys of a customer and of who buys for it, unless something still needs them. */
    erase: (access: Access & { customerId: string }, question: HoldQuestion): Promise<Erasure> =>
      inTransaction(pool, async (client) => {
        const { customerId, at } = access
        const { rows } = await client.query<{ erasedAt: number | null }>(
          'select erased_at as "erasedAt" from customer where id = $1 for update',
          [customerId],
        )
        if (rows[0]?.erasedAt !== null) return { outcome: 'erased-before' }
        const held = await beyondReachIn(client, () => holds(client, question))
        if (held.length > 0) return { outcome: 'held', holds: held }
        await note(client, 'erase', access, [])
        const people = await client.query<{ id: string }>(PEOPLE_OF_CUSTOMER, [customerId])
        for (const { id } of people.rows) await vault.erase(client, id, at)
        await client.query(
          `update customer set identity_mac = null, paper_kind = null, paper_until = null, reverify_on = null, erased_at = $2 where id = $1`,
          [customerId, instantParam(at)],
        )
        await client.query(
          'update customer_agent set revoked_at = coalesce(revoked_at, $2), paper_kind = null where customer_id = $1',
          [customerId, instantParam(at)],
        )
        await client.query(
          'update premises set address_mac = null, closed_at = coalesce(closed_at, $2) where customer_id = $1',
          [customerId, instantParam(at)],
        )
        await client.query('delete from customer_care where customer_id = $1', [customerId])
        return { outcome: 'erased', people: people.rows.length }
      }),

    /** Newest first. */
    async audit(
      scope: Scope,
      filter: { readonly customerId?: string | undefined; readonly userId?: string | undefined },
      limit: number,
      before: string | null,
    ): Promise<readonly AuditRow[]> {
      const where = new Where()
      where.and(auditInReach(where, scope))
      if (filter.customerId !== undefined) {
        where.and(`r.customer_id = ${where.param(filter.customerId)}`)
      }
      if (filter.userId !== undefined) where.and(`r.user_id = ${where.param(filter.userId)}`)
      if (before !== null) where.and(`r.id < ${where.param(before)}`)
      const { rows } = await pool.query<StoredAudit>(
        `select ${AUDIT} from reveal_audit r left join app_user u on u.id = r.user_id ${where.sql}
         order by r.id desc limit ${where.param(limit)}`,
        where.values,
      )
      return Promise.all(rows.map(opened))
    },
  }
}
