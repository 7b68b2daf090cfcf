import type { FastifyRequest } from 'fastify'
import { principalOf } from '#api/access.ts'
import { afterKnown } from '#api/after-known.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { derivedId } from '#api/derived-id.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { blockedProblem } from '#api/sales/sale-refusals.ts'
import { present } from '#api/time-text.ts'
import { epochMs } from '#domain/units.ts'
import type { ResolvedProfile } from '#rules/profile.ts'
import type { SaleCylinder } from '#store/queries/sales/sales.ts'
import { type Seen, seenWrong } from './seen-leaving.ts'

export type Looked = {
  readonly scan: Seen & { readonly code: string }
  readonly path: string
  readonly known: SaleCylinder
}

type Told = {
  readonly profile: ResolvedProfile
  readonly now: number
  /** Where it is looked at; else where its life has it. */
  readonly siteId?: string
}

/**
 * What was seen of a full cylinder before it leaves. Wrong, it stays, and its life says so: it is quarantined, and a second look under
 * another key does not let it out (R000-4.3.3.5c, R001-6.4-6).
 */
export const seenWrongDesk = (deps: ApiDeps) => {
  const tell = async (
    request: FastifyRequest,
    { scan, known }: Looked,
    { now, siteId: here }: Told,
  ) => {
    const { username, userId, stationId, role } = principalOf(request)
    const { code, appearanceOk = true, leakFree } = scan
    const { custody, newest } = known.state
    const siteId = here ?? (custody.kind === 'station' ? custody.id : undefined)
    const head = {
      id: derivedId('seen-wrong', eventIdOf(request, deps), code),
      at: afterKnown(epochMs(now), newest?.effectiveAt),
      operator: username,
    }
    // It stands where it stood, and was looked at; elsewhere than at a site no check has a place, so that it is held by order.
    const event =
      siteId === undefined
        ? {
            ...head,
            type: 'cylinder.quarantined' as const,
            stationId,
            body: { reason: leakFree === false ? 'LEAKING' : 'DAMAGED', by: userId, role },
          }
        : {
            ...head,
            type: 'stock.in' as const,
            stationId: siteId,
            body: present({ siteId, condition: 'full', appearanceOk, leakFree, by: userId }),
          }
    await deps.recorder.record(code, event, () => null)
  }

  /** @throws CYLINDER_BLOCKED for the first one that may not leave, after all of them are told */
  return async (request: FastifyRequest, looked: readonly Looked[], where: Told): Promise<void> => {
    const wrong = looked.flatMap((one) => {
      const refusal = seenWrong(one.scan, where.profile)
      return refusal === null ? [] : [{ one, refusal }]
    })
    for (const { one } of wrong) await tell(request, one, where)
    const [first] = wrong
    if (first !== undefined) {
      throw blockedProblem(first.refusal, first.one.scan.code, first.one.path)
    }
  }
}
