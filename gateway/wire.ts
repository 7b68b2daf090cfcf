/** MQTT 3.1.1 control packet types, §2.2.1. */
export const CONNECT = 1
export const PUBLISH = 3
export const PUBACK = 4
export const PUBREC = 5
export const PUBREL = 6
export const PUBCOMP = 7
export const DISCONNECT = 14

const PUBLISH_QOS1 = 0x32
const PUBLISH_QOS0 = 0x30

/** PUBACK (4), PUBREC (5) or PUBCOMP (7) for `messageId`, four bytes at `at`. */
export function writeAck(target: Buffer, at: number, type: number, messageId: number): void {
  target[at] = type << 4
  target[at + 1] = 2
  target[at + 2] = messageId >> 8
  target[at + 3] = messageId & 255
}

/** A PUBLISH frame, §3.3: QoS 1 with `messageId`, QoS 0 when it is 0. */
export function publishFrame(topic: string, payload: string, messageId: number): Buffer {
  const topicBytes = Buffer.byteLength(topic)
  const remaining = 2 + topicBytes + (messageId === 0 ? 0 : 2) + Buffer.byteLength(payload)
  const frame = Buffer.allocUnsafe(1 + lengthBytes(remaining) + remaining)
  frame[0] = messageId === 0 ? PUBLISH_QOS0 : PUBLISH_QOS1
  let at = writeLength(frame, 1, remaining)
  at = frame.writeUInt16BE(topicBytes, at)
  at += frame.write(topic, at)
  if (messageId !== 0) at = frame.writeUInt16BE(messageId, at)
  frame.write(payload, at)
  return frame
}

function lengthBytes(remaining: number): number {
  if (remaining < 128) return 1
  if (remaining < 16_384) return 2
  return remaining < 2_097_152 ? 3 : 4
}

function writeLength(frame: Buffer, from: number, remaining: number): number {
  let at = from
  let left = remaining
  while (left > 127) {
    frame[at++] = (left & 127) | 128
    left >>>= 7
  }
  frame[at++] = left
  return at
}
