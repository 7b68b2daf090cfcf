import { afterAll, beforeAll, expect, it } from 'vitest'
import { redactionQueries } from '#store/queries/evidence/redactions.ts'
import { forEachStore, type TestDatabase } from '#test/setup/database.ts'

const ID = '00000000-0000-4000-8000-000000000001'
const OTHER = '00000000-0000-4000-8000-000000000002'
const AT = '2026-01-15T08:00:00.000Z'

/** Two events of one instant, beside a thousand more in the chunk. */
const EVENTS = `
  insert into cylinder_life (source, event_id, type, effective_at, at, recorded_at, body, context_id, decided_at, sha256, batch_id)
  select 0, id, 'incident.reported', '${AT}', '${AT}', '${AT}', '{"what":"x","grossG":5}', 1, '${AT}', sha256('secret'), 1
  from unnest(array['${ID}', '${OTHER}']::uuid[]) id;
  insert into cylinder_event (occurred_at, source, event_id, type, at, recorded_at, raw, batch_id)
  select '${AT}', 0, id, 'incident.reported', '${AT}', '${AT}', 'secret', 1 from unnest(array['${ID}', '${OTHER}']::uuid[]) id;
  insert into cylinder_event (occurred_at, source, event_id, type, at, recorded_at, raw, batch_id)
  select timestamptz '${AT}' + n * interval '1 minute', 1, gen_random_uuid(), 'cylinder.scanned', '${AT}', '${AT}', 'other', 1
  from generate_series(1, 1000) n`

forEachStore('redaction', (store) => {
  let database: TestDatabase
  let compressed = false

  beforeAll(async () => {
    database = await store.createDatabase()
    await database.pool.query(EVENTS)
    const { rows } = await database.pool.query(
      `select exists (select from pg_extension where extname = 'timescaledb') as has`,
    )
    if (rows[0].has !== true) return
    await database.pool.query(`select compress_chunk(c) from show_chunks('cylinder_event') c`)
    compressed = true
  })
  afterAll(() => database.drop())

  const raws = async () => {
    const { rows } = await database.pool.query(
      `select event_id as id, convert_from(raw, 'UTF8') as raw from cylinder_event where source = 0 order by event_id`,
    )
    return rows.map(({ raw }) => raw)
  }

  it('empties one event, also in a compressed chunk, and nothing beside it', async () => {
    if (store.name.includes('imescale')) expect(compressed).toBe(true)
    const place = { source: 0, stationId: null, deviceId: null, type: 'x', enterpriseId: null }
    const made = { id: ID, reason: 'x', by: 'u-1', at: Date.parse(AT) }
    const redactions = redactionQueries(database.pool)
    expect(await redactions.event(place, ID, ['what', 'note'], made)).toBe(true)
    expect(await raws()).toEqual(['', 'secret'])
    expect(await redactions.event(place, ID, [], { ...made, id: OTHER })).toBe(false)
    expect(
      await redactions.event(place, '00000000-0000-4000-8000-000000000009', [], made),
    ).toBeNull()
    const { rows } = await database.pool.query(
      `select body, sha256 = sha256('secret') as same from cylinder_life where event_id = $1`,
      [ID],
    )
    expect(rows[0]).toEqual({ body: { what: '[redacted]', grossG: 5 }, same: true })
    expect(await redactions.of({ eventId: ID })).toMatchObject({
      bytes: 6,
      fields: ['what', 'note'],
    })
    const others = await database.pool.query(
      `select count(*)::int as n from cylinder_event where raw = 'other'`,
    )
    expect(others.rows[0].n).toBe(1000)
  })
})
