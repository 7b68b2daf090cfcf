import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EdgeFixture } from '#test/gateway/edge-fixture.ts'
import {
  badTexts,
  connectBytes,
  CREDENTIALS,
  packet,
  publishBytes,
  short,
  subscribeBytes,
  text,
  unsubscribeBytes,
} from './packet-bytes.ts'

const ID = text('c1')
const empty = Buffer.alloc(0)

/** What ends a connection without a CONNACK [MQTT-3.1.4-1]. */
const badConnects: readonly (readonly [string, Buffer])[] = [
  ['[MQTT-3.1.0-1] SUBSCRIBE first', subscribeBytes(['a'])],
  ['[MQTT-3.1.0-1] PUBLISH first', publishBytes('a')],
  ['[MQTT-3.1.0-1] PINGREQ first', packet(0xc0)],
  ['[MQTT-3.1.0-1] DISCONNECT first', packet(0xe0)],
  ['[MQTT-2.2.2-2] flags of CONNECT', connectBytes({ first: 0x11 })],
  ['[MQTT-3.1.2-1] another protocol name', connectBytes({ name: 'MQTX' })],
  ['[MQTT-3.1.2-1] an empty protocol name', connectBytes({ name: '' })],
  ['[MQTT-3.1.2-3] the reserved flag', connectBytes({ flags: 0xc3 })],
  ['[MQTT-3.1.2-9] will flag without will', connectBytes({ flags: 0xc6 })],
  [
    '[MQTT-3.1.2-11] a will without will flag',
    connectBytes({ fields: [ID, text('w'), text('m'), ...CREDENTIALS] }),
  ],
  ['[MQTT-3.1.2-13] will QoS without will flag', connectBytes({ flags: 0xca })],
  ['[MQTT-3.1.2-15] will retain without will flag', connectBytes({ flags: 0xe2 })],
  [
    '[MQTT-3.1.2-14] will QoS 3',
    connectBytes({ flags: 0xde, fields: [ID, text('w'), text('m'), ...CREDENTIALS] }),
  ],
  [
    '[MQTT-3.1.2-18] a username without its flag',
    connectBytes({ flags: 0x02, fields: [ID, text('u')] }),
  ],
  ['[MQTT-3.1.2-19] a username flag without username', connectBytes({ flags: 0x82, fields: [ID] })],
  ['[MQTT-3.1.2-20] a password without its flag', connectBytes({ flags: 0x82 })],
  [
    '[MQTT-3.1.2-21] a password flag without password',
    connectBytes({ fields: [ID, text('s1/d1')] }),
  ],
  [
    '[MQTT-3.1.2-22] a password flag without username flag',
    connectBytes({ flags: 0x42, fields: [ID, text('secret')] }),
  ],
  ['[MQTT-3.1.3-3] no client id', connectBytes({ flags: 2, fields: [] })],
  [
    '[MQTT-3.1.4-1] one byte too many',
    connectBytes({ fields: [ID, ...CREDENTIALS, Buffer.from([0])] }),
  ],
  [
    '[MQTT-3.1.4-1] a client id longer than the packet',
    connectBytes({ flags: 2, fields: [short(9)] }),
  ],
  ['[MQTT-3.1.4-1] no keep-alive', packet(0x10, text('MQTT'), Buffer.from([4, 2, 0]))],
  ['[MQTT-3.1.4-1] nothing at all', packet(0x10)],
  [
    '[MQTT-3.3.2-2] a will topic with a wildcard',
    connectBytes({ flags: 0xc6, fields: [ID, text('w/#'), text('m'), ...CREDENTIALS] }),
  ],
  [
    '[MQTT-4.7.3-1] an empty will topic',
    connectBytes({ flags: 0xc6, fields: [ID, text(''), text('m'), ...CREDENTIALS] }),
  ],
  ...badTexts.flatMap(([what, bytes]): [string, Buffer][] => [
    [`[MQTT-3.1.3-4] client id: ${what}`, connectBytes({ fields: [text(bytes), ...CREDENTIALS] })],
    [
      `[MQTT-3.1.3-10] will topic: ${what}`,
      connectBytes({ flags: 0xc6, fields: [ID, text(bytes), text('m'), ...CREDENTIALS] }),
    ],
    [`[MQTT-3.1.3-11] username: ${what}`, connectBytes({ fields: [ID, text(bytes), text('p')] })],
  ]),
  ['[MQTT-2.2.3] a remaining length of five bytes', Buffer.from([0x10, 0x80, 0x80, 0x80, 0x80, 1])],
]

/** What ends a connection that was in order until then [MQTT-4.8.0-1]. */
const badPackets: readonly (readonly [string, Buffer])[] = [
  ['[MQTT-3.1.0-2] a second CONNECT', connectBytes()],
  ['[MQTT-4.8.0-1] packet type 0', packet(0x00)],
  ['[MQTT-4.8.0-1] packet type 15', packet(0xf0)],
  ['[MQTT-4.8.0-1] CONNACK from a client', packet(0x20, Buffer.from([0, 0]))],
  ['[MQTT-4.8.0-1] SUBACK from a client', packet(0x90, Buffer.from([0, 1, 0]))],
  ['[MQTT-4.8.0-1] UNSUBACK from a client', packet(0xb0, short(1))],
  ['[MQTT-4.8.0-1] PINGRESP from a client', packet(0xd0)],
  ['[MQTT-3.3.1-2] DUP with QoS 0', publishBytes('a', { first: 0x38 })],
  ['[MQTT-3.3.1-4] QoS 3', publishBytes('a', { first: 0x36 })],
  ['[MQTT-2.3.1-1] PUBLISH QoS 1 with identifier 0', publishBytes('a', { messageId: 0 })],
  [
    '[MQTT-2.3.1-1] PUBLISH QoS 2 with identifier 0',
    publishBytes('a', { first: 0x34, messageId: 0 }),
  ],
  ['[MQTT-2.3.1-1] PUBLISH QoS 1 without identifier', packet(0x32, text('a'))],
  ['[MQTT-3.3.2-2] # in a topic name', publishBytes('a/#')],
  ['[MQTT-3.3.2-2] [MQTT-4.7.1-1] + in a topic name', publishBytes('a/+/b', { first: 0x30 })],
  ['[MQTT-4.7.3-1] an empty topic name', publishBytes('', { first: 0x30 })],
  ['[MQTT-3.3.2-1] a topic longer than the packet', packet(0x30, short(200), Buffer.from('a'))],
  ['[MQTT-3.3.2-1] no topic', packet(0x30)],
  ['[MQTT-3.3.2-1] half a topic length', packet(0x30, Buffer.from([0]))],
  ...badTexts.flatMap(([what, bytes]): [string, Buffer][] => [
    [`[MQTT-3.3.2-1] topic name: ${what}`, publishBytes(bytes, { first: 0x30 })],
    [`[MQTT-3.8.3-1] topic filter: ${what}`, subscribeBytes([bytes])],
    [`[MQTT-3.10.3-1] topic filter: ${what}`, unsubscribeBytes([bytes])],
  ]),
  ['[MQTT-2.2.2-2] flags of PUBACK', packet(0x41, short(1))],
  ['[MQTT-2.2.2-2] flags of PUBREC', packet(0x52, short(1))],
  ['[MQTT-3.6.1-1] flags of PUBREL', packet(0x60, short(1))],
  ['[MQTT-2.2.2-2] flags of PUBCOMP', packet(0x78, short(1))],
  ['[MQTT-4.8.0-1] PUBACK without identifier', packet(0x40)],
  ['[MQTT-4.8.0-1] PUBACK of three bytes', packet(0x40, short(1), Buffer.from([0]))],
  ['[MQTT-4.8.0-1] PUBREL with identifier 0', packet(0x62, short(0))],
  ['[MQTT-3.8.1-1] flags of SUBSCRIBE', subscribeBytes(['a'], { first: 0x80 })],
  ['[MQTT-2.3.1-1] SUBSCRIBE with identifier 0', subscribeBytes(['a'], { messageId: 0 })],
  ['[MQTT-3.8.3-3] SUBSCRIBE without filter', subscribeBytes([])],
  ['[MQTT-3.8.3-3] SUBSCRIBE without anything', packet(0x82)],
  ['[MQTT-3.8.3-4] requested QoS 3', subscribeBytes(['a'], { options: 3 })],
  ['[MQTT-3.8.3-4] reserved bits of the requested QoS', subscribeBytes(['a'], { options: 4 })],
  ['[MQTT-3.8.3-4] no requested QoS', packet(0x82, short(1), text('a'))],
  ['[MQTT-4.7.3-1] an empty filter', subscribeBytes([''])],
  ['[MQTT-4.7.1-2] # before the last level', subscribeBytes(['a/#/b'])],
  ['[MQTT-4.7.1-2] # beside letters', subscribeBytes(['a#'])],
  ['[MQTT-4.7.1-3] + beside letters', subscribeBytes(['a/b+'])],
  ['[MQTT-4.7.1-3] one bad filter among good ones', subscribeBytes(['a', 'b+', 'c'])],
  ['[MQTT-3.10.1-1] flags of UNSUBSCRIBE', unsubscribeBytes(['a'], { first: 0xa0 })],
  ['[MQTT-2.3.1-1] UNSUBSCRIBE with identifier 0', unsubscribeBytes(['a'], { messageId: 0 })],
  ['[MQTT-3.10.3-2] UNSUBSCRIBE without filter', unsubscribeBytes([])],
  ['[MQTT-2.2.2-2] flags of PINGREQ', packet(0xc1)],
  ['[MQTT-4.8.0-1] PINGREQ with a body', packet(0xc0, empty, short(1))],
  ['[MQTT-3.14.1-1] flags of DISCONNECT', packet(0xe1)],
  ['[MQTT-4.8.0-1] DISCONNECT with a body', packet(0xe0, short(1))],
  ['[MQTT-2.2.3] a remaining length of five bytes', Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 1])],
]

describe.each([
  ['devices', false],
  ['open mode', true],
])('%s', (_mode, open) => {
  let edge: EdgeFixture
  beforeAll(async () => {
    edge = await EdgeFixture.start({ open })
  })
  afterAll(() => edge.stop())

  test.each(badConnects)('%s: closed without CONNACK', async (_clause, bytes) => {
    const client = edge.client()
    client.socket.write(bytes)
    await client.untilClosed()
    expect(client.received).toEqual([])
  })

  test.each(badPackets)('%s: closed, the will is sent, others stay', async (_clause, bytes) => {
    edge.ingest.uplinks.length = 0
    const bystander = await edge.device('d2')
    const topic = 'lpg/v1/s1/d1/status'
    const will = { topic, payload: Buffer.from('gone'), qos: 1 as const, retain: false }
    const client = await edge.device('d1', { will })
    client.socket.write(bytes)
    await client.untilClosed()
    expect(client.received).toHaveLength(1)
    await client.until(() => edge.ingest.uplinks.length === 1)
    expect(edge.ingest.uplinks[0]).toMatchObject({ topic, kind: 'status' })
    bystander.send({ cmd: 'pingreq' })
    await bystander.until(() => bystander.of('pingresp').length === 1)
    await bystander.end()
  })

  test.each([
    ['5 (MQTT 5)', 'MQTT', 5],
    ['3 under the name of 3.1.1', 'MQTT', 3],
    ['0x84 (a bridge)', 'MQTT', 0x84],
    ['4 under the name of 3.1', 'MQIsdp', 4],
  ])(
    '[MQTT-3.1.2-2] [MQTT-3.2.2-5] level %s is refused with 0x01 and closed',
    async (_what, name, level) => {
      const client = edge.client()
      client.socket.write(connectBytes({ name, level }))
      await client.untilClosed()
      expect(client.received).toMatchObject([
        { cmd: 'connack', returnCode: 1, sessionPresent: false },
      ])
    },
  )

  test('MQTT 3.1 is served too, its client ids up to 23 characters', async () => {
    const old = { name: 'MQIsdp', level: 3 }
    const good = edge.client()
    good.socket.write(connectBytes({ ...old, fields: [text('x'.repeat(23)), ...CREDENTIALS] }))
    await good.until(() => good.of('connack').length === 1)
    expect(good.of('connack')).toMatchObject([{ returnCode: 0 }])
    const long = edge.client()
    long.socket.write(connectBytes({ ...old, fields: [text('x'.repeat(24)), ...CREDENTIALS] }))
    await long.untilClosed()
    expect(long.of('connack')).toMatchObject([{ returnCode: 2 }])
  })

  test('[MQTT-2.2.3] a remaining length in more bytes than it needs is still that length', async () => {
    const client = await edge.device('d1')
    client.socket.write(Buffer.from([0xc0, 0x80, 0x00]))
    await client.until(() => client.of('pingresp').length === 1 || client.closed)
    expect(client.closed).toBe(false)
  })

  test('every packet byte by byte is the same packet', async () => {
    const client = edge.client()
    const all = [connectBytes(), subscribeBytes(['lpg/v1/s1/d1/down']), packet(0xc0)]
    for (const byte of Buffer.concat(all)) client.socket.write(Buffer.from([byte]))
    await client.until(() => client.of('pingresp').length === 1)
    expect(client.received.map(({ cmd }) => cmd)).toEqual(['connack', 'suback', 'pingresp'])
  })
})
