import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Uplink } from '#domain/edge-ports.ts'
import { FairQueue, type Taken } from '#ingest/fair-queue.ts'

type Entry = {
  readonly uplink: Uplink
  readonly n: number
  readonly messages: number
  readonly asks: boolean
}

const entry = (deviceId: string, n: number, messages = 1, asks = false): Entry => ({
  uplink: {
    stationId: 'st-1',
    deviceId,
    kind: 'event',
    topic: '',
    payload: Buffer.alloc(0),
    receivedAt: 0,
    dup: false,
  },
  n,
  messages,
  asks,
})

/** As ingest takes a batch. */
const take = (
  queue: FairQueue<Entry>,
  enough: number,
  most: number,
): { readonly entries: readonly Entry[]; readonly taken: Taken<Entry> } => {
  const entries: Entry[] = []
  let messages = 0
  queue.beginBatch()
  while (messages < most) {
    const next = queue.next(messages >= enough)
    if (next === null) break
    queue.charge(next.messages)
    messages += next.messages
    entries.push(next)
  }
  return { entries, taken: queue.endBatch() }
}

/** Written before the next one is taken. */
const batchOf = (queue: FairQueue<Entry>, enough: number, most: number): readonly Entry[] => {
  const { entries, taken } = take(queue, enough, most)
  queue.release(taken)
  return entries
}

const from = (batch: readonly Entry[], deviceId: string): Entry[] =>
  batch.filter(({ uplink }) => uplink.deviceId === deviceId)

describe('turns', () => {
  it('a device that asks is in the next batch, however much another has sent before', () => {
    const queue = new FairQueue<Entry>()
    for (let n = 0; n < 50_000; n++) queue.push(entry('flood', n))
    batchOf(queue, 500, 1000)
    queue.push(entry('scale', 0))
    const batch = batchOf(queue, 500, 1000)
    expect(from(batch, 'scale')).toHaveLength(1)
    expect(batch.length).toBeLessThanOrEqual(500 + 32)
  })

  it('arrays of five hundred count as five hundred', () => {
    const queue = new FairQueue<Entry>()
    for (let n = 0; n < 1000; n++) queue.push(entry('backlog', n, 500))
    for (let n = 0; n < 100; n++) queue.push(entry('scale', n))
    const batches = [batchOf(queue, 500, 1000), batchOf(queue, 500, 1000)]
    expect(batches.flatMap((batch) => from(batch, 'scale'))).toHaveLength(100)
  })

  it('a hundred who wait all have a turn in one batch', () => {
    const queue = new FairQueue<Entry>()
    for (let n = 0; n < 10_000; n++) queue.push(entry('flood', n))
    for (let d = 0; d < 100; d++) queue.push(entry(`scale-${d}`, 0))
    const batch = batchOf(queue, 500, 1000)
    expect(new Set(batch.map(({ uplink }) => uplink.deviceId)).size).toBe(101)
  })

  it('a device is in one batch at a time; what it sends meanwhile is for a later one', () => {
    const queue = new FairQueue<Entry>()
    for (let n = 0; n < 100; n++) queue.push(entry('flood', n))
    queue.push(entry('scale', 0))
    const first = take(queue, 10, 10)
    expect(from(first.entries, 'flood').length).toBeGreaterThan(0)
    queue.push(entry('flood', 100))
    expect(queue.ready).toBe(from(first.entries, 'scale').length === 1 ? 0 : 1)
    const second = take(queue, 10, 10)
    expect(from(second.entries, 'flood')).toEqual([])
    expect([...first.entries, ...second.entries].map(({ uplink }) => uplink.deviceId)).toContain(
      'scale',
    )
    queue.release(second.taken)
    queue.release(first.taken)
    expect(queue.ready).toBe(queue.size)
    const rest = batchOf(queue, 1000, 1000)
    const flood = [...from(first.entries, 'flood'), ...from(rest, 'flood')]
    expect(flood.map(({ n }) => n)).toEqual(Array.from({ length: 101 }, (_, n) => n))
  })

  it('who asks is taken beside the others, with what they sent before, unless that is much', () => {
    const queue = new FairQueue<Entry>()
    for (let n = 0; n < 100; n++) queue.push(entry('flood', n, 1, true))
    expect(queue.asked).toBe(false)
    for (let n = 0; n < 3; n++) queue.push(entry('scale', n))
    expect(queue.asked).toBe(false)
    queue.push(entry('scale', 3, 1, true))
    queue.push(entry('scale', 4))
    expect(queue.asked).toBe(true)
    const asking = queue.takeAsking()
    const taken = queue.endBatch()
    expect(asking.map(({ uplink, n }) => [uplink.deviceId, n])).toEqual(
      [0, 1, 2, 3, 4].map((n) => ['scale', n]),
    )
    queue.push(entry('scale', 5, 1, true))
    expect(queue.asked).toBe(false)
    queue.release(taken)
    expect(queue.asked).toBe(true)
    expect(from(batchOf(queue, 500, 1000), 'scale').map(({ n }) => n)).toEqual([5])
    expect(queue.asked).toBe(false)
  })

  it('gives everything once, each device in its order, whatever is written when', () => {
    const step = fc.oneof(
      fc.record({
        device: fc.integer({ min: 0, max: 5 }),
        messages: fc.integer({ min: 1, max: 60 }),
        asks: fc.boolean(),
      }),
      fc.constant('batch' as const),
      fc.constant('asking' as const),
      fc.constant('written' as const),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const queue = new FairQueue<Entry>()
        const taken: Entry[] = []
        const pushed: Entry[] = []
        const underWay: Taken<Entry>[] = []
        steps.forEach((each, n) => {
          if (each === 'batch') {
            const batch = take(queue, 50, 100)
            taken.push(...batch.entries)
            underWay.push(batch.taken)
            return
          }
          if (each === 'asking') {
            taken.push(...queue.takeAsking())
            underWay.push(queue.endBatch())
            return
          }
          if (each === 'written') {
            queue.release(underWay.shift() ?? [])
            return
          }
          const one = entry(`d-${each.device}`, n, each.messages, each.asks)
          pushed.push(one)
          queue.push(one)
        })
        for (const batch of underWay) queue.release(batch)
        expect(queue.ready).toBe(queue.size)
        while (queue.size > 0) {
          const batch = batchOf(queue, 50, 100)
          expect(batch.length).toBeGreaterThan(0)
          taken.push(...batch)
        }
        const byDevice = (list: readonly Entry[]) =>
          [0, 1, 2, 3, 4, 5].map((d) => from(list, `d-${d}`).map(({ n }) => n))
        expect(byDevice(taken)).toEqual(byDevice(pushed))
      }),
    )
  })
})
