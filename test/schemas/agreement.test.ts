import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonSchemaOf } from '#schemas/json-schema.ts'
import { messageNames, messageSchemas } from '#schemas/messages.ts'
import { validExamples } from './example-files.ts'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** Values at the edges of what the fields allow, and outside every one of them. */
// biome-ignore format: a table of values
const edges: readonly Json[] = [
  null, true, false, '', ' ', 'x', '0', 0, -1, 1, 9, 10, 0.5, -0.5, 1_000_000, 1_000_001, -100_000, -100_001,
  60_000, 60_001, 1e9, 1e9 + 1, 2 ** 53, 1e300, '\u0000', 'a\u0000b', '\ud800', '\udc00x', '😀'.repeat(32),
  '😀'.repeat(64), '😀'.repeat(65), '瓶'.repeat(64), '瓶'.repeat(65), '瓶'.repeat(256), '瓶'.repeat(257), 'A'.repeat(32),
  'A'.repeat(33), 'line\nbreak', 'XJ-1\n', '2024-02-29T00:00:00Z', '2023-02-29T00:00:00Z', '2100-02-29T00:00:00Z',
  '2000-02-29T23:59:59.999999999+23:59', '0000-01-01T00:00:00Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z',
  '2026-04-31T00:00:00Z', '2026-11-20T24:00:00Z', '2026-11-20t08:15:30z', '2026-11-20T08:15:30Z\n', '2026-11-20', '2026-11',
  '0193480a-7c1e-7038-8a5b-2f6c10d4e008', '0193480A-7C1E-1038-0A5B-2F6C10D4E008', 'code', 'qr', 'epc', 'full', 'allow', 'deny',
  [], {}, [null], [1, 2], { zh: '瓶', en: 'x' }, { scheme: 'code', value: 'XJ-1' }, { scheme: 'code', value: '瓶' },
  { scheme: 'epc', value: '瓶' }, { kind: 'lab' }, { a: true }, { a: 1 }, { '': true }, Array(65).fill('松动'),
]

const value: fc.Arbitrary<Json> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...edges) },
  { weight: 1, arbitrary: fc.integer() },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 70 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json> },
)

const mutation = fc.record({
  where: fc.nat(),
  how: fc.constantFrom('replace', 'replace', 'remove', 'add'),
  key: fc.oneof(fc.constantFrom('operator', 'tag', 'permitId', 'x', 'toString', '瓶'), fc.string()),
  value,
})

type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never

/** All containers in a message, so that a mutation may hit any depth. */
function containers(of: Json): (Json[] | { [key: string]: Json })[] {
  if (of === null || typeof of !== 'object') return []
  return [of, ...Object.values(of).flatMap((child) => containers(child))]
}

function mutate(message: Json, { where, how, key, value: given }: Mutation): void {
  const put = structuredClone(given)
  const all = containers(message)
  const target = all[where % all.length]
  if (target === undefined) return
  if (Array.isArray(target)) {
    if (how === 'remove') target.pop()
    else if (how === 'add') target.push(put)
    else target[where % (target.length + 1)] = put
    return
  }
  const keys = Object.keys(target)
  const at = keys[Math.floor(where / all.length) % keys.length] ?? 'x'
  if (how === 'remove') delete target[at]
  // The codec refuses messages with this key: zod drops it silently, ajv sees it.
  else if (how === 'add') target[key === '__proto__' ? 'proto' : key] = put
  else target[at] = put
}

describe('ajv and zod accept the same messages', () => {
  const ajv = new Ajv2020()

  test.each(messageNames)('%s', (name) => {
    const accepts = ajv.compile(jsonSchemaOf(name))
    const samples = validExamples(name).map((sample) => JSON.stringify(sample))
    let refused = 0
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.array(mutation, { minLength: 1, maxLength: 3 }),
        (sample, mutations) => {
          const message = JSON.parse(sample) as Json
          for (const one of mutations) mutate(message, one)
          // What travels is text: -0, undefined and the like do not arrive.
          const arrived: unknown = JSON.parse(JSON.stringify(message))
          const byZod = messageSchemas[name].safeParse(arrived).success
          if (!byZod) refused += 1
          expect(accepts(arrived)).toBe(byZod)
        },
      ),
      { numRuns: 300 },
    )
    // Guards the test itself: mutations that never hurt would prove nothing.
    expect(refused).toBeGreaterThan(30)
    expect(refused).toBeLessThan(300)
  })
})
