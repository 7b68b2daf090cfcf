/** Packets byte by byte, for what no library would send. */

export const text = (value: string | Buffer): Buffer => {
  const bytes = Buffer.from(value as string)
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bytes.length)
  return Buffer.concat([length, bytes])
}

export const short = (value: number): Buffer => Buffer.from([value >> 8, value & 255])

/** A packet with the first byte as it stands and the remaining length that its parts make. */
export const packet = (first: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts)
  const header = [first]
  let left = body.length
  do {
    header.push((left & 127) | (left > 127 ? 128 : 0))
    left >>>= 7
  } while (left > 0)
  return Buffer.concat([Buffer.from(header), body])
}

type ConnectParts = {
  readonly first?: number
  readonly name?: string | Buffer
  readonly level?: number
  readonly flags?: number
  readonly keepAlive?: number
  /** The payload: client id, will topic, will message, username, password, as far as the flags name them. */
  readonly fields?: readonly Buffer[]
}

export const CREDENTIALS = [text('s1/d1'), text('secret')] as const

/** Of device `s1/d1`, cleanSession=1, unless told otherwise. */
export const connectBytes = (parts: ConnectParts = {}): Buffer =>
  packet(
    parts.first ?? 0x10,
    text(parts.name ?? 'MQTT'),
    Buffer.from([parts.level ?? 4, parts.flags ?? 0xc2]),
    short(parts.keepAlive ?? 60),
    ...(parts.fields ?? [text('c1'), ...CREDENTIALS]),
  )

export const publishBytes = (
  topic: string | Buffer,
  { first = 0x32, messageId = 7, payload = 'x' } = {},
): Buffer => {
  const identifier = (first & 6) === 0 ? [] : [short(messageId)]
  return packet(first, text(topic), ...identifier, Buffer.from(payload))
}

export const subscribeBytes = (
  filters: readonly (string | Buffer)[],
  { first = 0x82, messageId = 7, options = 1 } = {},
): Buffer =>
  packet(
    first,
    short(messageId),
    ...filters.map((filter) => Buffer.concat([text(filter), Buffer.from([options])])),
  )

export const unsubscribeBytes = (
  filters: readonly (string | Buffer)[],
  { first = 0xa2, messageId = 7 } = {},
): Buffer => packet(first, short(messageId), ...filters.map((filter) => text(filter)))

/** What no string of MQTT may hold. */
export const badTexts: readonly (readonly [string, Buffer])[] = [
  ['[MQTT-1.5.3-1] a lone surrogate', Buffer.from([0x61, 0xed, 0xa0, 0x80])],
  ['[MQTT-1.5.3-1] an overlong form', Buffer.from([0x61, 0xc0, 0xaf])],
  ['[MQTT-1.5.3-1] a cut sequence', Buffer.from([0x61, 0xe4, 0xb8])],
  ['[MQTT-1.5.3-1] beyond U+10FFFF', Buffer.from([0x61, 0xf4, 0x90, 0x80, 0x80])],
  ['[MQTT-1.5.3-2] [MQTT-4.7.3-2] U+0000', Buffer.from('a\0b')],
]
