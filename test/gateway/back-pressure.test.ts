import { generate } from 'mqtt-packet'
import { afterEach, expect, test } from 'vitest'
import { EdgeFixture } from './edge-fixture.ts'
import { publishOf, type RawClient, settleDown } from './raw-client.ts'

let edge: EdgeFixture
afterEach(() => edge.stop())

const topicOf = (n: number) => `lpg/v1/s1/d${n}/event`

function flood(device: RawClient, n: number, count: number, bytes: number): void {
  device.socket.cork()
  for (let id = 1; id <= count; id += 1) device.publish(topicOf(n), `${id}`.padEnd(bytes, '.'), id)
  device.socket.uncork()
}

test('at the cap of a device its socket is left unread; when settled everything arrives in order', async () => {
  edge = await EdgeFixture.start({ limits: { pendingPerDevice: 100 } })
  edge.ingest.auto = false
  const device = await edge.device('d1')
  flood(device, 1, 1000, 200)
  await device.until(() => edge.ingest.uplinks.length === 100)
  await settleDown()
  expect(edge.ingest.uplinks).toHaveLength(100)
  edge.ingest.settle(49)
  await settleDown()
  expect(edge.ingest.uplinks).toHaveLength(100)
  edge.ingest.settle(1)
  await device.until(() => edge.ingest.uplinks.length === 150)
  edge.ingest.auto = true
  edge.ingest.settle()
  await device.until(() => device.acks().length === 1000)
  expect(device.acks()).toEqual(Array.from({ length: 1000 }, (_, i) => i + 1))
  expect(edge.ingest.uplinks.map(({ payload }) => Number.parseInt(payload.toString(), 10))).toEqual(
    Array.from({ length: 1000 }, (_, i) => i + 1),
  )
})

test('the cap counts bytes too', async () => {
  edge = await EdgeFixture.start({ limits: { pendingBytesPerDevice: 100_000 } })
  edge.ingest.auto = false
  const device = await edge.device('d1')
  flood(device, 1, 100, 10_000)
  await device.until(() => edge.ingest.uplinks.length >= 9)
  await settleDown()
  expect(edge.ingest.uplinks.length).toBeLessThanOrEqual(10)
  edge.ingest.auto = true
  edge.ingest.settle()
  await device.until(() => device.acks().length === 100)
})

test('reconnecting does not lift the cap of a device', async () => {
  edge = await EdgeFixture.start({ limits: { pendingPerDevice: 100 } })
  edge.ingest.auto = false
  for (let round = 0; round < 3; round += 1) {
    const device = await edge.device('d1')
    flood(device, 1, 200, 10)
    await settleDown()
    await device.end()
  }
  expect(edge.ingest.uplinks).toHaveLength(100)
  expect(edge.gateway.stats().pendingPublishes).toBe(100)
})

test('flooded by many while nothing settles: bounded, sessions outlive 1.5 × keep-alive, then all is acknowledged', async () => {
  const clients = 40
  const each = 300
  const limit = 4 * 1024 * 1024
  edge = await EdgeFixture.start({ limits: { pendingBytes: limit } })
  edge.ingest.auto = false
  const devices: RawClient[] = []
  for (let n = 0; n < clients; n += 1) devices.push(await edge.device(`d${n}`, { keepalive: 1 }))
  for (const [n, device] of devices.entries()) flood(device, n, each, 2000)
  // 24 MB were sent against a bound of 4: past 1.5 × keep-alive (and the sweep's rounding) the rest is still not read.
  await settleDown(5500)
  const stats = edge.gateway.stats()
  expect(stats.pausedByPressure).toBe(true)
  expect(stats.pendingBytes).toBeLessThan(limit + 256 * 1024)
  expect(stats.heldBytes).toBeLessThan(clients * 64 * 1024)
  expect(devices.filter(({ closed }) => closed)).toHaveLength(0)
  edge.ingest.auto = true
  edge.ingest.settle()
  for (const device of devices) {
    await device.until(() => device.acks().length === each, 10_000)
    expect(device.acks()).toEqual(Array.from({ length: each }, (_, i) => i + 1))
  }
  expect(edge.gateway.stats()).toMatchObject({ pendingBytes: 0, heldBytes: 0, pendingPublishes: 0 })
})

test('small publishes in large chunks are charged the memory that they keep alive', async () => {
  edge = await EdgeFixture.start()
  edge.ingest.auto = false
  const device = await edge.device('d1')
  const pings = Buffer.alloc(40_000, Buffer.from([0xc0, 0]))
  device.socket.cork()
  device.publish(topicOf(1), 'x', 1)
  device.socket.write(pings)
  device.socket.uncork()
  await device.until(() => edge.ingest.unsettled === 1)
  await settleDown()
  expect(edge.gateway.stats().pendingBytes).toBeGreaterThan(5000)
  edge.ingest.settle()
  await device.until(() => device.acks().length === 1)
  expect(edge.gateway.stats().pendingBytes).toBe(0)
})

test('a peer that reads nothing is not read without end, and is closed after the drain timeout', async () => {
  edge = await EdgeFixture.start({
    ingest: { submit: (_uplink, settled) => settled() },
    limits: { drainTimeoutMs: 1000, publishesPerSecond: Infinity },
  })
  const device = await edge.device('d1')
  device.socket.pause()
  const publish = generate(publishOf(topicOf(1), '', 1))
  const many = Buffer.alloc(publish.length * 50_000, publish)
  // 3 million acknowledgements, 12 MB: more than the kernel keeps for a loopback connection.
  for (let i = 0; i < 60; i += 1) device.socket.write(many)
  await device.until(() => edge.logged.some((line) => line.includes('does not read')), 20_000)
  await device.end()
})

test('partial frames of all connections together are bounded', async () => {
  edge = await EdgeFixture.start({ limits: { partialBytes: 300_000 } })
  const devices = [await edge.device('d1'), await edge.device('d2')]
  const begun = Buffer.concat([Buffer.from([0x32, 0xa0, 0x8d, 0x06]), Buffer.alloc(99_000)])
  for (const device of devices) device.socket.write(begun)
  await settleDown(100)
  expect(edge.gateway.stats().partialBytes).toBe(198_008)
  const third = await edge.device('d3')
  third.socket.write(Buffer.concat([begun, Buffer.alloc(20_000)]))
  await third.untilClosed()
  expect(devices.map(({ closed }) => closed)).toEqual([false, false])
  expect(edge.gateway.stats().partialBytes).toBe(198_008)
})
