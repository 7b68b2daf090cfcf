import type { Pool } from 'pg'
import type { Day } from '#domain/units.ts'
import type { VehiclePaperKind } from '#domain/vehicle-papers.ts'
import { instantParam, ms, violation, Where } from '#store/queries/queryable.ts'
import type { Scope } from '#store/queries/scope.ts'
import { ofEnterprise } from './vehicles.ts'

export type PaperRow = {
  readonly id: string
  readonly no: string
  readonly enterpriseId: string
  readonly vehicleId: string
  readonly kind: VehiclePaperKind
  readonly title: string | null
  readonly paperNo: string
  readonly issuedBy: string | null
  readonly validFrom: string | null
  readonly validUntil: string
  readonly revokedAt: number | null
  readonly revokeReason: string | null
  readonly recordedAt: number
}

export type NewPaper = Omit<PaperRow, 'no' | 'revokedAt' | 'revokeReason'> & {
  readonly recordedBy: string
}

export type DuePaper = {
  readonly id: string
  readonly holder: 'vehicle' | 'staff'
  readonly no: string
  readonly holderId: string
  readonly enterpriseId: string
  readonly kind: string
  readonly title: string | null
  readonly paperNo: string
  readonly validUntil: string
}

const PAPER = `p.id, p.no::text as no, p.enterprise_id as "enterpriseId", p.vehicle_id as "vehicleId", p.kind, p.title,
  p.paper_no as "paperNo", p.issued_by as "issuedBy", p.valid_from::text as "validFrom", p.valid_until::text as "validUntil",
  ${ms('p.revoked_at')} as "revokedAt", p.revoke_reason as "revokeReason", ${ms('p.recorded_at')} as "recordedAt"`

type After = readonly [string, string] | null

/** Papers of vehicles (车辆证件), and the certificates of those who drive and escort. */
export const vehiclePaperQueries = (pool: Pool, read: Pool) => ({
  async addPaper(row: NewPaper): Promise<PaperRow | 'unique'> {
    try {
      const { rows } = await pool.query<PaperRow>(
        `with p as (
           insert into vehicle_paper (id, enterprise_id, vehicle_id, kind, title, paper_no, issued_by, valid_from, valid_until,
             recorded_by, recorded_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning *)
         select ${PAPER} from p`,
        [
          row.id,
          row.enterpriseId,
          row.vehicleId,
          row.kind,
          row.title,
          row.paperNo,
          row.issuedBy,
          row.validFrom,
          row.validUntil,
          row.recordedBy,
          instantParam(row.recordedAt),
        ],
      )
      return rows[0] as PaperRow
    } catch (error) {
      if (violation(error) === 'unique') return 'unique'
      throw error
    }
  },

  /** Null = no such paper in scope; one that is revoked stays as it was. */
  async revokePaper(
    scope: Scope,
    id: string,
    revoked: { readonly reason: string; readonly at: number },
  ): Promise<PaperRow | null> {
    const where = new Where()
    const set = `revoked_at = coalesce(p.revoked_at, ${where.param(instantParam(revoked.at))}),
      revoke_reason = coalesce(p.revoke_reason, ${where.param(revoked.reason)})`
    where.and(`p.id = ${where.param(id)}`)
    where.and(ofEnterprise(where, scope, 'p'))
    const { rows } = await pool.query<PaperRow>(
      `update vehicle_paper p set ${set} ${where.sql} returning ${PAPER}`,
      where.values,
    )
    return rows[0] ?? null
  },

  /** By the day on which they end. */
  async papers(
    scope: Scope,
    filter: {
      readonly enterpriseId?: string | undefined
      readonly vehicleId?: string | undefined
      readonly until?: string | undefined
    },
    limit: number,
    after: After,
  ): Promise<readonly PaperRow[]> {
    const where = new Where()
    where.and(ofEnterprise(where, scope, 'p'))
    const { enterpriseId, vehicleId, until } = filter
    if (enterpriseId !== undefined) where.and(`p.enterprise_id = ${where.param(enterpriseId)}`)
    if (vehicleId !== undefined) where.and(`p.vehicle_id = ${where.param(vehicleId)}`)
    if (until !== undefined) {
      where.and(`p.revoked_at is null and p.valid_until <= ${where.param(until)}`)
    }
    if (after !== null) {
      where.and(
        `(p.valid_until, p.no) > (${where.param(after[0])}::date, ${where.param(after[1])}::bigint)`,
      )
    }
    const { rows } = await read.query<PaperRow>(
      `select ${PAPER} from vehicle_paper p ${where.sql} order by p.valid_until, p.no limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  /** The latest last day of each kind of a vehicle's papers that were not revoked. */
  async lastDays(vehicleId: string): Promise<Readonly<Partial<Record<VehiclePaperKind, Day>>>> {
    const { rows } = await pool.query<{ days: Partial<Record<VehiclePaperKind, Day>> | null }>(
      `select json_object_agg(kind, until) as days from (
         select kind, max(valid_until)::text as until from vehicle_paper
         where vehicle_id = $1 and revoked_at is null group by kind) k`,
      [vehicleId],
    )
    return rows[0]?.days ?? {}
  },

  /** The last day of somebody's certificate of a kind that was not revoked. */
  async certificateOf(enterpriseId: string, operator: string, kind: string): Promise<Day | null> {
    const { rows } = await pool.query<{ until: Day | null }>(
      `select max(valid_until)::text as until from staff_certificate
       where enterprise_id = $1 and operator = $2 and kind = $3 and revoked_at is null`,
      [enterpriseId, operator, kind],
    )
    return rows[0]?.until ?? null
  },

  async isStaff(enterpriseId: string, operator: string): Promise<boolean> {
    const { rowCount } = await pool.query(
      'select from staff where enterprise_id = $1 and operator = $2',
      [enterpriseId, operator],
    )
    return rowCount === 1
  },

  /** What ends by that day and has no successor: papers of vehicles in use and certificates of people, the soonest first. */
  async duePapers(
    scope: Scope,
    by: string,
    limit: number,
    after: readonly [string, 'vehicle' | 'staff', string] | null,
  ): Promise<readonly DuePaper[]> {
    const where = new Where()
    const end = where.param(by)
    const most = where.param(limit)
    const behind = (holder: string, alias: string): string =>
      after === null
        ? ''
        : `and (${alias}.valid_until, '${holder}', ${alias}.no) > (${where.param(after[0])}::date, ${where.param(after[1])}, ${where.param(after[2])}::bigint)`
    const { rows } = await read.query<DuePaper>(
      `select id, holder, no::text as no, "holderId", "enterpriseId", kind, title, "paperNo", until::text as "validUntil" from (
         (select p.id, 'vehicle' as holder, p.no, p.vehicle_id as "holderId", p.enterprise_id as "enterpriseId", p.kind, p.title,
            p.paper_no as "paperNo", p.valid_until as until
          from vehicle_paper p join vehicle v on v.id = p.vehicle_id and v.retired_at is null
          where p.revoked_at is null and p.valid_until <= ${end} and ${ofEnterprise(where, scope, 'p')} ${behind('vehicle', 'p')}
            and not exists (select from vehicle_paper n where n.vehicle_id = p.vehicle_id and n.kind = p.kind
              and n.title is not distinct from p.title and n.revoked_at is null and n.valid_until > p.valid_until)
          order by p.valid_until, p.no limit ${most})
         union all
         (select t.id, 'staff', t.no, t.operator, t.enterprise_id, t.kind, null, t.certificate_no, t.valid_until
          from staff_certificate t
          where t.revoked_at is null and t.valid_until <= ${end} and ${ofEnterprise(where, scope, 't')} ${behind('staff', 't')}
            and not exists (select from staff_certificate n where n.enterprise_id = t.enterprise_id and n.operator = t.operator
              and n.kind = t.kind and n.revoked_at is null and n.valid_until > t.valid_until)
          order by t.valid_until, t.no limit ${most})) d
       order by until, holder, d.no limit ${most}`,
      where.values,
    )
    return rows
  },
})
