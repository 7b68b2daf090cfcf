import { afterEach, beforeEach, expect, test } from 'vitest'
import { EdgeFixture } from './edge-fixture.ts'
import { connectOf, settleDown } from './raw-client.ts'

let edge: EdgeFixture

beforeEach(async () => {
  edge = await EdgeFixture.start({ limits: { connectTimeoutMs: 300, authenticateTimeoutMs: 300 } })
})
afterEach(() => edge.stop())

const STATUS = 'lpg/v1/s1/d1/status'
const will = (topic: string) => ({
  will: { topic, payload: Buffer.from('gone'), qos: 1 as const, retain: true },
})

test.each([
  ['a wrong password', { password: Buffer.from('no') }, 4],
  ['a username that is no device', { username: 'S1/d1' }, 4],
  ['an empty client id with cleanSession=0 [MQTT-3.1.3-8]', { clientId: '', clean: false }, 2],
  ["another device's will topic", will('lpg/v1/s1/d2/status'), 5],
  ['a will on the event topic', will('lpg/v1/s1/d1/event'), 5],
])('%s is refused with its return code', async (_name, packet, returnCode) => {
  const client = edge.client()
  if (!('clientId' in packet && packet.clientId === '')) client.sendConnect(packet)
  else client.socket.write(emptyIdConnect(false))
  await client.untilClosed()
  expect(client.of('connack')).toMatchObject([{ returnCode, sessionPresent: false }])
  expect(edge.presence.log).toEqual([])
})

test('no credentials at all is return code 4', async () => {
  const client = edge.client()
  const { username: _username, password: _password, ...bare } = connectOf()
  client.send(bare)
  await client.untilClosed()
  expect(client.of('connack')).toMatchObject([{ returnCode: 4 }])
})

test.each(['unavailable', 'never'] as const)(
  'a directory that is %s: return code 3',
  async (answer) => {
    edge.directory.answer = answer
    const client = edge.client()
    client.sendConnect()
    await client.untilClosed()
    expect(client.of('connack')).toMatchObject([{ returnCode: 3 }])
  },
)

test('an empty client id with cleanSession=1 is welcome, many times', async () => {
  const clients = [edge.client(), edge.client()]
  for (const client of clients) client.socket.write(emptyIdConnect(true))
  for (const client of clients) await client.until(() => client.of('connack').length === 1)
  await settleDown()
  expect(clients.map(({ closed }) => closed)).toEqual([false, false])
})

test('MQTT 5 is refused with return code 1', async () => {
  const client = edge.client()
  client.sendConnect({ protocolVersion: 5 })
  await client.untilClosed()
  expect(client.of('connack')).toHaveLength(1)
})

test('a device cannot end the connection of another one by its client id', async () => {
  const one = await edge.device('d1', { clientId: 'same' })
  const two = await edge.device('d2', { clientId: 'same' })
  await settleDown()
  expect([one.closed, two.closed]).toEqual([false, false])
})

test('the same device with the same client id takes over; its will is sent, presence stays right', async () => {
  await edge.device('d1', will(STATUS))
  const first = edge.client()
  first.sendConnect(will(STATUS))
  await first.until(() => first.of('connack').length === 1)
  const second = await edge.device('d1', { clientId: 'c1' })
  await first.untilClosed()
  second.publish(STATUS, 'here', 1)
  await second.until(() => second.acks().length === 1)
  expect(edge.ingest.uplinks.map(({ payload }) => payload.toString())).toEqual(['gone', 'here'])
  expect(edge.presence.log).toEqual(['+s1/d1'])
})

test('the ninth connection of a device ends its oldest one', async () => {
  const devices = []
  for (let n = 0; n < 9; n += 1) devices.push(await edge.device('d1', { clientId: `c${n}` }))
  await devices[0]?.untilClosed()
  await settleDown()
  expect(devices.filter(({ closed }) => closed)).toHaveLength(1)
  expect(edge.presence.log).toEqual(['+s1/d1'])
})

test('a will is submitted as the status of its device when the connection breaks', async () => {
  const device = await edge.device('d1', will(STATUS))
  await device.end()
  await device.until(() => edge.ingest.uplinks.length === 1)
  expect(edge.ingest.uplinks).toMatchObject([
    { stationId: 's1', deviceId: 'd1', kind: 'status', topic: STATUS, dup: false },
  ])
  expect(edge.presence.log).toEqual(['+s1/d1', '-s1/d1'])
})

test('DISCONNECT drops the will [MQTT-3.1.2-10]', async () => {
  const device = await edge.device('d1', will(STATUS))
  device.send({ cmd: 'disconnect' })
  await device.untilClosed()
  await settleDown()
  expect(edge.ingest.uplinks).toEqual([])
  expect(edge.presence.log).toEqual(['+s1/d1', '-s1/d1'])
})

test('stop() submits wills, waits for what is pending and acknowledges it', async () => {
  const other = await EdgeFixture.start({ limits: { stopDrainMs: 3000 } })
  other.ingest.auto = false
  const device = await other.device('d1', will(STATUS))
  device.publish('lpg/v1/s1/d1/event', 'x', 5)
  await device.until(() => other.ingest.unsettled === 1)
  const stopped = other.gateway.stop()
  await device.until(() => other.ingest.unsettled === 2)
  expect(device.closed).toBe(false)
  other.ingest.settle()
  await stopped
  await device.untilClosed()
  expect(device.acks()).toEqual([5])
})

test('a connection that sends no CONNECT is closed, and one that drips it too', async () => {
  const silent = edge.client()
  const dripping = edge.client()
  dripping.socket.write(Buffer.from([0x10]))
  await silent.untilClosed(10_000)
  await dripping.untilClosed(10_000)
})

test.each([
  ['another packet than CONNECT', Buffer.from([0xc0, 0])],
  ['a CONNECT beyond 4 KiB', Buffer.from([0x10, 0x81, 0x20])],
  ['HTTP', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
])('%s first ends the connection at once', async (_name, bytes) => {
  const client = edge.client()
  client.socket.write(bytes)
  await client.untilClosed(200)
})

test('a second CONNECT ends the connection [MQTT-3.1.0-2]', async () => {
  const device = await edge.device()
  device.sendConnect()
  await device.untilClosed()
})

test('frames up to 256 KiB pass; beyond, the connection ends and a dead letter tells why', async () => {
  const device = await edge.device()
  const topic = 'lpg/v1/s1/d1/event'
  device.publish(topic, Buffer.alloc(256 * 1024 - 2 - topic.length - 2, 97), 1)
  await device.until(() => device.acks().length === 1)
  device.publish(topic, Buffer.alloc(300_000, 98), 2)
  await device.untilClosed()
  const last = edge.ingest.uplinks.at(-1)
  expect(last).toMatchObject({ kind: 'too-big', topic, stationId: 's1', deviceId: 'd1' })
  expect(last?.announcedBytes).toBe(300_000 + 2 + topic.length + 2)
  expect(last?.payload.length).toBeLessThanOrEqual(1024)
  expect(last?.payload.every((byte) => byte === 98)).toBe(true)
  expect(device.acks()).toEqual([1])
})

test('an oversize frame that breaks off early leaves its dead letter too', async () => {
  const device = await edge.device()
  device.socket.end(Buffer.from([0x32, 0xff, 0xff, 0xff, 0x7f, 0]))
  await device.untilClosed()
  expect(edge.ingest.uplinks).toMatchObject([{ kind: 'too-big', announcedBytes: 268_435_455 }])
})

test('silence beyond 1.5 × keep-alive ends the connection; any packet keeps it', async () => {
  const silent = await edge.device('d1', { keepalive: 1 })
  const busy = await edge.device('d2', { keepalive: 1 })
  const beat = setInterval(() => busy.publish('lpg/v1/s1/d2/event', 'x', 1), 500)
  await silent.untilClosed(8000)
  clearInterval(beat)
  expect(busy.closed).toBe(false)
})

function emptyIdConnect(clean: boolean): Buffer {
  const user = Buffer.from('s1/d1')
  const password = Buffer.from('secret')
  const flags = clean ? 0xc2 : 0xc0
  const body = Buffer.concat([
    Buffer.from([0, 4]),
    Buffer.from('MQTT'),
    Buffer.from([4, flags, 0, 60, 0, 0, 0, user.length]),
    user,
    Buffer.from([0, password.length]),
    password,
  ])
  return Buffer.concat([Buffer.from([0x10, body.length]), body])
}
