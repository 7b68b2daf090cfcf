import type { FastifyRequest } from 'fastify'
import { principalOf, scopeOf } from '#api/access.ts'
import { actOnCylinder, eventAfter, type Refusal } from '#api/act-on-cylinder.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { stepId } from '#api/derived-id.ts'
import { problem, asWritten, type Said } from '#api/problem.ts'
import type { LockedLife } from '#domain/store-ports.ts'
import type { MeasureKind, Ordered } from '#domain/supervision/supervision-case.ts'
import type { SupervisionRow } from '#store/queries/supervision/supervision-cases.ts'

const unknown = (i: number, detail?: Said) =>
  problem('UNKNOWN_REFERENCE', {
    path: `/targets/${i}`,
    ...(detail === undefined ? {} : { detail }),
  })

const FEW: { readonly [K in MeasureKind]: readonly [least: number, most: number] } = {
  'lock-scale': [1, 50],
  'lock-station': [1, 1],
  quarantine: [1, 500],
  rectify: [0, 0],
}

const refuseTarget = async (
  { queries }: ApiDeps,
  request: FastifyRequest,
  { enterpriseId, enterpriseName }: SupervisionRow,
  [kind, target, i]: readonly [MeasureKind, string, number],
): Promise<void> => {
  const scope = scopeOf(principalOf(request))
  if (kind === 'quarantine') {
    const row = await queries.cylinders.byCode(scope, target)
    if (row === null) throw unknown(i)
    if (row.state.retired !== null) throw unknown(i, { zh: '已报废', en: `${target} is retired` })
    return
  }
  const scale = kind === 'lock-scale' ? await queries.scales.byId(scope, target) : null
  const place = kind === 'lock-scale' ? (scale?.stationId ?? null) : target
  const station = place === null ? null : await queries.stations.byId(scope, place)
  if (station?.enterpriseId !== enterpriseId) {
    throw unknown(i, {
      zh: `${target} 不属于 ${enterpriseName}，或不在辖区内`,
      en: `${target} is not of ${enterpriseName} within your region`,
    })
  }
}

/** @throws INCONSISTENT_REQUEST, UNKNOWN_REFERENCE when what shall be locked or set apart is not the company's or out of reach */
export const refuseTargets = async (
  deps: ApiDeps,
  request: FastifyRequest,
  row: SupervisionRow,
  kind: MeasureKind,
  targets: readonly string[],
): Promise<void> => {
  const [least, most] = FEW[kind]
  if (targets.length < least || targets.length > most || new Set(targets).size < targets.length) {
    const detail = {
      zh: `${kind} 须指定 ${least} 至 ${most} 个不同的对象`,
      en: `${kind}: ${least} to ${most} different targets`,
    }
    throw problem('INCONSISTENT_REQUEST', { path: '/targets', detail })
  }
  for (const [i, target] of targets.entries()) {
    await refuseTarget(deps, request, row, [kind, target, i])
  }
}

const retiredAlready = ({ cylinder: { retired } }: LockedLife): Refusal | null =>
  retired === null
    ? null
    : { code: 'ALREADY_RETIRED', details: { detail: asWritten(retired.reason) } }

const orderOf = (measure: Ordered, code: string): string => stepId(measure.id, code, 'quarantine')

/**
 * Orders or lifts the quarantine of each cylinder as an event whose id comes from the measure: a repeat after a crash goes on where
 * it broke off. Lifted is this order alone, whatever else stands on the cylinder.
 */
export const carryOutQuarantine = async (
  deps: ApiDeps,
  request: FastifyRequest,
  row: SupervisionRow,
  measure: Ordered,
): Promise<void> => {
  const { role } = principalOf(request)
  const released = measure.settledAt !== null
  for (const code of measure.targets) {
    // Beyond reach: ordered while it stood in the region, a cylinder may be released after it has left.
    const cylinder = await deps.queries.beyond(() =>
      deps.queries.cylinders.byCode({ kind: 'all' }, code),
    )
    if (cylinder === null || (cylinder.state.retired !== null && released)) continue
    const order = orderOf(measure, code)
    const reason = `监管案件 ${row.no}：${measure.what}`.slice(0, 500)
    const type = released ? 'quarantine.released' : 'cylinder.quarantined'
    const body = released ? { reason, role, codes: [], orders: [order] } : { reason, role }
    const id = released ? stepId(measure.id, code, 'release') : order
    const event = { ...eventAfter(deps, request, cylinder, type, body), id }
    await actOnCylinder(deps, code, event, released ? undefined : retiredAlready)
  }
}
