import type { FastifyRequest } from 'fastify'
import { principalOf, scopeOf } from '#api/access.ts'
import { afterKnown } from '#api/after-known.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { problem } from '#api/problem.ts'
import { derivedId } from '#api/derived-id.ts'
import { profileAt } from '#api/sales/profile-at.ts'
import { blockedProblem, refuseTwice } from '#api/sales/sale-refusals.ts'
import { present } from '#api/time-text.ts'
import type { Condition } from '#domain/event-types.ts'
import type { Finding } from '#domain/finding.ts'
import { type EpochMs, epochMs } from '#domain/units.ts'
import type { ResolvedProfile } from '#rules/profile.ts'
import { refuseOrdered, refuseSale, type SaleRefusal } from '#rules/sale-gate.ts'
import type { SaleCylinder } from '#store/queries/sales/sales.ts'
import type { SiteRow } from '#store/queries/warehouse/sites.ts'
import { refuseUnchecked } from './seen-leaving.ts'
import { seenWrongDesk } from './seen-wrong.ts'

export type Scan = {
  readonly code: string
  readonly condition: Condition
  readonly appearanceOk: boolean
  readonly leakFree?: boolean | undefined
}

export type Move = {
  readonly type: 'stock.in' | 'stock.out'
  readonly site: SiteRow
  readonly scans: readonly Scan[]
  readonly vehicle: string | undefined
  readonly at: EpochMs
  /** Names the request, so that a repeat finds its events. */
  readonly id: string
  /** Asked beforehand, so it may be refused; what was told afterwards is a fact. */
  readonly asked: boolean
}

export type MovedCylinder = {
  readonly code: string
  readonly eventId: string
  readonly findings: Finding[]
}

type Rules = {
  readonly profile: ResolvedProfile
  readonly enterpriseId: string
  readonly at: EpochMs
}

/** Full ones leave as they would for a sale; empty ones leave to be filled or repaired, but not what was ordered to stay. */
const refuseLeaving = (
  scan: Scan,
  life: { readonly cylinder: SaleCylinder['state']; readonly registry: SaleCylinder['registry'] },
  rules: Rules,
): SaleRefusal | null => {
  const facts = { ...rules, ...life }
  if (scan.condition === 'empty') return refuseOrdered(facts)
  return refuseSale(facts)
}

/** What every stock-in and stock-out of people goes through. */
export const stockDesk = (deps: ApiDeps) => {
  const { sales, sites } = deps.queries
  const profileOf = profileAt(deps)
  const refuseSeenWrong = seenWrongDesk(deps)

  const siteWithin = async (request: FastifyRequest, id: string): Promise<SiteRow> => {
    const row = await sites.byId(scopeOf(principalOf(request)), id)
    if (row === null) throw problem('NOT_FOUND')
    return row
  }

  /** All codes are known before anything is written. @throws UNKNOWN_REFERENCE, INCONSISTENT_REQUEST */
  const knownOnes = async (scans: readonly Scan[]): Promise<ReadonlyMap<string, SaleCylinder>> => {
    const codes = scans.map(({ code }) => code)
    refuseTwice(codes, 'cylinders')
    // A cylinder of another owner may stand here too; nothing of it is shown.
    const known = await deps.queries.beyond(() => sales.cylinders(codes))
    const missing = codes.findIndex((code) => !known.has(code))
    if (missing >= 0) {
      const detail = {
        zh: `${codes[missing] ?? ''} 未登记：请先登记或更正编号`,
        en: `${codes[missing] ?? ''} is not registered: register it, or correct the code`,
      }
      throw problem('UNKNOWN_REFERENCE', { path: `/cylinders/${missing}/code`, detail })
    }
    return known
  }

  const record = async (
    request: FastifyRequest,
    move: Move,
    scan: Scan,
    rules: Rules & { readonly newest: EpochMs | undefined },
  ) => {
    const { site, type, vehicle, id, asked } = move
    const at = asked ? afterKnown(move.at, rules.newest) : move.at
    const { username, userId } = principalOf(request)
    const { code, ...seen } = scan
    const event = {
      id: derivedId(type, id, code),
      type,
      at,
      stationId: site.id,
      operator: username,
      body: present({ siteId: site.id, ...seen, vehicle, by: userId }),
    }
    const leaving = asked && type === 'stock.out'
    return deps.recorder.record<SaleRefusal>(code, event, (life) =>
      leaving ? refuseLeaving(scan, life, rules) : null,
    )
  }

  /** Before anything is moved. @throws INCONSISTENT_REQUEST, CYLINDER_BLOCKED */
  const refuseMoves = async (
    request: FastifyRequest,
    scans: readonly Scan[],
    known: ReadonlyMap<string, SaleCylinder>,
    rules: Rules & { readonly siteId: string },
  ): Promise<void> => {
    const looked = scans.flatMap((scan, i) => {
      const found = known.get(scan.code)
      return found === undefined ? [] : [{ scan, path: `/cylinders/${i}`, known: found }]
    })
    const full = looked.filter(({ scan }) => scan.condition === 'full')
    for (const { scan, path } of full) refuseUnchecked(scan.code, scan, path)
    for (const { scan, path, known: found } of looked) {
      const life = { cylinder: found.state, registry: found.registry }
      const refusal = refuseLeaving(scan, life, rules)
      if (refusal !== null) throw blockedProblem(refusal, scan.code, path)
    }
    await refuseSeenWrong(request, full, { ...rules, now: rules.at })
  }

  /** Records a stock-in or stock-out of several cylinders. @throws CYLINDER_BLOCKED where it was asked for */
  const moveStock = async (
    request: FastifyRequest,
    move: Move,
  ): Promise<readonly MovedCylinder[]> => {
    const { site, scans, at } = move
    const known = await knownOnes(scans)
    const profile = await profileOf(site.region, at, site.enterpriseId)
    const rules = { profile, enterpriseId: site.enterpriseId, at }
    if (move.asked && move.type === 'stock.out') {
      await refuseMoves(request, scans, known, { ...rules, siteId: site.id })
    }
    const moved: MovedCylinder[] = []
    for (const [i, scan] of scans.entries()) {
      const newest = known.get(scan.code)?.state.newest?.effectiveAt
      const result = await record(request, move, scan, { ...rules, newest })
      if (result === null) throw problem('UNKNOWN_REFERENCE', { path: `/cylinders/${i}/code` })
      if (!result.ok) throw blockedProblem(result.refusal, scan.code, `/cylinders/${i}`)
      const { event, findings } = result.recorded
      moved.push({ code: scan.code, eventId: event.id, findings: [...findings] })
    }
    return moved
  }

  /** When it happened: told, or now. A request has no time of its own. @throws INCONSISTENT_REQUEST for the future */
  const whenOf = (told: EpochMs | undefined): EpochMs => {
    const now = epochMs(deps.clock())
    if (told === undefined) return now
    if (told > now + AHEAD_MS) {
      const detail = {
        zh: 'happenedAt 晚于现在：请在发生后登记',
        en: 'happenedAt lies ahead: it is told when it has happened',
      }
      throw problem('INCONSISTENT_REQUEST', { path: '/happenedAt', detail })
    }
    return told
  }

  const requestId = (request: FastifyRequest): string => eventIdOf(request, deps)

  return { siteWithin, knownOnes, moveStock, whenOf, requestId }
}

/** What a phone's clock may be ahead of ours, as for devices (design §4). */
const AHEAD_MS = 120_000
