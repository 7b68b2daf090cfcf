import { readTopicName } from '#gateway/own-topics.ts'

/** A PUBLISH as a broker forwards it, MQTT 5 §3.3. `payload` is a view into the bytes read. */
export interface Inbound {
  readonly topic: string
  readonly qos: number
  readonly dup: boolean
  /** 0 for QoS 0. */
  readonly messageId: number
  readonly payload: Buffer
}

const DUP = 8
const PUBLISH_QOS0 = 0x30
const PUBLISH_QOS1 = 0x32
/** A variable byte integer has at most four bytes [MQTT-1.5.5-1]. */
const VARINT_BYTES = 4

/** The PUBLISH whose first byte is `first` and whose body is `bytes[body, end)`; null when it is malformed. */
export function readPublish(
  first: number,
  bytes: Buffer,
  body: number,
  end: number,
): Inbound | null {
  const qos = (first >> 1) & 3
  if (qos === 3 || end - body < 2) return null
  const topicEnd = body + 2 + bytes.readUInt16BE(body)
  let at = topicEnd + (qos === 0 ? 0 : 2)
  if (at >= end) return null
  const messageId = qos === 0 ? 0 : bytes.readUInt16BE(topicEnd)
  // Properties say nothing that we asked for: their length alone matters.
  let properties = 0
  for (let i = 0; ; i += 1) {
    if (at >= end || i === VARINT_BYTES) return null
    const byte = bytes[at++] as number
    properties += (byte & 127) * 128 ** i
    if (byte < 128) break
  }
  at += properties
  const topic = readTopicName(bytes, body + 2, topicEnd)
  if (topic === null || at > end) return null
  return { topic, qos, dup: (first & DUP) !== 0, messageId, payload: bytes.subarray(at, end) }
}

/** A PUBLISH without properties: QoS 1 with `messageId`, QoS 0 when it is 0. */
export function publishFrameV5(topic: string, payload: string, messageId: number): Buffer {
  const topicBytes = Buffer.byteLength(topic)
  const rest = 2 + topicBytes + (messageId === 0 ? 0 : 2) + 1 + Buffer.byteLength(payload)
  const length: number[] = []
  for (let left = rest; ; left = Math.floor(left / 128)) {
    if (left < 128) {
      length.push(left)
      break
    }
    length.push((left & 127) | 128)
  }
  const frame = Buffer.allocUnsafe(1 + length.length + rest)
  frame[0] = messageId === 0 ? PUBLISH_QOS0 : PUBLISH_QOS1
  frame.set(length, 1)
  let at = frame.writeUInt16BE(topicBytes, 1 + length.length)
  at += frame.write(topic, at)
  if (messageId !== 0) at = frame.writeUInt16BE(messageId, at)
  frame[at] = 0
  frame.write(payload, at + 1)
  return frame
}
