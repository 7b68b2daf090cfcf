import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Parser } from '@asyncapi/parser'
import { describe, expect, test } from 'vitest'
import { eventTypes } from '#schemas/events/event-types.ts'
import { isUplinkEventType } from '#schemas/events/uplink.ts'
import { generatedFiles } from '#schemas/generated-files.ts'
import { topicTemplates } from '#schemas/topics.ts'

const folder = join(
  dirname(fileURLToPath(import.meta.resolve('#schemas/messages.ts'))),
  'generated',
)

/** The contract's own list (design §3), written out here so that a type cannot vanish from code and test at once. */
const uplink = [
  'cylinder.scanned',
  'residual.weighed',
  'residual.removed',
  'vacuum.completed',
  'prefill.checked',
  'fill.requested',
  'fill.completed',
  'fill.aborted',
  'postfill.checked',
  'stock.in',
  'stock.out',
  'scale.checked',
  'operator.signed-in',
  'operator.signed-out',
  'gas.received',
  'gas.tested',
]
const byPeople = [
  'cylinder.registered',
  'tag.bound',
  'tag.released',
  'tare.corrected',
  'ownership.transferred',
  'custody.handed-over',
  'delivery.completed',
  'delivery.failed',
  'cylinder.returned',
  'inspection.sent',
  'inspection.completed',
  'cylinder.quarantined',
  'quarantine.released',
  'cylinder.reported-lost',
  'cylinder.found',
  'cylinder.retired',
  'cylinder.destroyed',
  'incident.reported',
  'event.annulled',
  'gas.released',
]
const down = [
  'fill.permit.allow',
  'fill.permit.deny',
  'outcome',
  'rejected',
  'lock',
  'unlock',
  'time',
  'committed',
]

describe('generated contracts', () => {
  const files = generatedFiles()

  test.each([...files.keys()])('%s is committed as generated (npm run generate)', (path) => {
    expect(readFileSync(join(folder, path), 'utf8')).toBe(files.get(path))
  })

  // openapi.json is made and compared by the API.
  test('nothing else is committed beside them', () => {
    const committed = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    const expected = [...files.keys()]
    expect(
      committed.filter((path) => path.endsWith('.json') && path !== 'openapi.json').sort(),
    ).toEqual(expected.sort())
  })

  const decided = ['fill.permitted', 'fill.denied', 'fill.curve-compared']

  test('every message of the contract has a schema', () => {
    const expected = [...uplink, ...byPeople, ...down, 'samples', 'status', ...decided]
    const names = [...files.keys()].filter((path) => path.startsWith('json-schema/'))
    expect(names.sort()).toEqual(expected.map((name) => `json-schema/${name}.json`).sort())
    expect([...eventTypes].sort()).toEqual([...uplink, ...byPeople, ...decided].sort())
  })

  test('a device may send its own types and no others', () => {
    expect(eventTypes.filter(isUplinkEventType)).toEqual(uplink)
    for (const type of ['toString', '__proto__', '', null, 7])
      expect(isUplinkEventType(type)).toBe(false)
  })
})

describe('AsyncAPI document', () => {
  test('parses without errors and carries every topic and every message', async () => {
    const { document, diagnostics } = await new Parser().parse(
      generatedFiles().get('asyncapi.json') ?? '',
    )
    // "A newer version exists" is all that the parser may have to say about 3.0.
    expect(diagnostics.map((d) => d.code)).toEqual(['asyncapi-latest-version'])
    const channels = document?.channels().all() ?? []
    expect(Object.fromEntries(channels.map((c) => [c.id(), c.address()]))).toEqual(topicTemplates)
    const messages = channels.map((c) => [
      c.id(),
      c
        .messages()
        .all()
        .map((m) => m.id()),
    ])
    expect(Object.fromEntries(messages)).toEqual({
      event: [...uplink, 'event-batch'],
      samples: ['samples'],
      status: ['status'],
      down,
    })
  })
})
