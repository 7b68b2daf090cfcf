import type { Pool } from 'pg'
import type { Hazard, HazardDecision } from '#domain/service/hazard.ts'
import type { CaseRefusal } from '#domain/service/case-step.ts'
import { day, epochMs } from '#domain/units.ts'
import { inTransaction, instantParam, ms, type Queryable, Where } from '#store/queries/queryable.ts'
import type { Scope } from '#store/queries/scope.ts'
import { caseInScope } from './case-rows.ts'
import { insertRow } from './insert-row.ts'

export type HazardRow = {
  readonly id: string
  readonly no: string
  readonly enterpriseId: string
  readonly region: string
  readonly stationId: string
  readonly source: string
  readonly major: boolean
  readonly what: string
  readonly control: string | null
  readonly photos: readonly string[]
  readonly foundAt: number
  readonly foundBy: string
  readonly dueOn: string
  readonly reportedAt: number | null
  readonly rectifiedAt: number | null
  readonly rectifiedBy: string | null
  readonly closedAt: number | null
  readonly recordedAt: number
}

export type NewHazard = Omit<
  HazardRow,
  'no' | 'reportedAt' | 'rectifiedAt' | 'rectifiedBy' | 'closedAt'
>

export type HazardStepRow = {
  readonly id: string
  readonly type: string
  readonly at: number
  readonly recordedAt: number
  readonly recordedBy: string
  readonly body: Readonly<Record<string, unknown>>
}

const HAZARD = `h.id, h.no::text as no, h.enterprise_id as "enterpriseId", h.region, h.station_id as "stationId", h.source, h.major, h.what,
  h.control, h.photos, ${ms('h.found_at')} as "foundAt", h.found_by as "foundBy", h.due_on::text as "dueOn",
  ${ms('h.reported_at')} as "reportedAt", ${ms('h.rectified_at')} as "rectifiedAt", h.rectified_by as "rectifiedBy",
  ${ms('h.closed_at')} as "closedAt", ${ms('h.recorded_at')} as "recordedAt"`

const orNull = (at: number | null): string | null => (at === null ? null : instantParam(at))

export const insertHazard = (client: Queryable, row: NewHazard) =>
  insertRow(client, 'company_hazard', {
    id: row.id,
    enterprise_id: row.enterpriseId,
    region: row.region,
    station_id: row.stationId,
    source: row.source,
    major: row.major,
    what: row.what,
    control: row.control,
    photos: JSON.stringify(row.photos),
    found_at: instantParam(row.foundAt),
    found_by: row.foundBy,
    due_on: row.dueOn,
    recorded_at: instantParam(row.recordedAt),
  })

const stateOf = (row: HazardRow): Hazard => ({
  foundAt: epochMs(row.foundAt),
  dueOn: day(row.dueOn),
  major: row.major,
  reportedAt: row.reportedAt === null ? null : epochMs(row.reportedAt),
  rectifiedAt: row.rectifiedAt === null ? null : epochMs(row.rectifiedAt),
  rectifiedBy: row.rectifiedBy,
  closedAt: row.closedAt === null ? null : epochMs(row.closedAt),
})

const one = async (
  client: Queryable,
  scope: Scope,
  id: string,
  lock: '' | 'for update' = '',
): Promise<HazardRow | null> => {
  const where = new Where()
  where.and(`h.id = ${where.param(id)}`)
  where.and(caseInScope(where, scope, 'h'))
  const { rows } = await client.query<HazardRow>(
    `select ${HAZARD} from company_hazard h ${where.sql} ${lock}`,
    where.values,
  )
  return rows[0] ?? null
}

/** 公司隐患台账 (R004-A2-8, -9). */
export const companyHazardQueries = (pool: Pool, read: Pool) => ({
  create: (row: NewHazard) => insertHazard(pool, row),

  byId: (scope: Scope, id: string): Promise<HazardRow | null> => one(pool, scope, id),

  /** By the day until which it has to be gone. */
  async list(
    scope: Scope,
    open: boolean,
    limit: number,
    after: { readonly on: string; readonly id: string } | null,
  ): Promise<readonly HazardRow[]> {
    const where = new Where()
    where.and(caseInScope(where, scope, 'h'))
    where.and(`h.closed_at is ${open ? '' : 'not '}null`)
    if (after !== null) {
      where.and(
        `(h.due_on, h.id) > (${where.param(after.on)}::date, ${where.param(after.id)}::uuid)`,
      )
    }
    const { rows } = await read.query<HazardRow>(
      `select ${HAZARD} from company_hazard h ${where.sql} order by h.due_on, h.id limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  /** Decides under the lock and writes the step; the same step again writes nothing. null = none in reach. */
  act: (
    scope: Scope,
    id: string,
    step: HazardStepRow,
    decide: (hazard: Hazard) => HazardDecision,
  ): Promise<HazardRow | CaseRefusal | null> =>
    inTransaction(pool, async (client) => {
      const row = await one(client, scope, id, 'for update')
      if (row === null) return null
      const { rowCount } = await client.query('select from hazard_step where id = $1', [step.id])
      if (rowCount !== 0) return row
      const result = decide(stateOf(row))
      if (!result.ok) return result.refusal
      const { next } = result
      await insertRow(client, 'hazard_step', {
        id: step.id,
        hazard_id: id,
        enterprise_id: row.enterpriseId,
        region: row.region,
        type: step.type,
        at: instantParam(step.at),
        recorded_at: instantParam(step.recordedAt),
        recorded_by: step.recordedBy,
        body: JSON.stringify(step.body),
      })
      await client.query(
        `update company_hazard set due_on = $2, reported_at = $3, rectified_at = $4, rectified_by = $5, closed_at = $6 where id = $1`,
        [
          id,
          next.dueOn,
          orNull(next.reportedAt),
          orNull(next.rectifiedAt),
          next.rectifiedBy,
          orNull(next.closedAt),
        ],
      )
      return { ...row, ...next }
    }),

  async steps(id: string): Promise<readonly HazardStepRow[]> {
    const { rows } = await pool.query<HazardStepRow>(
      `select s.id, s.type, ${ms('s.at')} as at, ${ms('s.recorded_at')} as "recordedAt", s.recorded_by as "recordedBy", s.body
       from hazard_step s where s.hazard_id = $1 order by s.no`,
      [id],
    )
    return rows
  },

  /** Hazards whose day falls into a period, `to` excluded: all, and those that were closed by it. */
  async counts(
    scope: Scope,
    { from, to, enterpriseId }: { from: string; to: string; enterpriseId?: string | undefined },
  ): Promise<{ readonly due: number; readonly inTime: number }> {
    const where = new Where()
    where.and(caseInScope(where, scope, 'h'))
    where.and(`h.due_on >= ${where.param(from)}::date and h.due_on < ${where.param(to)}::date`)
    if (enterpriseId !== undefined) where.and(`h.enterprise_id = ${where.param(enterpriseId)}`)
    const { rows } = await read.query<{ due: number; inTime: number }>(
      `select count(*)::int as due,
         (count(*) filter (where (h.closed_at at time zone 'Asia/Shanghai')::date <= h.due_on))::int as "inTime"
       from company_hazard h ${where.sql}`,
      where.values,
    )
    return rows[0] ?? { due: 0, inTime: 0 }
  },
})
