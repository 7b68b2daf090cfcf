import { connect } from 'node:net'
import mqtt from 'mqtt'
import { afterEach, expect, test } from 'vitest'
import { EdgeFixture } from './edge-fixture.ts'
import { testCertificate, testKey } from './test-certificate.ts'

// Nothing that a real client does may depend on our own raw one.
let edge: EdgeFixture
let client: mqtt.MqttClient | null = null

afterEach(async () => {
  await client?.endAsync(true)
  client = null
  await edge.stop()
})

const credentials = { username: 's1/d1', password: 'secret', reconnectPeriod: 0 }
/** The first message but the time, which every subscription begins with. */
const down = (one: mqtt.MqttClient) =>
  new Promise<string>((resume) => {
    const hear = (_topic: string, payload: Buffer): void => {
      const text = payload.toString()
      if (text.startsWith('{"type":"time"')) return
      one.off('message', hear)
      resume(text)
    }
    one.on('message', hear)
  })

async function roundTrip(one: mqtt.MqttClient): Promise<void> {
  for (const qos of [0, 1, 2] as const)
    await one.publishAsync('lpg/v1/s1/d1/event', `q${qos}`, { qos })
  expect(edge.ingest.uplinks.map(({ payload }) => payload.toString())).toEqual(['q0', 'q1', 'q2'])
  const message = down(one)
  await one.subscribeAsync('lpg/v1/s1/d1/down', { qos: 1 })
  edge.gateway.downlink.push([edge.outbox.add('s1', 'd1', 'permit')])
  expect(await message).toBe('permit')
}

test('mqtt.js over TCP: all three QoS, and its downlink', async () => {
  edge = await EdgeFixture.start()
  client = await mqtt.connectAsync(`mqtt://127.0.0.1:${edge.port}`, credentials)
  await roundTrip(client)
})

test('mqtt.js over TLS', async () => {
  edge = await EdgeFixture.start({ tls: { port: 0, key: testKey, cert: testCertificate } })
  client = await mqtt.connectAsync(`mqtts://localhost:${edge.tlsPort}`, {
    ...credentials,
    ca: testCertificate,
  })
  await roundTrip(client)
})

test('a TLS port that gets no TLS closes', async () => {
  edge = await EdgeFixture.start({
    tls: { port: 0, key: testKey, cert: testCertificate },
    limits: { connectTimeoutMs: 200 },
  })
  const silent = connect(edge.tlsPort ?? 0, '127.0.0.1')
  silent.on('error', () => {})
  await new Promise((resume) => silent.once('close', resume))
})

test('stop() does not wait for a handshake that never comes', async () => {
  edge = await EdgeFixture.start({ tls: { port: 0, key: testKey, cert: testCertificate } })
  const silent = connect(edge.tlsPort ?? 0, '127.0.0.1')
  silent.on('error', () => {})
  await new Promise((resume) => silent.once('connect', resume))
  const closed = new Promise((resume) => silent.once('close', resume))
  await edge.gateway.stop()
  await closed
})

test('a refused mqtt.js client learns the return code', async () => {
  edge = await EdgeFixture.start()
  const attempt = mqtt.connectAsync(`mqtt://127.0.0.1:${edge.port}`, {
    ...credentials,
    password: 'wrong',
  })
  await expect(attempt).rejects.toMatchObject({ code: 4 })
})

test('stop() leaves no handle behind', async () => {
  edge = await EdgeFixture.start()
  const device = await edge.device()
  device.publish('lpg/v1/s1/d1/event', 'x', 1)
  await device.until(() => device.acks().length === 1)
  await edge.stop()
  // A handle that was closed is listed until the next turns of the loop.
  const open = () => process.getActiveResourcesInfo().filter((name) => /^TCP.*Wrap$/.test(name))
  await device.until(() => open().length === 0)
  expect(open()).toEqual([])
})
