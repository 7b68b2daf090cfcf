import type { Pool } from 'pg'
import { instantParam, ms } from '#store/queries/queryable.ts'
import type { CheckedItem } from '#store/queries/sales/safety.ts'
import type { Linkage } from './hazard-work.ts'

/** How a name was put to it: by hand (the picture of it), by a code, or not at all. */
type Signed = { readonly kind: string; readonly object?: string } | null

export type ArchivedVisit = {
  readonly id: string
  readonly kind: string
  readonly outcome: string
  readonly happenedAt: number
  readonly inspector: string | null
  readonly counts: boolean
  readonly items: readonly CheckedItem[]
  readonly signature: Signed
}

export type ArchivedNotice = {
  readonly id: string
  readonly no: string
  readonly inspectionId: string
  readonly hazards: readonly CheckedItem[]
  readonly grade: string
  readonly stopsSupply: boolean
  readonly issuedAt: number
  readonly dueOn: string
  readonly signature: Signed
  readonly reportedAt: number | null
  readonly reportedTo: string | null
  readonly closedAt: number | null
  readonly closing: {
    readonly check?: { readonly items: readonly CheckedItem[] }
    readonly signature?: Signed
  } | null
}

export type ArchivedProof = {
  readonly id: string
  readonly rectificationId: string
  readonly repairedOn: string
  readonly firm: string
  readonly object: string | null
  readonly accepted: boolean | null
}

export type ArchivedRefusal = {
  readonly id: string
  readonly kind: string
  readonly happenedAt: number
  readonly linkage: readonly Linkage[]
}

export type ArchivedSuspension = {
  readonly id: string
  readonly no: string
  readonly reason: string
  readonly effectiveAt: number
  readonly liftedAt: number | null
}

export type ArchivedPart = {
  readonly id: string
  readonly kind: string
  readonly brand: string | null
  readonly model: string | null
  readonly useUntil: string
  readonly replacedAt: number | null
}

/** A home is visited some times a year: no archive comes near to it. */
const MOST = 500

const VISITS = `select i.id, i.kind, i.outcome, ${ms('i.happened_at')} as "happenedAt", u.username as inspector, i.counts, i.items,
    i.signature
  from safety_inspection i left join app_user u on u.id = i.inspector_id
  where i.premises_id = $1 and i.happened_at >= $2 order by i.happened_at desc, i.id`

const NOTICES = `select r.id, r.no, r.inspection_id as "inspectionId", r.hazards, r.grade, r.stops_supply as "stopsSupply",
    ${ms('r.issued_at')} as "issuedAt", r.due_on::text as "dueOn", r.signature, ${ms('r.reported_at')} as "reportedAt",
    r.reported_to as "reportedTo", ${ms('r.closed_at')} as "closedAt", r.closing
  from rectification r where r.premises_id = $1 and (r.issued_at >= $2 or r.closed_at is null or r.closed_at >= $2)
  order by r.issued_at desc, r.id`

const PROOFS = `select p.id, p.rectification_id as "rectificationId", p.repaired_on::text as "repairedOn", p.firm, p.object, p.accepted
  from repair_proof p join rectification r on r.id = p.rectification_id where r.premises_id = $1 and p.handed_in_at >= $2
  order by p.handed_in_at desc, p.id`

const REFUSALS = `select f.id, f.kind, ${ms('f.happened_at')} as "happenedAt", f.linkage
  from home_refusal f where f.premises_id = $1 and f.happened_at >= $2 order by f.happened_at desc, f.id`

const SUSPENSIONS = `select s.id, s.no, s.reason, ${ms('s.effective_at')} as "effectiveAt", ${ms('s.lifted_at')} as "liftedAt"
  from supply_suspension s where s.premises_id = $1 and (s.effective_at >= $2 or s.lifted_at is null or s.lifted_at >= $2)
  order by s.effective_at desc, s.id`

const PARTS = `select h.id, h.kind, h.brand, h.model, h.use_until::text as "useUntil", ${ms('h.replaced_at')} as "replacedAt"
  from home_part h where h.premises_id = $1 and (h.replaced_at is null or h.replaced_at >= $2)
  order by h.replaced_at nulls first, h.use_until, h.id`

/** 入户安检与隐患整改档案 of one home: what is not settled is in it, however old. */
export const homeArchiveQueries = (read: Pool) => ({
  /** Who may see the home was asked before. @param from ms since 1970 */
  async of(premisesId: string, from: number) {
    const list = async <T extends object>(sql: string): Promise<readonly T[]> =>
      (await read.query<T>(`${sql} limit ${MOST}`, [premisesId, instantParam(from)])).rows
    const [visits, notices, proofs, refusals, suspensions, parts] = await Promise.all([
      list<ArchivedVisit>(VISITS),
      list<ArchivedNotice>(NOTICES),
      list<ArchivedProof>(PROOFS),
      list<ArchivedRefusal>(REFUSALS),
      list<ArchivedSuspension>(SUSPENSIONS),
      list<ArchivedPart>(PARTS),
    ])
    return { visits, notices, proofs, refusals, suspensions, parts }
  },
})
