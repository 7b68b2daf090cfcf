import type { Pool } from 'pg'
import { inTransaction, instantParam, ms, type Queryable, Where } from '#store/queries/queryable.ts'
import { heldInScope } from '#store/queries/sales/returns.ts'
import type { Scope } from '#store/queries/scope.ts'
import { insertRow } from '#store/queries/service/insert-row.ts'

export type WarningChange = {
  readonly at: number
  /** null = it is over. */
  readonly level: string | null
  readonly reason: string
  readonly by: string
}

export type WarningRow = {
  readonly id: string
  readonly enterpriseId: string
  readonly kind: string
  readonly level: string
  readonly area: string
  readonly title: string
  readonly cause: string
  readonly advice: string
  readonly startsAt: number
  readonly endsAt: number | null
  readonly important: boolean
  readonly publishedAt: number
  readonly changes: readonly WarningChange[]
  readonly liftedAt: number | null
  readonly reportedAt: number | null
  readonly authority: string | null
  readonly reportNo: string | null
  readonly told: number
  readonly toldAll: boolean
}

export type NewWarning = Omit<
  WarningRow,
  'changes' | 'liftedAt' | 'reportedAt' | 'authority' | 'reportNo' | 'told' | 'toldAll'
> & { readonly publishedBy: string }

export type WarningFilter = {
  readonly enterpriseId?: string | undefined
  readonly state: 'in-force' | 'unreported' | 'all'
  readonly now: number
}

const ROW = `w.id, w.enterprise_id as "enterpriseId", w.kind, w.level, w.area, w.title, w.cause, w.advice, ${ms('w.starts_at')} as "startsAt",
  ${ms('w.ends_at')} as "endsAt", w.important, ${ms('w.published_at')} as "publishedAt", w.changes, ${ms('w.lifted_at')} as "liftedAt",
  ${ms('w.reported_at')} as "reportedAt", w.authority, w.report_no as "reportNo", w.told, w.told_phase = w.phase as "toldAll"`

/** Conditions of a warning that holds at a time: not lifted, not over. */
const inForce = (now: string): string =>
  `w.lifted_at is null and (w.ends_at is null or w.ends_at > ${now}::timestamptz)`

/** What an enterprise warns of now, for anybody. */
export const warningsInForce = async (
  client: Queryable,
  enterpriseId: string,
  now: number,
): Promise<readonly WarningRow[]> => {
  const { rows } = await client.query<WarningRow>(
    `select ${ROW} from supply_warning w where w.enterprise_id = $1 and ${inForce('$2')} order by w.published_at desc, w.id desc limit 50`,
    [enterpriseId, instantParam(now)],
  )
  return rows
}

/** 预警和停气: what is published, changed, lifted, reported; the job `supply-warnings` tells the customers. */
export const supplyWarningQueries = (pool: Pool, read: Pool) => {
  const byId = async (scope: Scope, id: string, client: Queryable = pool) => {
    const where = new Where()
    where.and(heldInScope(where, scope, 'w'))
    where.and(`w.id = ${where.param(id)}`)
    const { rows } = await client.query<WarningRow>(
      `select ${ROW} from supply_warning w ${where.sql}`,
      where.values,
    )
    return rows[0] ?? null
  }

  return {
    byId,

    add: (row: NewWarning) =>
      insertRow(pool, 'supply_warning', {
        id: row.id,
        enterprise_id: row.enterpriseId,
        kind: row.kind,
        level: row.level,
        area: row.area,
        title: row.title,
        cause: row.cause,
        advice: row.advice,
        starts_at: instantParam(row.startsAt),
        ends_at: row.endsAt === null ? null : instantParam(row.endsAt),
        important: row.important,
        published_by: row.publishedBy,
        published_at: instantParam(row.publishedAt),
        changes: '[]',
        phase: 1,
        told_phase: 0,
        told: 0,
      }),

    /** Newest first. */
    async list(
      scope: Scope,
      { enterpriseId, state, now }: WarningFilter,
      limit: number,
      after: { readonly at: string | number; readonly id: string } | null,
    ): Promise<readonly WarningRow[]> {
      const where = new Where()
      where.and(heldInScope(where, scope, 'w'))
      if (enterpriseId !== undefined) where.and(`w.enterprise_id = ${where.param(enterpriseId)}`)
      if (state === 'in-force') where.and(inForce(where.param(instantParam(now))))
      if (state === 'unreported') where.and('w.important and w.reported_at is null')
      if (after !== null) {
        where.and(
          `(w.published_at, w.id) < (${where.param(instantParam(Number(after.at)))}::timestamptz, ${where.param(after.id)}::uuid)`,
        )
      }
      const { rows } = await read.query<WarningRow>(
        `select ${ROW} from supply_warning w ${where.sql} order by w.published_at desc, w.id desc limit ${where.param(limit)}`,
        where.values,
      )
      return rows
    },

    /** Another level, or (null) its end: told to everybody anew. @returns false when it is over already */
    change: (id: string, change: WarningChange): Promise<boolean> =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<{ changes: WarningChange[] }>(
          'select changes from supply_warning where id = $1 and lifted_at is null for update',
          [id],
        )
        const known = rows[0]
        if (known === undefined) return false
        await client.query(
          `update supply_warning set changes = $2, level = coalesce($3, level), lifted_at = case when $3::text is null then $4::timestamptz end,
             phase = phase + 1, told_through = null, told = 0 where id = $1`,
          [id, JSON.stringify([...known.changes, change]), change.level, instantParam(change.at)],
        )
        return true
      }),

    /** @returns false when it was reported before */
    async report(
      id: string,
      report: { readonly at: number; readonly authority: string; readonly number: string | null },
    ): Promise<boolean> {
      const { rowCount } = await pool.query(
        'update supply_warning set reported_at = $2, authority = $3, report_no = $4 where id = $1 and reported_at is null',
        [id, instantParam(report.at), report.authority, report.number],
      )
      return rowCount === 1
    },
  }
}
