/**
 * Why a fill request is refused, in the order in which the first one is named (design §3). Never renamed, never reused.
 */
export const denyCodes = [
  'STATION_UNLICENSED',
  'SCALE_LOCKED',
  'SCALE_UNVERIFIED',
  'OPERATOR_UNCERTIFIED',
  'GAS_NOT_RELEASED',
  'UNKNOWN_CYLINDER',
  'TAG_CONFLICT',
  'REPORTED_LOST',
  'RETIRED',
  'LIFE_EXPIRED',
  'WRONG_MEDIUM',
  'NOT_OWNED',
  'QUARANTINED',
  'INSPECTION_OVERDUE',
  'IDLE_TOO_LONG',
  'TARE_UNKNOWN',
  'TARE_MISMATCH',
  'PREFILL_FAILED',
  'NEEDS_PREFILL_CHECK',
  'NEEDS_VACUUM',
  'RESIDUAL_TOO_HIGH',
  'ALREADY_FULL',
  'REQUEST_EXPIRED',
] as const

export type DenyCode = (typeof denyCodes)[number]

/** A fill that the gate would have denied. An expired request is no property of a fill, so it has no counterpart. */
export type FillFindingCode = `FILL_${Exclude<DenyCode, 'REQUEST_EXPIRED'>}`

/**
 * What ends a standing block. `removal` = gas taken out, then a good fill or check-weigh; `repair` = passed pre-fill check or
 * leak check at a station; `check` = a later post-fill check with the missing part done; `good-fill` = the next fill without
 * that finding; `return` = back at a station; `release` = a person with the right to, giving a reason; `never` = stands for ever.
 */
export type Remedy =
  | 'removal'
  | 'top-up'
  | 'repair'
  | 'check'
  | 'tare'
  | 'inspection'
  | 'found'
  | 'good-fill'
  | 'return'
  | 'release'
  | 'never'

type BlockRow = { readonly remedy: Remedy; readonly releasable: boolean }

const row = (remedy: Remedy, releasable = false): BlockRow => ({ remedy, releasable })

/** Findings that may stand as a block, with what clears each. A finding that is not here only warns. */
export const blocks = {
  OVERFILL: row('removal'),
  UNDERFILL: row('top-up'),
  LEAKING: row('repair'),
  DAMAGED: row('inspection', true),
  UNSEALED: row('check'),
  UNLABELLED: row('check'),
  TARE_MISMATCH: row('tare'),
  OUT_WITHOUT_CHECK: row('return'),
  MOVED_WHILE_BLOCKED: row('return'),
  DELIVERED_WHILE_BLOCKED: row('return'),
  FILL_STATION_UNLICENSED: row('good-fill', true),
  FILL_SCALE_LOCKED: row('good-fill', true),
  FILL_SCALE_UNVERIFIED: row('good-fill', true),
  FILL_OPERATOR_UNCERTIFIED: row('good-fill', true),
  FILL_GAS_NOT_RELEASED: row('good-fill', true),
  FILL_UNKNOWN_CYLINDER: row('release', true),
  FILL_TAG_CONFLICT: row('release', true),
  FILL_REPORTED_LOST: row('found', true),
  FILL_RETIRED: row('never'),
  FILL_LIFE_EXPIRED: row('never'),
  FILL_WRONG_MEDIUM: row('release', true),
  FILL_NOT_OWNED: row('release', true),
  FILL_QUARANTINED: row('release', true),
  FILL_INSPECTION_OVERDUE: row('inspection'),
  FILL_IDLE_TOO_LONG: row('inspection'),
  FILL_TARE_UNKNOWN: row('tare'),
  FILL_TARE_MISMATCH: row('tare'),
  FILL_PREFILL_FAILED: row('good-fill', true),
  FILL_NEEDS_PREFILL_CHECK: row('good-fill', true),
  FILL_NEEDS_VACUUM: row('good-fill', true),
  FILL_RESIDUAL_TOO_HIGH: row('good-fill', true),
  FILL_ALREADY_FULL: row('good-fill', true),
} as const satisfies Record<FillFindingCode, BlockRow> & Record<string, BlockRow>

export type BlockCode = keyof typeof blocks

/** Findings that only warn or open work. */
export const warnings = [
  'CHECKWEIGH_MISMATCH',
  'FILL_WITHOUT_PERMIT',
  'PERMIT_EXPIRED',
  'PERMIT_MISMATCH',
  'CLOCK_INVALID',
  'RETURN_NOT_SCANNED',
  'RETURN_NOT_OUT',
  'NO_FILL_STANDARD',
  'FILLED_OFFLINE',
  'RESIDUAL_OVER_LIMIT',
  'RESIDUAL_IMPLAUSIBLE',
  'RESIDUAL_NOT_WEIGHED',
  'CLAIM_UNATTRIBUTED',
  'NET_CONTENT_SHORT',
  'CURVE_TWO_CYLINDERS',
  'CURVE_NO_RISE',
  'CURVE_JUMP_BACK',
  'CURVE_NET_NOT_REACHED',
  'SCALE_CHECK_FAILED',
  'GAS_OUT_OF_SPEC',
] as const

export type WarningCode = (typeof warnings)[number]
export type FindingCode = BlockCode | WarningCode

export const isBlockCode = (code: FindingCode): code is BlockCode => Object.hasOwn(blocks, code)
