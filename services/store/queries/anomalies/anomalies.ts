import type { Pool } from 'pg'
import type { Anomaly, AnomalyKind, AnomalyUnit } from '#domain/anomalies/anomaly.ts'
import { inTransaction, instantParam, ms, Where } from '#store/queries/queryable.ts'
import type { Scope } from '#store/queries/scope.ts'
import { caseInScope } from '#store/queries/service/case-rows.ts'

export type AnomalyStatus = 'open' | 'explained' | 'confirmed'

export type AnomalyRow = {
  readonly id: string
  readonly no: string
  readonly kind: AnomalyKind
  readonly enterpriseId: string
  readonly enterpriseName: string
  readonly region: string
  readonly stationId: string | null
  readonly subjectKind: Anomaly['subject']['kind']
  readonly subjectId: string
  readonly from: number
  readonly to: number
  readonly measured: number
  readonly limit: number
  readonly unit: AnomalyUnit
  readonly detail: Anomaly['detail']
  readonly evidence: Anomaly['evidence']
  readonly events: number
  readonly status: AnomalyStatus
  readonly foundAt: number
  readonly changedAt: number
  readonly withdrawnAt: number | null
  /** Role of whoever explained, confirmed or reopened it last. */
  readonly decidedRole: string | null
}

export type AnomalyFilter = {
  readonly kind?: AnomalyKind | undefined
  readonly stationId?: string | undefined
  readonly enterpriseId?: string | undefined
  readonly status?: AnomalyStatus | 'withdrawn' | undefined
  readonly subject?: string | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
}

export type AnomalyStepRow = {
  readonly type: string
  readonly at: number
  readonly by: string | null
  readonly role: string
  readonly reason: string | null
  readonly events: number
}

export type AnomalyDecision = {
  readonly stepId: string
  readonly type: 'explained' | 'confirmed' | 'reopened'
  readonly at: number
  readonly by: string
  readonly role: string
  readonly reason: string
}

const ANOMALY = `k.id, k.no::text as no, k.kind, k.enterprise_id as "enterpriseId", e.name as "enterpriseName", k.region,
  k.station_id as "stationId", k.subject_kind as "subjectKind", k.subject_id as "subjectId", ${ms('k.from_at')} as "from",
  ${ms('k.to_at')} as "to", k.measured, k.limit_value as "limit", k.unit, k.detail, k.evidence, k.events, k.status,
  ${ms('k.found_at')} as "foundAt", ${ms('k.changed_at')} as "changedAt", ${ms('k.withdrawn_at')} as "withdrawnAt",
  (select t.role from anomaly_step t where t.anomaly_id = k.id and t.by_user is not null order by t.no desc limit 1) as "decidedRole"`

const TABLE = 'from anomaly k join enterprise e on e.id = k.enterprise_id'

const filtered = (where: Where, filter: AnomalyFilter): void => {
  const equal = (column: string, value: string | undefined): void => {
    if (value !== undefined) where.and(`${column} = ${where.param(value)}`)
  }
  const { status, from, to } = filter
  equal('k.kind', filter.kind)
  equal('k.station_id', filter.stationId)
  equal('k.enterprise_id', filter.enterpriseId)
  equal('k.subject_id', filter.subject)
  where.and(`k.withdrawn_at is ${status === 'withdrawn' ? 'not ' : ''}null`)
  if (status !== 'withdrawn') equal('k.status', status)
  if (from !== undefined) where.and(`k.to_at >= ${where.param(instantParam(from))}::timestamptz`)
  if (to !== undefined) where.and(`k.from_at < ${where.param(instantParam(to))}::timestamptz`)
}

export const anomalyQueries = (pool: Pool, read: Pool) => ({
  /** Newest first. */
  async list(
    scope: Scope,
    filter: AnomalyFilter,
    limit: number,
    before: { readonly at: number; readonly id: string } | null,
  ): Promise<readonly AnomalyRow[]> {
    const where = new Where()
    where.and(caseInScope(where, scope, 'k'))
    filtered(where, filter)
    if (before !== null) {
      const [at, id] = [where.param(instantParam(before.at)), where.param(before.id)]
      where.and(`(k.to_at, k.id) < (${at}::timestamptz, ${id}::uuid)`)
    }
    const { rows } = await read.query<AnomalyRow>(
      `select ${ANOMALY} ${TABLE} ${where.sql} order by k.to_at desc, k.id desc limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  async byId(scope: Scope, id: string): Promise<AnomalyRow | null> {
    const where = new Where()
    where.and(`k.id = ${where.param(id)}`)
    where.and(caseInScope(where, scope, 'k'))
    const { rows } = await pool.query<AnomalyRow>(
      `select ${ANOMALY} ${TABLE} ${where.sql}`,
      where.values,
    )
    return rows[0] ?? null
  },

  /** Oldest first. */
  async steps(id: string): Promise<readonly AnomalyStepRow[]> {
    const { rows } = await pool.query<AnomalyStepRow>(
      `select type, ${ms('at')} as at, by_user as by, role, reason, events from anomaly_step where anomaly_id = $1 order by no`,
      [id],
    )
    return rows
  },

  /** @returns false when this very step was written before */
  decide: (id: string, step: AnomalyDecision): Promise<boolean> =>
    inTransaction(pool, async (client) => {
      const status = step.type === 'reopened' ? 'open' : step.type
      const { rowCount } = await client.query(
        `insert into anomaly_step (id, anomaly_id, enterprise_id, region, type, at, by_user, role, reason, events)
         select $2, id, enterprise_id, region, $3, $4, $5, $6, $7, events from anomaly where id = $1
         on conflict (id) do nothing`,
        [id, step.stepId, step.type, instantParam(step.at), step.by, step.role, step.reason],
      )
      if (rowCount !== 1) return false
      await client.query(
        `update anomaly set status = $2, decided_events = events, changed_at = $3 where id = $1`,
        [id, status, instantParam(step.at)],
      )
      return true
    }),
})
