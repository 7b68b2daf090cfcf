import type { Cylinder } from '#domain/cylinder.ts'
import type { Life } from '#domain/fold-life.ts'
import type { LifeEvent } from '#domain/life-event.ts'
import type { LockedLife } from '#domain/ports.ts'
import type { EpochMs } from '#domain/units.ts'
import type { Candidate } from './candidate.ts'
import type { FillGate } from './gate.ts'
import { answerOf } from './messages.ts'
import { decisionId, sha256 } from './hashing.ts'

/** Decides a `fill.requested`: the decision as an event of the same source, or null when it is not to be decided. */
export type DecideRequest = (
  candidate: Candidate,
  request: LifeEvent & { type: 'fill.requested' },
  before: Life,
  after: Life,
  locked: LockedLife,
) => Candidate | null

/** The same tag at two stations within this time is taken for a copy until a person has looked. */
const CLONE_WINDOW_MS = 30 * 60_000

const seenElsewhere = (before: Cylinder, request: LifeEvent): boolean =>
  before.custody.kind === 'station' &&
  before.lastSeenAt !== null &&
  before.lastSeenAt.stationId !== request.stationId &&
  request.effectiveAt - before.lastSeenAt.at < CLONE_WINDOW_MS

/** A decision is a fact of its own, right after the request that it answers. */
export const createDecideRequest =
  (gate: FillGate, now: () => EpochMs, releasedTags: ReadonlySet<string>): DecideRequest =>
  (candidate, request, before, after, locked) => {
    const decision = gate({
      request,
      cylinder: after.cylinder,
      registry: after.registry,
      context: candidate.context.facts,
      now: now(),
      tagConflict: releasedTags.has(locked.cylinderId) || seenElsewhere(before.cylinder, request),
    })
    const id = decisionId(candidate.source, candidate.id)
    const at = (candidate.effectiveAt + 1) as EpochMs
    const body = { requestId: candidate.id, scale: request.body.scale, ...decision }
    const raw = Buffer.from(answerOf(id, body))
    return {
      ...candidate,
      id,
      type: decision.decision === 'allow' ? 'fill.permitted' : 'fill.denied',
      at,
      effectiveAt: at,
      body,
      raw,
      sha256: sha256(raw),
    }
  }
