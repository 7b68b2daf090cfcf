import { afterEach, beforeEach, expect, test } from 'vitest'
import { EdgeFixture } from './edge-fixture.ts'
import { type RawClient, settleDown } from './raw-client.ts'

const DOWN = 'lpg/v1/s1/d1/down'
let edge: EdgeFixture

beforeEach(async () => {
  edge = await EdgeFixture.start()
})
afterEach(() => edge.stop())

const texts = (device: RawClient) => device.of('publish').map(({ payload }) => payload.toString())
function ackAll(device: RawClient): void {
  for (const { messageId } of device.of('publish'))
    if (messageId !== undefined) device.send({ cmd: 'puback', messageId })
}

test('pending items come on subscribe, oldest first, and are done after their PUBACK', async () => {
  for (let n = 1; n <= 3; n += 1) edge.outbox.add('s1', 'd1', `{"n":${n}}`)
  edge.outbox.add('s1', 'd2', 'not mine')
  const device = await edge.device()
  device.subscribe(DOWN)
  await device.until(() => device.of('publish').length === 3)
  expect(device.of('suback')).toMatchObject([{ granted: [1] }])
  expect(texts(device)).toEqual(['{"n":1}', '{"n":2}', '{"n":3}'])
  expect(device.of('publish')[0]).toMatchObject({ topic: DOWN, qos: 1, retain: false })
  expect(edge.outbox.finished).toEqual([])
  ackAll(device)
  await device.until(() => edge.outbox.finished.length === 3)
})

test('a device is told the time when it subscribes', async () => {
  const device = await edge.device()
  device.subscribe(DOWN)
  await device.until(() => device.times.length === 1)
  const { type, at } = JSON.parse(device.times[0] as string)
  expect(type).toBe('time')
  expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(60_000)
})

test('push goes straight out, without the store', async () => {
  const device = await edge.device()
  device.subscribe(DOWN)
  await device.until(() => device.of('suback').length === 1)
  await settleDown()
  const before = edge.outbox.queries
  edge.gateway.downlink.push([edge.outbox.add('s1', 'd1', 'permit')])
  await device.until(() => texts(device).length === 1)
  expect(edge.outbox.queries).toBe(before)
  ackAll(device)
  await device.until(() => edge.outbox.finished.length === 1)
})

test('push before the subscription, for nobody, or for another device does nothing', async () => {
  const device = await edge.device()
  edge.gateway.downlink.push([edge.outbox.add('s1', 'd1', 'a'), edge.outbox.add('s9', 'd9', 'b')])
  await settleDown()
  expect(texts(device)).toEqual([])
  device.subscribe(DOWN)
  await device.until(() => texts(device).length === 1)
})

test('at most the bound is in flight; acknowledgements bring the next pages, nothing twice', async () => {
  await edge.stop()
  edge = await EdgeFixture.start({ limits: { downInFlight: 10 } })
  for (let n = 1; n <= 95; n += 1) edge.outbox.add('s1', 'd1', `${n}`)
  const device = await edge.device()
  device.subscribe(DOWN)
  await device.until(() => texts(device).length === 10)
  await settleDown()
  expect(texts(device)).toHaveLength(10)
  edge.gateway.downlink.push([edge.outbox.add('s1', 'd1', '96')])
  const acked = new Set<number>()
  const timer = setInterval(() => {
    for (const { messageId } of device.of('publish')) {
      if (messageId === undefined || acked.has(messageId)) continue
      acked.add(messageId)
      device.send({ cmd: 'puback', messageId })
    }
  }, 2)
  await device.until(() => edge.outbox.finished.length === 96)
  clearInterval(timer)
  expect(texts(device)).toEqual(Array.from({ length: 96 }, (_, i) => `${i + 1}`))
})

test('what was not acknowledged is delivered again to the next connection', async () => {
  edge.outbox.add('s1', 'd1', 'a')
  const first = await edge.device()
  first.subscribe(DOWN)
  await first.until(() => texts(first).length === 1)
  await first.end()
  const second = await edge.device()
  second.subscribe(DOWN)
  await second.until(() => texts(second).length === 1)
  expect(edge.outbox.finished).toEqual([])
})

test('a persistent session gets its messages without subscribing again', async () => {
  const first = await edge.device('d1', { clean: false })
  first.subscribe(DOWN)
  await first.until(() => first.of('suback').length === 1)
  await first.end()
  edge.outbox.add('s1', 'd1', 'a')
  const second = await edge.device('d1', { clean: false })
  expect(second.of('connack')).toMatchObject([{ sessionPresent: true }])
  await second.until(() => texts(second).length === 1)
})

test('a device keeps four sessions at most, however many client ids it uses', async () => {
  for (const clientId of ['a', 'b', 'c', 'd', 'e']) {
    const device = await edge.device('d1', { clean: false, clientId })
    device.subscribe(DOWN)
    await device.until(() => device.of('suback').length === 1)
    await device.end()
  }
  const present = async (clientId: string) =>
    (await edge.device('d1', { clean: false, clientId })).of('connack')[0]?.sessionPresent
  expect(await present('b')).toBe(true)
  expect(await present('a')).toBe(false)
})

test('expired items are dropped and done', async () => {
  edge.outbox.add('s1', 'd1', 'old', Date.now() - 1)
  edge.outbox.add('s1', 'd1', 'new', Date.now() + 60_000)
  const device = await edge.device()
  device.subscribe(DOWN)
  await device.until(() => texts(device).length === 1)
  expect(texts(device)).toEqual(['new'])
  await device.until(() => edge.outbox.finished.length === 1)
})

test('news of another process are loaded', async () => {
  const device = await edge.device()
  device.subscribe(DOWN)
  await device.until(() => device.of('suback').length === 1)
  edge.outbox.add('s1', 'd1', 'a')
  edge.outbox.announce('s1', 'd1')
  edge.outbox.announce('s1', 'd7')
  await device.until(() => texts(device).length === 1)
})

test('a store that fails is asked again', async () => {
  edge.outbox.failing = true
  edge.outbox.add('s1', 'd1', 'a')
  const device = await edge.device()
  device.subscribe(DOWN)
  await settleDown(100)
  edge.outbox.failing = false
  await device.until(() => texts(device).length === 1)
})

test("only the device's own down topic may be subscribed to: 0x80 for any other", async () => {
  const device = await edge.device()
  device.send({
    cmd: 'subscribe',
    messageId: 4,
    subscriptions: [
      '#',
      'lpg/v1/s1/d2/down',
      'lpg/v1/s1/d1/event',
      DOWN,
      'lpg/v1/s1/+/down',
      '$SYS/#',
    ].map((topic) => ({ topic, qos: 1 as const })),
  })
  await device.until(() => device.of('suback').length === 1)
  expect(device.of('suback')).toMatchObject([{ granted: [128, 128, 128, 1, 128, 128] }])
})

test('UNSUBSCRIBE ends delivery, SUBSCRIBE resumes it', async () => {
  const device = await edge.device()
  device.subscribe(DOWN)
  await device.until(() => device.of('suback').length === 1)
  device.send({ cmd: 'unsubscribe', messageId: 2, unsubscriptions: [DOWN] })
  await device.until(() => device.of('unsuback').length === 1)
  edge.gateway.downlink.push([edge.outbox.add('s1', 'd1', 'a')])
  await settleDown()
  expect(texts(device)).toEqual([])
  device.subscribe(DOWN)
  await device.until(() => texts(device).length === 1)
})

test('a QoS 0 subscription gets QoS 0', async () => {
  edge.outbox.add('s1', 'd1', 'a')
  const device = await edge.device()
  device.subscribe(DOWN, 0)
  await device.until(() => texts(device).length === 1)
  expect(device.of('publish')).toMatchObject([{ qos: 0 }])
  await device.until(() => edge.outbox.finished.length === 1)
})

test('with two connections of one device the later subscriber is served, then the other again', async () => {
  const one = await edge.device('d1', { clientId: 'a' })
  const two = await edge.device('d1', { clientId: 'b' })
  for (const device of [one, two]) {
    device.subscribe(DOWN)
    await device.until(() => device.of('suback').length === 1)
  }
  await settleDown()
  edge.gateway.downlink.push([edge.outbox.add('s1', 'd1', 'x')])
  await two.until(() => texts(two).length === 1)
  expect(texts(one)).toEqual([])
  await two.end()
  await one.until(() => texts(one).length === 1)
})
