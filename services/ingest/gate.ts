import type { Cylinder } from '#domain/cylinder.ts'
import type { JudgingContext } from '#domain/judging-context.ts'
import type { LifeEvent } from '#domain/life-event.ts'
import type { Registry } from '#domain/registry.ts'
import type { EpochMs, Grams } from '#domain/units.ts'

export type GateQuestion = {
  readonly request: LifeEvent & { readonly type: 'fill.requested' }
  /** The cylinder with the request's own weighing in it. */
  readonly cylinder: Cylinder
  readonly registry: Registry
  readonly context: JudgingContext
  readonly now: EpochMs
  readonly tagConflict: boolean
}

export type GatePermit = {
  readonly decision: 'allow'
  readonly targetNetG: Grams
  readonly maxNetG: Grams
  readonly tareG: Grams
  readonly targetGrossG: Grams
  readonly maxGrossG: Grams
  readonly expiresAt: EpochMs
}

export type GateDenial = {
  readonly decision: 'deny'
  readonly code: string
  readonly codes: readonly string[]
  readonly clause: string
  readonly message: { readonly zh: string; readonly en: string }
}

export type GateDecision = GatePermit | GateDenial
export type FillGate = (question: GateQuestion) => GateDecision
