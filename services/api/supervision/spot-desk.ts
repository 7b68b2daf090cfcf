import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { principalOf, scopeOf } from '#api/access.ts'
import { actOnCylinder, eventAfter } from '#api/act-on-cylinder.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { stepId } from '#api/derived-id.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { problem, type Said } from '#api/problem.ts'
import { profileAt } from '#api/sales/profile-at.ts'
import { refuseMissing } from '#api/sales/uploaded.ts'
import { signedObject } from '#api/sales/visit-desk.ts'
import { present } from '#api/time-text.ts'
import { valueAt } from '#domain/registry.ts'
import { epochMs } from '#domain/units.ts'
import { judgeSpotCheck } from '#rules/judge-spot-check.ts'
import { samplePlan } from '#rules/net-content-plan.ts'
import type {
  spotCheckConclude,
  spotCheckCreate,
  SpotCheckItemBody,
} from '#schemas/api/spot-check.ts'
import type { CylinderRow } from '#store/queries/registry/cylinders.ts'
import type {
  SpotCheckRow,
  SpotItemRow,
  SpotSignatures,
} from '#store/queries/supervision/spot-checks.ts'
import { supervisionDesk } from './case-desk.ts'
import { caseFinding, concludedOf } from './spot-verdict.ts'

type Create = z.infer<typeof spotCheckCreate>

const inconsistent = (path: string, detail: Said) =>
  problem('INCONSISTENT_REQUEST', { path, detail })

/** What the event of a check after the fill says: the same facts that a station would write (复秤、检漏、封口、标签). */
const eventBody = (seen: SpotCheckItemBody) => {
  const { grossG, leakFree, sealed, sealNo, labelled, labelledNetG } = seen
  return present({ checkWeighG: grossG, leakFree, sealed, sealNo, labelled, labelledNetG })
}

export const spotDesk = (deps: ApiDeps) => {
  const { spotChecks, stations, cylinders } = deps.queries
  const profileOf = profileAt(deps)
  const cases = supervisionDesk(deps)

  const within = async (request: FastifyRequest, id: string): Promise<SpotCheckRow> => {
    const row = await spotChecks.byId(scopeOf(principalOf(request)), id)
    if (row === null) throw problem('NOT_FOUND')
    return row
  }

  const weighed = (cylinder: CylinderRow, check: SpotCheckRow, seen: SpotCheckItemBody) => {
    const now = epochMs(deps.clock())
    const tareG = seen.tareG ?? valueAt(cylinder.registry.tare, now) ?? null
    const labelledNetG = seen.labelledNetG ?? check.labelledNetG
    if (check.labelledNetG !== null && labelledNetG !== check.labelledNetG) {
      throw inconsistent('/labelledNetG', {
        zh: '同批标注净含量应一致',
        en: 'the lot is of one labelled mass',
      })
    }
    if (check.kind === 'net-content' && tareG === null) {
      throw inconsistent('/tareG', {
        zh: '皮重不明，应实测皮重',
        en: 'nobody knows its tare: weigh it empty',
      })
    }
    return { tareG, labelledNetG, netG: tareG === null ? null : seen.grossG - tareG }
  }

  /** The facts of the check in the life of the cylinder; a repeat finds its event. */
  const record = async (
    request: FastifyRequest,
    check: SpotCheckRow,
    { code, eventId, seen }: SpotItemRow,
  ): Promise<void> => {
    const cylinder = await deps.queries.beyond(() => cylinders.byCode({ kind: 'all' }, code))
    if (cylinder === null || eventId === null) return
    const body = eventBody(seen as unknown as SpotCheckItemBody)
    const event = eventAfter(deps, request, cylinder, 'postfill.checked', body)
    const here = { ...event, id: eventId, stationId: check.stationId }
    await actOnCylinder(deps, code, here)
  }

  const openCase = async (request: FastifyRequest, row: SpotCheckRow): Promise<SpotCheckRow> => {
    if (row.passed !== false || row.caseId !== null) return row
    const { enterpriseId, region, stationId } = row
    const { finding, clauses } = caseFinding(row, await spotChecks.items(row.id))
    const id = stepId(row.id, 'case')
    const subject = { kind: 'spot-check' as const, id: row.id }
    const body = { id, subject, finding, clauses: [...clauses] }
    const opened = await cases.open(request, body, { enterpriseId, region, stationId })
    await spotChecks.setCase(row.id, opened.id)
    return { ...row, caseId: opened.id }
  }

  return {
    within,

    /** @throws UNKNOWN_REFERENCE, INCONSISTENT_REQUEST, ALREADY_EXISTS */
    async create(request: FastifyRequest, body: Create): Promise<SpotCheckRow> {
      const { userId } = principalOf(request)
      const scope = scopeOf(principalOf(request))
      const station = await stations.byId(scope, body.stationId)
      if (station === null) throw problem('UNKNOWN_REFERENCE', { path: '/stationId' })
      const { kind, lotSize = null, labelledNetG = null, place, instrument } = body
      for (const [path, value] of Object.entries({ lotSize, labelledNetG })) {
        if ((value === null) !== (kind === 'cylinders')) {
          const detail = {
            zh: '净含量抽查须填写批量和标注量',
            en: 'a net-content check says how large the lot is and what is written on it',
          }
          throw inconsistent(`/${path}`, detail)
        }
      }
      const { enterpriseId, region } = station
      const id = body.id?.toLowerCase() ?? eventIdOf(request, deps)
      const openedAt = deps.clock()
      const { ref: profile } = await profileOf(region, epochMs(openedAt), enterpriseId)
      const where = { enterpriseId, region, stationId: body.stationId, place, instrument }
      const row = { id, ...where, kind, lotSize, labelledNetG, profile, openedBy: userId, openedAt }
      await spotChecks.create(row)
      const stored = await spotChecks.byId(scope, id)
      if (stored?.openedBy !== userId) throw problem('ALREADY_EXISTS', { path: '/id' })
      return stored
    },

    /** @throws UNKNOWN_REFERENCE, INCONSISTENT_REQUEST, ALREADY_EXISTS, ALREADY_CLOSED */
    async add(request: FastifyRequest, id: string, seen: SpotCheckItemBody): Promise<SpotCheckRow> {
      const check = await within(request, id)
      // Beyond reach: whose cylinder stands on the shelf is found by the check.
      const cylinder = await deps.queries.beyond(() => cylinders.byCode({ kind: 'all' }, seen.code))
      if (cylinder === null) throw problem('UNKNOWN_REFERENCE', { path: '/code' })
      const photos = (seen.photos ?? []).map((hash, i) => [`/photos/${i}`, hash] as const)
      await refuseMissing(deps, check.enterpriseId, photos)
      const mass = weighed(cylinder, check, seen)
      const now = epochMs(deps.clock())
      const profile = await profileOf(check.region, now, check.enterpriseId)
      const findings = judgeSpotCheck(cylinder.registry.facts, { ...seen, ...mass }, profile)
      const itemId = eventIdOf(request, deps)
      const outcome = await spotChecks.addItem(scopeOf(principalOf(request)), check.id, {
        id: itemId,
        code: cylinder.code,
        recordedBy: principalOf(request).userId,
        recordedAt: now,
        seen: present({ ...seen, tareG: mass.tareG, labelledNetG: mass.labelledNetG ?? undefined }),
        netG: mass.netG,
        findings,
        eventId: stepId(itemId, 'check'),
      })
      if (outcome === null) throw problem('NOT_FOUND')
      if (outcome === 'closed') throw problem('ALREADY_CLOSED')
      if (outcome === 'taken') throw problem('ALREADY_EXISTS', { path: '/code' })
      await record(request, check, outcome)
      return check
    },

    /** @throws UNKNOWN_REFERENCE, CASE_STATE, ALREADY_CLOSED */
    async conclude(
      request: FastifyRequest,
      id: string,
      body: z.infer<typeof spotCheckConclude>,
    ): Promise<SpotCheckRow> {
      const check = await within(request, id)
      const { inspector, company } = body
      await refuseMissing(deps, check.enterpriseId, [
        ['/inspector', inspector, 'signature'],
        ...signedObject('/company', company),
      ])
      const by = principalOf(request).userId
      const signatures: SpotSignatures = { inspector: { by, object: inspector }, company }
      const scope = scopeOf(principalOf(request))
      const row = await spotChecks.conclude(scope, check.id, (locked, items) =>
        concludedOf(locked, items, { at: deps.clock(), signatures }),
      )
      if (row === null) throw problem('NOT_FOUND')
      if (row !== 'closed') return openCase(request, row)
      // A repeat after a crash: the same signature stands, the case may not.
      const stored = await within(request, id)
      if (stored.signatures?.inspector.object !== inspector) throw problem('ALREADY_CLOSED')
      return openCase(request, stored)
    },

    planOf: ({ lotSize }: SpotCheckRow) => (lotSize === null ? null : samplePlan(lotSize)),
  }
}
