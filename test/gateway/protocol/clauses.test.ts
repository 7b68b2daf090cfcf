import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** The normative statements of MQTT 3.1.1, appendix B: how many each section has. */
const STATEMENTS: Readonly<Record<string, number>> = {
  '1.5.3': 3,
  '2.2.2': 2,
  '2.3.1': 7,
  '3.1.0': 2,
  '3.1.2': 24,
  '3.1.3': 11,
  '3.1.4': 5,
  '3.2.0': 1,
  '3.2.2': 6,
  '3.3.1': 12,
  '3.3.2': 3,
  '3.3.4': 1,
  '3.3.5': 2,
  '3.6.1': 1,
  '3.8.1': 1,
  '3.8.3': 4,
  '3.8.4': 6,
  '3.9.3': 2,
  '3.10.1': 1,
  '3.10.3': 2,
  '3.10.4': 6,
  '3.12.4': 1,
  '3.14.1': 1,
  '3.14.4': 3,
  '4.1.0': 2,
  '4.3.1': 1,
  '4.3.2': 2,
  '4.3.3': 2,
  '4.4.0': 1,
  '4.5.0': 2,
  '4.6.0': 6,
  '4.7.1': 3,
  '4.7.2': 1,
  '4.7.3': 4,
  '4.8.0': 2,
  '6.0.0': 4,
  '7.0.0': 2,
  '7.1.1': 1,
  '7.1.2': 1,
}

/** Statements that no test of a server can hold, and why. */
const WITHOUT_TEST: Readonly<Record<string, string>> = {
  'MQTT-2.2.2-1': 'what the sender sets; its receiver is 2.2.2-2',
  'MQTT-2.3.1-2': 'a duty of clients',
  'MQTT-2.3.1-3': 'a duty of clients',
  'MQTT-3.1.2-7': 'retained messages outlive sessions: nothing in a session holds them (3.3.1-8)',
  'MQTT-3.1.2-23': 'a duty of clients; what follows without it is 3.1.2-24',
  'MQTT-3.1.3-1': 'the order of fields: every CONNECT of these tests',
  'MQTT-4.3.2-1': 'a duty of the sender; ours towards subscribers is 4.4.0-1',
  'MQTT-4.5.0-2': 'a duty of clients',
  'MQTT-4.6.0-5': 'every topic is ordered: 4.6.0-6',
  'MQTT-6.0.0-1': 'MQTT over WebSocket is not offered',
  'MQTT-6.0.0-2': 'MQTT over WebSocket is not offered',
  'MQTT-6.0.0-3': 'MQTT over WebSocket is not offered',
  'MQTT-6.0.0-4': 'MQTT over WebSocket is not offered',
  'MQTT-7.0.0-1': 'what conformance is made of',
  'MQTT-7.0.0-2': 'what conformance is made of',
  'MQTT-7.1.1-1': 'what conformance is made of: TCP and TLS, clients.test.ts',
  'MQTT-7.1.2-1': 'what conformance of a client is made of',
}

const HERE = 'test/gateway/protocol'
const written = readdirSync(HERE)
  .filter((name) => name !== 'clauses.test.ts')
  .map((name) => readFileSync(join(HERE, name), 'utf8'))
  .join('\n')
const named = new Set([...written.matchAll(/\[(MQTT-[\d.]+-\d+)\]/g)].map(([, id]) => id as string))

const all = Object.entries(STATEMENTS).flatMap(([section, count]) =>
  Array.from({ length: count }, (_, n) => `MQTT-${section}-${n + 1}`),
)

test('every normative statement of MQTT 3.1.1 stands in the name of a test, or it says why not', () => {
  expect(all.filter((id) => !named.has(id) && WITHOUT_TEST[id] === undefined)).toEqual([])
  expect(all.filter((id) => named.has(id) && WITHOUT_TEST[id] !== undefined)).toEqual([])
})

test('no test and no reason names a statement that is none', () => {
  const known = new Set([...all, 'MQTT-2.2.3'])
  expect([...named, ...Object.keys(WITHOUT_TEST)].filter((id) => !known.has(id))).toEqual([])
})
