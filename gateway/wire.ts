/** MQTT 3.1.1 control packet types, §2.2.1. */
export const CONNECT = 1
export const CONNACK = 2
export const PUBLISH = 3
export const PUBACK = 4
export const PUBREC = 5
export const PUBREL = 6
export const PUBCOMP = 7
export const SUBSCRIBE = 8
export const SUBACK = 9
export const UNSUBSCRIBE = 10
export const UNSUBACK = 11
export const PINGREQ = 12
export const PINGRESP = 13
export const DISCONNECT = 14

/** CONNACK return codes, §3.2.2.3. */
export const CONNACK_CODES = {
  IDENTIFIER_REJECTED: 2,
  SERVER_UNAVAILABLE: 3,
  BAD_CREDENTIALS: 4,
  NOT_AUTHORIZED: 5,
} as const

/** SUBACK, §3.9.3. */
export const SUBSCRIPTION_REFUSED = 0x80

/** The flags of a PUBREL are 0010 [MQTT-3.6.1-1], those of the other acknowledgements 0. */
const PUBREL_FLAGS = 2

export const pingResponse = Buffer.from([PINGRESP << 4, 0])

/** `sessionPresent` is 0 with every refusal [MQTT-3.2.2-4]. */
export function connackFrame(sessionPresent: boolean, returnCode: number): Buffer {
  return Buffer.from([CONNACK << 4, 2, sessionPresent ? 1 : 0, returnCode])
}

export function subackFrame(messageId: number, codes: readonly number[]): Buffer {
  const remaining = 2 + codes.length
  const frame = Buffer.allocUnsafe(1 + lengthBytes(remaining) + remaining)
  frame[0] = SUBACK << 4
  let at = writeLength(frame, 1, remaining)
  at = frame.writeUInt16BE(messageId, at)
  for (const code of codes) frame[at++] = code
  return frame
}

/** PUBACK, PUBREC, PUBREL, PUBCOMP or UNSUBACK. */
export function ackFrame(type: number, messageId: number): Buffer {
  const frame = Buffer.allocUnsafe(4)
  writeAck(frame, 0, type, messageId)
  return frame
}

const PUBLISH_QOS1 = 0x32
const PUBLISH_QOS0 = 0x30
export const PUBLISH_QOS1_DUP = 0x3a

/** An acknowledgement for `messageId`, four bytes at `at`. */
export function writeAck(target: Buffer, at: number, type: number, messageId: number): void {
  target[at] = (type << 4) | (type === PUBREL ? PUBREL_FLAGS : 0)
  target[at + 1] = 2
  target[at + 2] = messageId >> 8
  target[at + 3] = messageId & 255
}

/** A PUBLISH frame, §3.3: QoS 1 with `messageId`, QoS 0 when it is 0. */
export function publishFrame(topic: string, payload: string, messageId: number): Buffer {
  return messageFrame(messageId === 0 ? PUBLISH_QOS0 : PUBLISH_QOS1, topic, payload, messageId)
}

/** A PUBLISH frame with the first byte as it stands; `messageId` 0 writes none. */
export function messageFrame(
  first: number,
  topic: string,
  payload: string | Buffer,
  messageId: number,
): Buffer {
  const topicBytes = Buffer.byteLength(topic)
  const remaining = 2 + topicBytes + (messageId === 0 ? 0 : 2) + Buffer.byteLength(payload)
  const frame = Buffer.allocUnsafe(1 + lengthBytes(remaining) + remaining)
  frame[0] = first
  let at = writeLength(frame, 1, remaining)
  at = frame.writeUInt16BE(topicBytes, at)
  at += frame.write(topic, at)
  if (messageId !== 0) at = frame.writeUInt16BE(messageId, at)
  if (typeof payload === 'string') frame.write(payload, at)
  else payload.copy(frame, at)
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
