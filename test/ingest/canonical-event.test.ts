import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { NewEvent } from '#domain/store-ports.ts'
import { canonicalEvent } from '#ingest/batch-writer.ts'

const text = fc.option(fc.string({ unit: 'grapheme' }))

it('the canonical record of an event is the JSON of its columns, whatever text is in them', () => {
  fc.assert(
    fc.property(text, text, text, fc.maxSafeInteger(), (stationId, operator, value, at) => {
      const entry = {
        event: {
          id: 'i',
          type: 'cylinder.scanned',
          at,
          effectiveAt: 2,
          recordedAt: 3,
          stationId,
          operator,
        },
        source: 4,
        tag: value === null ? null : { scheme: 'qr', value },
        contextId: 5,
        sha256: Buffer.from([1, 2]),
        findings: value === null ? null : [{ code: value }],
      } as unknown as NewEvent
      expect(JSON.parse(canonicalEvent(entry))).toEqual([
        'event',
        4,
        'i',
        'cylinder.scanned',
        at,
        2,
        3,
        stationId,
        operator,
        value === null ? null : 'qr',
        value,
        5,
        '0102',
        value === null ? null : [{ code: value }],
      ])
    }),
  )
})
