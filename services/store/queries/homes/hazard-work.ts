import type { Pool } from 'pg'
import { instantParam, ms, violation, Where } from '#store/queries/queryable.ts'
import { orderInScope } from '#store/queries/sales/orders.ts'
import type { Scope } from '#store/queries/scope.ts'
import { RECTIFICATION, type RectificationRow } from '#store/queries/sales/safety.ts'
import type { LeftNote, RefusalKind } from './insert-home.ts'

/** Who of the community was told. */
export type Linkage = { readonly toldAt: number; readonly with: string; readonly result: string }

export type RefusalRow = {
  readonly id: string
  readonly enterpriseId: string
  readonly premisesId: string
  readonly customerId: string
  readonly inspectionId: string | null
  readonly rectificationId: string | null
  readonly kind: RefusalKind
  readonly note: LeftNote | null
  readonly happenedAt: number
  readonly recordedAt: number
  readonly linkage: readonly Linkage[]
}

export type ProofRow = {
  readonly id: string
  readonly enterpriseId: string
  readonly rectificationId: string
  readonly customerId: string
  readonly region: string
  readonly repairedOn: string
  readonly firm: string
  readonly firmLicence: string | null
  readonly object: string | null
  readonly dueAt: number
  readonly provisional: boolean
  readonly handedInAt: number
  readonly decidedAt: number | null
  readonly accepted: boolean | null
  readonly decisionReason: string | null
}

export type NewProof = Omit<ProofRow, 'decidedAt' | 'accepted' | 'decisionReason'> & {
  readonly recordedBy: string
}

type After = { readonly at: number; readonly id: string } | null

const REFUSAL = `f.id, f.enterprise_id as "enterpriseId", f.premises_id as "premisesId", f.customer_id as "customerId",
  f.inspection_id as "inspectionId", f.rectification_id as "rectificationId", f.kind, f.note, f.linkage,
  ${ms('f.happened_at')} as "happenedAt", ${ms('f.recorded_at')} as "recordedAt"`

const PROOF = `p.id, p.enterprise_id as "enterpriseId", p.rectification_id as "rectificationId", p.customer_id as "customerId",
  p.region, p.repaired_on::text as "repairedOn", p.firm, p.firm_licence as "firmLicence", p.object,
  ${ms('p.due_at')} as "dueAt", p.provisional, ${ms('p.handed_in_at')} as "handedInAt", ${ms('p.decided_at')} as "decidedAt",
  p.accepted, p.decision_reason as "decisionReason"`

/** What goes on between a notice and its re-check: refusals, the report of a major hazard, the user's own proof. */
export const hazardWorkQueries = (pool: Pool, read: Pool) => ({
  /** The customer will not mend it. A repeat with the same id changes nothing. */
  async refuse(
    row: RectificationRow,
    told: { readonly id: string; readonly at: number; readonly now: number; readonly by: string },
  ): Promise<void> {
    await pool.query(
      `insert into home_refusal (id, enterprise_id, premises_id, customer_id, region, rectification_id, kind, happened_at,
         recorded_at, recorded_by) values ($1, $2, $3, $4, $5, $6, 'rectify', $7, $8, $9) on conflict (id) do nothing`,
      [
        told.id,
        row.enterpriseId,
        row.premisesId,
        row.customerId,
        row.region,
        row.id,
        instantParam(told.at),
        instantParam(told.now),
        told.by,
      ],
    )
  },

  async refusedToMend(rectificationId: string): Promise<boolean> {
    const { rowCount } = await pool.query(
      `select from home_refusal where rectification_id = $1 and kind = 'rectify' limit 1`,
      [rectificationId],
    )
    return rowCount === 1
  },

  /** Newest first. */
  /** Somebody of the community was told where nobody was met; once under its id. @returns false for a refusal that was none of absence */
  async link(
    scope: Scope,
    refusalId: string,
    told: Linkage & { readonly id: string },
  ): Promise<boolean> {
    const where = new Where()
    where.and(`f.id = ${where.param(refusalId)}`)
    where.and(`f.kind in ('absent', 'entry')`)
    where.and(orderInScope(where, scope, 'f'))
    const one = where.param(JSON.stringify([told]))
    const id = where.param(told.id)
    const { rowCount } = await pool.query(
      `update home_refusal f set linkage = case when exists (select from json_array_elements(f.linkage) l where l->>'id' = ${id})
         then f.linkage else (f.linkage::jsonb || ${one}::jsonb)::json end ${where.sql}`,
      where.values,
    )
    return rowCount === 1
  },

  async refusalById(scope: Scope, id: string): Promise<RefusalRow | null> {
    const where = new Where()
    where.and(`f.id = ${where.param(id)}`)
    where.and(orderInScope(where, scope, 'f'))
    const { rows } = await pool.query<RefusalRow>(
      `select ${REFUSAL} from home_refusal f ${where.sql}`,
      where.values,
    )
    return rows[0] ?? null
  },

  async refusals(
    scope: Scope,
    premisesId: string | undefined,
    limit: number,
    after: After,
  ): Promise<readonly RefusalRow[]> {
    const where = new Where()
    where.and(orderInScope(where, scope, 'f'))
    if (premisesId !== undefined) where.and(`f.premises_id = ${where.param(premisesId)}`)
    if (after !== null) {
      where.and(
        `(f.recorded_at, f.id) < (${where.param(instantParam(after.at))}::timestamptz, ${where.param(after.id)}::uuid)`,
      )
    }
    const { rows } = await read.query<RefusalRow>(
      `select ${REFUSAL} from home_refusal f ${where.sql} order by f.recorded_at desc, f.id desc limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  /** A major hazard was reported to the authority (R003-5.11.10). @returns false when it was reported before */
  async report(
    id: string,
    told: { readonly at: number; readonly to: string; readonly no: string | null; by: string },
  ): Promise<boolean> {
    const { rowCount } = await pool.query(
      `update rectification set reported_at = $2, reported_to = $3, report_no = $4, reported_by = $5
       where id = $1 and grade = 'major' and reported_at is null`,
      [id, instantParam(told.at), told.to, told.no, told.by],
    )
    return rowCount === 1
  },

  /** Major hazards that nobody has reported yet, the most urgent first. */
  async unreported(
    scope: Scope,
    limit: number,
    after: After,
  ): Promise<readonly RectificationRow[]> {
    const where = new Where()
    where.and(`r.grade = 'major' and r.reported_at is null and r.report_due_at is not null`)
    where.and(orderInScope(where, scope, 'r'))
    if (after !== null) {
      where.and(
        `(r.report_due_at, r.id) > (${where.param(instantParam(after.at))}::timestamptz, ${where.param(after.id)}::uuid)`,
      )
    }
    const { rows } = await read.query<RectificationRow>(
      `select ${RECTIFICATION} from rectification r ${where.sql} order by r.report_due_at, r.id limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  /** A repeat with the same id finds its row. */
  async handIn(proof: NewProof): Promise<ProofRow> {
    try {
      await pool.query(
        `insert into repair_proof (id, enterprise_id, rectification_id, customer_id, region, repaired_on, firm, firm_licence, object,
           due_at, provisional, handed_in_at, recorded_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
        [
          proof.id,
          proof.enterpriseId,
          proof.rectificationId,
          proof.customerId,
          proof.region,
          proof.repairedOn,
          proof.firm,
          proof.firmLicence,
          proof.object,
          instantParam(proof.dueAt),
          proof.provisional,
          instantParam(proof.handedInAt),
          proof.recordedBy,
        ],
      )
    } catch (error) {
      if (violation(error) !== 'unique') throw error
    }
    const { rows } = await pool.query<ProofRow>(
      `select ${PROOF} from repair_proof p where p.id = $1`,
      [proof.id],
    )
    if (rows[0] === undefined) throw new Error('a proof that was just written is not there')
    return rows[0]
  },

  async proof(scope: Scope, id: string): Promise<ProofRow | null> {
    const where = new Where()
    where.and(`p.id = ${where.param(id)}`)
    where.and(orderInScope(where, scope, 'p'))
    const { rows } = await pool.query<ProofRow>(
      `select ${PROOF} from repair_proof p ${where.sql}`,
      where.values,
    )
    return rows[0] ?? null
  },

  /** Those that nobody has looked at, the oldest first. */
  async openProofs(scope: Scope, limit: number, after: After): Promise<readonly ProofRow[]> {
    const where = new Where()
    where.and('p.decided_at is null')
    where.and(orderInScope(where, scope, 'p'))
    if (after !== null) {
      where.and(
        `(p.handed_in_at, p.id) > (${where.param(instantParam(after.at))}::timestamptz, ${where.param(after.id)}::uuid)`,
      )
    }
    const { rows } = await read.query<ProofRow>(
      `select ${PROOF} from repair_proof p ${where.sql} order by p.handed_in_at, p.id limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  /** @returns false when somebody has decided before */
  async decide(
    id: string,
    told: { readonly accepted: boolean; readonly reason: string | null; at: number; by: string },
  ): Promise<boolean> {
    const { rowCount } = await pool.query(
      `update repair_proof set decided_at = $2, decided_by = $3, accepted = $4, decision_reason = $5
       where id = $1 and decided_at is null`,
      [id, instantParam(told.at), told.by, told.accepted, told.reason],
    )
    return rowCount === 1
  },
})
