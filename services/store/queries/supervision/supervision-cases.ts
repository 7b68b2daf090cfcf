import type { Pool } from 'pg'
import type { Decided } from '#domain/service/case-step.ts'
import {
  type Ordered,
  statusOf,
  type SupervisionCase,
} from '#domain/supervision/supervision-case.ts'
import { epochMs } from '#domain/units.ts'
import { inTransaction, instantParam, ms, type Queryable, Where } from '#store/queries/queryable.ts'
import type { Scope } from '#store/queries/scope.ts'
import { caseInScope } from '#store/queries/service/case-rows.ts'
import { insertRow } from '#store/queries/service/insert-row.ts'
import { applyLocks, type LockedBy } from './measure-locks.ts'

export type SubjectKind = 'enterprise' | 'station' | 'scale' | 'cylinder' | 'receipt' | 'spot-check'

export type SupervisionRow = {
  readonly id: string
  readonly no: string
  readonly enterpriseId: string
  readonly enterpriseName: string
  readonly region: string
  readonly subjectKind: SubjectKind
  readonly subjectId: string
  readonly stationId: string | null
  readonly finding: string
  readonly clauses: readonly string[]
  readonly status: string
  readonly openedBy: string
  readonly openedAt: number
  readonly changedAt: number
  readonly state: SupervisionCase
}

export type NewSupervision = Omit<
  SupervisionRow,
  'no' | 'enterpriseName' | 'status' | 'changedAt' | 'state'
>

export type SupervisionStep = {
  readonly id: string
  readonly at: number
  readonly by: string
  readonly role: string
  readonly note: string | null
  readonly objects: readonly string[]
}

export type SupervisionStepRow = SupervisionStep & {
  readonly type: string
  readonly body: Readonly<Record<string, unknown>>
}

export type SupervisionFilter = {
  readonly enterpriseId?: string | undefined
  readonly status?: string | undefined
}

type Stored = Omit<SupervisionRow, 'state'> & {
  readonly closedAt: number | null
  readonly measures: readonly StoredMeasure[]
}

type Times = 'orderedAt' | 'startsAt' | 'dueAt' | 'answeredAt' | 'settledAt'
type StoredMeasure = Omit<Ordered, Times> & { readonly [T in Times]: number | null }

const MEASURE = `'id', m.id, 'kind', m.kind, 'targets', m.targets, 'what', m.what, 'orderedAt', ${ms('m.ordered_at')},
  'startsAt', ${ms('m.starts_at')}, 'workingDays', m.working_days, 'dueAt', ${ms('m.due_at')}, 'provisional', m.provisional,
  'answeredAt', ${ms('m.answered_at')}, 'settledAt', ${ms('m.settled_at')}`

const CASE = `k.id, k.no::text as no, k.enterprise_id as "enterpriseId", e.name as "enterpriseName", k.region,
  k.subject_kind as "subjectKind", k.subject_id as "subjectId", k.station_id as "stationId", k.finding, k.clauses, k.status,
  k.opened_by as "openedBy", ${ms('k.opened_at')} as "openedAt", ${ms('k.changed_at')} as "changedAt",
  ${ms('k.closed_at')} as "closedAt", coalesce((select json_agg(json_build_object(${MEASURE}) order by m.seq)
    from supervision_measure m where m.case_id = k.id), '[]') as measures`

const TABLE = 'from supervision_case k join enterprise e on e.id = k.enterprise_id'

const at = (value: number | null) => (value === null ? null : epochMs(value))

const caseOf = ({ closedAt, measures, ...row }: Stored): SupervisionRow => ({
  ...row,
  state: {
    closedAt: at(closedAt),
    measures: measures.map((one) => ({
      ...one,
      orderedAt: epochMs(one.orderedAt ?? 0),
      startsAt: at(one.startsAt),
      dueAt: at(one.dueAt),
      answeredAt: at(one.answeredAt),
      settledAt: at(one.settledAt),
    })),
  },
})

const one = async (client: Queryable, scope: Scope, id: string): Promise<SupervisionRow | null> => {
  const where = new Where()
  where.and(`k.id = ${where.param(id)}`)
  where.and(caseInScope(where, scope, 'k'))
  const { rows } = await client.query<Stored>(`select ${CASE} ${TABLE} ${where.sql}`, where.values)
  return rows[0] === undefined ? null : caseOf(rows[0])
}

type Place = Pick<SupervisionRow, 'id' | 'enterpriseId' | 'region'>

const insertStep = (
  client: Queryable,
  { id, enterpriseId, region }: Place,
  step: SupervisionStepRow,
) =>
  insertRow(client, 'supervision_step', {
    id: step.id,
    case_id: id,
    enterprise_id: enterpriseId,
    region,
    type: step.type,
    at: instantParam(step.at),
    recorded_by: step.by,
    role: step.role,
    note: step.note,
    objects: step.objects,
    body: JSON.stringify(step.body),
  })

const orNull = (value: number | null): string | null =>
  value === null ? null : instantParam(value)

const writeMeasure = (client: Queryable, { id, enterpriseId, region }: Place, one: Ordered) =>
  client.query(
    `insert into supervision_measure (id, case_id, enterprise_id, region, kind, targets, what, ordered_at, starts_at, working_days,
       due_at, provisional, answered_at, settled_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
     on conflict (id) do update set starts_at = excluded.starts_at, working_days = excluded.working_days, due_at = excluded.due_at,
       provisional = excluded.provisional, answered_at = excluded.answered_at, settled_at = excluded.settled_at`,
    [
      one.id,
      id,
      enterpriseId,
      region,
      one.kind,
      one.targets,
      one.what,
      instantParam(one.orderedAt),
      orNull(one.startsAt),
      one.workingDays,
      orNull(one.dueAt),
      one.provisional,
      orNull(one.answeredAt),
      orNull(one.settledAt),
    ],
  )

type Acting = {
  readonly step: SupervisionStep
  readonly lockedBy: LockedBy
  readonly decide: (state: SupervisionCase) => Decided<SupervisionCase>
}

const write = async (
  client: Queryable,
  row: SupervisionRow,
  next: SupervisionCase,
  lockedBy: LockedBy,
): Promise<SupervisionRow> => {
  const changed = next.measures.filter((one) => !row.state.measures.includes(one))
  for (const measure of changed) {
    await writeMeasure(client, row, measure)
    await applyLocks(client, measure, lockedBy)
  }
  const status = statusOf(next)
  await client.query(
    `update supervision_case set status = $2, changed_at = $3, closed_at = $4 where id = $1`,
    [row.id, status, instantParam(lockedBy.at), orNull(next.closedAt)],
  )
  return { ...row, state: next, status, changedAt: lockedBy.at }
}

/** 监管案件: what regulators found and ordered, and what became of it. */
export const supervisionQueries = (pool: Pool, read: Pool) => ({
  /** @returns false when the id is taken */
  open: (row: NewSupervision, step: SupervisionStep): Promise<boolean> =>
    inTransaction(pool, async (client) => {
      const { rowCount } = await client.query(
        `insert into supervision_case (id, enterprise_id, region, subject_kind, subject_id, station_id, finding, clauses, status,
           opened_by, opened_at, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9, $10, $10) on conflict do nothing`,
        [
          row.id,
          row.enterpriseId,
          row.region,
          row.subjectKind,
          row.subjectId,
          row.stationId,
          row.finding,
          row.clauses,
          row.openedBy,
          instantParam(row.openedAt),
        ],
      )
      if (rowCount === 0) return false
      await insertStep(client, row, { ...step, type: 'open', body: {} })
      return true
    }),

  byId: (scope: Scope, id: string): Promise<SupervisionRow | null> => one(pool, scope, id),

  /** The newest first. */
  async list(
    scope: Scope,
    { enterpriseId, status }: SupervisionFilter,
    limit: number,
    before: { readonly at: number; readonly id: string } | null,
  ): Promise<readonly SupervisionRow[]> {
    const where = new Where()
    where.and(caseInScope(where, scope, 'k'))
    if (enterpriseId !== undefined) where.and(`k.enterprise_id = ${where.param(enterpriseId)}`)
    if (status !== undefined) where.and(`k.status = ${where.param(status)}`)
    if (before !== null) {
      const key = where.param(instantParam(before.at))
      where.and(`(k.opened_at, k.id) < (${key}::timestamptz, ${where.param(before.id)}::uuid)`)
    }
    const { rows } = await read.query<Stored>(
      `select ${CASE} ${TABLE} ${where.sql} order by k.opened_at desc, k.id desc limit ${where.param(limit)}`,
      where.values,
    )
    return rows.map(caseOf)
  },

  /** Decides under the lock, writes the step and locks or unlocks scales with it; the same step again writes nothing. */
  act: (
    scope: Scope,
    id: string,
    { step, lockedBy, decide }: Acting,
  ): Promise<SupervisionRow | Extract<Decided<SupervisionCase>, { ok: false }> | null> =>
    inTransaction(pool, async (client) => {
      // Locked first, read after it: one statement would read the measures as they were before it waited.
      await client.query('select from supervision_case where id = $1 for update', [id])
      const row = await one(client, scope, id)
      if (row === null) return null
      const { rowCount } = await client.query('select from supervision_step where id = $1', [
        step.id,
      ])
      if (rowCount !== 0) return row
      const result = decide(row.state)
      if (!result.ok) return result
      const { type, body } = result.entry
      await insertStep(client, row, { ...step, type, body })
      return write(client, row, result.next, lockedBy)
    }),

  async steps(id: string): Promise<readonly SupervisionStepRow[]> {
    const { rows } = await pool.query<SupervisionStepRow>(
      `select s.id, s.type, ${ms('s.at')} as at, s.recorded_by as by, s.role, s.note, s.objects, s.body
       from supervision_step s where s.case_id = $1 order by s.no`,
      [id],
    )
    return rows
  },

  /** The number of a case whose order still stands on a scale, a station or a cylinder; null = none. */
  async standingOn(kind: Ordered['kind'], target: string): Promise<string | null> {
    const { rows } = await pool.query<{ no: string }>(
      `select k.no::text as no from supervision_measure m join supervision_case k on k.id = m.case_id
       where m.settled_at is null and m.targets @> array[$2] and m.kind = $1 order by m.seq limit 1`,
      [kind, target],
    )
    return rows[0]?.no ?? null
  },
})
