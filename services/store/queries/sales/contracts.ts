import type { Pool } from 'pg'
import { instantParam, ms, violation, Where } from '#store/queries/queryable.ts'
import type { Scope } from '#store/queries/scope.ts'
import { orderInScope } from './orders.ts'

export type ContractRow = {
  readonly id: string
  readonly enterpriseId: string
  readonly customerId: string
  readonly region: string
  readonly no: string
  readonly signedOn: string
  readonly validFrom: string
  readonly validUntil: string | null
  readonly terms: readonly string[]
  readonly document: string
  readonly recordedAt: number
  readonly endedOn: string | null
  readonly endReason: string | null
}

export type NewContract = Omit<ContractRow, 'endedOn' | 'endReason'> & {
  readonly recordedBy: string
}

const CONTRACT = `k.id, k.enterprise_id as "enterpriseId", k.customer_id as "customerId", k.region, k.no,
  k.signed_on::text as "signedOn", k.valid_from::text as "validFrom", k.valid_until::text as "validUntil", k.terms,
  encode(k.document, 'hex') as document, ${ms('k.recorded_at')} as "recordedAt", k.ended_on::text as "endedOn",
  k.end_reason as "endReason"`

/** From its first day to its last, the day of its end included. */
const inForce = (day: string): string =>
  `k.valid_from <= ${day}::date and coalesce(k.valid_until, 'infinity') >= ${day}::date
   and coalesce(k.ended_on, 'infinity') >= ${day}::date`

/** Supply contracts (供用气合同): added and ended, never changed. */
export const contractQueries = (pool: Pool, read: Pool) => {
  const byId = async (scope: Scope, id: string): Promise<ContractRow | null> => {
    const where = new Where()
    where.and(`k.id = ${where.param(id)}`)
    where.and(orderInScope(where, scope, 'k'))
    const { rows } = await pool.query<ContractRow>(
      `select ${CONTRACT} from supply_contract k ${where.sql}`,
      where.values,
    )
    return rows[0] ?? null
  }

  return {
    byId,

    /** A repeat with the same id finds its contract. `unique` = the enterprise has another one of this number. */
    async create(contract: NewContract): Promise<ContractRow | 'unique'> {
      try {
        await pool.query(
          `insert into supply_contract (id, enterprise_id, customer_id, region, no, signed_on, valid_from, valid_until, terms,
             document, recorded_by, recorded_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, decode($10, 'hex'), $11, $12) on conflict (id) do nothing`,
          [
            contract.id,
            contract.enterpriseId,
            contract.customerId,
            contract.region,
            contract.no,
            contract.signedOn,
            contract.validFrom,
            contract.validUntil,
            contract.terms,
            contract.document,
            contract.recordedBy,
            instantParam(contract.recordedAt),
          ],
        )
      } catch (error) {
        if (violation(error) !== 'unique') throw error
        return 'unique'
      }
      const row = await byId({ kind: 'all' }, contract.id)
      if (row === null) throw new Error('a contract that was just written is not there')
      return row
    },

    /** Newest first. */
    async list(
      scope: Scope,
      filter: { readonly customerId?: string | undefined; readonly on?: string | undefined },
      limit: number,
      after: { readonly at: number; readonly id: string } | null,
    ): Promise<readonly ContractRow[]> {
      const where = new Where()
      where.and(orderInScope(where, scope, 'k'))
      const { customerId, on } = filter
      if (customerId !== undefined) where.and(`k.customer_id = ${where.param(customerId)}`)
      if (on !== undefined) where.and(inForce(where.param(on)))
      if (after !== null) {
        where.and(
          `(k.recorded_at, k.id) < (${where.param(instantParam(after.at))}::timestamptz, ${where.param(after.id)}::uuid)`,
        )
      }
      const { rows } = await read.query<ContractRow>(
        `select ${CONTRACT} from supply_contract k ${where.sql}
         order by k.recorded_at desc, k.id desc limit ${where.param(limit)}`,
        where.values,
      )
      return rows
    },

    /** The customer's contract in force on a day, the latest where there are several. */
    async inForce(customerId: string, on: string, no?: string): Promise<ContractRow | null> {
      const { rows } = await pool.query<ContractRow>(
        `select ${CONTRACT} from supply_contract k
         where k.customer_id = $1 and ${inForce('$2')} and ($3::text is null or k.no = $3)
         order by k.valid_from desc, k.id desc limit 1`,
        [customerId, on, no ?? null],
      )
      return rows[0] ?? null
    },

    /** @returns false when it was ended before */
    async end(id: string, on: string, reason: string): Promise<boolean> {
      const { rowCount } = await pool.query(
        'update supply_contract set ended_on = $2, end_reason = $3 where id = $1 and ended_on is null',
        [id, on, reason],
      )
      return rowCount === 1
    },
  }
}
