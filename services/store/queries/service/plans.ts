import type { Pool } from 'pg'
import { instantParam, ms, Where } from '#store/queries/queryable.ts'
import { heldInScope } from '#store/queries/sales/returns.ts'
import type { Scope } from '#store/queries/scope.ts'
import { insertRow } from './insert-row.ts'

type Recorded = { readonly recordedBy: string; readonly recordedAt: number }

export type PolicyRow = Recorded & {
  readonly id: string
  readonly enterpriseId: string
  readonly kind: string
  readonly insurer: string
  readonly policyNo: string
  readonly insuredFen: number
  readonly validFrom: string
  readonly validUntil: string
  readonly document: string | null
}

export type PlanRow = Recorded & {
  readonly id: string
  readonly enterpriseId: string
  readonly kind: string
  readonly title: string
  readonly version: string
  readonly startsWhen: string
  readonly responsibleId: string
  readonly validFrom: string
  readonly reviewOn: string
  readonly filedWith: string | null
  readonly filingNo: string | null
  readonly filedOn: string | null
  readonly document: string | null
}

export type DrillRow = Recorded & {
  readonly id: string
  readonly enterpriseId: string
  readonly planId: string | null
  readonly kind: string
  readonly heldOn: string
  readonly topic: string
  readonly people: number
  readonly minutes: number
  readonly passed: boolean
  readonly improvements: string | null
  readonly photos: readonly string[]
}

const RECORDED = (t: string) =>
  `${t}.recorded_by as "recordedBy", ${ms(`${t}.recorded_at`)} as "recordedAt"`

const POLICY = `p.id, p.enterprise_id as "enterpriseId", p.kind, p.insurer, p.policy_no as "policyNo",
  p.insured_fen::float8 as "insuredFen", p.valid_from::text as "validFrom", p.valid_until::text as "validUntil",
  encode(p.document, 'hex') as document, ${RECORDED('p')}`

const PLAN = `p.id, p.enterprise_id as "enterpriseId", p.kind, p.title, p.version, p.starts_when as "startsWhen",
  p.responsible_id as "responsibleId", p.valid_from::text as "validFrom", p.review_on::text as "reviewOn",
  p.filed_with as "filedWith", p.filing_no as "filingNo", p.filed_on::text as "filedOn", encode(p.document, 'hex') as document,
  ${RECORDED('p')}`

const DRILL = `p.id, p.enterprise_id as "enterpriseId", p.plan_id as "planId", p.kind, p.held_on::text as "heldOn", p.topic, p.people,
  p.minutes, p.passed, p.improvements, p.photos, ${RECORDED('p')}`

const bytes = (hash: string | null): Buffer | null =>
  hash === null ? null : Buffer.from(hash, 'hex')

export type LedgerFilter = {
  readonly enterpriseId?: string | undefined
  readonly kind?: string | undefined
  /** Policies that end on this day or before it. */
  readonly until?: string | undefined
}

type DayKey = { readonly on: string; readonly id: string } | null

const filtered = (scope: Scope, { enterpriseId, kind }: LedgerFilter): Where => {
  const where = new Where()
  where.and(heldInScope(where, scope, 'p'))
  if (enterpriseId !== undefined) where.and(`p.enterprise_id = ${where.param(enterpriseId)}`)
  if (kind !== undefined) where.and(`p.kind = ${where.param(kind)}`)
  return where
}

/** Insurance, emergency plans and drills of a company. */
export const planQueries = (pool: Pool, read: Pool) => {
  const page = async <T extends object>(
    [columns, table, day]: readonly [string, string, string],
    where: Where,
    [limit, after, order]: readonly [number, DayKey, '' | 'desc'],
  ): Promise<readonly T[]> => {
    if (after !== null) {
      const sign = order === 'desc' ? '<' : '>'
      where.and(
        `(p.${day}, p.id) ${sign} (${where.param(after.on)}::date, ${where.param(after.id)}::uuid)`,
      )
    }
    const { rows } = await read.query<T>(
      `select ${columns} from ${table} p ${where.sql} order by p.${day} ${order}, p.id ${order} limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  }

  return {
    addPolicy: (row: PolicyRow) =>
      insertRow(pool, 'insurance_policy', {
        id: row.id,
        enterprise_id: row.enterpriseId,
        kind: row.kind,
        insurer: row.insurer,
        policy_no: row.policyNo,
        insured_fen: row.insuredFen,
        valid_from: row.validFrom,
        valid_until: row.validUntil,
        document: bytes(row.document),
        recorded_by: row.recordedBy,
        recorded_at: instantParam(row.recordedAt),
      }),

    /** Those that end first stand first. */
    policies: (scope: Scope, filter: LedgerFilter, limit: number, after: DayKey) => {
      const where = filtered(scope, filter)
      if (filter.until !== undefined) where.and(`p.valid_until <= ${where.param(filter.until)}`)
      const from = [POLICY, 'insurance_policy', 'valid_until'] as const
      return page<PolicyRow>(from, where, [limit, after, ''])
    },

    async policy(scope: Scope, id: string): Promise<PolicyRow | null> {
      const where = filtered(scope, {})
      where.and(`p.id = ${where.param(id)}`)
      const { rows } = await pool.query<PolicyRow>(
        `select ${POLICY} from insurance_policy p ${where.sql}`,
        where.values,
      )
      return rows[0] ?? null
    },

    addPlan: (row: PlanRow) =>
      insertRow(pool, 'emergency_plan', {
        id: row.id,
        enterprise_id: row.enterpriseId,
        kind: row.kind,
        title: row.title,
        version: row.version,
        starts_when: row.startsWhen,
        responsible_id: row.responsibleId,
        valid_from: row.validFrom,
        review_on: row.reviewOn,
        filed_with: row.filedWith,
        filing_no: row.filingNo,
        filed_on: row.filedOn,
        document: bytes(row.document),
        recorded_by: row.recordedBy,
        recorded_at: instantParam(row.recordedAt),
      }),

    /** Newest first. */
    plans: (scope: Scope, filter: LedgerFilter, limit: number, after: DayKey) =>
      page<PlanRow>([PLAN, 'emergency_plan', 'valid_from'], filtered(scope, filter), [
        limit,
        after,
        'desc',
      ]),

    async plan(scope: Scope, id: string): Promise<PlanRow | null> {
      const where = filtered(scope, {})
      where.and(`p.id = ${where.param(id)}`)
      const { rows } = await pool.query<PlanRow>(
        `select ${PLAN} from emergency_plan p ${where.sql}`,
        where.values,
      )
      return rows[0] ?? null
    },

    addDrill: (row: DrillRow) =>
      insertRow(pool, 'drill', {
        id: row.id,
        enterprise_id: row.enterpriseId,
        plan_id: row.planId,
        kind: row.kind,
        held_on: row.heldOn,
        topic: row.topic,
        people: row.people,
        minutes: row.minutes,
        passed: row.passed,
        improvements: row.improvements,
        photos: JSON.stringify(row.photos),
        recorded_by: row.recordedBy,
        recorded_at: instantParam(row.recordedAt),
      }),

    /** Newest first. */
    drills: (scope: Scope, filter: LedgerFilter, limit: number, after: DayKey) =>
      page<DrillRow>([DRILL, 'drill', 'held_on'], filtered(scope, filter), [limit, after, 'desc']),

    /** Days on which an enterprise drilled, between two days, both included; for {@link drillPeriods}. */
    async drillDays(enterpriseId: string, from: string, to: string) {
      const { rows } = await read.query<{ kind: string; heldOn: string }>(
        `select kind, held_on::text as "heldOn" from drill where enterprise_id = $1 and held_on between $2::date and $3::date
         order by held_on, id`,
        [enterpriseId, from, to],
      )
      return rows
    },
  }
}
