import { afterAll, beforeAll, expect, it } from 'vitest'
import pg, { type PoolClient } from 'pg'
import { foldLife } from '#domain/fold-life.ts'
import { type LedgerProof, verifyProof } from '#domain/ledger/proof.ts'
import type { LifeEvent } from '#domain/life-event.ts'
import { CITY_START, historyTools } from './history-tools.ts'
import { city } from '#sim/scenarios/city.ts'
import { HistoryLoader, type HistoryResult } from '#store/history/history-loader.ts'
import type { CityRecord } from '#sim/scenarios/city-types.ts'
import type { HistoryTools } from '#store/history/history-records.ts'
import { decodeState, encodeState } from '#store/batch/life-codec.ts'
import { auditDatabase } from '#store/ledger/audit/audit.ts'
import { nodeCrypto } from '#store/ledger/node-crypto.ts'
import { type EventKey, ledgerQueries } from '#store/queries/evidence/ledger.ts'
import { inTransaction } from '#store/queries/queryable.ts'
import { ledgerKeyOf, testLedger } from '#test/setup/ledger.ts'
import { forEachStore, type TestDatabase } from '#test/setup/database.ts'
import { schemaPicture } from './schema-picture.ts'
import { STRAYED_HOLDERS } from './strayed-holders.ts'

const options = {
  cylinders: 60,
  from: '2025-01-01',
  until: '2026-01-01',
  seed: 7,
  stations: 2,
  faults: { clockSkew: 0.05, overfill: 0.05, wrongTare: 0.02, clonedTag: 0.02 },
}

/** The city, but some empties are reported hours late. */
function* lateCity(): Generator<CityRecord> {
  const held: CityRecord[] = []
  let seen = 0
  for (const record of city(options)) {
    const isLate = record.kind === 'event' && record.event.type === 'stock.in' && ++seen % 20 === 0
    if (isLate) held.push(record)
    else yield record
    if (held.length > 3) yield* held.splice(0)
  }
  yield* held
}

forEachStore('a bulk load of history', (store) => {
  let database: TestDatabase
  let tools: HistoryTools
  let result: HistoryResult
  let before: string
  const all = async <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
    (await database.pool.query(sql, values)).rows as Row[]

  beforeAll(async () => {
    database = await store.createDatabase()
    before = await schemaPicture(database.pool)
    tools = historyTools(database.pool)
    const loader = new HistoryLoader(database.url, tools)
    result = await loader.load(lateCity(), CITY_START - 1000)
  })
  afterAll(() => database.drop())

  it('writes every event once, in life and log', async () => {
    const events = [...city(options)].filter((record) => record.kind === 'event').length
    expect(result).toMatchObject({ events, cylinders: 60 })
    expect(result.refolded).toBeGreaterThan(0)
    const rows = events + 60
    expect(await all('select count(*)::int4 as n from cylinder_life')).toEqual([{ n: rows }])
    expect(await all('select count(*)::int4 as n from cylinder_event')).toEqual([{ n: rows }])
    expect(await all('select count(*)::int4 as n from tag')).toEqual([{ n: 180 }])
    const [sealed] = await all(
      'select bool_and(bulk) as bulk, sum(leaves)::int4 as n from event_batch',
    )
    expect(sealed).toEqual({ bulk: true, n: rows })
    expect(
      await all(`select count(*)::int4 as n from cylinder_life l join cylinder_event e using (source, event_id)
        where sha256(e.raw) <> l.sha256 or e.cylinder_id is distinct from l.cylinder_id or e.at <> l.at`),
    ).toEqual([{ n: 0 }])
  })

  it('seals every event: an audit finds nothing, every event is proved offline, and one that is changed is named', async () => {
    const ledger = testLedger(database.pool)
    await ledger.write(Date.now())
    const { pool } = database
    const audit = (client: PoolClient) =>
      auditDatabase(client, { keys: [ledgerKeyOf()], lives: tools, now: Date.now() })
    const report = await inTransaction(pool, audit)
    expect(report.findings).toEqual([])
    expect(report.notices).toEqual([])
    expect(report.checked.events).toBe(result.events + 60)
    const keys = await all<EventKey>(
      'select source, event_id as id from cylinder_life where cylinder_id = (select min(id) from cylinder)',
    )
    const system = new pg.Pool({ connectionString: database.url, options: '-c lpg.role=system' })
    const answer = await ledgerQueries(system).proof(keys)
    await system.end()
    expect(answer?.unproved).toEqual([])
    const proof = answer?.proof as LedgerProof
    expect(verifyProof(proof, ledgerKeyOf(), nodeCrypto)).toMatchObject({
      events: keys.length,
      problems: [],
    })
    // A loaded history says so: nobody witnessed it before.
    expect(proof.batches.every(({ record }) => record.startsWith('["bulk",'))).toBe(true)
    await inTransaction(pool, async (client) => {
      await client.query('set local session_replication_role = replica; savepoint before')
      const { rows } = await client.query<{ key: string }>(
        `update cylinder_life set body = (body::jsonb || '{"grossG": 1}')::json where (source, event_id) in (
           select source, event_id from cylinder_life where type = 'fill.completed' limit 1) returning source || '/' || event_id as key`,
      )
      await client.query(
        'update event_batch set bulk = false where id = (select max(id) from event_batch)',
      )
      const { findings } = await audit(client)
      expect(findings.map(({ key }) => key)).toContain(rows[0]?.key)
      expect(findings.map(({ table }) => table)).toContain('event_batch')
      await client.query('rollback to before')
    })
  })

  it('leaves the schema as it was', async () => {
    expect(await schemaPicture(database.pool)).toBe(before)
  })

  it('leaves each cylinder as the fold of its events, each verdict as the fold finds it', async () => {
    const cylinders = await all<{ id: string; state: object; events: number }>(
      'select id, state, events from cylinder order by id',
    )
    let findings = 0
    for (const { id, state, events } of cylinders) {
      const rows = await all<Record<string, unknown>>(
        `select source, event_id as id, type, effective_at as "effectiveAt", at, recorded_at as "recordedAt",
           station_id as "stationId", operator, body, context_id as "contextId", findings
         from cylinder_life where cylinder_id = $1`,
        [id],
      )
      expect(rows).toHaveLength(events)
      const lives = await Promise.all(
        rows.map(async (row) => ({
          ...row,
          deviceId: row['source'] === 0 ? null : String(row['source']),
          context: await tools.contexts.byId(row['contextId'] as number),
        })),
      )
      const folded = foldLife(lives as unknown as LifeEvent[], tools.judge)
      expect(decodeState(JSON.stringify(state))).toEqual(decodeState(encodeState(folded.cylinder)))
      for (const { event, findings: found } of folded.judged) {
        const row = rows.find((one) => one['id'] === event.id)
        expect(row?.['findings'] ?? []).toEqual(found)
        findings += found.length
      }
    }
    expect(findings).toBeGreaterThan(10)
  })

  it('leaves sites as their last events say', async () => {
    const [scale] = await all<{ at: number; passed: boolean }>(
      'select checked_at as at, check_passed as passed from scale limit 1',
    )
    expect(scale?.at).toBeGreaterThan(Date.parse('2025-12-31T00:00:00Z'))
    expect(await all(`select distinct steps->0->>'passed' as passed from tank`)).toEqual([
      { passed: 'true' },
    ])
    expect(
      await all('select count(*)::int4 as n from cylinder where custody_kind = $1', ['unknown']),
    ).toEqual([{ n: 0 }])
    expect(await all(STRAYED_HOLDERS)).toEqual([])
  })

  it('goes on with new ids behind it, and refuses the same history twice', async () => {
    const [next] = await all<{ id: string }>(
      `insert into cylinder (state, content, custody_kind, service)
       values ('{}', 'unknown', 'unknown', 'in-service') returning id`,
    )
    expect(Number(next?.id)).toBeGreaterThan(60)
    const batches = await all('select count(*)::int4 as n from event_batch')
    const again = new HistoryLoader(database.url, tools)
    await expect(again.load(city(options), CITY_START - 1000)).rejects.toThrow(/duplicate key/)
    expect(await all('select count(*)::int4 as n from event_batch')).toEqual(batches)
  })

  it('adds a second city to a store that is in use', async () => {
    const more = { ...options, cylinders: 5, prefix: 'd', seed: 8, until: '2025-03-01' }
    const second = await new HistoryLoader(database.url, tools).load(city(more), CITY_START - 1000)
    expect(second.cylinders).toBe(5)
    expect(await schemaPicture(database.pool)).toBe(before)
  })
})
