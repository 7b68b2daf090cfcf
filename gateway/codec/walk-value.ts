import type { RejectionCode } from './decoded-message.ts'

export interface Flaw {
  readonly code: RejectionCode
  readonly message: string
  readonly path: string
}

// oxlint-disable-next-line no-control-regex -- to find it is the point
const FORBIDDEN = /[\u0000\ud800-\udfff]/u
const ALL_FORBIDDEN = new RegExp(FORBIDDEN, 'gu')

/**
 * The first thing in a parsed value that cannot be stored: NUL, half a surrogate pair, a number too large for a double, a
 * field `__proto__`; unknown fields and keys included. Nesting is at most 16 here, so recursion is safe.
 */
export function walkValue(value: unknown): Flaw | null {
  if (typeof value === 'string') return FORBIDDEN.test(value) ? textFlaw(value, '') : null
  if (typeof value === 'number') return Number.isFinite(value) ? null : rangeFlaw
  if (value === null || typeof value !== 'object') return null
  for (const key in value) {
    if (FORBIDDEN.test(key)) return textFlaw(key, `/${pointerPart(key)}`)
    if (key === '__proto__') return protoFlaw
    const flaw = walkValue((value as Record<string, unknown>)[key])
    if (flaw !== null) return { ...flaw, path: `/${pointerPart(key)}${flaw.path}` }
  }
  return null
}

/** Number of fields of all objects in the value. */
export function countFields(value: unknown): number {
  if (value === null || typeof value !== 'object') return 0
  let count = 0
  if (Array.isArray(value)) {
    for (const inner of value as unknown[])
      if (typeof inner === 'object') count += countFields(inner)
    return count
  }
  const fields = value as Record<string, unknown>
  for (const key in fields) {
    count += 1
    const inner = fields[key]
    if (typeof inner === 'object') count += countFields(inner)
  }
  return count
}

/** One level of a JSON pointer (RFC 6901), safe to store and to send. */
export function pointerPart(key: string): string {
  const safe = key.slice(0, 100).replace(ALL_FORBIDDEN, '\ufffd')
  return safe.replaceAll('~', '~0').replaceAll('/', '~1')
}

const rangeFlaw: Flaw = {
  code: 'NUMBER_OUT_OF_RANGE',
  message: 'is a number beyond the range of a double',
  path: '',
}
const protoFlaw: Flaw = {
  code: 'INVALID_FIELD',
  message: 'is a name that no field may have',
  path: '/__proto__',
}

function textFlaw(text: string, path: string): Flaw {
  return text.includes('\0')
    ? { code: 'NUL_CHARACTER', message: 'holds the character U+0000', path }
    : { code: 'LONE_SURROGATE', message: 'holds half of a surrogate pair', path }
}
