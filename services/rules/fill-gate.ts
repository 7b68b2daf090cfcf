import type { DenyCode } from '#domain/codes.ts'
import type { Cylinder } from '#domain/cylinder.ts'
import { arrive } from '#domain/arrive.ts'
import type { JudgingContext } from '#domain/judging-context.ts'
import type { Registry } from '#domain/registry.ts'
import { type EpochMs, epochMs, type Grams, grams } from '#domain/units.ts'
import { fillLimits } from './fill-limits.ts'
import { type GateCase, gateCase, type Refusal } from './gate/gate-case.ts'
import { refusals } from './gate/refusals.ts'
import { refuse } from './gate/refuse.ts'
import { type Sentence, sayRefusal } from './messages.ts'
import type { ProfileBook } from './profile-book.ts'
import type { ResolvedProfile } from './profile.ts'
import type { EventOf } from './rule.ts'

/** Everything a decision is made from. `cylinder` = before the request; `now` = when it is decided. */
export type FillQuestion = {
  readonly event: EventOf<'fill.requested'>
  readonly cylinder: Cylinder
  readonly registry: Registry
  readonly context: JudgingContext
  readonly now: EpochMs
  readonly book: ProfileBook
  /** The tag answers to two cylinders. */
  readonly tagConflict?: boolean
}

export type FillAllowed = {
  readonly decision: 'allow'
  readonly targetNetG: Grams
  /** The most that may be in it: the upper fill limit. */
  readonly maxNetG: Grams
  readonly tareG: Grams
  readonly targetGrossG: Grams
  readonly maxGrossG: Grams
  readonly expiresAt: EpochMs
}

export type FillDenied = {
  readonly decision: 'deny'
  readonly code: DenyCode
  readonly codes: readonly DenyCode[]
  readonly clause: string
  readonly message: Sentence
}

export type FillDecision = FillAllowed | FillDenied

const DEFAULT_PERMIT_MS = 600_000
const DEFAULT_REQUEST_MS = 10_000

const deny = (found: readonly [Refusal, ...Refusal[]]): FillDenied => ({
  decision: 'deny',
  code: found[0].code,
  codes: found.map(({ code }) => code),
  clause: found[0].citation.clause,
  message: sayRefusal(found[0]),
})

const expired = (gate: GateCase, now: EpochMs): Refusal | undefined => {
  const limit = gate.profile.single.requestValidMs?.value ?? DEFAULT_REQUEST_MS
  const measured = now - gate.at
  return measured > limit
    ? refuse(gate, 'REQUEST_EXPIRED', { measured, limit, unit: 'ms' })
    : undefined
}

const allow = (gate: GateCase, profile: ResolvedProfile, now: EpochMs): FillAllowed | null => {
  const limits = gate.facts === null ? null : fillLimits(gate.facts, profile)
  if (limits === null || gate.tareG === undefined) return null
  const validMs = profile.single.permitValidMs?.value ?? DEFAULT_PERMIT_MS
  return {
    decision: 'allow',
    targetNetG: grams(limits.targetG),
    maxNetG: grams(limits.upperG),
    tareG: grams(gate.tareG),
    targetGrossG: grams(gate.tareG + limits.targetG),
    maxGrossG: grams(gate.tareG + limits.upperG),
    expiresAt: epochMs(now + validMs),
  }
}

/**
 * May this cylinder be filled now? All reasons against it in the order of design §3, the first with its clause and a sentence
 * for the worker; else what the scale may fill up to.
 */
export const decideFill = (question: FillQuestion): FillDecision => {
  const { event, registry, context, now, book } = question
  const cylinder = arrive(question.cylinder, event)
  const profile = book.resolve(context.profile)
  const gate = gateCase({
    at: event.effectiveAt,
    cylinder,
    registry,
    context,
    profile,
    grossBeforeG: event.body.emptyGrossG ?? cylinder.weighing?.grossG,
    ...(question.tagConflict === undefined ? {} : { tagConflict: question.tagConflict }),
  })
  const late = expired(gate, now)
  const [first, ...rest] = late === undefined ? refusals(gate) : [...refusals(gate), late]
  if (first !== undefined) return deny([first, ...rest])
  // A cylinder that nothing limits cannot be given a maximum: its size is unknown, and so is the cylinder.
  return allow(gate, profile, now) ?? deny([refuse(gate, 'UNKNOWN_CYLINDER')])
}
