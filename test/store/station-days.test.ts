import { afterAll, beforeAll, expect, it } from 'vitest'
import { withinReach } from '#store/reach.ts'
import { createReachPool } from '#store/reach-pool.ts'
import { stationDayQueries } from '#store/queries/supervision/station-days.ts'
import { forEachStore, type TestDatabase } from '#test/setup/database.ts'

const at = (text: string): number => Date.parse(`${text}+08:00`)

forEachStore('days of stations', (store) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await store.createDatabase()
    // Its own pass would take away what ours is to do.
    if (store.name === 'TimescaleDB')
      await database.pool.query(`select remove_continuous_aggregate_policy('station_day')`)
    await database.pool.query(
      `insert into enterprise (id, name) values ('ent-a', 'a'), ('ent-b', 'b')`,
    )
    await database.pool.query(
      `insert into station (id, enterprise_id, name, region, kind) values
         ('st-a', 'ent-a', 'a', '370402', 'filling'), ('st-b', 'ent-b', 'b', '650105', 'filling')`,
    )
  })
  afterAll(() => database.drop())

  const tell = (stationId: string | null, type: string, ...times: readonly string[]) =>
    database.pool.query(
      `insert into cylinder_event (occurred_at, source, event_id, type, at, recorded_at, raw, batch_id, station_id)
       select t, 1, gen_random_uuid(), $2, t, t, '{}', 1, $1 from unnest($3::timestamptz[]) t`,
      [stationId, type, times.map((text) => new Date(at(text)))],
    )

  const summarise = async (): Promise<void> => {
    if (store.name !== 'TimescaleDB') return
    await database.pool.query(`call refresh_continuous_aggregate('station_day', null, null)`)
  }

  const told = (scope: Parameters<ReturnType<typeof stationDayQueries>['told']>[0]) =>
    stationDayQueries(database.pool).told(scope, {
      from: at('2026-03-01T00:00:00'),
      to: at('2026-04-01T00:00:00'),
    })

  it('count what was told on a day of Asia/Shanghai, to its last millisecond', async () => {
    await tell('st-a', 'cylinder.scanned', '2026-03-05T00:00:00', '2026-03-05T23:59:59.999')
    await tell('st-a', 'fill.completed', '2026-03-05T12:00:00', '2026-03-06T00:00:00')
    await tell('st-b', 'fill.completed', '2026-03-05T12:00:00')
    await tell(null, 'cylinder.registered', '2026-03-05T12:00:00')
    await tell('st-a', 'cylinder.scanned', '2026-02-28T23:59:59.999', '2026-04-01T00:00:00')
    await summarise()
    expect(await told({ kind: 'all' })).toEqual([
      { at: at('2026-03-05T00:00:00'), events: 4, fills: 2, stations: 2 },
      { at: at('2026-03-06T00:00:00'), events: 1, fills: 1, stations: 1 },
    ])
  })

  it('count what came late as well', async () => {
    await tell('st-a', 'cylinder.scanned', '2026-03-05T08:00:00')
    await summarise()
    expect((await told({ kind: 'enterprise', enterpriseId: 'ent-a' }))[0]).toMatchObject({
      events: 4,
      stations: 1,
    })
  })

  it('show an office and a regulator only what is theirs', async () => {
    expect(await told({ kind: 'region', prefix: '65' })).toEqual([
      { at: at('2026-03-05T00:00:00'), events: 1, fills: 1, stations: 1 },
    ])
    expect(await told({ kind: 'none' })).toEqual([])
    const pool = createReachPool(database.url, { name: 'test' })
    const seen = await withinReach({ role: 'office', enterpriseId: 'ent-b' }, () =>
      stationDayQueries(pool).told(
        { kind: 'all' },
        { from: at('2026-03-01T00:00:00'), to: at('2026-04-01T00:00:00') },
      ),
    )
    await pool.end()
    expect(seen.map(({ events }) => events)).toEqual([1])
  })
})
