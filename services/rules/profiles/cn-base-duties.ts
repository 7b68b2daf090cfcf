import { denyCodes } from '#domain/codes.ts'
import { citing } from '#rules/citation.ts'
import type { Citation, RuleCode } from '#rules/profile.ts'

const cite = citing('2013-06-01')
const document = (clause: string): Citation => cite(clause, ['recommended', 'document'])
const seen = (clause: string): Citation => cite(clause, ['recommended', 'seen-elsewhere'])
/** No clause says it in these words; the nearest one is named. */
const ours = (clause: string): Citation => cite(clause, ['unconfirmed', 'from-memory'])

type Duties = { readonly [C in RuleCode]?: Citation }

/** What the gate refuses, by the clause that asks for it. */
const gate = {
  STATION_UNLICENSED: seen('F4'),
  SCALE_LOCKED: seen('F8'),
  SCALE_UNVERIFIED: document('R002-7.1.2'),
  OPERATOR_UNCERTIFIED: document('R002-5.7.1'),
  GAS_NOT_RELEASED: document('R002-4.2.2'),
  UNKNOWN_CYLINDER: document('R002-7.1.4'),
  TAG_CONFLICT: document('R002-7.1.4'),
  REPORTED_LOST: document('R002-7.1.4'),
  RETIRED: document('R002-7.1.1'),
  LIFE_EXPIRED: document('R002-7.1.1'),
  WRONG_MEDIUM: document('R002-7.1.14a'),
  NOT_OWNED: document('R002-7.1.7'),
  QUARANTINED: document('R002-7.1.5'),
  INSPECTION_OVERDUE: document('R002-7.1.1'),
  IDLE_TOO_LONG: cite('R000-4.3.3.6', ['unconfirmed', 'seen-elsewhere']),
  TARE_UNKNOWN: seen('R002-7.1.14b'),
  TARE_MISMATCH: ours('R002-7.1.14b'),
  PREFILL_FAILED: seen('R002-7.1.5'),
  NEEDS_PREFILL_CHECK: seen('R002-7.1.5'),
  NEEDS_VACUUM: document('R002-7.1.9'),
  RESIDUAL_TOO_HIGH: document('R002-7.1.14c'),
  ALREADY_FULL: document('R002-7.1.14b'),
  REQUEST_EXPIRED: ours('F4'),
} satisfies Duties

/** A fill that bypassed the gate breaks the same clause. */
const bypassed: Duties = Object.fromEntries(
  denyCodes
    .filter((code) => code !== 'REQUEST_EXPIRED')
    .map((code) => [`FILL_${code}`, gate[code]] as const),
)

/** The clause behind each verdict under GB/T 28885-2012. */
export const cnBaseDuties: Duties = {
  ...gate,
  ...bypassed,
  OVERFILL: document('R002-7.1.14b'),
  UNDERFILL: document('R002-7.1.14b'),
  NO_FILL_STANDARD: document('R002-7.1.14b'),
  CHECKWEIGH_MISMATCH: document('R002-7.1.2'),
  LEAKING: document('R002-7.1.8'),
  DAMAGED: document('R002-7.1.1'),
  OUT_WITHOUT_CHECK: document('R002-7.1.8'),
  MOVED_WHILE_BLOCKED: document('R002-7.1.5'),
  DELIVERED_WHILE_BLOCKED: document('R002-7.1.5'),
  FILL_WITHOUT_PERMIT: seen('F4'),
  PERMIT_EXPIRED: ours('F4'),
  PERMIT_MISMATCH: ours('F4'),
  FILLED_OFFLINE: ours('F4'),
  CLOCK_INVALID: ours('R002-7.1.4'),
  RETURN_NOT_SCANNED: document('R002-7.1.4'),
  RETURN_NOT_OUT: document('R002-7.1.4'),
  RESIDUAL_OVER_LIMIT: document('R002-7.1.14d'),
  RESIDUAL_IMPLAUSIBLE: ours('R002-7.1.14c'),
  RESIDUAL_NOT_WEIGHED: document('R002-7.1.14d'),
  CLAIM_UNATTRIBUTED: document('R002-7.1.14d'),
  SCALE_CHECK_FAILED: document('R002-7.1.2'),
  GAS_OUT_OF_SPEC: document('R002-4.2.2'),
  CURVE_TWO_CYLINDERS: ours('R002-7.1.4'),
  CURVE_NO_RISE: ours('R002-7.1.4'),
  CURVE_JUMP_BACK: ours('R002-7.1.4'),
  CURVE_NET_NOT_REACHED: ours('R002-7.1.4'),
}
