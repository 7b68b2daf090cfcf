import fc from 'fast-check'
import { generate, type Packet } from 'mqtt-packet'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { EdgeFixture } from './edge-fixture.ts'
import { connectOf, publishOf, settleDown } from './raw-client.ts'

let edge: EdgeFixture

beforeEach(async () => {
  edge = await EdgeFixture.start({ limits: { connectTimeoutMs: 2000 } })
})
afterEach(() => edge.stop())

const EVENT = 'lpg/v1/s1/d1/event'
const packets: Packet[] = [
  connectOf(),
  publishOf(EVENT, '{"id":1}', 1),
  publishOf(EVENT, '{"id":2}', 2, 2),
  publishOf('x/y', 'z', 0, 0),
  { cmd: 'subscribe', messageId: 3, subscriptions: [{ topic: 'lpg/v1/s1/d1/down', qos: 1 }] },
  { cmd: 'unsubscribe', messageId: 4, unsubscriptions: ['lpg/v1/s1/d1/down'] },
  { cmd: 'puback', messageId: 5 },
  { cmd: 'pubrec', messageId: 6 },
  { cmd: 'pubrel', messageId: 7 },
  { cmd: 'pubcomp', messageId: 8 },
  { cmd: 'pingreq' },
  { cmd: 'disconnect' },
]

/** A good packet with some bytes changed, cut off or put in. */
const mangled = fc
  .tuple(
    fc.constantFrom(...packets.map((packet) => generate(packet))),
    fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
    fc.option(fc.nat(), { freq: 4 }),
  )
  .map(([frame, changes, cut]) => {
    const bytes = Buffer.from(frame)
    for (const [at, value] of changes) bytes[at % bytes.length] = value
    return cut === null ? bytes : bytes.subarray(0, cut % (bytes.length + 1))
  })

test('1 000 mangled frames, before and after CONNACK: nothing crashes, others are served', async () => {
  const bystander = await edge.device('good')
  const frames = fc.sample(mangled, { numRuns: 1000, seed: 4711 })
  const sockets = []
  for (const [n, frame] of frames.entries()) {
    const client = edge.client()
    sockets.push(client)
    if (n % 3 > 0) client.sendConnect({ clientId: `m${n}` })
    client.socket.write(frame)
    if (n % 2 === 0) client.socket.end()
    if (n % 50 === 0) {
      bystander.publish('lpg/v1/s1/good/event', `${n}`, (n % 60_000) + 1)
      await bystander.until(() => bystander.acks().length === n / 50 + 1)
    }
  }
  await settleDown(200)
  await Promise.all(sockets.map((client) => client.end()))
  await bystander.until(() => edge.gateway.stats().connections === 1)
  expect(bystander.closed).toBe(false)
  expect(edge.gateway.stats()).toMatchObject({ partialBytes: 0, heldBytes: 0 })
  expect(edge.presence.log.filter((line) => line === '+s1/d1').length).toBe(
    edge.presence.log.filter((line) => line === '-s1/d1').length,
  )
}, 60_000)
