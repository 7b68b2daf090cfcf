import { type BlockCode, blocks, type Remedy } from '#domain/codes.ts'
import type { Cylinder, StandingBlock } from '#domain/cylinder.ts'
import type { Finding } from '#domain/finding.ts'
import type { BlockingEvent } from '#store/queries/registry/cylinders.ts'
import type { Principal } from '#api/access.ts'
import type { ErrorCode } from '#api/error-codes.ts'
import { asWritten, type ProblemDetails } from '#api/problem.ts'

export type ReleaseRefusal = { readonly code: ErrorCode; readonly details: ProblemDetails }

export type ReleaseRequest = {
  readonly principal: Principal
  /** Findings to lift; absent = everything that stands. */
  readonly codes: readonly string[] | undefined
  /** Read before the lock: who worked when each block was found, and by which clause. */
  readonly events: readonly BlockingEvent[]
}

const remedyOf = (code: BlockCode): Remedy => blocks[code].remedy

const findingOf = (block: StandingBlock, request: ReleaseRequest): Finding | undefined =>
  request.events
    .find((event) => event.eventId === block.eventId)
    ?.findings.find((finding) => finding.code === block.code)

const notReleasable = (block: StandingBlock, request: ReleaseRequest): ReleaseRefusal => {
  const finding = findingOf(block, request)
  return {
    code: 'NOT_RELEASABLE',
    details: {
      rule: block.code,
      remedy: remedyOf(block.code),
      clause: finding?.clause,
      measured: finding?.measured,
      limit: finding?.limit,
      unit: finding?.unit,
      detail: {
        zh: `${block.code} 须按规定处置，不能凭填写原因解除`,
        en: `${block.code} is cleared by its remedy (${remedyOf(block.code)}), not by a reason typed in`,
      },
    },
  }
}

const refuseBlock = (block: StandingBlock, request: ReleaseRequest): ReleaseRefusal | null => {
  if (!blocks[block.code].releasable) return notReleasable(block, request)
  const event = request.events.find(({ eventId }) => eventId === block.eventId)
  if (event === undefined) return { code: 'CHANGED_MEANWHILE', details: { rule: block.code } }
  return event.operator === request.principal.username
    ? { code: 'RELEASER_IS_OPERATOR', details: { rule: block.code } }
    : null
}

/**
 * May this person release the cylinder? Pure; asked again inside the lock. Only findings that a person may lift, never by whoever
 * worked the cylinder, and a regulator's own order only by a regulator.
 */
export const refuseRelease = (
  cylinder: Cylinder,
  request: ReleaseRequest,
): ReleaseRefusal | null => {
  const { codes, principal } = request
  const { standing, orders } = cylinder
  if (cylinder.retired !== null) return { code: 'ALREADY_RETIRED', details: {} }
  if (standing.length === 0 && orders.length === 0 && cylinder.conflictAt === null) {
    return { code: 'NOT_QUARANTINED', details: {} }
  }
  const missing = codes?.findIndex((code) => !standing.some((block) => block.code === code)) ?? -1
  if (missing >= 0) {
    return {
      code: 'NOT_QUARANTINED',
      details: {
        path: `/codes/${missing}`,
        detail: { zh: `${codes?.[missing]} 并未成立`, en: `${codes?.[missing]} does not stand` },
      },
    }
  }
  const ordered = orders.find((order) => order.role === 'regulator')
  if (codes === undefined && ordered !== undefined && principal.role !== 'regulator') {
    return { code: 'REGULATOR_ORDER', details: { detail: asWritten(ordered.reason) } }
  }
  const wanted = standing.filter((block) => codes?.includes(block.code) ?? true)
  for (const block of wanted) {
    const refusal = refuseBlock(block, request)
    if (refusal !== null) return refusal
  }
  return null
}
