import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPool } from '#store/pool.ts'
import { createReachPool } from '#store/reach-pool.ts'
import { forEachStore, type TestDatabase } from '#test/setup/database.ts'

forEachStore('the pool', (store) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await store.createDatabase()
  })
  afterAll(() => database.drop())

  it('gives times as epoch milliseconds, days as text, int8 as text', async () => {
    const { rows } = await database.pool.query(
      `select '2026-11-20 16:15:30.250+08'::timestamptz as time, '1970-01-01Z'::timestamptz as zero,
         '0950-01-01Z'::timestamptz as old, 'infinity'::timestamptz as never, null::timestamptz as nothing,
         '2026-11-20'::date as day, 9007199254740993::int8 as big, '{"a":1}'::json as json, '\\x00ff'::bytea as bytes`,
    )
    expect(rows).toEqual([
      {
        time: Date.parse('2026-11-20T08:15:30.250Z'),
        zero: 0,
        old: Date.parse('0950-01-01T00:00:00Z'),
        never: Number.POSITIVE_INFINITY,
        nothing: null,
        day: '2026-11-20',
        big: '9007199254740993',
        json: { a: 1 },
        bytes: Buffer.from([0, 255]),
      },
    ])
  })

  it.each(['ours', 'the API’s'])(
    'outlives a connection that breaks between two statements of a transaction: %s',
    async (whose) => {
      const pool = whose === 'ours' ? createPool(database.url) : createReachPool(database.url)
      const client = await pool.connect()
      await client.query('begin')
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
      const ended = new Promise<void>((resolve) => void client.once('end', resolve))
      await database.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid])
      await ended
      await expect(client.query('select 1')).rejects.toThrow()
      client.release(true)
      expect((await pool.query('select 1')).rowCount).toBe(1)
      await pool.end()
    },
  )
})
