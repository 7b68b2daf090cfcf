import fc from 'fast-check'
import { generate, parser, type IPublishPacket } from 'mqtt-packet'
import { expect, it } from 'vitest'
import { publishFrameV5, readPublish } from '#gateway/external/v5-frames.ts'

const topics = fc.stringMatching(/^[a-z0-9/]{1,80}$/)

/** Where the body of a whole frame begins. */
const bodyOf = (frame: Buffer): number => {
  let at = 1
  while ((frame[at] as number) >= 128) at += 1
  return at + 1
}

it('reads what a broker forwards, whatever properties stand before the payload', () => {
  fc.assert(
    fc.property(
      topics,
      fc.uint8Array({ maxLength: 400 }),
      fc.constantFrom(0 as const, 1 as const),
      fc.boolean(),
      fc.string({ maxLength: 200 }),
      (topic, bytes, qos, dup, note) => {
        const payload = Buffer.from(bytes)
        const frame = generate(
          {
            cmd: 'publish',
            topic,
            payload,
            qos,
            dup: qos === 1 && dup,
            retain: false,
            ...(qos === 1 ? { messageId: 4711 } : {}),
            properties: { messageExpiryInterval: 7, userProperties: { note } },
          },
          { protocolVersion: 5 },
        )
        const read = readPublish(frame[0] as number, frame, bodyOf(frame), frame.length)
        expect(read).toEqual({
          topic,
          qos,
          dup: qos === 1 && dup,
          messageId: qos === 1 ? 4711 : 0,
          payload,
        })
      },
    ),
  )
})

it('writes what a broker understands', () => {
  fc.assert(
    fc.property(topics, fc.string({ maxLength: 20_000 }), fc.nat(65_535), (topic, text, id) => {
      const packets: IPublishPacket[] = []
      const reader = parser({ protocolVersion: 5 })
      reader.on('packet', (packet) => packets.push(packet as IPublishPacket))
      reader.parse(publishFrameV5(topic, text, id))
      expect(packets).toHaveLength(1)
      expect(packets[0]).toMatchObject({ topic, qos: id === 0 ? 0 : 1 })
      expect(packets[0]?.payload.toString()).toBe(Buffer.from(text).toString())
    }),
  )
})

it('takes no frame that ends before its payload begins', () => {
  const frame = publishFrameV5('lpg/v1/a/b/event', '{}', 7)
  for (let end = bodyOf(frame); end < frame.length - 2; end++) {
    const read = readPublish(frame[0] as number, frame, bodyOf(frame), end)
    expect(read === null || read.payload.length === 0).toBe(true)
  }
})
