import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forEachStore, type TestDatabase } from '#test/setup/database.ts'

forEachStore('the big tables', (store) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await store.createDatabase()
  })
  afterAll(() => database.drop())

  const insert = (from: string, to: string) =>
    database.pool.query(
      `insert into cylinder_event (occurred_at, source, event_id, type, at, recorded_at, raw, batch_id)
       select t, 1, gen_random_uuid(), 'cylinder.scanned', t, t, '{}', 1
       from generate_series($1::timestamptz, $2::timestamptz, interval '1 hour') t`,
      [from, to],
    )
  const count = async () =>
    (await database.pool.query<{ n: number }>('select count(*)::int4 as n from cylinder_event'))
      .rows[0]?.n

  it('take and give back rows of years', async () => {
    await insert('2026-01-01Z', '2026-03-31Z')
    expect(await count()).toBe(89 * 24 + 1)
  })

  if (store.name !== 'TimescaleDB') return
  describe('on TimescaleDB', () => {
    it('are hypertables with compression after 60 days and retention of weight curves', async () => {
      const { rows } = await database.pool.query(
        `select hypertable_name, proc_name, config->>'compress_after' as compress_after, config->>'drop_after' as drop_after
         from timescaledb_information.jobs where hypertable_name in ('cylinder_event', 'weight_sample') order by 1, 2`,
      )
      expect(rows).toEqual([
        {
          hypertable_name: 'cylinder_event',
          proc_name: 'policy_compression',
          compress_after: '60 days',
          drop_after: null,
        },
        {
          hypertable_name: 'weight_sample',
          proc_name: 'policy_compression',
          compress_after: '60 days',
          drop_after: null,
        },
        {
          hypertable_name: 'weight_sample',
          proc_name: 'policy_retention',
          compress_after: null,
          drop_after: '3 years',
        },
      ])
    })

    it('take late rows into compressed chunks', async () => {
      const { rows } = await database.pool.query<{ chunk: string }>(
        `select c::text as chunk from show_chunks('cylinder_event') c`,
      )
      for (const { chunk } of rows) {
        await database.pool.query(`call convert_to_columnstore('${chunk}')`)
      }
      await insert('2026-02-01Z', '2026-02-01 09:00Z')
      expect(await count()).toBe(89 * 24 + 1 + 10)
    })
  })
})
