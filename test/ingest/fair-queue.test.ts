import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Uplink } from '#domain/edge-ports.ts'
import { FairQueue } from '#ingest/fair-queue.ts'

type Entry = { readonly uplink: Uplink; readonly n: number; readonly messages: number }

const entry = (deviceId: string, n: number, messages = 1): Entry => ({
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
})

/** As a lane takes a batch. */
const batchOf = (queue: FairQueue<Entry>, enough: number, most: number): Entry[] => {
  const taken: Entry[] = []
  let messages = 0
  queue.beginBatch()
  while (messages < most) {
    const next = queue.next(messages >= enough)
    if (next === null) break
    queue.charge(next.messages)
    messages += next.messages
    taken.push(next)
  }
  return taken
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

  it('gives everything once, each device in its order', () => {
    const step = fc.oneof(
      fc.record({
        device: fc.integer({ min: 0, max: 5 }),
        messages: fc.integer({ min: 1, max: 60 }),
      }),
      fc.constant('batch' as const),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const queue = new FairQueue<Entry>()
        const taken: Entry[] = []
        const pushed: Entry[] = []
        steps.forEach((each, n) => {
          if (each === 'batch') {
            taken.push(...batchOf(queue, 50, 100))
            return
          }
          const one = entry(`d-${each.device}`, n, each.messages)
          pushed.push(one)
          queue.push(one)
        })
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
