import {
  connectBytes,
  CREDENTIALS,
  packet,
  publishBytes,
  short,
  subscribeBytes,
  text,
  unsubscribeBytes,
} from './packet-bytes.ts'

export type Random = () => number

/** The same numbers for the same seed (mulberry32). */
export const seededRandom = (seed: number): Random => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export const randomFrom = <T>(random: Random, values: readonly T[]): T =>
  values[Math.floor(random() * values.length)] as T

const below = (random: Random, bound: number): number => Math.floor(random() * bound)
const identifier = (random: Random): number => 1 + below(random, random() < 0.5 ? 5 : 65_535)
const bytesOf = (random: Random, length: number): Buffer =>
  Buffer.from(Array.from({ length }, () => below(random, 256)))

const TOPICS = [
  'lpg/v1/s1/d1/event',
  'lpg/v1/s1/d1/samples',
  'lpg/v1/s1/d1/status',
  'lpg/v1/s2/d1/event',
  'a/b',
  'a',
  '$SYS/x',
  '/',
  '气瓶',
  'l/'.repeat(300),
]
const FILTERS = [
  'lpg/v1/s1/d1/down',
  'a/#',
  '#',
  '+/b',
  '$SYS/#',
  'test/nosubscribe',
  'lpg/v1/+/+/down',
]

const publish = (random: Random): Buffer => {
  const qos = below(random, 3)
  const first = 0x30 | (qos << 1) | (random() < 0.1 ? 1 : 0) | (qos > 0 && random() < 0.2 ? 8 : 0)
  const payload = random() < 0.02 ? 'y'.repeat(below(random, 60_000)) : '{"id":1}'
  return publishBytes(randomFrom(random, TOPICS), { first, messageId: identifier(random), payload })
}

const someFilters = (random: Random): string[] =>
  Array.from({ length: 1 + below(random, 4) }, () => randomFrom(random, FILTERS))

const acknowledgement = (random: Random): Buffer =>
  packet(randomFrom(random, [0x40, 0x50, 0x62, 0x70]), short(identifier(random)))

/** Packets that are in order. */
export const randomPacket = {
  connect: (random: Random): Buffer => {
    const clean = random() < 0.7 ? 2 : 0
    const id = random() < 0.1 ? '' : `c${below(random, 400)}`
    const keepAlive = below(random, 100)
    if (random() < 0.7)
      return connectBytes({ flags: 0xc0 | clean, keepAlive, fields: [text(id), ...CREDENTIALS] })
    const will = [text('lpg/v1/s1/d1/status'), text('gone')]
    return connectBytes({
      flags: 0xcc | clean,
      keepAlive,
      fields: [text(id), ...will, ...CREDENTIALS],
    })
  },
  later: [
    publish,
    publish,
    publish,
    acknowledgement,
    acknowledgement,
    (random: Random) =>
      subscribeBytes(someFilters(random), {
        messageId: identifier(random),
        options: below(random, 3),
      }),
    (random: Random) => unsubscribeBytes(someFilters(random), { messageId: identifier(random) }),
    () => packet(0xc0),
  ],
} as const

/** The packet with bytes changed, cut, put in, repeated; with another length; or something made up. */
export const mutatePacket = (random: Random, good: Buffer): Buffer => {
  const bytes = Buffer.from(good)
  const at = below(random, bytes.length)
  const mutations: readonly (() => Buffer)[] = [
    () => {
      for (let n = below(random, 4); n >= 0; n -= 1)
        bytes[below(random, bytes.length)] = below(random, 256)
      return bytes
    },
    () => {
      bytes[at] = (bytes[at] as number) ^ (1 << below(random, 8))
      return bytes
    },
    () => bytes.subarray(0, at),
    () =>
      Buffer.concat([
        bytes.subarray(0, at),
        bytesOf(random, 1 + below(random, 8)),
        bytes.subarray(at),
      ]),
    () =>
      Buffer.concat([
        bytes.subarray(0, 1),
        bytesOf(random, 1 + below(random, 5)),
        bytes.subarray(2),
      ]),
    () => Buffer.concat([Buffer.from([below(random, 256), 0xff, 0xff, 0xff, 0x7f]), bytes]),
    () => bytesOf(random, 1 + below(random, 64)),
    () => packet(below(random, 256), bytesOf(random, below(random, 64))),
    () => packet(below(random, 256), short(below(random, 40)), bytesOf(random, below(random, 40))),
  ]
  return randomFrom(random, mutations)()
}
