import type { Pool } from 'pg'
import { inTransaction, instantParam, ms, Where } from '#store/queries/queryable.ts'
import { orderInScope } from '#store/queries/sales/orders.ts'
import type { Scope } from '#store/queries/scope.ts'

export const partKinds = ['appliance', 'hose', 'regulator', 'alarm'] as const
export type PartKind = (typeof partKinds)[number]

/** An appliance, hose, regulator or alarm in a home. */
export type HomePartRow = {
  readonly id: string
  readonly enterpriseId: string
  readonly premisesId: string
  readonly customerId: string
  readonly region: string
  readonly kind: PartKind
  readonly brand: string | null
  readonly model: string | null
  readonly serialNo: string | null
  readonly madeOn: string | null
  readonly installedOn: string | null
  readonly useUntil: string
  /** Where the day comes from: printed on it, or so long after it was made or installed (`clause`). */
  readonly untilFrom: 'printed' | 'made' | 'installed'
  readonly clause: string | null
  readonly recordedAt: number
  readonly replacedAt: number | null
  readonly replacedBy: string | null
}

export type NewPart = Omit<HomePartRow, 'replacedAt' | 'replacedBy'> & {
  readonly recordedBy: string
  /** The part whose place it takes. */
  readonly replaces: string | null
}

const ROW = `p.id, p.enterprise_id as "enterpriseId", p.premises_id as "premisesId", p.customer_id as "customerId", p.region,
  p.kind, p.brand, p.model, p.serial_no as "serialNo", p.made_on::text as "madeOn", p.installed_on::text as "installedOn",
  p.use_until::text as "useUntil", p.until_from as "untilFrom", p.clause, ${ms('p.recorded_at')} as "recordedAt",
  ${ms('p.replaced_at')} as "replacedAt", p.replaced_by as "replacedBy"`

export const homePartQueries = (pool: Pool, read: Pool) => ({
  /** `gone` = what it replaces is not there, or was replaced before. A repeat with the same id finds its row. */
  create: (part: NewPart): Promise<HomePartRow | 'gone'> =>
    inTransaction(pool, async (client) => {
      const { rowCount } = await client.query(
        `insert into home_part (id, enterprise_id, premises_id, customer_id, region, kind, brand, model, serial_no, made_on,
           installed_on, use_until, until_from, clause, recorded_by, recorded_at)
         select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10::date, $11::date, $12::date, $13, $14, $15::uuid, $16::timestamptz
         where $17::uuid is null or exists (select from home_part where id = $17 and premises_id = $3 and kind = $6
           and replaced_at is null for update)
         on conflict (id) do nothing`,
        [
          part.id,
          part.enterpriseId,
          part.premisesId,
          part.customerId,
          part.region,
          part.kind,
          part.brand,
          part.model,
          part.serialNo,
          part.madeOn,
          part.installedOn,
          part.useUntil,
          part.untilFrom,
          part.clause,
          part.recordedBy,
          instantParam(part.recordedAt),
          part.replaces,
        ],
      )
      if (rowCount === 1 && part.replaces !== null) {
        await client.query(
          'update home_part set replaced_at = $2, replaced_by = $3 where id = $1',
          [part.replaces, instantParam(part.recordedAt), part.id],
        )
      }
      const { rows } = await client.query<HomePartRow>(
        `select ${ROW} from home_part p where p.id = $1`,
        [part.id],
      )
      return rows[0] ?? 'gone'
    }),

  /** What stands in homes, the next to be replaced first. */
  async list(
    scope: Scope,
    filter: {
      readonly dueBefore?: string | undefined
      readonly premisesId?: string | undefined
      readonly kind?: string | undefined
    },
    limit: number,
    after: { readonly on: string; readonly id: string } | null,
  ): Promise<readonly HomePartRow[]> {
    const where = new Where()
    where.and('p.replaced_at is null')
    where.and(orderInScope(where, scope, 'p'))
    if (filter.dueBefore !== undefined) {
      where.and(`p.use_until < ${where.param(filter.dueBefore)}::date`)
    }
    if (filter.premisesId !== undefined) {
      where.and(`p.premises_id = ${where.param(filter.premisesId)}`)
    }
    if (filter.kind !== undefined) where.and(`p.kind = ${where.param(filter.kind)}`)
    if (after !== null) {
      where.and(
        `(p.use_until, p.id) > (${where.param(after.on)}::date, ${where.param(after.id)}::uuid)`,
      )
    }
    const { rows } = await read.query<HomePartRow>(
      `select ${ROW} from home_part p ${where.sql} order by p.use_until, p.id limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },
})
