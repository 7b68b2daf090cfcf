import type { Pool } from 'pg'
import { inTransaction, instantParam, ms, Where } from '#store/queries/queryable.ts'
import type { Scope } from '#store/queries/scope.ts'
import { type EventOfCylinder, keepUntold } from '#store/queries/system/untold-events.ts'
import { lockCylinders, settleDeposits } from '#store/queries/money/settle-deposits.ts'
import { insertReturns, type NewReturns } from './insert-returns.ts'

export type ReturnRow = {
  readonly id: string
  readonly code: string
  readonly customerId: string | null
  readonly reason: string
  readonly broughtBy: string
  readonly custodyKind: string
  readonly custodyId: string | null
  readonly happenedAt: number
  readonly recordedAt: number
  readonly dueAt: number
  readonly provisional: boolean
  readonly weighedAt: number | null
}

export type ForeignRow = {
  readonly id: string
  readonly enterpriseId: string
  readonly ownerId: string | null
  readonly code: string | null
  readonly registered: boolean
  readonly photo: string | null
  readonly customerId: string | null
  readonly happenedAt: number
  readonly recordedAt: number
  readonly handedOverAt: number | null
  readonly handedTo: string | null
}

export type HandOver = {
  readonly enterpriseId: string
  readonly recordedAt: number
  readonly id: string
  readonly ids: readonly string[]
  readonly to: string
  readonly happenedAt: number
  readonly by: string
  readonly giver: Buffer
  readonly receiver: Buffer
}

const RETURN = `r.id, r.code, r.customer_id as "customerId", r.reason, r.brought_by as "broughtBy", r.custody_kind as "custodyKind",
  r.custody_id as "custodyId", ${ms('r.happened_at')} as "happenedAt", ${ms('r.recorded_at')} as "recordedAt",
  ${ms('r.due_at')} as "dueAt", r.provisional, ${ms('r.weighed_at')} as "weighedAt"`

const FOREIGN = `f.id, f.enterprise_id as "enterpriseId", f.owner_id as "ownerId", f.code, f.registered,
  encode(f.photo, 'hex') as photo, f.customer_id as "customerId", ${ms('f.happened_at')} as "happenedAt", ${ms('f.recorded_at')} as "recordedAt",
  ${ms('f.handed_over_at')} as "handedOverAt", f.handed_to as "handedTo"`

/** Rows that carry their enterprise; a regulator sees those of enterprises with a station in the region. */
export const heldInScope = (where: Where, scope: Scope, alias: string): string => {
  switch (scope.kind) {
    case 'all':
      return 'true'
    case 'enterprise':
      return `${alias}.enterprise_id = ${where.param(scope.enterpriseId)}`
    case 'region':
      return `${alias}.enterprise_id in (select s.enterprise_id from station s where starts_with(s.region, ${where.param(scope.prefix)}))`
    case 'none':
      return 'false'
  }
}

export const returnQueries = (pool: Pool, read: Pool) => ({
  /** Writes a batch of returns once; `repeated` = the batch is there already. */
  create: (
    batch: NewReturns,
    events: readonly EventOfCylinder[],
  ): Promise<'created' | 'repeated'> =>
    inTransaction(pool, async (client) => {
      await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [batch.batchId])
      const { rows } = await client.query(
        `select from cylinder_return where batch_id = $1 union all select from foreign_empty where batch_id = $1 limit 1`,
        [batch.batchId],
      )
      if (rows.length > 0) return 'repeated'
      const codes = batch.returns.map(({ code }) => code)
      await lockCylinders(client, codes)
      await insertReturns(client, batch)
      await keepUntold(client, batch.enterpriseId, batch.recordedAt, events)
      await settleDeposits(client, codes, { recordedAt: batch.recordedAt, by: batch.recordedBy })
      return 'created'
    }),

  async byId(scope: Scope, id: string): Promise<ReturnRow | null> {
    const where = new Where()
    where.and(`r.id = ${where.param(id)}`)
    where.and(heldInScope(where, scope, 'r'))
    const { rows } = await pool.query<ReturnRow>(
      `select ${RETURN} from cylinder_return r ${where.sql}`,
      where.values,
    )
    return rows[0] ?? null
  },

  /** Newest first. */
  async list(
    scope: Scope,
    limit: number,
    after: { readonly at: number; readonly id: string } | null,
  ): Promise<readonly ReturnRow[]> {
    const where = new Where()
    where.and(heldInScope(where, scope, 'r'))
    if (after !== null) {
      where.and(
        `(r.recorded_at, r.id) < (${where.param(instantParam(after.at))}::timestamptz, ${where.param(after.id)}::uuid)`,
      )
    }
    const { rows } = await read.query<ReturnRow>(
      `select ${RETURN} from cylinder_return r ${where.sql} order by r.recorded_at desc, r.id desc limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  /** What waits for the scale, the most urgent first. */
  async unweighed(
    scope: Scope,
    limit: number,
    after: { readonly dueAt: number; readonly id: string } | null,
  ): Promise<readonly ReturnRow[]> {
    const where = new Where()
    where.and('r.weighed_at is null')
    where.and(heldInScope(where, scope, 'r'))
    if (after !== null) {
      where.and(
        `(r.due_at, r.id) > (${where.param(instantParam(after.dueAt))}::timestamptz, ${where.param(after.id)}::uuid)`,
      )
    }
    const { rows } = await read.query<ReturnRow>(
      `select ${RETURN} from cylinder_return r ${where.sql} order by r.due_at, r.id limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  async foreign(
    scope: Scope,
    filter: {
      readonly state: 'held' | 'handed-over' | 'all'
      readonly ownerId?: string | undefined
    },
    limit: number,
    after: { readonly at: number; readonly id: string } | null,
  ): Promise<readonly ForeignRow[]> {
    const where = new Where()
    where.and(heldInScope(where, scope, 'f'))
    if (filter.state === 'held') where.and('f.handed_over_at is null')
    if (filter.state === 'handed-over') where.and('f.handed_over_at is not null')
    if (filter.ownerId !== undefined) where.and(`f.owner_id = ${where.param(filter.ownerId)}`)
    if (after !== null) {
      where.and(
        `(f.recorded_at, f.id) < (${where.param(instantParam(after.at))}::timestamptz, ${where.param(after.id)}::uuid)`,
      )
    }
    const { rows } = await read.query<ForeignRow>(
      `select ${FOREIGN} from foreign_empty f ${where.sql} order by f.recorded_at desc, f.id desc limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  /** Those of the list that are in scope, in its order. */
  async foreignByIds(scope: Scope, ids: readonly string[]): Promise<readonly ForeignRow[]> {
    const where = new Where()
    where.and(`f.id = any (${where.param(ids)}::uuid[])`)
    where.and(heldInScope(where, scope, 'f'))
    const { rows } = await pool.query<ForeignRow>(
      `select ${FOREIGN} from foreign_empty f ${where.sql} order by f.id`,
      where.values,
    )
    return rows
  },

  /** All of them or none. @returns the first one that was handed over before, else null */
  handOver: (handOver: HandOver, events: readonly EventOfCylinder[]): Promise<string | null> =>
    inTransaction(pool, async (client) => {
      const { rows } = await client.query<{ id: string; handoverId: string | null }>(
        `select id, handover_id as "handoverId" from foreign_empty where id = any ($1::uuid[]) order by id for update`,
        [handOver.ids],
      )
      const gone = rows.find(({ handoverId }) => handoverId !== null && handoverId !== handOver.id)
      if (gone !== undefined) return gone.id
      const { rowCount } = await client.query(
        `update foreign_empty set handed_over_at = $2, handed_to = $3, handover_id = $4, handed_by = $5,
           giver_signature = $6, receiver_signature = $7 where id = any ($1::uuid[]) and handed_over_at is null`,
        [
          handOver.ids,
          instantParam(handOver.happenedAt),
          handOver.to,
          handOver.id,
          handOver.by,
          handOver.giver,
          handOver.receiver,
        ],
      )
      if ((rowCount ?? 0) > 0) {
        await keepUntold(client, handOver.enterpriseId, handOver.recordedAt, events)
      }
      return null
    }),
})
