import { connect, type Socket } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EdgeFixture } from '#test/gateway/edge-fixture.ts'
import type { RawClient } from '#test/gateway/raw-client.ts'
import { mutatePacket, randomFrom, randomPacket, seededRandom } from './random-packets.ts'

/** Packets in all, both modes together; CI sends this many, `LPG_FUZZ_PACKETS=1000000` the rest. */
const PACKETS = Number(process.env['LPG_FUZZ_PACKETS'] ?? 20_000)
const SEED = Number(process.env['LPG_FUZZ_SEED'] ?? Date.now() % 2 ** 31)
const LANES = 12
const PER_CONNECTION = 40
/** What the process may hold more at the end than after the first quarter: a leak of 100 bytes a packet shows in a million. */
const GROWTH_BYTES = 48 * 1024 * 1024

setFlagsFromString('--expose_gc')
const collect = runInNewContext('gc') as () => void
const heapBytes = (): number => {
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
const sockets = () =>
  process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length

describe.each([
  ['devices', false],
  ['open mode', true],
])('%s', (mode, open) => {
  let edge: EdgeFixture
  let bystander: RawClient
  const random = seededRandom(SEED + (open ? 1 : 0))
  let sent = 0

  beforeAll(async () => {
    edge = await EdgeFixture.start({ open, limits: { frameTimeoutMs: 2000 } })
    bystander = await edge.device('good', { keepalive: 0 })
  })
  afterAll(() => edge.stop())

  /** One connection: CONNECT more often than not, packets good, mangled and made up, in chunks cut anywhere. */
  const attack = async (): Promise<void> => {
    const socket = connect(edge.port, '127.0.0.1')
    const closed = new Promise<void>((resume) => socket.once('close', () => resume()))
    socket.on('error', () => {})
    socket.resume()
    const packets = [randomPacket.connect(random)]
    if (random() < 0.1) packets[0] = mutatePacket(random, packets[0] as Buffer)
    const count = 1 + Math.floor(random() * PER_CONNECTION)
    for (let n = 0; n < count; n += 1) {
      const good = randomFrom(random, randomPacket.later)(random)
      packets.push(random() < 0.06 ? mutatePacket(random, good) : good)
    }
    sent += packets.length
    await writeCut(socket, Buffer.concat(packets))
    if (random() < 0.3) socket.resetAndDestroy()
    else socket.end()
    await closed
  }

  const writeCut = async (socket: Socket, bytes: Buffer): Promise<void> => {
    let at = 0
    while (at < bytes.length && !socket.destroyed) {
      const next = random() < 0.7 ? bytes.length : at + 1 + Math.floor(random() * 200)
      await new Promise<void>((resume) => socket.write(bytes.subarray(at, next), () => resume()))
      at = next
    }
  }

  /** What the fakes remember is not the gateway's. */
  const forget = (): void => {
    edge.ingest.uplinks.length = 0
    edge.presence.log.length = 0
    edge.logged.length = 0
    bystander.received.length = 0
  }

  const attackUntil = async (total: number): Promise<void> => {
    while (sent < total) {
      await attack()
      if (edge.ingest.uplinks.length > 5000) forget()
    }
  }

  const isAlive = async (): Promise<void> => {
    forget()
    bystander.publish('lpg/v1/s1/good/event', '{}', 1)
    await bystander.until(() => bystander.acks().length === 1, 30_000)
  }

  test(`${PACKETS / 2} packets to ${mode}, seed ${SEED}: no crash, no hang, nothing left behind`, async () => {
    const lanes = (total: number) =>
      Promise.all(Array.from({ length: LANES }, () => attackUntil(total)))
    await lanes(PACKETS / 8)
    await isAlive()
    const before = heapBytes()
    for (const share of [2, 3, 4]) {
      await lanes((PACKETS / 8) * share)
      await isAlive()
    }
    await bystander.until(() => edge.gateway.stats().connections === 1, 30_000)
    const { partialBytes, heldBytes, pendingBytes } = edge.gateway.stats()
    expect({ partialBytes, heldBytes, pendingBytes }).toEqual({
      partialBytes: 0,
      heldBytes: 0,
      pendingBytes: 0,
    })
    // The bystander has two ends.
    await bystander.until(() => sockets() <= 2, 30_000)
    const grown = heapBytes() - before
    console.log(
      JSON.stringify({
        fuzz: mode,
        packets: sent,
        seed: SEED,
        grownBytes: grown,
        ...edge.gateway.stats(),
      }),
    )
    expect(grown).toBeLessThan(GROWTH_BYTES)
  }, 3_600_000)
})
