import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { EdgeFixture } from '#test/gateway/edge-fixture.ts'
import { connectBytes, CREDENTIALS, packet, publishBytes, text } from './packet-bytes.ts'

let edge: EdgeFixture
afterEach(() => edge.stop())

describe.each([
  ['devices', false],
  ['open mode', true],
])('%s', (_mode, open) => {
  beforeEach(async () => {
    edge = await EdgeFixture.start({ open })
  })

  const connected = async (bytes: Buffer) => {
    const client = edge.client()
    client.socket.write(bytes)
    await client.until(() => client.of('connack').length === 1)
    return client
  }

  test('[MQTT-3.2.0-1] [MQTT-3.1.4-4] [MQTT-3.2.2-1] [MQTT-3.2.2-3] the first packet is CONNACK, code 0, no session', async () => {
    const client = await connected(connectBytes())
    expect(client.received).toMatchObject([
      { cmd: 'connack', returnCode: 0, sessionPresent: false },
    ])
  })

  test('[MQTT-3.1.3-8] [MQTT-3.1.3-9] [MQTT-3.2.2-4] [MQTT-3.2.2-5] an empty client id with CleanSession 0 is 0x02 and the end', async () => {
    const client = await connected(
      connectBytes({ flags: 0xc0, fields: [text(''), ...CREDENTIALS] }),
    )
    await client.untilClosed()
    expect(client.received).toMatchObject([{ returnCode: 2, sessionPresent: false }])
  })

  test('[MQTT-3.1.3-6] [MQTT-3.1.3-7] empty client ids with CleanSession 1 are different clients', async () => {
    const bytes = connectBytes({ fields: [text(''), ...CREDENTIALS] })
    const clients = [await connected(bytes), await connected(bytes)]
    for (const client of clients) client.send({ cmd: 'pingreq' })
    for (const client of clients) await client.until(() => client.of('pingresp').length === 1)
  })

  test('[MQTT-3.1.3-5] client ids of 23 letters and digits, and of far more, are good', async () => {
    const limit = open ? 65_535 : 3000
    for (const id of ['0123456789abcdefghijkLM', '气'.repeat(20), 'x'.repeat(limit)]) {
      const client = await connected(connectBytes({ fields: [text(id), ...CREDENTIALS] }))
      expect(client.of('connack')).toMatchObject([{ returnCode: 0 }])
    }
  })

  test('[MQTT-3.1.4-2] [MQTT-3.1.3-2] the same client id again ends the first connection', async () => {
    const first = await connected(connectBytes())
    const second = await connected(connectBytes())
    await first.untilClosed()
    second.send({ cmd: 'pingreq' })
    await second.until(() => second.of('pingresp').length === 1)
  })

  test('[MQTT-3.1.2-4] [MQTT-3.2.2-2] [MQTT-3.1.4-3] a session is there again also when nothing was subscribed', async () => {
    const kept = connectBytes({ flags: 0xc0 })
    const first = await connected(kept)
    await first.end()
    const second = await connected(kept)
    expect(second.of('connack')).toMatchObject([{ sessionPresent: true }])
  })

  test('[MQTT-3.1.2-6] [MQTT-3.2.2-1] CleanSession 1 forgets what was kept, for good', async () => {
    await (await connected(connectBytes({ flags: 0xc0 }))).end()
    const clean = await connected(connectBytes())
    expect(clean.of('connack')).toMatchObject([{ sessionPresent: false }])
    await clean.end()
    const later = await connected(connectBytes({ flags: 0xc0 }))
    expect(later.of('connack')).toMatchObject([{ sessionPresent: false }])
  })

  test('[MQTT-3.12.4-1] PINGREQ is answered with PINGRESP', async () => {
    const client = await connected(connectBytes())
    for (let n = 0; n < 3; n += 1) client.send({ cmd: 'pingreq' })
    await client.until(() => client.of('pingresp').length === 3)
  })

  test('[MQTT-3.14.4-1] [MQTT-3.14.4-2] DISCONNECT closes, and nothing is sent after it', async () => {
    const client = await connected(connectBytes())
    client.socket.write(
      Buffer.concat([packet(0xe0), packet(0xc0), publishBytes('lpg/v1/s1/d1/event')]),
    )
    await client.untilClosed()
    expect(client.received).toHaveLength(1)
    expect(edge.ingest.uplinks).toEqual([])
  })

  test('[MQTT-3.1.2-24] silence for 1.5 × keep-alive ends it as a failed network; keep-alive 0 never', async () => {
    const fields = [text('c1'), text('lpg/v1/s1/d1/status'), text('gone'), ...CREDENTIALS]
    const silent = await connected(connectBytes({ flags: 0xc6, keepAlive: 1, fields }))
    const patient = await connected(
      connectBytes({ keepAlive: 0, fields: [text('c2'), ...CREDENTIALS] }),
    )
    const began = performance.now()
    await silent.untilClosed(15_000)
    expect(performance.now() - began).toBeGreaterThanOrEqual(1500)
    await patient.until(() => edge.ingest.uplinks.length === 1)
    expect(patient.closed).toBe(false)
  })

  test('[MQTT-4.1.0-2] a clean session lasts as long as its connection', async () => {
    const filter = open ? 'a' : 'lpg/v1/s1/d1/down'
    const first = await connected(connectBytes())
    first.subscribe(filter)
    await first.until(() => first.of('suback').length === 1)
    await first.end()
    const again = await connected(connectBytes({ flags: 0xc0 }))
    expect(again.of('connack')).toMatchObject([{ sessionPresent: false }])
  })
})

describe('devices', () => {
  test('[MQTT-3.1.4-5] behind a CONNECT that is refused nothing is read', async () => {
    edge = await EdgeFixture.start()
    const client = edge.client()
    const wrong = connectBytes({ fields: [text('c1'), text('s1/d1'), text('wrong')] })
    client.socket.write(Buffer.concat([wrong, publishBytes('lpg/v1/s1/d1/event')]))
    await client.untilClosed()
    expect(client.received).toMatchObject([{ cmd: 'connack', returnCode: 4 }])
    expect(edge.ingest.uplinks).toEqual([])
  })

  test('[MQTT-3.2.2-6] [MQTT-4.8.0-2] a database that does not answer is 0x03, and the end', async () => {
    edge = await EdgeFixture.start({ limits: { authenticateTimeoutMs: 100 } })
    edge.directory.answer = 'never'
    const client = edge.client()
    client.socket.write(connectBytes())
    await client.untilClosed()
    expect(client.received).toMatchObject([{ cmd: 'connack', returnCode: 3 }])
  })

  test('what comes with the CONNECT in one chunk is read after CONNACK', async () => {
    edge = await EdgeFixture.start()
    const client = edge.client()
    client.socket.write(Buffer.concat([connectBytes(), publishBytes('lpg/v1/s1/d1/event')]))
    await client.until(() => client.acks().length === 1)
    expect(client.received.map(({ cmd }) => cmd)).toEqual(['connack', 'puback'])
  })
})
