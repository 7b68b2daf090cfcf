import type { DeviceAddress } from '#schemas/topics.ts'
import { buildTopic } from '#schemas/topics.ts'

/** One mangled publish. `lonely`: the broker may close the connection for it, so nothing else is in flight then. */
export interface MangledMessage {
  readonly kind: string
  readonly topic: string
  readonly payload: Buffer
  readonly lonely: boolean
}

/** What the messages are made of: `id` gives a fresh UUID, `n` counts up, `at` is the time as text. */
export interface MangleMaterial {
  readonly own: DeviceAddress
  readonly other: DeviceAddress
  readonly code: string
  readonly n: number
  readonly at: string
  readonly id: () => string
  /** An id that was used before, with other content. */
  readonly usedId: string
}

const NESTING = 20_000
/** Design §3 caps frames at 256 KiB; ten megabytes must not be buffered. */
const HUGE = Buffer.alloc(10_000_000, 0x61)
const EVENTS_OVER_LIMIT = 501

type Text = (m: MangleMaterial) => string | Buffer

/** A good fill as JSON text, with fields replaced or added; values are JSON text, so that NaN can be written. */
function fill(m: MangleMaterial, change: Readonly<Record<string, string>> = {}): string {
  const fields: Record<string, string> = {
    id: JSON.stringify(m.id()),
    type: '"fill.completed"',
    at: JSON.stringify(m.at),
    tag: `{"scheme":"code","value":${JSON.stringify(m.code)}}`,
    scale: '"scale-mangle"',
    grossG: '31010',
    tareG: '16480',
    ...change,
  }
  const parts = Object.entries(fields).filter(([, value]) => value !== '')
  return `{${parts.map(([name, value]) => `"${name}":${value}`).join(',')}}`
}

const WRONG_TYPES: readonly Readonly<Record<string, string>>[] = [
  { grossG: '"31010"' },
  { grossG: 'null' },
  { grossG: '[31010]' },
  { grossG: '31010.5' },
  { tag: '"LG-1"' },
  { tag: '{"scheme":"name","value":"x"}' },
  { at: '1700000000' },
  { at: '"2026-02-30T00:00:00.000Z"' },
  { id: '7' },
  { id: '"not-a-uuid"' },
  { id: '' },
  { type: '"fill.finished"' },
  { type: '{}' },
  { scale: 'true' },
  { tag: '' },
]

/** Payloads that must be acknowledged, each with a rejection (or, where they can be read after all, a record). */
const payloads: Readonly<Record<string, Text>> = {
  'truncated-json': (m) => {
    const text = fill(m)
    return text.slice(0, 1 + (m.n % (text.length - 1)))
  },
  'wrong-type': (m) => fill(m, WRONG_TYPES[m.n % WRONG_TYPES.length]),
  nan: (m) => fill(m, { grossG: ['NaN', 'Infinity', '-Infinity', '1e400'][m.n % 4] ?? 'NaN' }),
  'negative-mass': (m) => fill(m, { grossG: String(-1 - (m.n % 50_000)) }),
  'huge-number': (m) => fill(m, { grossG: m.n % 2 === 0 ? '9007199254740993' : '1000001' }),
  'deep-nesting': (m) => fill(m, { extra: '['.repeat(NESTING) + ']'.repeat(NESTING) }),
  'unclosed-nesting': () => '{"a":'.repeat(NESTING),
  'nul-escape': (m) => fill(m, { scale: '"scale\\u0000-1"' }),
  'nul-byte': (m) => Buffer.from(fill(m, { scale: '"scale\u0000-1"' })),
  'broken-utf8': (m) => breakUtf8(fill(m, { operator: '"######"' }), m.n),
  'half-surrogate': (m) => fill(m, { operator: '"\\ud800"' }),
  'reused-id': (m) =>
    fill(m, { id: JSON.stringify(m.usedId), grossG: String(20_000 + (m.n % 9999)) }),
  'bad-in-array': (m) => `[${fill(m)},${fill(m, { grossG: '"x"' })},17,${fill(m)}]`,
  'long-array': (m) =>
    `[${Array.from({ length: EVENTS_OVER_LIMIT }, () => `{"id":"${m.id()}"}`).join(',')}]`,
  'not-an-object': (m) => ['null', '17', '"x"', '[]', 'true', ''][m.n % 6] ?? '',
  'double-keys': (m) => fill(m).replace('{', '{"grossG":1,"grossG":"2",'),
  'proto-key': (m) => fill(m, { __proto__x: '1' }).replace('__proto__x', '__proto__'),
  'clock-1970': (m) => fill(m, { at: '"1970-01-01T00:00:03.000Z"' }),
  'clock-2099': (m) => fill(m, { at: '"2099-12-31T23:59:59.000Z"' }),
}

const lonely: Readonly<Record<string, (m: MangleMaterial) => { topic: string; payload: Buffer }>> =
  {
    'ten-megabytes': (m) => ({ topic: buildTopic('event', m.own), payload: HUGE }),
    'other-device': (m) => ({ topic: buildTopic('event', m.other), payload: Buffer.from(fill(m)) }),
    'foreign-topic': (m) => ({
      topic: `lpg/v2/${m.own.stationId}/x`,
      payload: Buffer.from(fill(m)),
    }),
    'own-down': (m) => ({ topic: buildTopic('down', m.own), payload: Buffer.from(fill(m)) }),
    'nul-topic': (m) => ({
      topic: `${buildTopic('event', m.own)}\u0000`,
      payload: Buffer.from('{}'),
    }),
    'wildcard-topic': (m) => ({
      topic: `lpg/v1/${m.own.stationId}/+/event`,
      payload: Buffer.from('{}'),
    }),
  }

const PAYLOAD_KINDS = Object.keys(payloads)
const LONELY_KINDS = Object.keys(lonely)

/** All kinds that `mangledMessage` makes, in its order. */
export const mangledKinds: readonly string[] = [...PAYLOAD_KINDS, ...LONELY_KINDS]

/** One in `LONELY_EVERY` costs a connection, so that a hundred thousand do not take an hour. */
const LONELY_EVERY = 50

/** Message number `n` of a run: the kinds take turns. */
export function mangledMessage(m: MangleMaterial): MangledMessage {
  const turn = Math.floor(m.n / LONELY_EVERY)
  if (m.n % LONELY_EVERY === LONELY_EVERY - 1) {
    const kind = LONELY_KINDS[turn % LONELY_KINDS.length] ?? 'other-device'
    const made = lonely[kind]?.(m) ?? { topic: '', payload: HUGE }
    return { kind, ...made, lonely: true }
  }
  const kind = PAYLOAD_KINDS[(m.n - turn) % PAYLOAD_KINDS.length] ?? 'nan'
  const made = payloads[kind]?.({ ...m, n: Math.floor(m.n / PAYLOAD_KINDS.length) }) ?? ''
  const payload = typeof made === 'string' ? Buffer.from(made) : made
  return { kind, topic: buildTopic('event', m.own), payload, lonely: false }
}

/** Overlong, truncated and lone bytes in place of the marks. */
function breakUtf8(text: string, n: number): Buffer {
  const bytes = Buffer.from(text)
  const sequences = [
    [0xc3, 0x28],
    [0xc0, 0x80],
    [0xed, 0xa0, 0x80],
    [0xf5, 0x80, 0x80, 0x80],
    [0xff],
    [0xe2, 0x82],
  ]
  bytes.set(sequences[n % sequences.length] ?? [0xff], bytes.indexOf('######'))
  return bytes
}
