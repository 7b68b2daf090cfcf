import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { EdgeFixture } from '#test/gateway/edge-fixture.ts'
import { type RawClient, settleDown } from '#test/gateway/raw-client.ts'
import { publishBytes, subscribeBytes, unsubscribeBytes } from './packet-bytes.ts'

let edge: EdgeFixture
beforeEach(async () => {
  edge = await EdgeFixture.start({ open: true })
})
afterEach(() => edge.stop())

const granted = (client: RawClient) => client.of('suback').map((packet) => packet.granted)
const topics = (client: RawClient) => client.of('publish').map(({ topic }) => topic)

/** Subscribes, publishes each topic once, and says which of them came. */
const seenBy = async (filter: string, names: readonly string[]): Promise<string[]> => {
  const client = await edge.device('both')
  client.subscribe(filter, 0)
  for (const name of names) client.publish(name, 'x', 0, 0)
  client.send({ cmd: 'pingreq' })
  await client.until(() => client.of('pingresp').length === 1)
  await settleDown(20)
  const seen = topics(client)
  await client.end()
  return seen
}

const NAMES = ['a', 'a/b', 'a/b/c', '/a', 'a/', '/', 'A', '$SYS', '$x/a', 'ä', 'a b', '\ufeffa']

test.each([
  ['a', ['a']],
  ['#', ['a', 'a/b', 'a/b/c', '/a', 'a/', '/', 'A', 'ä', 'a b', '\ufeffa']],
  ['+', ['a', 'A', 'ä', 'a b', '\ufeffa']],
  ['a/#', ['a', 'a/b', 'a/b/c', 'a/']],
  ['a/+', ['a/b', 'a/']],
  ['+/+', ['a/b', '/a', 'a/', '/']],
  ['/+', ['/a', '/']],
  ['a/b/#', ['a/b', 'a/b/c']],
  ['a/+/c', ['a/b/c']],
  ['+/b/#', ['a/b', 'a/b/c']],
  ['$x/#', ['$x/a']],
  ['$x/+', ['$x/a']],
  ['+/a', ['/a']],
  ['A', ['A']],
])(
  '[MQTT-4.7.2-1] [MQTT-4.7.1-1] [MQTT-4.7.3-4] [MQTT-3.3.2-3] [MQTT-1.5.3-3] filter %s sees its topics and no others',
  async (filter, expected) => {
    expect(await seenBy(filter, NAMES)).toEqual(expected)
  },
)

test('[MQTT-4.7.3-3] topics of 65 535 bytes and of a thousand levels pass', async () => {
  const long = 'x'.repeat(65_535)
  const deep = 'l/'.repeat(1000)
  expect(await seenBy('#', [long, deep])).toEqual([long, deep])
})

test('[MQTT-3.3.5-2] what may not be passed on is acknowledged all the same', async () => {
  const client = await edge.device('c')
  client.publish('$SYS/broker/uptime', 'forged', 5, 1)
  await client.until(() => client.acks().length === 1)
})

describe('SUBSCRIBE', () => {
  test('[MQTT-3.8.4-1] [MQTT-3.8.4-2] [MQTT-2.3.1-7] SUBACK carries the same identifier', async () => {
    const client = await edge.device('c')
    for (const messageId of [1, 65_535, 258]) client.subscribe('a', 1, messageId)
    await client.until(() => client.of('suback').length === 3)
    expect(client.of('suback').map(({ messageId }) => messageId)).toEqual([1, 65_535, 258])
  })

  test('[MQTT-3.8.4-4] [MQTT-3.8.4-5] [MQTT-3.9.3-1] [MQTT-3.9.3-2] a return code for each filter, in order, also for one that stands twice', async () => {
    const client = await edge.device('c')
    const filters = ['a', 'test/nosubscribe', 'b/#', 'a', 'c']
    client.socket.write(subscribeBytes(filters, { options: 2 }))
    await client.until(() => client.of('suback').length === 1)
    expect(granted(client)).toEqual([[2, 128, 2, 2, 2]])
  })

  test('[MQTT-3.8.4-3] an identical filter replaces the subscription: its QoS changes, nothing comes twice', async () => {
    const client = await edge.device('c')
    client.subscribe('a', 0, 1)
    client.subscribe('a', 2, 2)
    client.publish('a', 'x', 9, 2)
    await client.until(() => client.of('publish').length === 1)
    await settleDown(20)
    expect(client.of('publish')).toMatchObject([{ qos: 2 }])
  })

  test('[MQTT-3.3.5-1] overlapping filters: the highest QoS of them', async () => {
    const client = await edge.device('c')
    for (const [n, filter] of ['a/#', 'a/+', 'a/b'].entries())
      client.subscribe(filter, [1, 2, 0][n] as 0 | 1 | 2, n + 1)
    client.publish('a/b', 'x', 9, 2)
    await client.until(() => client.of('publish').length > 0)
    await settleDown(20)
    expect(client.of('publish')).toMatchObject([{ qos: 2 }])
  })

  test('[MQTT-3.8.3-2] [MQTT-3.9.3-2] a device gets 0x80 for wildcards, other devices and $ topics, and its own topic in the same packet', async () => {
    const closed = await EdgeFixture.start()
    const device = await closed.device('d1')
    const own = 'lpg/v1/s1/d1/down'
    const foreign = [
      '#',
      '+/v1/s1/d1/down',
      'lpg/v1/s1/+/down',
      'lpg/v1/s1/d2/down',
      '$SYS/#',
      'lpg/v1/s1/d1/event',
    ]
    device.socket.write(subscribeBytes([...foreign, own, own]))
    await device.until(() => device.of('suback').length === 1)
    expect(granted(device)).toEqual([[128, 128, 128, 128, 128, 128, 1, 1]])
    await closed.stop()
  })
})

describe('UNSUBSCRIBE', () => {
  test('[MQTT-3.10.4-1] [MQTT-3.10.4-2] only the filter that is the same character for character ends', async () => {
    const client = await edge.device('c')
    for (const [n, filter] of ['a/#', 'a/+'].entries()) client.subscribe(filter, 0, n + 1)
    client.socket.write(unsubscribeBytes(['a/b', 'a/#']))
    await client.until(() => client.of('unsuback').length === 1)
    client.publish('a/b', 'x', 0, 0)
    client.publish('a/b/c', 'x', 0, 0)
    await client.until(() => topics(client).length === 1)
    await settleDown(20)
    expect(topics(client)).toEqual(['a/b'])
  })

  test('[MQTT-3.10.4-4] [MQTT-3.10.4-5] [MQTT-3.10.4-6] one UNSUBACK, the same identifier, also for nothing', async () => {
    const client = await edge.device('c')
    client.socket.write(unsubscribeBytes(['x', 'y/+', '#'], { messageId: 500 }))
    await client.until(() => client.of('unsuback').length === 1)
    expect(client.of('unsuback')).toMatchObject([{ messageId: 500 }])
  })

  test('[MQTT-3.10.4-3] what was on its way is still completed', async () => {
    const client = await edge.device('c')
    client.subscribe('a', 2, 1)
    client.publish('a', 'x', 9, 2)
    await client.until(() => client.of('publish').length === 1)
    client.socket.write(unsubscribeBytes(['a']))
    await client.until(() => client.of('unsuback').length === 1)
    const messageId = client.of('publish')[0]?.messageId as number
    client.send({ cmd: 'pubrec', messageId })
    await client.until(() => client.of('pubrel').length === 1)
  })

  test('a device that unsubscribes from its down topic hears nothing more', async () => {
    const closed = await EdgeFixture.start()
    const device = await closed.device('d1')
    device.subscribe('lpg/v1/s1/d1/down')
    device.socket.write(unsubscribeBytes(['lpg/v1/s1/d1/down', 'lpg/v1/s1/d2/down']))
    await device.until(() => device.of('unsuback').length === 1)
    closed.gateway.downlink.push([closed.outbox.add('s1', 'd1', 'late')])
    await settleDown()
    expect(device.of('publish')).toEqual([])
    await closed.stop()
  })
})

describe('retained messages', () => {
  const retain = (client: RawClient, topic: string, payload: string, qos: 0 | 1 | 2 = 1) =>
    client.socket.write(publishBytes(topic, { first: 0x31 | (qos << 1), payload }))
  const late = async (filter: string) => {
    const client = await edge.device(`late-${filter}`)
    client.subscribe(filter, 2)
    await client.until(() => client.of('suback').length === 1)
    await settleDown(20)
    return client
  }

  test('[MQTT-3.3.1-5] [MQTT-3.3.1-6] [MQTT-3.3.1-8] a new subscription gets the last one of each topic, marked', async () => {
    const from = await edge.device('from')
    for (const [topic, payload] of [
      ['r/a', '1'],
      ['r/b', '2'],
      ['r/a', '3'],
    ] as const)
      retain(from, topic, payload)
    await from.until(() => from.acks().length === 3)
    const client = await late('r/+')
    const seen = client
      .of('publish')
      .map(({ topic, payload, retain: marked }) => [topic, payload.toString(), marked])
    expect(seen).toEqual([
      ['r/b', '2', true],
      ['r/a', '3', true],
    ])
  })

  test('[MQTT-3.3.1-9] who had subscribed before gets it unmarked', async () => {
    const before = await late('r')
    const from = await edge.device('from')
    retain(from, 'r', 'x')
    await before.until(() => before.of('publish').length === 1)
    expect(before.of('publish')).toMatchObject([{ retain: false }])
  })

  test('[MQTT-3.3.1-10] [MQTT-3.3.1-11] an empty one is passed on, removes and is not kept', async () => {
    const before = await late('r')
    const from = await edge.device('from')
    retain(from, 'r', 'x')
    retain(from, 'r', '')
    await before.until(() => before.of('publish').length === 2)
    expect((await late('#')).of('publish')).toEqual([])
  })

  test('[MQTT-3.3.1-12] without the flag nothing is kept, removed or replaced', async () => {
    const from = await edge.device('from')
    retain(from, 'r', 'kept')
    from.publish('r', 'passing', 2)
    from.publish('s', 'passing', 3)
    await from.until(() => from.acks().length === 3)
    expect((await late('#')).of('publish').map(({ payload }) => payload.toString())).toEqual([
      'kept',
    ])
  })

  test('[MQTT-3.3.1-7] a retained QoS 0 message replaces what was there', async () => {
    const from = await edge.device('from')
    retain(from, 'r', 'old', 1)
    retain(from, 'r', 'new', 0)
    from.send({ cmd: 'pingreq' })
    await from.until(() => from.of('pingresp').length === 1)
    const seen = (await late('r'))
      .of('publish')
      .map(({ payload, qos }) => [payload.toString(), qos])
    expect(seen).toEqual([['new', 0]])
  })

  test('[MQTT-3.8.4-3] subscribing again brings them again; coming back to a session does not', async () => {
    const from = await edge.device('from')
    retain(from, 'r', 'x')
    await from.until(() => from.acks().length === 1)
    const first = await edge.device('keeper', { clean: false })
    for (const messageId of [1, 2]) first.subscribe('r', 0, messageId)
    await first.until(() => first.of('publish').length === 2)
    await first.end()
    const again = await edge.device('keeper', { clean: false })
    await settleDown(20)
    expect(again.of('publish')).toEqual([])
  })
})
