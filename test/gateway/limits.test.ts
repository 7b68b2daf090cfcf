import { afterEach, expect, test } from 'vitest'
import { RefusalPace } from '#gateway/refusal-pace.ts'
import { EdgeFixture } from './edge-fixture.ts'
import { type RawClient, settleDown } from './raw-client.ts'

let edge: EdgeFixture
afterEach(() => edge.stop())

const TOPIC = 'lpg/v1/s1/d1/event'
const wrong = () => ({ username: 's1/d1', password: Buffer.from('guess') })
const knock = (connect = {}): RawClient => {
  const client = edge.client()
  client.sendConnect({ ...wrong(), ...connect })
  return client
}

test('a device that publishes too fast is left unread, over reconnects too; nothing is lost, others are served', async () => {
  edge = await EdgeFixture.start({ limits: { publishesPerSecond: 50 } })
  const fast = await edge.device('d1', { clean: true })
  for (let n = 1; n <= 300; n += 1) fast.publish(TOPIC, `${n}`, n)
  // A second's worth twice over is saved up; a chunk that is read is read to its end.
  await fast.until(() => fast.acks().length >= 100)
  const before = edge.ingest.uplinks.length
  fast.publish(TOPIC, 'later', 1000)
  await settleDown()
  expect(edge.ingest.uplinks.length).toBe(before)
  const again = await edge.device('d1', { clientId: 'other' })
  again.publish(TOPIC, 'around the corner', 1)
  const other = await edge.device('d2')
  other.publish('lpg/v1/s1/d2/event', 'x', 1)
  await other.until(() => other.acks().length === 1)
  expect(again.acks()).toEqual([])
  await again.until(() => again.acks().length === 1, 20_000)
  await fast.until(() => fast.acks().length === 301, 20_000)
})

test('guesses at a device are answered ever later, the right password at once', async () => {
  edge = await EdgeFixture.start()
  const waits: number[] = []
  for (let n = 0; n < 8; n += 1) {
    const began = performance.now()
    const client = knock()
    await client.untilClosed(20_000)
    expect(client.of('connack')).toMatchObject([{ returnCode: 4 }])
    waits.push(performance.now() - began)
  }
  // 250, 500 and 1 000 ms after five that are free.
  expect(waits[5]).toBeGreaterThanOrEqual(240)
  expect(waits[7]).toBeGreaterThanOrEqual(990)
  const held = knock()
  const right = await edge.device('d1')
  expect(right.of('connack')).toMatchObject([{ returnCode: 0 }])
  expect(held.closed).toBe(false)
})

test('an address that guesses with many connections at once is not listened to, and asks the directory nothing', async () => {
  edge = await EdgeFixture.start({ limits: { heldRefusals: 5 } })
  for (let n = 0; n < 5; n += 1) await knock().untilClosed()
  const held = Array.from({ length: 5 }, () => knock())
  await held[0]?.until(() => edge.directory.asked === 10)
  const crowd = Array.from({ length: 20 }, () => knock())
  for (const client of crowd) await client.untilClosed(20_000)
  // On a busy machine some may come after the first of those that were held.
  const unheard = crowd.filter(({ received }) => received.length === 0)
  expect(unheard.length).toBeGreaterThanOrEqual(10)
  expect(edge.directory.asked).toBe(30 - unheard.length)
  for (const client of held) await client.untilClosed(20_000)
})

test('an address is forgiven after a minute, and pays for each device by itself', async () => {
  edge = await EdgeFixture.start()
  let now = 0
  const pace = new RefusalPace({ heldRefusals: 50 }, () => now)
  const quick = async (name: string): Promise<boolean> => {
    const began = performance.now()
    await pace.hold('10.0.0.1', name)
    return performance.now() - began < 200
  }
  for (let n = 0; n < 5; n += 1) expect(await quick('s1/d1')).toBe(true)
  expect(await quick('s1/d1')).toBe(false)
  expect(await quick('s1/d2')).toBe(true)
  now += 60_001
  expect(await quick('s1/d1')).toBe(true)
})
