/** An MQTT 3.1.1 PUBLISH of QoS 1 around a payload; `messageId` and `payload` are offsets into `bytes`. */
export interface PublishFrame {
  readonly bytes: Buffer
  readonly messageId: number
  readonly payload: number
}

/** First byte of a PUBLISH: type 3, QoS 1; DUP is bit 3 (MQTT 3.1.1 §3.3.1). */
export const PUBLISH_QOS1 = 0x32
export const DUP = 0x08

export function buildPublishFrame(topic: string, payload: Buffer): PublishFrame {
  const topicBytes = Buffer.from(topic)
  const remaining = 2 + topicBytes.length + 2 + payload.length
  const length = remainingLength(remaining)
  const start = 1 + length.length
  const messageId = start + 2 + topicBytes.length
  const bytes = Buffer.alloc(start + remaining)
  bytes[0] = PUBLISH_QOS1
  bytes.set(length, 1)
  bytes.writeUInt16BE(topicBytes.length, start)
  bytes.set(topicBytes, start + 2)
  bytes.set(payload, messageId + 2)
  return { bytes, messageId, payload: messageId + 2 }
}

/** Variable-length integer of MQTT 3.1.1 §2.2.3. */
export function remainingLength(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  do {
    const more = rest > 127 ? 128 : 0
    bytes.push((rest & 127) | more)
    rest >>>= 7
  } while (rest > 0)
  return bytes
}
