import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decode } from '#gateway/codec/decode.ts'
import type { DecodedMessage, Rejected, Undecoded } from '#gateway/codec/decoded-message.ts'
import { uplinkEventTypes } from '#schemas/events/uplink.ts'

const examples = join(import.meta.dirname, '../../../schemas/examples')
const kindOf = (name: string): 'event' | 'samples' | 'status' =>
  name === 'samples' || name === 'status' ? name : 'event'

const files = readdirSync(examples).flatMap((file) => {
  const name = [...uplinkEventTypes, 'samples', 'status'].find((one) => file.startsWith(`${one}.`))
  return name === undefined
    ? []
    : [{ file, name, text: readFileSync(join(examples, file), 'utf8') }]
})
const good = files.filter(({ file }) => !file.includes('.invalid-'))
const bad = files.filter(({ file }) => file.includes('.invalid-'))

const bytes = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
const event = (payload: Buffer | string): DecodedMessage[] =>
  decode({ kind: 'event', payload: Buffer.isBuffer(payload) ? payload : Buffer.from(payload) })
const codes = (messages: readonly DecodedMessage[]) =>
  messages.map((message) => (message.kind === 'rejected' ? message.code : message.kind))

const FILL = {
  id: '0192f0c1-0000-7000-8000-000000000001',
  type: 'fill.completed',
  at: '2026-11-20T08:15:30.250Z',
  tag: { scheme: 'qr', value: 'x' },
  scale: 'scale-07',
  grossG: 31010,
  tareG: 16480,
}
const fill = (change: object = {}) => ({ ...FILL, ...change })

describe('samples of the contract', () => {
  test.each(good)('$file is read, with its exact bytes', ({ name, text }) => {
    const payload = Buffer.from(text)
    const [message, ...rest] = decode({ kind: kindOf(name), payload })
    expect(rest).toEqual([])
    expect(message).toMatchObject({ kind: kindOf(name), [kindOf(name)]: JSON.parse(text) })
    expect(message?.raw.equals(payload)).toBe(true)
  })

  test.each(bad)('$file is rejected at its field', ({ name, text }) => {
    const { path, message } = JSON.parse(text) as { path: string; message: unknown }
    const [rejected] = decode({ kind: kindOf(name), payload: bytes(message) })
    expect(rejected).toMatchObject({ kind: 'rejected' })
    // A field inside a tag whose scheme is unknown is reported at the scheme or at the tag.
    expect(path.startsWith((rejected as Rejected).path ?? '-')).toBe(true)
  })

  test('all valid events as one array keep their order and their own slices', () => {
    const events = good
      .filter(({ name }) => kindOf(name) === 'event')
      .map(({ text }) => text.trim())
    const payload = Buffer.from(` [\n${events.join(' ,\t')} ]\n`)
    const messages = event(payload)
    expect(messages.map(({ raw }) => raw.toString())).toEqual(events)
    expect(new Set(codes(messages))).toEqual(new Set(['event']))
  })
})

test('time of a message in epoch milliseconds', () => {
  expect(event(bytes(fill()))).toMatchObject([{ atMs: Date.parse(FILL.at) }])
  expect(event(bytes(fill({ at: '2026-11-20T16:15:30.250+08:00' })))).toMatchObject([
    { atMs: Date.parse(FILL.at) },
  ])
})

describe.each([
  ['EMPTY', '', undefined],
  ['EMPTY', '[]', undefined],
  ['NOT_UTF8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), undefined],
  ['NOT_UTF8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), undefined],
  ['TOO_DEEP', '['.repeat(17) + ']'.repeat(17), '/0'],
  ['TOO_DEEP', '['.repeat(200_000), undefined],
  ['TOO_DEEP', JSON.stringify(fill({ x: JSON.parse('['.repeat(16) + ']'.repeat(16)) })), undefined],
  ['NUL_CHARACTER', '{"a":"\u0000"}', undefined],
  ['NUL_CHARACTER', JSON.stringify(fill({ note: 'a\u0000b' })), '/note'],
  ['NUL_CHARACTER', JSON.stringify(fill({ ['k\u0000']: 1 })), '/k\ufffd'],
  ['LONE_SURROGATE', JSON.stringify(fill({ deep: [{ a: '\ud800' }] })), '/deep/0/a'],
  ['NOT_JSON', '{"a":1', undefined],
  ['NOT_JSON', 'nonsense', undefined],
  ['NOT_JSON', '{"a":1} {"b":2}', undefined],
  ['NOT_JSON', '\ufeff{}', undefined],
  ['NOT_JSON', ' ', undefined],
  ['INVALID_FIELD', '7', undefined],
  ['INVALID_FIELD', 'null', undefined],
  ['INVALID_FIELD', '{}', '/type'],
  ['INVALID_FIELD', '{"type":5}', '/type'],
  ['UNKNOWN_TYPE', '{"type":"fill.permitted"}', '/type'],
  ['UNKNOWN_TYPE', '{"type":"toString"}', '/type'],
  ['INVALID_FIELD', JSON.stringify(fill({ grossG: '31010' })), '/grossG'],
  ['INVALID_FIELD', JSON.stringify(fill({ grossG: 1.5 })), '/grossG'],
  ['INVALID_FIELD', JSON.stringify(fill({ grossG: undefined })), '/grossG'],
  ['INVALID_FIELD', JSON.stringify(fill({ at: '0001-01-01T00:00:00+10:00' })), '/at'],
  [
    'INVALID_FIELD',
    JSON.stringify(fill()).replace('"scale"', '"__proto__":{},"scale"'),
    '/__proto__',
  ],
  [
    'INVALID_FIELD',
    JSON.stringify(fill()).replace('"scale"', '"\\u005f_proto__":{},"scale"'),
    '/__proto__',
  ],
  ['DUPLICATE_FIELD', JSON.stringify(fill()).replace('"scale"', '"grossG":1,"scale"'), ''],
  ['DUPLICATE_FIELD', JSON.stringify(fill()).replace('"scale"', '"gross\\u0047":1,"scale"'), ''],
  ['NUMBER_OUT_OF_RANGE', JSON.stringify(fill({ grossG: 1_000_001 })), '/grossG'],
  ['NUMBER_OUT_OF_RANGE', JSON.stringify(fill({ grossG: -1 })), '/grossG'],
  [
    'NUMBER_OUT_OF_RANGE',
    JSON.stringify(fill({ extra: 5 })).replace('"extra":5', '"extra":1e999'),
    '/extra',
  ],
  [
    'NUMBER_OUT_OF_RANGE',
    JSON.stringify(fill({ extra: 5 })).replace('"extra":5', `"extra":${'9'.repeat(400)}`),
    '/extra',
  ],
] as const)('%s', (code, payload, path) => {
  test(`${payload.toString().slice(0, 60)}`, () => {
    const messages = event(Buffer.isBuffer(payload) ? payload : (payload as string))
    expect(codes(messages)).toEqual([code])
    expect((messages[0] as Rejected).path).toBe(path)
    expect((messages[0] as Rejected).message).toMatch(/^[^\0\ud800-\udfff]{1,500}$/u)
  })
})

test('numbers and texts that are allowed although they look odd', () => {
  const odd = {
    a: 1e3,
    b: 2 ** 60,
    _c: 'x',
    d: '\ud83d\ude00',
    e: '\\u0000',
    f: ': , ] }',
  }
  const text = JSON.stringify(fill({ odd })).replace('"a":1000', '"a":1E+3')
  expect(codes(event(text))).toEqual(['event'])
  expect(codes(event(JSON.stringify(fill({ note: '满' }))))).toEqual(['event'])
})

test('16 levels are not too deep, in an array counted from the array on', () => {
  const nested = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown
  expect(codes(event(bytes(fill({ x: nested(15) }))))).toEqual(['event'])
  expect(codes(event(bytes([fill({ x: nested(14) })])))).toEqual(['event'])
  expect(codes(event(bytes([fill({ x: nested(15) }), fill()])))).toEqual(['TOO_DEEP', 'event'])
})

test('in an array only the bad elements are rejected, whatever is wrong with them', () => {
  const ok = JSON.stringify(fill())
  const parts = [
    ok,
    '{"type":"x"}',
    ok,
    'nonsense',
    '{"a":"\\u0000"}',
    '{"a":1,"a":2}',
    '',
    '7',
    JSON.stringify(fill({ grossG: -5 })),
    ok,
  ]
  const messages = event(`[${parts.join(',')}]`)
  expect(codes(messages)).toEqual([
    'event',
    'UNKNOWN_TYPE',
    'event',
    'NOT_JSON',
    'NUL_CHARACTER',
    'DUPLICATE_FIELD',
    'EMPTY',
    'INVALID_FIELD',
    'NUMBER_OUT_OF_RANGE',
    'event',
  ])
  expect(messages[0]?.raw.toString()).toBe(ok)
  // Where brackets do not match, no element's end is known.
  expect(codes(event(`[${ok},{"unclosed":[},${ok}]`))).toEqual(['NOT_JSON'])
})

test('an element that is not UTF-8 does not spoil its neighbours', () => {
  const payload = Buffer.concat([
    Buffer.from(`[${JSON.stringify(fill())},{"a":"`),
    Buffer.from([0xff]),
    Buffer.from(`"},${JSON.stringify(fill({ note: '满' }))}]`),
  ])
  expect(codes(event(payload))).toEqual(['event', 'NOT_UTF8', 'event'])
})

test('500 events are read, 501 are not', () => {
  const many = (count: number) => bytes(Array.from({ length: count }, () => fill()))
  expect(event(many(500))).toHaveLength(500)
  expect(codes(event(many(501)))).toEqual(['ARRAY_TOO_LONG'])
})

test('a rejection carries the id if it can be read', () => {
  expect(event(bytes(fill({ grossG: 'x' })))).toMatchObject([{ id: FILL.id, path: '/grossG' }])
  expect(event(bytes(fill({ id: 'no\u0000' })))[0]).not.toHaveProperty('id')
})

test('foreign topics and frames too big', () => {
  const payload = Buffer.from('x')
  expect(codes(decode({ kind: 'foreign', payload }))).toEqual(['FOREIGN_TOPIC'])
  const [big] = decode({ kind: 'too-big', payload, announcedBytes: 300_000 })
  expect(big).toMatchObject({
    code: 'TOO_BIG',
    message: expect.stringContaining('300000') as string,
  })
})

test('samples and status take no array', () => {
  for (const kind of ['samples', 'status'] as const)
    expect(codes(decode({ kind, payload: Buffer.from('[{}]') }))).toEqual(['INVALID_FIELD'])
})

describe('properties', () => {
  const kinds = fc.constantFrom<Undecoded['kind']>(
    'event',
    'samples',
    'status',
    'foreign',
    'too-big',
  )
  /** Bytes that are nearly one of the samples. */
  const nearly = fc
    .tuple(
      fc.constantFrom(...good.map(({ text }) => text)),
      fc.boolean(),
      fc.array(
        fc.tuple(fc.nat(), fc.constantFrom(...Buffer.from('[]{}",:\\u0e9-\0_ x'), 0xff, 0xed)),
      ),
    )
    .map(([text, list, changes]) => {
      const payload = Buffer.from(list ? `[${text},${text}]` : text)
      for (const [at, byte] of changes) payload[at % payload.length] = byte
      return payload
    })

  test('whatever the bytes, at least one message and no exception; slices lie inside', () => {
    const any = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)),
      fc.json().map((text) => Buffer.from(text)),
      nearly,
    )
    fc.assert(
      fc.property(kinds, any, (kind, payload) => {
        const messages = decode({ kind, payload })
        expect(messages.length).toBeGreaterThan(0)
        for (const { raw } of messages) expect(payload.includes(raw) || raw.length === 0).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })

  test('what is accepted is what JSON.parse reads from the slice', () => {
    fc.assert(
      fc.property(nearly, (payload) => {
        for (const message of decode({ kind: 'event', payload }))
          if (message.kind === 'event')
            expect(JSON.parse(message.raw.toString())).toEqual(message.event)
      }),
      { numRuns: 1000 },
    )
  })

  test('unknown fields of any shape within the depth are kept', () => {
    const values = fc.jsonValue({ maxDepth: 8 })
    fc.assert(
      fc.property(values, (extra) => {
        const [message] = event(bytes(fill({ extra })))
        if (message?.kind === 'rejected')
          expect(message.code).toMatch(/NUL|SURROGATE|INVALID_FIELD/)
        else expect(message).toMatchObject({ kind: 'event' })
      }),
    )
  })
})
