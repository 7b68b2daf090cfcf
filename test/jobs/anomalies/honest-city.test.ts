import { afterAll, beforeAll, expect, it } from 'vitest'
import { cityYear } from '#sim/city/city-year.ts'
import { loadSmallCity } from '#test/lists/small-city.ts'
import { createTestDatabase, type TestDatabase } from '#test/setup/database.ts'

const size = { cylinders: 800, days: 240, endDay: '2026-11-20' }

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
}, 60_000)
afterAll(() => database.drop())

const anomaliesOf = async (prefix: string) => {
  const { rows } = await database.pool.query<{
    kind: string
    subject: string
    evidence: { id: string }[]
  }>(
    `select kind, subject_id as subject, evidence from anomaly where enterprise_id like $1 and withdrawn_at is null order by no`,
    [`${prefix}-%`],
  )
  return rows
}

it('an honest city has none: its empties, top-ups, laboratories, lost cylinders and late reports are no frauds', async () => {
  const city = { ...size, prefix: 'h', seed: 11, honest: true }
  const { events } = await loadSmallCity(database, city)
  const found = await anomaliesOf('h')
  console.log(`honest city: ${events} events, ${found.length} anomalies`)
  expect(events).toBeGreaterThan(5000)
  expect(found.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([])
}, 120_000)

it('in a city with the usual faults each copied tag is found, by the very scan, and nothing that was not planted', async () => {
  const city = { ...size, cylinders: 2000, prefix: 'f', seed: 12 }
  const { events } = await loadSmallCity(database, city)
  const copies = [...cityYear(city)].flatMap((record) =>
    record.kind === 'event' && record.event.type === 'cylinder.scanned' ? [record.event.id] : [],
  )
  const found = await anomaliesOf('f')
  const twice = found.filter(({ kind }) => kind === 'TAG_IN_TWO_PLACES')
  const scans = new Set(twice.flatMap(({ evidence }) => evidence.map(({ id }) => id)))
  const others = found.filter(({ kind }) => kind !== 'TAG_IN_TWO_PLACES')
  console.log(
    `usual city: ${events} events, ${copies.length} copied tags, ${others.length} other anomalies`,
  )
  expect(copies.length).toBeGreaterThan(0)
  expect(copies.filter((id) => !scans.has(id))).toEqual([])
  // Bridged interlocks are among the usual faults.
  expect(others.filter(({ kind }) => kind !== 'FILLS_WITHOUT_PERMIT')).toEqual([])
  expect(others.length).toBeLessThan(5)
}, 120_000)
