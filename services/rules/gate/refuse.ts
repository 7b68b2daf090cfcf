import type { DenyCode } from '#domain/codes.ts'
import type { Citation } from '#rules/profile.ts'
import { duty } from '#rules/rule.ts'
import type { GateCase, Refusal } from './gate-case.ts'

type Measure = Omit<Refusal, 'code' | 'citation'>

const NOTHING: Measure = {}

/** A refusal by the profile's clause for the code, or by the value that decided. */
export const refuse = (
  { profile }: GateCase,
  code: DenyCode,
  measure: Measure = NOTHING,
  citation: Citation = duty(profile, code),
): Refusal => ({ code, citation, ...measure })
