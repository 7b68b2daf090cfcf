import { afterEach, beforeEach, expect, test } from 'vitest'
import { EdgeFixture } from '#test/gateway/edge-fixture.ts'
import { type RawClient, settleDown } from '#test/gateway/raw-client.ts'
import { packet } from './packet-bytes.ts'

let edge: EdgeFixture
let watcher: RawClient
beforeEach(async () => {
  edge = await EdgeFixture.start({ open: true })
  watcher = await edge.device('watcher')
  watcher.subscribe('w', 2)
  await watcher.until(() => watcher.of('suback').length === 1)
})
afterEach(() => edge.stop())

const will = (qos: 0 | 1 | 2 = 1, retain = false) => ({
  will: { topic: 'w', payload: Buffer.from('gone'), qos, retain },
})
const late = async () => {
  const client = await edge.device('late')
  client.subscribe('w', 2)
  await client.until(() => client.of('suback').length === 1)
  await settleDown(20)
  return client.of('publish')
}

const abnormal: readonly (readonly [string, (client: RawClient) => unknown])[] = [
  ['a reset', (client) => client.socket.resetAndDestroy()],
  ['an end without DISCONNECT', (client) => client.socket.end()],
  ['a malformed packet', (client) => client.socket.write(packet(0xf0))],
  ['a DISCONNECT with wrong flags', (client) => client.socket.write(packet(0xe2))],
  ['a take-over', () => edge.device('dying')],
]

test.each(abnormal)('[MQTT-3.1.2-8] %s sends the will, once', async (_what, end) => {
  const client = await edge.device('dying', will())
  await end(client)
  await client.untilClosed()
  await watcher.until(() => watcher.of('publish').length === 1)
  await settleDown(20)
  expect(watcher.of('publish')).toMatchObject([{ topic: 'w', qos: 1, retain: false }])
})

test('[MQTT-3.1.2-8] keep-alive that runs out sends the will', async () => {
  const client = await edge.device('dying', { keepalive: 1, ...will() })
  await client.untilClosed(15_000)
  await watcher.until(() => watcher.of('publish').length === 1)
})

test('[MQTT-3.1.2-10] [MQTT-3.14.4-3] DISCONNECT drops it, for the next connection of the client too', async () => {
  const polite = await edge.device('polite', will())
  polite.send({ cmd: 'disconnect' })
  await polite.untilClosed()
  const again = await edge.device('polite')
  again.socket.destroy()
  await again.untilClosed()
  await settleDown()
  expect(watcher.of('publish')).toEqual([])
})

test('[MQTT-3.1.2-12] without a will nothing is sent', async () => {
  const client = await edge.device('dying')
  client.socket.resetAndDestroy()
  await client.untilClosed()
  await settleDown()
  expect(watcher.of('publish')).toEqual([])
})

test.each([0, 1, 2] as const)(
  '[MQTT-3.1.2-9] [MQTT-3.1.2-14] a will of QoS %i is sent at that',
  async (qos) => {
    const client = await edge.device('dying', will(qos))
    client.socket.destroy()
    await watcher.until(() => watcher.of('publish').length === 1)
    expect(watcher.of('publish')).toMatchObject([{ qos }])
  },
)

test('[MQTT-3.1.2-16] a will without retain is not kept', async () => {
  ;(await edge.device('dying', will(1, false))).socket.destroy()
  await watcher.until(() => watcher.of('publish').length === 1)
  expect(await late()).toEqual([])
})

test('[MQTT-3.1.2-17] a will with retain is', async () => {
  ;(await edge.device('dying', will(1, true))).socket.destroy()
  await watcher.until(() => watcher.of('publish').length === 1)
  expect(await late()).toMatchObject([{ retain: true }])
})

test('[MQTT-3.1.2-10] a will is sent once: the next connection has its own or none', async () => {
  ;(await edge.device('dying', { clean: false, ...will() })).socket.destroy()
  await watcher.until(() => watcher.of('publish').length === 1)
  const again = await edge.device('dying', { clean: false })
  again.socket.destroy()
  await again.untilClosed()
  await settleDown()
  expect(watcher.of('publish')).toHaveLength(1)
})

test('[MQTT-3.1.2-8] a refused CONNECT leaves no will', async () => {
  const refused = edge.client()
  refused.sendConnect({ protocolVersion: 5, ...will() })
  await refused.untilClosed()
  await settleDown()
  expect(watcher.of('publish')).toEqual([])
})
