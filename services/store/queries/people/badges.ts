import type { Pool } from 'pg'
import {
  inTransaction,
  instantParam,
  ms,
  type Queryable,
  violated,
  Where,
} from '#store/queries/queryable.ts'
import { enterpriseInScope, type Scope } from '#store/queries/scope.ts'
import type { PersonVault } from '#store/people/person-vault.ts'
import { beyondReach } from '#store/reach.ts'

export type BadgeRow = {
  readonly token: string
  readonly enterpriseId: string
  readonly operator: string
  readonly badgeNo: string
  readonly post: string
  readonly supervisionPhone: string
  readonly validUntil: string | null
  readonly issuedAt: number
  readonly revokedAt: number | null
  /** The day on which the holder agreed that their name is shown; null = it is not. */
  readonly nameAgreedOn: string | null
}

/** `name`: sealed under a key of its own, made and destroyed with the badge. */
export type NewBadge = Omit<BadgeRow, 'revokedAt' | 'nameAgreedOn'> & {
  readonly issuedBy: string
  readonly name: { readonly personId: string; readonly text: string; readonly on: string } | null
}

export type PublicBadge = BadgeRow & { readonly company: string; readonly name: string | null }

const BADGE = `t.token, t.enterprise_id as "enterpriseId", t.operator, t.badge_no as "badgeNo", t.post,
  t.supervision_phone as "supervisionPhone", t.valid_until::text as "validUntil",
  ${ms('t.issued_at')} as "issuedAt", ${ms('t.revoked_at')} as "revokedAt", t.name_agreed_on::text as "nameAgreedOn"`

const within = (scope: Scope): Where => {
  const where = new Where()
  where.and(
    `exists (select from enterprise e where e.id = t.enterprise_id and ${enterpriseInScope(where, scope, 'e')})`,
  )
  return where
}

const INSERT = `
  insert into badge (token, enterprise_id, operator, badge_no, post, supervision_phone, valid_until, issued_by, issued_at,
    person_id, name_agreed_on)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`

/** Badges of staff (工作证). */
export const badgeQueries = (pool: Pool, read: Pool, vault: PersonVault) => {
  const insert = async (client: Queryable, row: NewBadge): Promise<void> => {
    const { name, enterpriseId, issuedAt: at } = row
    if (name !== null) {
      await vault.create(client, { id: name.personId, enterpriseId, at })
      await vault.put(client, name.personId, { name: name.text }, at)
    }
    await client.query(INSERT, [
      row.token,
      enterpriseId,
      row.operator,
      row.badgeNo,
      row.post,
      row.supervisionPhone,
      row.validUntil,
      row.issuedBy,
      instantParam(at),
      name?.personId ?? null,
      name?.on ?? null,
    ])
  }

  return {
    async issue(row: NewBadge): Promise<'issued' | 'unique' | 'reference'> {
      try {
        await inTransaction(pool, (client) => insert(client, row))
        return 'issued'
      } catch (error) {
        return violated(error)
      }
    },

    async list(
      scope: Scope,
      filter: {
        readonly enterpriseId?: string | undefined
        readonly operator?: string | undefined
      },
      limit: number,
      after: string | null,
    ): Promise<readonly BadgeRow[]> {
      const where = within(scope)
      const { enterpriseId, operator } = filter
      if (enterpriseId !== undefined) where.and(`t.enterprise_id = ${where.param(enterpriseId)}`)
      if (operator !== undefined) where.and(`t.operator = ${where.param(operator)}`)
      if (after !== null) where.and(`t.token > ${where.param(after)}`)
      const { rows } = await read.query<BadgeRow>(
        `select ${BADGE} from badge t ${where.sql} order by t.token limit ${where.param(limit)}`,
        where.values,
      )
      return rows
    },

    /** What a customer who scans a badge asks for. From the primary: a badge that was taken away is no longer valid at once. */
    async byToken(token: string): Promise<PublicBadge | null> {
      const { rows } = await pool.query<Omit<PublicBadge, 'name'> & { personId: string | null }>(
        `select ${BADGE}, e.name as company, t.person_id as "personId"
         from badge t join enterprise e on e.id = t.enterprise_id where t.token = $1`,
        [token],
      )
      const row = rows[0]
      if (row === undefined) return null
      const { personId, ...badge } = row
      if (personId === null || badge.revokedAt !== null) return { ...badge, name: null }
      // Whoever holds the badge may know the name that its holder let stand there; nothing else of that person.
      const people = await beyondReach(() => vault.read(pool, [personId], ['name']))
      return { ...badge, name: people.get(personId)?.['name'] ?? null }
    },

    /** A name that nobody has to recognise any more is destroyed with its key. */
    revoke: (scope: Scope, token: string, at: number): Promise<boolean> =>
      inTransaction(pool, async (client) => {
        const where = within(scope)
        where.and(`t.token = ${where.param(token)}`)
        const { rows } = await client.query<{ personId: string | null }>(
          `update badge t set revoked_at = coalesce(t.revoked_at, ${where.param(instantParam(at))}) ${where.sql}
           returning t.person_id as "personId"`,
          where.values,
        )
        const personId = rows[0]?.personId ?? null
        if (personId !== null) await vault.erase(client, personId, at)
        return rows.length === 1
      }),
  }
}
