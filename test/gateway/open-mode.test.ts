import mqtt from 'mqtt'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { EdgeFixture } from './edge-fixture.ts'
import { settleDown } from './raw-client.ts'

let edge: EdgeFixture
const clients: mqtt.MqttClient[] = []

beforeEach(async () => {
  // Open mode never listens beyond loopback, whatever the host option says.
  edge = await EdgeFixture.start({ open: true, host: '0.0.0.0' })
})
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.endAsync(true)))
  await edge.stop()
})

async function client(options: mqtt.IClientOptions = {}) {
  const one = await mqtt.connectAsync(`mqtt://127.0.0.1:${edge.port}`, {
    reconnectPeriod: 0,
    ...options,
  })
  clients.push(one)
  return one
}

function message(client: mqtt.MqttClient): Promise<[string, Buffer]> {
  return new Promise((resume) =>
    client.once('message', (topic, payload) => resume([topic, payload])),
  )
}

test.each([0, 1, 2] as const)('routes QoS %i without credentials', async (qos) => {
  const [from, to] = [await client(), await client()]
  await to.subscribeAsync('a/+', { qos })
  const arrived = message(to)
  await from.publishAsync('a/b', 'hello', { qos })
  const [topic, payload] = await arrived
  expect([topic, payload.toString()]).toEqual(['a/b', 'hello'])
})

test('retained messages and wills are those of an ordinary broker', async () => {
  const from = await client()
  await from.publishAsync('r', 'kept', { qos: 1, retain: true })
  const watcher = await client()
  const kept = message(watcher)
  await watcher.subscribeAsync(['r', 'w'])
  expect((await kept)[1].toString()).toBe('kept')
  const dying = await client({
    will: { topic: 'w', payload: Buffer.from('bye'), qos: 1, retain: false },
  })
  const bye = message(watcher)
  dying.stream.destroy()
  expect((await bye)[1].toString()).toBe('bye')
})

test('a persistent session keeps what came while it was away', async () => {
  const first = await client({ clientId: 'p', clean: false })
  await first.subscribeAsync('q', { qos: 1 })
  await first.endAsync()
  const from = await client()
  await from.publishAsync('q', 'later', { qos: 1 })
  const again = mqtt.connect(`mqtt://127.0.0.1:${edge.port}`, { clientId: 'p', clean: false })
  clients.push(again)
  const [, payload] = await message(again)
  expect(payload.toString()).toBe('later')
})

test('ingest topics go to ingest, acknowledged after commit, wills too', async () => {
  edge.ingest.auto = false
  const from = await client({
    will: { topic: 'lpg/v1/s1/d1/status', payload: Buffer.from('gone'), qos: 1, retain: false },
  })
  let acked = false
  const publishing = from.publishAsync('lpg/v1/s2/d3/event', 'x', { qos: 1 }).then(() => {
    acked = true
  })
  while (edge.ingest.unsettled === 0) await settleDown(5)
  await settleDown()
  expect(acked).toBe(false)
  edge.ingest.settle()
  await publishing
  from.stream.destroy()
  while (edge.ingest.unsettled === 0) await settleDown(5)
  expect(edge.ingest.uplinks).toMatchObject([
    { stationId: 's2', deviceId: 'd3', kind: 'event' },
    { stationId: 's1', deviceId: 'd1', kind: 'status' },
  ])
})

test('QoS 2 to an ingest topic and to another one at the same time', async () => {
  const from = await client()
  await Promise.all([
    from.publishAsync('lpg/v1/s2/d3/event', 'x', { qos: 2 }),
    from.publishAsync('a', 'y', { qos: 2 }),
    from.publishAsync('lpg/v1/s2/d3/samples', 'z', { qos: 2 }),
  ])
  expect(edge.ingest.uplinks.map(({ kind }) => kind)).toEqual(['event', 'samples'])
})

test('the outbox is routed to whoever subscribed', async () => {
  edge.outbox.add('s1', 'd1', 'early')
  const to = await client()
  const got: string[] = []
  to.on('message', (_topic, payload) => got.push(payload.toString()))
  await to.subscribeAsync('lpg/v1/s1/d1/down', { qos: 1 })
  while (got.length < 1) await settleDown(5)
  edge.gateway.downlink.push([edge.outbox.add('s1', 'd1', 'permit')])
  while (got.length < 2) await settleDown(5)
  expect(got).toEqual(['early', 'permit'])
  expect(edge.outbox.finished).toHaveLength(2)
})

test('a publish with a wildcard ends the connection', async () => {
  const device = await edge.device()
  device.publish('a/#', 'x', 1)
  await device.untilClosed()
})

test('silence ends the connection here too', async () => {
  const device = await edge.device('d1', { keepalive: 1 })
  await device.untilClosed(8000)
})
