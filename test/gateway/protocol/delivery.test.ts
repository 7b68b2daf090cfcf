import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { EdgeFixture } from '#test/gateway/edge-fixture.ts'
import { type RawClient, settleDown } from '#test/gateway/raw-client.ts'
import { packet, publishBytes, short } from './packet-bytes.ts'

/** Messages between clients, as only the open broker passes them on. */
let edge: EdgeFixture
beforeEach(async () => {
  edge = await EdgeFixture.start({ open: true })
})
afterEach(() => edge.stop())

const QOS = [0, 1, 2] as const
type Qos = (typeof QOS)[number]

const listener = async (filter: string, qos: Qos, options = {}): Promise<RawClient> => {
  const client = await edge.device(`to-${filter}`, options)
  client.subscribe(filter, qos)
  await client.until(() => client.of('suback').length === 1)
  return client
}
const payloads = (client: RawClient) => client.of('publish').map(({ payload }) => String(payload))
const until = (client: RawClient, count: number) =>
  client.until(() => client.of('publish').length === count)
/** Sends a whole publish and waits for its last acknowledgement. */
const say = async (from: RawClient, topic: string, payload: string, qos: Qos = 1, id = 1) => {
  from.publish(topic, payload, id, qos)
  if (qos === 1) await from.until(() => from.of('puback').some(({ messageId }) => messageId === id))
  if (qos !== 2) return
  await from.until(() => from.of('pubrec').some(({ messageId }) => messageId === id))
  from.send({ cmd: 'pubrel', messageId: id })
  await from.until(() => from.of('pubcomp').some(({ messageId }) => messageId === id))
}
/** Acknowledges whatever came and was not acknowledged. */
const takeAll = (client: RawClient): void => {
  for (const { qos, messageId } of client.of('publish')) {
    if (qos === 1) client.send({ cmd: 'puback', messageId: messageId as number })
    if (qos === 2) client.send({ cmd: 'pubrec', messageId: messageId as number })
  }
}

describe('quality of service', () => {
  const table = QOS.flatMap((published) =>
    QOS.map((subscribed) => [published, subscribed] as const),
  )

  test.each(table)(
    '[MQTT-3.8.4-6] published at QoS %i, subscribed by wildcard at QoS %i: the lesser of both',
    async (published, subscribed) => {
      const to = await listener('q/+', subscribed)
      const from = await edge.device('from')
      await say(from, 'q/a', 'x', published)
      await until(to, 1)
      const qos = Math.min(published, subscribed)
      expect(to.of('publish')).toMatchObject([{ topic: 'q/a', qos, dup: false, retain: false }])
    },
  )

  test('[MQTT-4.3.1-1] [MQTT-2.3.1-5] QoS 0 carries no identifier and no DUP', async () => {
    const to = await listener('q', 0)
    const from = await edge.device('from')
    from.socket.write(publishBytes('q', { first: 0x30 }))
    await until(to, 1)
    expect(to.of('publish')[0]).toMatchObject({ qos: 0, dup: false })
    expect(to.of('publish')[0]?.messageId).toBeUndefined()
  })

  test('[MQTT-4.3.2-2] [MQTT-2.3.1-6] [MQTT-3.3.4-1] QoS 1 is acknowledged by its identifier, each time it comes', async () => {
    const to = await listener('q', 1)
    const from = await edge.device('from')
    for (const messageId of [65_535, 1, 1])
      from.socket.write(publishBytes('q', { messageId, payload: `${messageId}` }))
    await from.until(() => from.acks().length === 3)
    expect(from.acks()).toEqual([65_535, 1, 1])
    await until(to, 3)
  })

  test('[MQTT-4.3.3-2] QoS 2 is passed on once, however often it comes before its PUBREL', async () => {
    const to = await listener('q', 2)
    const from = await edge.device('from')
    for (let n = 0; n < 3; n += 1)
      from.socket.write(publishBytes('q', { first: n === 0 ? 0x34 : 0x3c, messageId: 9 }))
    await from.until(() => from.of('pubrec').length === 3)
    from.send({ cmd: 'pubrel', messageId: 9 })
    await from.until(() => from.of('pubcomp').length === 1)
    from.socket.write(publishBytes('q', { first: 0x34, messageId: 9, payload: 'new' }))
    await until(to, 2)
    expect(payloads(to)).toEqual(['x', 'new'])
  })

  test('[MQTT-4.3.3-2] also over a break of the connection, when the session is kept', async () => {
    const to = await listener('q', 2)
    const from = await edge.device('from', { clean: false })
    from.publish('q', 'once', 9, 2)
    await from.until(() => from.of('pubrec').length === 1)
    await from.end()
    const again = await edge.device('from', { clean: false })
    again.socket.write(publishBytes('q', { first: 0x3c, messageId: 9, payload: 'once' }))
    await again.until(() => again.of('pubrec').length === 1)
    again.send({ cmd: 'pubrel', messageId: 9 })
    await again.until(() => again.of('pubcomp').length === 1)
    await settleDown()
    expect(payloads(to)).toEqual(['once'])
  })

  test('[MQTT-4.3.3-1] the server sends PUBREL after PUBREC, and keeps the identifier until PUBCOMP', async () => {
    const to = await listener('q', 2)
    const from = await edge.device('from')
    await say(from, 'q', 'x', 2)
    await until(to, 1)
    const messageId = to.of('publish')[0]?.messageId as number
    for (let n = 1; n <= 2; n += 1) {
      to.send({ cmd: 'pubrec', messageId })
      await to.until(() => to.of('pubrel').length === n)
    }
    to.send({ cmd: 'pubcomp', messageId })
    await say(from, 'q', 'y', 2, 2)
    await until(to, 2)
  })

  test('[MQTT-3.6.1-1] PUBREL of nothing is answered by PUBCOMP', async () => {
    const from = await edge.device('from')
    from.socket.write(packet(0x62, short(77)))
    await from.until(() => from.of('pubcomp').length === 1)
    expect(from.of('pubcomp')).toMatchObject([{ messageId: 77 }])
  })

  test('[MQTT-3.3.1-3] DUP as it came is not passed on', async () => {
    const to = await listener('q', 1)
    const from = await edge.device('from')
    from.socket.write(publishBytes('q', { first: 0x3a }))
    await until(to, 1)
    expect(to.of('publish')).toMatchObject([{ dup: false }])
  })
})

describe('order and redelivery', () => {
  test.each(QOS)(
    '[MQTT-4.6.0-6] [MQTT-4.5.0-1] 500 messages at QoS %i arrive in their order',
    async (qos) => {
      const to = await listener('o/#', qos)
      const from = await edge.device('from')
      for (let n = 1; n <= 500; n += 1) from.publish(`o/${n % 2}`, `${n}`, n, qos)
      await until(to, 500)
      expect(payloads(to)).toEqual(Array.from({ length: 500 }, (_, n) => `${n + 1}`))
    },
  )

  test('[MQTT-4.6.0-2] [MQTT-4.6.0-3] acknowledgements leave in the order of their publishes', async () => {
    const from = await edge.device('from')
    for (let n = 100; n > 0; n -= 1) from.publish('o', 'x', n, n % 2 === 0 ? 1 : 2)
    await from.until(() => from.of('puback').length === 50 && from.of('pubrec').length === 50)
    const down = (start: number) => Array.from({ length: 50 }, (_, n) => start - 2 * n)
    expect(from.acks()).toEqual(down(100))
    expect(from.of('pubrec').map(({ messageId }) => messageId)).toEqual(down(99))
  })

  test('[MQTT-4.4.0-1] [MQTT-3.3.1-1] [MQTT-4.6.0-1] what was not acknowledged comes again: same identifier, same order, DUP', async () => {
    const to = await listener('r', 2, { clean: false })
    const from = await edge.device('from')
    for (let n = 1; n <= 4; n += 1) from.publish('r', `${n}`, n, n % 2 === 0 ? 2 : 1)
    await until(to, 4)
    const first = to.of('publish').map(({ messageId }) => messageId)
    to.send({ cmd: 'puback', messageId: first[0] as number })
    to.send({ cmd: 'pingreq' })
    await to.until(() => to.of('pingresp').length === 1)
    await to.end()
    const again = await edge.device('to-r', { clean: false })
    await until(again, 3)
    expect(again.of('connack')).toMatchObject([{ sessionPresent: true }])
    expect(payloads(again)).toEqual(['2', '3', '4'])
    expect(again.of('publish').map(({ messageId }) => messageId)).toEqual(first.slice(1))
    expect(again.of('publish').map(({ dup }) => dup)).toEqual([true, true, true])
  })

  test('[MQTT-4.4.0-1] [MQTT-4.6.0-4] PUBRELs come again in the order of their PUBRECs, not the messages', async () => {
    const to = await listener('r', 2, { clean: false })
    const from = await edge.device('from')
    for (let n = 1; n <= 3; n += 1) from.publish('r', `${n}`, n, 2)
    await until(to, 3)
    const ids = to.of('publish').map(({ messageId }) => messageId as number)
    const order = [ids[2], ids[0], ids[1]] as number[]
    for (const messageId of order) to.send({ cmd: 'pubrec', messageId })
    await to.until(() => to.of('pubrel').length === 3)
    expect(to.of('pubrel').map(({ messageId }) => messageId)).toEqual(order)
    await to.end()
    const again = await edge.device('to-r', { clean: false })
    await again.until(() => again.of('pubrel').length === 3)
    expect(again.of('pubrel').map(({ messageId }) => messageId)).toEqual(order)
    expect(again.of('publish')).toEqual([])
  })

  test('[MQTT-3.1.2-5] [MQTT-4.1.0-1] what came while the client was away waits, QoS 1 and 2, sent first time without DUP', async () => {
    await (await listener('w', 2, { clean: false })).end()
    const from = await edge.device('from')
    await say(from, 'w', 'one', 1, 1)
    await say(from, 'w', 'two', 2, 2)
    const again = await edge.device('to-w', { clean: false })
    await until(again, 2)
    expect(payloads(again)).toEqual(['one', 'two'])
    expect(again.of('publish').map(({ dup }) => dup)).toEqual([false, false])
  })

  test('[MQTT-2.3.1-4] 3 000 unacknowledged messages never share an identifier, and all arrive', async () => {
    const to = await listener('m', 1)
    const from = await edge.device('from')
    for (let n = 1; n <= 3000; n += 1) from.publish('m', `${n}`, n, 1)
    await until(to, 1000)
    await settleDown()
    expect(new Set(to.of('publish').map(({ messageId }) => messageId)).size).toBe(1000)
    for (const count of [2000, 3000]) {
      takeAll(to)
      await until(to, count)
    }
    expect(payloads(to)).toEqual(Array.from({ length: 3000 }, (_, n) => `${n + 1}`))
  })

  test('[MQTT-3.1.2-6] a clean session takes what was waiting with it', async () => {
    await (await listener('w', 1, { clean: false })).end()
    await say(await edge.device('from'), 'w', 'lost')
    await (await edge.device('to-w', { clean: true })).end()
    const again = await edge.device('to-w', { clean: false })
    await settleDown()
    expect(payloads(again)).toEqual([])
  })
})

describe('a device', () => {
  test('[MQTT-4.4.0-1] [MQTT-3.3.1-1] its downlink comes again with the same identifier and DUP, when it kept its session', async () => {
    const closed = await EdgeFixture.start()
    const down = 'lpg/v1/s1/d1/down'
    const first = await closed.device('d1', { clean: false })
    first.subscribe(down)
    await first.until(() => first.of('suback').length === 1)
    for (const text of ['a', 'b', 'c']) closed.outbox.add('s1', 'd1', text)
    closed.outbox.announce('s1', 'd1')
    await until(first, 3)
    const ids = first.of('publish').map(({ messageId }) => messageId)
    first.send({ cmd: 'puback', messageId: ids[0] as number })
    await first.until(() => closed.outbox.finished.length === 1)
    await first.end()
    const again = await closed.device('d1', { clean: false })
    await until(again, 2)
    const seen = again
      .of('publish')
      .map(({ messageId, dup, payload }) => [messageId, dup, payload.toString()])
    expect(seen).toEqual([
      [ids[1], true, 'b'],
      [ids[2], true, 'c'],
    ])
    await closed.stop()
  })
})
