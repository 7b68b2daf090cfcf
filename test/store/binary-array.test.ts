import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  byteaArray,
  int4Array,
  int8Array,
  jsonArray,
  textArray,
  timestampArray,
  uuidArray,
} from '#store/batch/binary-array.ts'
import { createTestDatabase, type TestDatabase } from '#test/setup/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const READ = `
  select t, i4, i8::text, extract(epoch from ts) * 1000 as ts, u::text, j::text, b
  from unnest($1::text[], $2::int4[], $3::int8[], $4::timestamptz[], $5::uuid[], $6::json[], $7::bytea[])
    as r (t, i4, i8, ts, u, j, b)`

const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 5 })
const rows = fc.array(
  fc.record({
    t: orNull(
      fc.string({ unit: 'grapheme', maxLength: 60 }).filter((text) => !text.includes('\0')),
    ),
    i4: orNull(fc.integer()),
    i8: orNull(fc.maxSafeInteger().map(String)),
    ts: orNull(fc.integer({ min: -62_000_000_000_000, max: 250_000_000_000_000 })),
    u: orNull(fc.uuid()),
    j: orNull(fc.json().filter((text) => !text.includes('\\u0000'))),
    b: orNull(fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes))),
  }),
  { maxLength: 20 },
)

it('PostgreSQL reads from binary arrays exactly what was put in', async () => {
  await fc.assert(
    fc.asyncProperty(rows, async (given) => {
      const { rows: read } = await database.pool.query(READ, [
        textArray(given.map(({ t }) => t)),
        int4Array(given.map(({ i4 }) => i4)),
        int8Array(given.map(({ i8 }) => i8)),
        timestampArray(given.map(({ ts }) => ts)),
        uuidArray(given.map(({ u }) => u)),
        jsonArray(given.map(({ j }) => j)),
        byteaArray(given.map(({ b }) => b)),
      ])
      expect(read.map((row) => ({ ...row, ts: row.ts === null ? null : Number(row.ts) }))).toEqual(
        given,
      )
    }),
    { numRuns: 150 },
  )
})
