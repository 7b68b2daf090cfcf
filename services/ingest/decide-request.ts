import type { Life } from '#domain/fold-life.ts'
import type { LifeEvent } from '#domain/life-event.ts'
import type { LockedLife } from '#domain/store-ports.ts'
import type { EpochMs } from '#domain/units.ts'
import type { FillDecision, FillQuestion } from '#rules/fill-gate.ts'
import { type Candidate, contextOf } from './candidate.ts'
import { decisionId, sha256 } from './hashing.ts'
import { answerOf } from './messages.ts'

export type FillGate = (question: Omit<FillQuestion, 'book'>) => FillDecision

/** Decides a `fill.requested` on the life before it: the decision as an event of the same source. */
export type DecideRequest = (
  candidate: Candidate,
  request: LifeEvent & { readonly type: 'fill.requested' },
  before: Life,
  locked: LockedLife,
) => Candidate | null

/** A decision is a fact of its own, right after the request that it answers. */
export const createDecideRequest =
  (gate: FillGate, now: () => EpochMs, releasedTags: ReadonlySet<string>): DecideRequest =>
  (candidate, request, before, locked) => {
    const decision = gate({
      event: request,
      cylinder: before.cylinder,
      registry: before.registry,
      context: contextOf(candidate),
      now: now(),
      tagConflict: releasedTags.has(locked.cylinderId),
    })
    const id = decisionId(candidate.source, request.id)
    const at = (request.effectiveAt + 1) as EpochMs
    const body = { requestId: request.id, scale: request.body.scale, ...decision }
    const raw = Buffer.from(answerOf(id, body))
    const type = decision.decision === 'allow' ? 'fill.permitted' : 'fill.denied'
    return {
      ...candidate,
      event: { ...candidate.event, id, type, at, effectiveAt: at, body },
      raw,
      sha256: sha256(raw),
    }
  }
