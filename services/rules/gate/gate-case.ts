import type { DenyCode } from '#domain/codes.ts'
import type { Cylinder } from '#domain/cylinder.ts'
import type { RegisteredFacts } from '#domain/event-types.ts'
import type { Finding } from '#domain/finding.ts'
import type { JudgingContext } from '#domain/judging-context.ts'
import { type Registry, valueAt } from '#domain/registry.ts'
import { dayOf } from '#domain/calendar.ts'
import type { Day, EpochMs } from '#domain/units.ts'
import type { Citation, ResolvedProfile } from '#rules/profile.ts'

/** What the gate looks at, for a request and, afterwards, for the fill itself. */
export type GateCase = {
  readonly at: EpochMs
  readonly day: Day
  readonly cylinder: Cylinder
  readonly registry: Registry
  readonly facts: RegisteredFacts | null
  readonly context: JudgingContext
  readonly profile: ResolvedProfile
  readonly tagConflict: boolean
  readonly tareG: number | undefined
  /** Net on the scale before the fill; undefined when it was not weighed since custody changed. */
  readonly netBeforeG: number | undefined
  /** When the pre-fill check must still have been good: at the permit, where there was one. */
  readonly checkedAt: EpochMs
}

/** {@link GateCase} of a cylinder that is registered. */
export type KnownCase = GateCase & { readonly facts: RegisteredFacts }

export const isKnown = (gate: GateCase): gate is KnownCase => gate.facts !== null

/** One reason to refuse, with what was measured. */
export type Refusal = {
  readonly code: DenyCode
  readonly citation: Citation
} & Pick<Finding, 'measured' | 'limit' | 'unit' | 'limitFrom'>

type Input = Pick<GateCase, 'at' | 'cylinder' | 'registry' | 'context' | 'profile'> & {
  readonly tagConflict?: boolean
  readonly grossBeforeG: number | undefined
  readonly residualG?: number | undefined
  readonly checkedAt?: EpochMs
}

export const gateCase = (input: Input): GateCase => {
  const { at, registry, grossBeforeG } = input
  const tareG = valueAt(registry.tare, at)
  const weighedG =
    grossBeforeG === undefined || tareG === undefined ? undefined : grossBeforeG - tareG
  return {
    at,
    day: dayOf(at),
    cylinder: input.cylinder,
    registry,
    facts: registry.facts,
    context: input.context,
    profile: input.profile,
    tagConflict: input.tagConflict ?? false,
    tareG,
    netBeforeG: weighedG ?? input.residualG,
    checkedAt: input.checkedAt ?? at,
  }
}
