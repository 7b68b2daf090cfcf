import { afterEach, beforeEach, expect, test } from 'vitest'
import { EdgeFixture } from './edge-fixture.ts'
import { settleDown } from './raw-client.ts'

const EVENT = 'lpg/v1/s1/d1/event'
let edge: EdgeFixture

beforeEach(async () => {
  edge = await EdgeFixture.start()
})
afterEach(() => edge.stop())

test('PUBACK comes only after settled, and in the order received', async () => {
  edge.ingest.auto = false
  const device = await edge.device()
  for (let id = 1; id <= 5; id += 1) device.publish(EVENT, `{"n":${id}}`, id)
  await device.until(() => edge.ingest.uplinks.length === 5)
  await settleDown()
  expect(device.acks()).toEqual([])
  edge.ingest.settle(2)
  await device.until(() => device.acks().length === 2)
  edge.ingest.settle()
  await device.until(() => device.acks().length === 5)
  expect(device.acks()).toEqual([1, 2, 3, 4, 5])
})

test('what ingest gets: ids, kind, topic, exact bytes, dup', async () => {
  const device = await edge.device()
  const bytes = Buffer.from([0, 255, 128, 1])
  device.send({
    cmd: 'publish',
    topic: 'lpg/v1/s1/d1/samples',
    payload: bytes,
    messageId: 7,
    qos: 1,
    dup: true,
    retain: true,
  })
  await device.until(() => device.acks().length === 1)
  expect(edge.ingest.uplinks).toMatchObject([
    { stationId: 's1', deviceId: 'd1', kind: 'samples', topic: 'lpg/v1/s1/d1/samples', dup: true },
  ])
  expect(edge.ingest.uplinks[0]?.payload).toEqual(bytes)
})

test('a publish that was settled out of turn waits for the one before it', async () => {
  const settle: Array<() => void> = []
  const other = await EdgeFixture.start({
    ingest: { submit: (_uplink, settled) => settle.push(settled) },
  })
  const device = await other.device()
  device.publish(EVENT, 'a', 1)
  device.publish(EVENT, 'b', 2)
  await device.until(() => settle.length === 2)
  settle[1]?.()
  await settleDown()
  expect(device.acks()).toEqual([])
  settle[0]?.()
  await device.until(() => device.acks().length === 2)
  expect(device.acks()).toEqual([1, 2])
  await other.stop()
})

test('settling synchronously inside submit works', async () => {
  const other = await EdgeFixture.start({ ingest: { submit: (_uplink, settled) => settled() } })
  const device = await other.device()
  for (let id = 1; id <= 100; id += 1) device.publish(EVENT, 'x', id)
  await device.until(() => device.acks().length === 100)
  await other.stop()
})

test('QoS 0 is ingested and not acknowledged', async () => {
  const device = await edge.device()
  device.publish(EVENT, 'x', 0, 0)
  device.publish(EVENT, 'y', 3)
  await device.until(() => device.acks().length === 1)
  expect(edge.ingest.uplinks.map(({ payload }) => payload.toString())).toEqual(['x', 'y'])
})

test('QoS 2: PUBREC after commit, stored once, PUBCOMP', async () => {
  edge.ingest.auto = false
  const device = await edge.device()
  device.publish(EVENT, 'x', 9, 2)
  device.publish(EVENT, 'x', 9, 2)
  await device.until(() => edge.ingest.uplinks.length === 1)
  await settleDown()
  expect(device.of('pubrec')).toHaveLength(0)
  edge.ingest.settle()
  await device.until(() => device.of('pubrec').length === 1)
  device.publish(EVENT, 'x', 9, 2)
  await device.until(() => device.of('pubrec').length === 2)
  device.send({ cmd: 'pubrel', messageId: 9 })
  await device.until(() => device.of('pubcomp').length === 1)
  expect(edge.ingest.uplinks).toHaveLength(1)
  device.publish(EVENT, 'z', 9, 2)
  await device.until(() => edge.ingest.uplinks.length === 2)
})

test('PUBREL of an unknown publish is answered: its session was ours and is gone', async () => {
  const device = await edge.device()
  device.send({ cmd: 'pubrel', messageId: 77 })
  await device.until(() => device.of('pubcomp').length === 1)
})

test('any other topic becomes a dead letter, acknowledged after commit, and is not routed', async () => {
  edge.ingest.auto = false
  const device = await edge.device()
  for (const topic of [
    'lpg/v1/s1/d2/event',
    'a/b',
    'lpg/v1/s1/d1/down',
    'lpg/v1/s1/d1/evenT',
    '$SYS/x',
  ])
    device.publish(topic, 'x', 1)
  await device.until(() => edge.ingest.uplinks.length === 5)
  expect(new Set(edge.ingest.uplinks.map(({ kind }) => kind))).toEqual(new Set(['foreign']))
  expect(edge.ingest.uplinks[0]).toMatchObject({
    stationId: 's1',
    deviceId: 'd1',
    topic: 'lpg/v1/s1/d2/event',
  })
  expect(device.acks()).toHaveLength(0)
  edge.ingest.settle()
  await device.until(() => device.acks().length === 5)
})

test.each([
  ['a wildcard', 'lpg/v1/s1/+/event'],
  ['a NUL', 'lpg/v1/s1/d1/\u0000'],
])('%s in a topic name ends the connection [MQTT-3.3.2-2, 1.5.3-2]', async (_name, topic) => {
  const device = await edge.device()
  const bytes = Buffer.from(topic)
  const body = Buffer.concat([Buffer.from([0, bytes.length]), bytes, Buffer.from([0, 1])])
  device.socket.write(Buffer.concat([Buffer.from([0x32, body.length]), body]))
  await device.untilClosed()
  expect(edge.ingest.uplinks).toHaveLength(0)
})

test('publishes sent right behind CONNECT all count, hundreds of them', async () => {
  const client = edge.client()
  client.socket.cork()
  client.sendConnect()
  for (let id = 1; id <= 500; id += 1) client.publish(EVENT, 'x'.repeat(300), id)
  client.socket.uncork()
  await client.until(() => client.acks().length === 500)
  expect(client.received[0]?.cmd).toBe('connack')
})

test('acknowledgements of one commit leave in one piece', async () => {
  edge.ingest.auto = false
  const device = await edge.device()
  for (let id = 1; id <= 50; id += 1) device.publish(EVENT, 'x', id)
  await device.until(() => edge.ingest.uplinks.length === 50)
  const chunks: number[] = []
  device.socket.on('data', (chunk: Buffer) => chunks.push(chunk.length))
  edge.ingest.settle()
  await device.until(() => device.acks().length === 50)
  expect(chunks).toEqual([200])
})
