import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FrameReader } from '#gateway/frame-reader.ts'

function frameOf(type: number, body: Buffer): Buffer {
  const length: number[] = []
  let left = body.length
  do {
    const byte = left & 127
    left >>= 7
    length.push(left > 0 ? byte | 128 : byte)
  } while (left > 0)
  return Buffer.concat([Buffer.from([type, ...length]), body])
}

class Collector {
  frames: string[] = []
  bodies: number[] = []
  oversized: Array<{ first: string; announced: number }> = []
  failures: string[] = []
  stopAt = new Set<number>()

  frame(bytes: Buffer, start: number, body: number, end: number): boolean {
    this.frames.push(bytes.toString('hex', start, end))
    this.bodies.push(end - body)
    return !this.stopAt.has(this.frames.length)
  }

  oversize(first: Buffer, announced: number): void {
    this.oversized.push({ first: first.toString('hex'), announced })
  }

  malformed(reason: string): void {
    this.failures.push(reason)
  }
}

const frames = fc.array(
  fc
    .tuple(fc.constantFrom(0x30, 0xc0, 0x40), fc.uint8Array({ maxLength: 400 }))
    .map(([type, body]) => frameOf(type, Buffer.from(body))),
  { maxLength: 20 },
)

test('any cutting of the stream gives the same frames, stops included', () => {
  fc.assert(
    fc.property(
      frames,
      fc.infiniteStream(fc.integer({ min: 1, max: 500 })),
      fc.array(fc.nat(20)),
      (all, cuts, stops) => {
        const sink = new Collector()
        sink.stopAt = new Set(stops)
        const reader = new FrameReader(sink, 1000)
        let stream = Buffer.concat(all)
        while (stream.length > 0) {
          const size = cuts.next().value as number
          reader.feed(stream.subarray(0, size))
          stream = stream.subarray(size)
          while (reader.restBytes > 0) reader.resume()
        }
        expect(sink.frames).toEqual(all.map((frame) => frame.toString('hex')))
        expect(reader.partialBytes).toBe(0)
        expect(sink.failures).toEqual([])
      },
    ),
  )
})

test('a large frame in one-byte pieces is collected without copying it again each time', () => {
  const sink = new Collector()
  const reader = new FrameReader(sink, 300_000)
  const frame = frameOf(0x30, Buffer.alloc(262_144, 7))
  for (const byte of frame) reader.feed(Buffer.from([byte]))
  expect(sink.bodies).toEqual([262_144])
})

test('too long an announcement is reported before anything is buffered', () => {
  const sink = new Collector()
  const reader = new FrameReader(sink, 100)
  reader.feed(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f]))
  expect(sink.oversized).toEqual([{ first: '30ffffff7f', announced: 268_435_455 }])
  expect(reader.partialBytes).toBe(0)
})

test('with a preview the first bytes are collected, no more', () => {
  const sink = new Collector()
  const reader = new FrameReader(sink, 100)
  reader.previewBytes = 4
  reader.feed(Buffer.from([0x30, 0x80]))
  reader.feed(Buffer.from([0x02, 1, 2]))
  expect(sink.oversized).toEqual([])
  reader.feed(Buffer.from([3, 4, 5, 6]))
  expect(sink.oversized).toEqual([{ first: '30800201020304', announced: 256 }])
})

test('a length of five bytes is malformed, whole or in pieces', () => {
  for (const pieces of [
    [5, 1],
    [2, 2, 2],
    [1, 1, 1, 1, 1, 1],
  ]) {
    const sink = new Collector()
    const reader = new FrameReader(sink, 1000)
    let stream = Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0x01])
    for (const size of pieces) {
      if (sink.failures.length === 0) reader.feed(stream.subarray(0, size))
      stream = stream.subarray(size)
    }
    expect(sink.failures).toEqual(['remaining length'])
  }
})
