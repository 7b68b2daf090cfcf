import { createHash, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eventRecord } from '#domain/ledger/records.ts'
import type { NewEvent } from '#domain/store-ports.ts'
import { eventLeaf } from '#ingest/event-leaf.ts'
import { rootOf, sealBatch } from '#ingest/seal-batch.ts'

const sha = (...parts: readonly (Buffer | string)[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

type Told = Partial<NewEvent['event']> & Partial<Omit<NewEvent, 'event'>>

const eventOf = ({ source, cylinderId, tag, contextId, findings, ...event }: Told): NewEvent =>
  ({
    event: {
      id: '0192f0c1-0000-7000-8000-000000000001',
      type: 'fill.completed',
      at: 1_790_000_000_250,
      effectiveAt: 1_790_000_000_250,
      recordedAt: 1_790_000_000_999,
      stationId: 'st-1',
      operator: 's-1',
      body: { grossG: 31_010 },
      ...event,
    },
    source: source ?? 7,
    cylinderId: cylinderId === undefined ? '42' : cylinderId,
    tag: tag === undefined ? { scheme: 'qr', value: 'Q-1' } : tag,
    contextId: contextId ?? 3,
    findings: findings ?? null,
    raw: Buffer.alloc(0),
    sha256: randomBytes(32),
  }) as NewEvent

/** As the record says it, joined and hashed without any haste. */
const leafOf = ({ event, tag, findings, ...entry }: NewEvent, sealed: string): string => {
  const { id, type, at, effectiveAt, recordedAt, stationId, operator } = event
  const record = eventRecord({
    ...{ ...entry, id, type, at, effectiveAt, recordedAt, stationId, operator, sealed },
    tagScheme: tag?.scheme ?? null,
    tagValue: tag?.value ?? null,
    findings: findings === null ? null : JSON.stringify(findings),
  })
  return sha(`\u0000${record}`).toString('hex')
}

const hexOf = (latin1: string): string => Buffer.from(latin1, 'latin1').toString('hex')

const SEALED = 'ab'.repeat(32)

describe('the leaf of an event', () => {
  // Hashes that stand in ledgers: made before the record was written byte by byte.
  it.each([
    [
      eventOf({}),
      `["event",7,"0192f0c1-0000-7000-8000-000000000001","fill.completed",1790000000250,1790000000250,1790000000999,"st-1","s-1","qr","Q-1",42,3,"${SEALED}",null]`,
      '3a2ca65b81c405a4df625ce2473fbb6c6d33dc27e578948869375cb11034bbd0',
    ],
    [
      eventOf({ stationId: null, operator: '王"\\', tag: null, cylinderId: null, at: -1 as never }),
      `["event",7,"0192f0c1-0000-7000-8000-000000000001","fill.completed",-1,1790000000250,1790000000999,null,"王\\"\\\\",null,null,null,3,"${SEALED}",null]`,
      'a3bf97485eea75c68e87d178defea1443954ddc384ee9dd528e6ae539b678989',
    ],
  ])('is the hash of a zero and its record', (entry, record, golden) => {
    expect(sha(`\u0000${record}`).toString('hex')).toBe(golden)
    expect(hexOf(eventLeaf(entry, SEALED))).toBe(golden)
  })

  const text = fc.option(
    fc.oneof(
      fc.string({ maxLength: 70 }),
      fc.string({ unit: 'binary', maxLength: 70 }),
      fc.string({ minLength: 60, maxLength: 70, unit: 'grapheme-ascii' }),
    ),
  )
  const time = fc.oneof(
    fc.maxSafeInteger(),
    fc.integer({ min: 0, max: 2_100_000_000_000 }),
    fc.constantFrom(0, 9, 10, 999_999, 1_000_000, 1_000_001, 1e15, 2e15 - 1, 2e15),
  )

  it('is the same for every text and number, byte by byte or as a string', () => {
    fc.assert(
      fc.property(
        fc.record({
          ...{ at: time, effectiveAt: time, recordedAt: time, stationId: text, operator: text },
          source: fc.nat(),
          contextId: fc.nat(),
          cylinderId: fc.option(fc.maxSafeNat().map(String)),
          tag: fc.option(
            fc.record({ scheme: fc.constantFrom('code', 'qr', 'epc'), value: fc.string() }),
          ),
          findings: fc.option(fc.array(fc.record({ code: fc.string() }), { minLength: 1 })),
        }),
        (told) => {
          const entry = eventOf(told as unknown as Told)
          expect(hexOf(eventLeaf(entry, SEALED))).toBe(leafOf(entry, SEALED))
        },
      ),
      { numRuns: 1000 },
    )
  })
})

describe('the seal of a batch', () => {
  it('holds salt, bytes and body of each event, however long, and the root over all', () => {
    const size = fc.oneof(fc.nat(300), fc.nat(9000))
    fc.assert(
      fc.property(fc.array(size, { maxLength: 9 }), (sizes) => {
        const events = sizes.map((length, i) =>
          eventOf({ body: { note: '液'.repeat(length), i } } as unknown as Told),
        )
        const seal = sealBatch({ events, verdicts: [], rejections: [], slices: [] })
        const leaves = events.map((entry, i) => {
          const salt = seal.salts.subarray(16 * i, 16 * (i + 1))
          const sealed = sha(salt, entry.sha256, JSON.stringify(entry.event.body)).toString('hex')
          return leafOf(entry, sealed)
        })
        expect(seal.leafHashes.toString('hex')).toBe(leaves.join(''))
        expect(seal.root).toEqual(rootOf(seal.leafHashes))
        expect(seal.counts).toEqual([events.length, 0, 0, 0])
      }),
      { numRuns: 100 },
    )
  })

  it('has one root whether its tree fits the kept buffer or not', () => {
    const pair = (a: Buffer, b: Buffer): Buffer => sha(Buffer.from([1]), a, b)
    for (const count of [1, 2, 1023, 1024, 1025, 1500]) {
      const leaves = Array.from({ length: count }, (_, i) => sha(String(i)))
      let level = leaves
      while (level.length > 1) {
        level = level.flatMap((hash, i) => {
          if (i % 2 === 1) return []
          const next = level[i + 1]
          return [next === undefined ? hash : pair(hash, next)]
        })
      }
      expect(rootOf(Buffer.concat(leaves))).toEqual(level[0])
    }
  })
})
