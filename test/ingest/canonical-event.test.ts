import fc from 'fast-check'
import { expect, it } from 'vitest'
import { eventRecord, rejectionRecord } from '#domain/ledger/records.ts'

const text = fc.option(fc.string({ unit: 'grapheme' }))

it('the record of an event is the JSON of its columns, whatever text is in them', () => {
  fc.assert(
    fc.property(text, text, text, fc.maxSafeInteger(), (stationId, operator, value, at) => {
      const found = value === null ? null : [{ code: value }]
      const columns = {
        ...{ source: 4, id: 'i', type: 'cylinder.scanned', at, effectiveAt: 2, recordedAt: 3 },
        ...{ stationId, operator, tagScheme: value === null ? null : 'qr', tagValue: value },
        ...{ cylinderId: '7', contextId: 5, sealed: '0102' },
        findings: found === null ? null : JSON.stringify(found),
      }
      const { tagScheme } = columns
      expect(JSON.parse(eventRecord(columns))).toEqual([
        ...['event', 4, 'i', 'cylinder.scanned', at, 2, 3, stationId, operator, tagScheme, value],
        ...[7, 5, '0102', found],
      ])
    }),
  )
})

it('half a surrogate pair stands in the record as PostgreSQL keeps it', () => {
  const words = { stationId: 's', deviceId: 'd', topic: 't', code: 'C', path: null, eventId: null }
  const record = (message: string) =>
    rejectionRecord({ receivedAt: 1, ...words, message, sealed: '00' })
  expect(record('a\ud800b \u{1f4a5}')).toBe(record('a\ufffdb \u{1f4a5}'))
})
