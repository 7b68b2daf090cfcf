import type { Pool } from 'pg'
import type { Evaluation } from '#domain/supervision/evaluation.ts'
import type { Decided } from '#domain/service/case-step.ts'
import type { EvidenceName, Measure } from '#domain/supervision/score-sheet.ts'
import { inTransaction, instantParam, ms, type Queryable, Where } from '#store/queries/queryable.ts'
import { enterpriseInScope, type Scope } from '#store/queries/scope.ts'
import { insertRow } from '#store/queries/service/insert-row.ts'
import { evidenceSql } from './evidence-sql.ts'

export type EvaluationKind = 'self' | 'supervision' | 'third-party'

export type EvaluationRow = {
  readonly id: string
  readonly no: string
  readonly enterpriseId: string
  readonly enterpriseName: string
  readonly kind: EvaluationKind
  /** Region prefix of who evaluates; null = the enterprise itself. */
  readonly authority: string | null
  readonly sheet: string
  readonly sheetVersion: number
  /** First day, and the day after the last one. */
  readonly from: string
  readonly to: string
  readonly version: number
  readonly corrects: string | null
  readonly correctedBy: string | null
  readonly correctionReason: string | null
  readonly createdBy: string
  readonly createdAt: number
  readonly changedAt: number
  readonly state: Evaluation
}

export type NewEvaluation = Omit<
  EvaluationRow,
  'no' | 'enterpriseName' | 'correctedBy' | 'changedAt'
>

export type EvaluationStep = {
  readonly id: string
  readonly at: number
  readonly by: string
  readonly role: string
}

export type EvaluationStepRow = EvaluationStep & {
  readonly type: string
  readonly body: Readonly<Record<string, unknown>>
}

export type EvaluationFilter = {
  readonly enterpriseId?: string | undefined
  readonly sheet?: string | undefined
  readonly status?: string | undefined
  readonly band?: string | undefined
}

const EVALUATION = `v.id, v.no::text as no, v.enterprise_id as "enterpriseId", e.name as "enterpriseName", v.kind, v.authority, v.sheet,
  v.sheet_version as "sheetVersion", v.from_day::text as "from", v.to_day::text as "to", v.version, v.corrects,
  (select n.id from evaluation n where n.corrects = v.id) as "correctedBy", v.correction_reason as "correctionReason",
  v.created_by as "createdBy", ${ms('v.created_at')} as "createdAt", ${ms('v.changed_at')} as "changedAt", v.state`

const TABLE = 'from evaluation v join enterprise e on e.id = v.enterprise_id'

const one = async (
  client: Queryable,
  scope: Scope,
  id: string,
  lock: '' | 'for update of v' = '',
): Promise<EvaluationRow | null> => {
  const where = new Where()
  where.and(`v.id = ${where.param(id)}`)
  where.and(enterpriseInScope(where, scope, 'e'))
  const { rows } = await client.query<EvaluationRow>(
    `select ${EVALUATION} ${TABLE} ${where.sql} ${lock}`,
    where.values,
  )
  return rows[0] ?? null
}

const insertStep = (
  client: Queryable,
  row: Pick<EvaluationRow, 'id' | 'enterpriseId'>,
  step: EvaluationStepRow,
) =>
  insertRow(client, 'evaluation_step', {
    id: step.id,
    evaluation_id: row.id,
    enterprise_id: row.enterpriseId,
    type: step.type,
    at: instantParam(step.at),
    recorded_by: step.by,
    role: step.role,
    body: JSON.stringify(step.body),
  })

/** 评价 of enterprises by score sheets. */
export const evaluationQueries = (pool: Pool, read: Pool) => ({
  /** `unique` = this id, or a first evaluation or correction like it, is there. */
  create: (
    row: NewEvaluation,
    band: string | null,
    step: EvaluationStep,
  ): Promise<'created' | 'unique' | 'reference'> =>
    inTransaction(pool, async (client) => {
      await client.query('savepoint fresh')
      const created = await insertRow(client, 'evaluation', {
        id: row.id,
        enterprise_id: row.enterpriseId,
        kind: row.kind,
        authority: row.authority,
        sheet: row.sheet,
        sheet_version: row.sheetVersion,
        from_day: row.from,
        to_day: row.to,
        version: row.version,
        corrects: row.corrects,
        correction_reason: row.correctionReason,
        status: row.state.status,
        state: JSON.stringify(row.state),
        band,
        created_by: row.createdBy,
        created_at: instantParam(row.createdAt),
        changed_at: instantParam(row.createdAt),
      })
      if (created !== 'created') {
        await client.query('rollback to savepoint fresh')
        return created
      }
      await insertStep(client, row, { ...step, type: 'create', body: {} })
      return created
    }),

  byId: (scope: Scope, id: string): Promise<EvaluationRow | null> => one(pool, scope, id),

  /** The newest first. */
  async list(
    scope: Scope,
    { enterpriseId, sheet, status, band }: EvaluationFilter,
    limit: number,
    before: { readonly at: number; readonly id: string } | null,
  ): Promise<readonly EvaluationRow[]> {
    const where = new Where()
    where.and(enterpriseInScope(where, scope, 'e'))
    if (enterpriseId !== undefined) where.and(`v.enterprise_id = ${where.param(enterpriseId)}`)
    if (sheet !== undefined) where.and(`v.sheet = ${where.param(sheet)}`)
    if (status !== undefined) where.and(`v.status = ${where.param(status)}`)
    if (band !== undefined) {
      // Of the newest version alone: what was corrected is no verdict any more.
      where.and(`v.band = ${where.param(band)}`)
      where.and('not exists (select from evaluation n where n.corrects = v.id)')
    }
    if (before !== null) {
      const at = where.param(instantParam(before.at))
      where.and(`(v.created_at, v.id) < (${at}::timestamptz, ${where.param(before.id)}::uuid)`)
    }
    const { rows } = await read.query<EvaluationRow>(
      `select ${EVALUATION} ${TABLE} ${where.sql} order by v.created_at desc, v.id desc limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  /** Decides under the lock and writes the step; the same step again writes nothing. null = none in reach. */
  act: (
    scope: Scope,
    id: string,
    step: EvaluationStep,
    {
      decide,
      bandOf,
    }: {
      readonly decide: (row: EvaluationRow) => Decided<Evaluation>
      readonly bandOf: (row: EvaluationRow) => string | null
    },
  ): Promise<EvaluationRow | Extract<Decided<Evaluation>, { ok: false }> | null> =>
    inTransaction(pool, async (client) => {
      const row = await one(client, scope, id, 'for update of v')
      if (row === null) return null
      const { rowCount } = await client.query('select from evaluation_step where id = $1', [
        step.id,
      ])
      if (rowCount !== 0) return row
      const result = decide(row)
      if (!result.ok) return result
      const { next, entry } = result
      await insertStep(client, row, { ...step, type: entry.type, body: entry.body })
      const changed = { ...row, state: next, changedAt: step.at }
      await client.query(
        `update evaluation set state = $2, status = $3, band = $4, changed_at = $5 where id = $1`,
        [id, JSON.stringify(next), next.status, bandOf(changed), instantParam(step.at)],
      )
      return changed
    }),

  async steps(id: string): Promise<readonly EvaluationStepRow[]> {
    const { rows } = await pool.query<EvaluationStepRow>(
      `select s.id, s.type, ${ms('s.at')} as at, s.recorded_by as by, s.role, s.body from evaluation_step s
       where s.evaluation_id = $1 order by s.no`,
      [id],
    )
    return rows
  },

  /**
   * Counts what the registers show of an enterprise in a period (`to` excluded), as far as `asOf` lets judge; within the caller's reach.
   */
  async collect(
    names: readonly EvidenceName[],
    period: { readonly enterpriseId: string; readonly from: string; readonly to: string },
    asOf: { readonly day: string; readonly now: number },
  ): Promise<ReadonlyMap<EvidenceName, readonly Measure[]>> {
    const found = new Map<EvidenceName, readonly Measure[]>()
    const values = [period.enterpriseId, period.from, period.to, asOf.day, instantParam(asOf.now)]
    for (const name of new Set(names)) {
      const measures: Measure[] = []
      for (const { name: measure, sql, link } of evidenceSql[name]) {
        // Every statement takes the five of them, whether or not it needs all.
        const text = `select t.good, t.total from (${sql}) t, (select $1::text, $2::date, $3::date, $4::date, $5::timestamptz) p`
        const { rows } = await read.query<{ good: number; total: number }>(text, values)
        const { good = 0, total = 0 } = rows[0] ?? {}
        measures.push({ name: measure, good, all: total, link })
      }
      found.set(name, measures)
    }
    return found
  },
})
