import type { Pool } from 'pg'
import { addressField } from '#domain/identity/address.ts'
import type { PersonVault } from '#store/people/person-vault.ts'
import { openIdentityCases } from './identity-cases.ts'
import { inTransaction, instantParam, ms, Where } from '#store/queries/queryable.ts'
import type { Scope } from '#store/queries/scope.ts'
import { beyondReach } from '#store/reach.ts'

/** Where cylinders stand; the address itself is a secret of the customer, `address:<id>`. */
export type PremisesFields = {
  readonly region: string
  readonly class: 'unit' | 'urban' | 'rural'
  readonly inPipeArea: boolean
  readonly place: 'indoors' | 'outdoors' | 'gas-store'
  readonly roomUse: string
  readonly floor: number | null
  readonly ventilation: string
  readonly gasAlarm: boolean | null
  readonly secondGasSource: string
}

export type PremisesRow = PremisesFields & {
  readonly id: string
  readonly customerId: string
  readonly enterpriseId: string
  readonly createdAt: number
  readonly changedAt: number
  readonly closedAt: number | null
}

export type Addressed = {
  readonly personId: string
  /** As written, and normalised for comparison. */
  readonly address: string
  readonly addressKey: string
}

/** A cylinder that stands there: as far as the last delivery says, at these premises or at none in particular. */
export type OnSiteCylinder = {
  readonly code: string | null
  readonly model: string | null
  readonly deliveredAt: number | null
}

type Limit = { readonly addressLimit: number; readonly at: number }

const PREMISES = `p.id, p.customer_id as "customerId", p.enterprise_id as "enterpriseId", p.region, p.class,
  p.in_pipe_area as "inPipeArea", p.place, p.room_use as "roomUse", p.floor, p.ventilation, p.gas_alarm as "gasAlarm",
  p.second_gas_source as "secondGasSource", ${ms('p.created_at')} as "createdAt", ${ms('p.changed_at')} as "changedAt",
  ${ms('p.closed_at')} as "closedAt"`

const inScope = (where: Where, scope: Scope): string => {
  switch (scope.kind) {
    case 'all':
      return 'true'
    case 'enterprise':
      return `p.enterprise_id = ${where.param(scope.enterpriseId)}`
    case 'region': {
      const prefix = where.param(scope.prefix)
      return `(starts_with(p.region, ${prefix}) or exists (
        select from customer c where c.id = p.customer_id and starts_with(c.region, ${prefix})))`
    }
    case 'none':
      return 'false'
  }
}

const COLUMNS: Readonly<Record<keyof PremisesFields, string>> = {
  region: 'region',
  class: 'class',
  inPipeArea: 'in_pipe_area',
  place: 'place',
  roomUse: 'room_use',
  floor: 'floor',
  ventilation: 'ventilation',
  gasAlarm: 'gas_alarm',
  secondGasSource: 'second_gas_source',
}

export const premisesQueries = (pool: Pool, read: Pool, vault: PersonVault) => ({
  /** null = the customer was erased meanwhile. */
  create: (
    fresh: Omit<PremisesRow, 'createdAt' | 'changedAt' | 'closedAt'> & Addressed & Limit,
  ): Promise<PremisesRow | null> =>
    inTransaction(pool, async (client) => {
      const { rowCount } = await client.query(
        'select from customer where id = $1 and erased_at is null for share',
        [fresh.customerId],
      )
      if (rowCount === 0) return null
      const secrets = { [addressField(fresh.id)]: fresh.address }
      await vault.put(client, fresh.personId, secrets, fresh.at)
      const keys = Object.keys(COLUMNS) as (keyof PremisesFields)[]
      const { rows } = await client.query<PremisesRow>(
        `with p as (
           insert into premises (id, customer_id, enterprise_id, address_mac, created_at, changed_at, ${keys.map((key) => COLUMNS[key]).join(', ')})
           values ($1, $2, $3, $4, $5, $5, ${keys.map((_, i) => `$${i + 6}`).join(', ')}) returning *)
         select ${PREMISES} from p`,
        [
          fresh.id,
          fresh.customerId,
          fresh.enterpriseId,
          vault.mac('address', fresh.addressKey),
          instantParam(fresh.at),
          ...keys.map((key) => fresh[key]),
        ],
      )
      await openIdentityCases(client, fresh.customerId, { limit: fresh.addressLimit, at: fresh.at })
      return rows[0] ?? null
    }),

  async byId(scope: Scope, id: string): Promise<PremisesRow | null> {
    const where = new Where()
    where.and(inScope(where, scope))
    where.and(`p.id = ${where.param(id)}`)
    const { rows } = await pool.query<PremisesRow>(
      `select ${PREMISES} from premises p ${where.sql}`,
      where.values,
    )
    return rows[0] ?? null
  },

  async list(
    scope: Scope,
    customerId: string,
    limit: number,
    after: string | null,
  ): Promise<readonly PremisesRow[]> {
    const where = new Where()
    where.and(inScope(where, scope))
    where.and(`p.customer_id = ${where.param(customerId)}`)
    if (after !== null) where.and(`p.id > ${where.param(after)}`)
    const { rows } = await pool.query<PremisesRow>(
      `select ${PREMISES} from premises p ${where.sql} order by p.id limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  /** null = no such premises, or their customer was erased. */
  change: (
    id: string,
    change: Partial<PremisesFields> & { readonly closed?: boolean | undefined },
    addressed: Addressed | null,
    { addressLimit, at }: Limit,
  ): Promise<PremisesRow | null> =>
    inTransaction(pool, async (client) => {
      const where = new Where()
      const now = where.param(instantParam(at))
      const sets = [`changed_at = ${now}`]
      for (const key of Object.keys(COLUMNS) as (keyof PremisesFields)[]) {
        const value = change[key]
        if (value !== undefined) sets.push(`${COLUMNS[key]} = ${where.param(value)}`)
      }
      if (change.closed !== undefined) {
        sets.push(`closed_at = ${change.closed ? `coalesce(closed_at, ${now})` : 'null'}`)
      }
      if (addressed !== null) {
        sets.push(`address_mac = ${where.param(vault.mac('address', addressed.addressKey))}`)
      }
      const { rows } = await client.query<PremisesRow>(
        `with p as (update premises set ${sets.join(', ')} where id = ${where.param(id)} and exists (
           select from customer c where c.id = customer_id and c.erased_at is null) returning *)
         select ${PREMISES} from p`,
        where.values,
      )
      const row = rows[0]
      if (row === undefined) return null
      if (addressed !== null) {
        const secrets = { [addressField(id)]: addressed.address }
        await vault.put(client, addressed.personId, secrets, at)
      }
      await openIdentityCases(client, row.customerId, { limit: addressLimit, at })
      return row
    }),

  /** What stands at a customer's premises by the cylinders' own lives, whosever they are: hence beyond reach. */
  async onSite(customerId: string, premisesId: string): Promise<readonly OnSiteCylinder[]> {
    const { rows } = await beyondReach(() =>
      read.query<OnSiteCylinder>(
        `select c.code, c.model, ${ms('d.at')} as "deliveredAt"
       from cylinder_holder h join cylinder c on c.id = h.cylinder_id left join lateral (
         select l.effective_at as at, l.body->>'premisesRef' as premises from cylinder_life l
         where l.cylinder_id = c.id and l.type = 'delivery.completed'
         order by l.effective_at desc, l.at desc, l.event_id desc limit 1) d on true
       where h.kind = 'customer' and h.holder = $1 and coalesce(d.premises, $2) = $2
       order by c.code`,
        [customerId, premisesId],
      ),
    )
    return rows
  },
})
