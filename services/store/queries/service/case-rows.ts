import type { CaseDeadline, Deadlines } from '#domain/service/case-deadline.ts'
import type { CaseCore } from '#domain/service/case-step.ts'
import { epochMs } from '#domain/units.ts'
import { ms, type Where } from '#store/queries/queryable.ts'
import type { Scope } from '#store/queries/scope.ts'

export type CaseArea = 'complaint' | 'repair' | 'incident'

/** Staff by their scope, a customer by whose cases they are. */
export type CaseScope = Scope | { readonly kind: 'customer'; readonly customerId: string }

/** What everybody who is in reach may know of a case; S = the state that the domain decides by. */
export type CaseRow<S extends CaseCore = CaseCore> = {
  readonly id: string
  readonly no: string
  readonly enterpriseId: string
  readonly region: string
  readonly area: CaseArea
  readonly kind: string
  readonly status: string
  readonly channel: string
  readonly personId: string
  readonly customerId: string | null
  readonly premisesId: string | null
  readonly stationId: string | null
  readonly handlerId: string | null
  readonly profile: string
  readonly openedAt: number
  readonly recordedAt: number
  readonly recordedBy: string
  readonly changedAt: number
  readonly endedAt: number | null
  readonly facts: Readonly<Record<string, unknown>>
  readonly state: S
}

/** As it comes from the database: deadlines in rows of their own. */
export type StoredCase = Omit<CaseRow, 'state'> & {
  readonly state: Readonly<Record<string, unknown>>
  readonly deadlines: readonly StoredDeadline[]
}

type StoredDeadline = Omit<CaseDeadline, 'startsAt' | 'dueAt' | 'metAt' | 'voidAt'> & {
  readonly startsAt: number
  readonly dueAt: number
  readonly metAt: number | null
  readonly voidAt: number | null
}

export const DEADLINE_FIELDS = `'name', d.name, 'startsAt', ${ms('d.starts_at')}, 'term', d.term, 'clause', d.clause, 'force', d.force,
  'certainty', d.certainty, 'dueAt', ${ms('d.due_at')}, 'provisional', d.provisional, 'metAt', ${ms('d.met_at')}, 'voidAt', ${ms('d.void_at')}`

export const CASE = `k.id, k.no::text as no, k.enterprise_id as "enterpriseId", k.region, k.area, k.kind, k.status, k.channel,
  k.person_id as "personId", k.customer_id as "customerId", k.premises_id as "premisesId", k.station_id as "stationId",
  k.handler_id as "handlerId", k.profile, ${ms('k.opened_at')} as "openedAt", ${ms('k.recorded_at')} as "recordedAt",
  k.recorded_by as "recordedBy", ${ms('k.changed_at')} as "changedAt", ${ms('k.ended_at')} as "endedAt", k.facts, k.state,
  coalesce((select json_agg(json_build_object(${DEADLINE_FIELDS}) order by d.seq)
    from service_deadline d where d.case_id = k.id), '[]') as deadlines`

/** The state as the domain wrote it, with its deadlines where they stand now. */
export const caseOf = <S extends CaseCore>({ deadlines, ...row }: StoredCase): CaseRow<S> => {
  const own: Deadlines = deadlines.map((one) => ({
    ...one,
    startsAt: epochMs(one.startsAt),
    dueAt: epochMs(one.dueAt),
    metAt: one.metAt === null ? null : epochMs(one.metAt),
    voidAt: one.voidAt === null ? null : epochMs(one.voidAt),
  }))
  const handlerId = row.handlerId
  return { ...row, state: { ...row.state, handlerId, deadlines: own } as unknown as S }
}

/** Rows with enterprise_id, region and customer_id. */
export const caseInScope = (where: Where, scope: CaseScope, alias: string): string => {
  switch (scope.kind) {
    case 'all':
      return 'true'
    case 'enterprise':
      return `${alias}.enterprise_id = ${where.param(scope.enterpriseId)}`
    case 'region':
      return `starts_with(${alias}.region, ${where.param(scope.prefix)})`
    case 'customer':
      return `${alias}.customer_id = ${where.param(scope.customerId)}`
    case 'none':
      return 'false'
  }
}
