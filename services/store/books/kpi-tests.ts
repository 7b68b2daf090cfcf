import type { Pool } from 'pg'
import { BatchFollower, type GoOn } from './batch-follower.ts'
import { inTransaction } from '#store/queries/queryable.ts'

const CYLINDERS = 2000

/** By their events, and by verdicts that a late event changed. */
const TOUCHED = `
  select distinct l.cylinder_id::text as id from cylinder_life l
  where l.batch_id between $2 and $3 and l.batch_id = any ($1::int8[]) and l.cylinder_id is not null
    and l.type in ('postfill.checked', 'stock.out', 'fill.completed', 'delivery.completed', 'cylinder.returned', 'residual.weighed',
      'event.annulled', 'cylinder.registered', 'tag.bound', 'tag.released', 'tare.corrected', 'inspection.completed')`

/**
 * The tests of whole lives: a test is a re-test when the one before it of its kind failed, or no fill lies between them, and the
 * cylinder has not been away since. One of a cylinder that nobody registered cannot be judged and counts in nothing.
 */
const TESTS = `
  with life as (
    select l.source, l.event_id, l.cylinder_id, l.type, l.effective_at, l.station_id, l.findings,
      l.type = 'postfill.checked' and l.body->>'checkWeighG' is not null as weighs,
      (l.type = 'postfill.checked' or l.body->>'condition' = 'full') and l.body->>'leakFree' is not null as sniffs,
      l.body->>'leakFree' = 'true' as tight,
      count(*) filter (where l.type = 'fill.completed') over told as fills,
      count(*) filter (where l.type in ('delivery.completed', 'cylinder.returned', 'residual.weighed')) over told as trips,
      row_number() over told as nth
    from cylinder_life l join cylinder c on c.id = l.cylinder_id
    where l.cylinder_id = any ($1::int8[]) and c.code is not null
      and l.type in ('postfill.checked', 'stock.out', 'fill.completed', 'delivery.completed', 'cylinder.returned', 'residual.weighed')
      and not exists (select from cylinder_life a where a.cylinder_id = l.cylinder_id and a.type = 'event.annulled'
        and a.body->>'eventId' = l.event_id::text)
    window told as (partition by l.cylinder_id order by l.effective_at, l.at, l.event_id, l.source)
  ), test as (
    select 'fill' as kind, life.*, not exists (select from json_array_elements(coalesce(findings, '[]')) f
      where f->>'code' in ('OVERFILL', 'UNDERFILL')) as passed
    from life where weighs
    union all
    select 'leak', life.*, tight from life where sniffs
  ), compared as (
    select test.*, lag(passed) over near as passed_before, lag(fills) over near as fills_before, lag(trips) over near as trips_before
    from test window near as (partition by cylinder_id, kind order by nth)
  )
  insert into kpi_test (kind, source, event_id, cylinder_id, enterprise_id, region, station_id, tested_at, passed, retest)
  select t.kind, t.source, t.event_id, t.cylinder_id, s.enterprise_id, s.region, s.id, t.effective_at, t.passed,
    coalesce(t.trips_before = t.trips and (not t.passed_before or t.fills_before = t.fills), false)
  from compared t join station s on s.id = t.station_id`

type Touched = { readonly id: string }

/**
 * Keeps `kpi_test` behind the log. One process at a time; the tests of a touched cylinder are written anew, so that a pass which
 * breaks off is simply repeated.
 */
export class KpiTests {
  readonly #pool: Pool
  readonly #follower: BatchFollower

  constructor(pool: Pool) {
    this.#pool = pool
    this.#follower = new BatchFollower(pool, { table: 'kpi_book', freshAt: 'refreshed_at' })
  }

  /** Counts what was committed by now. @returns how many batches */
  count(now: number, goOn: GoOn): Promise<number> {
    const touching = { touched: TOUCHED, atOnce: CYLINDERS, goOn }
    return this.#follower.followRows<Touched>(now, touching, (rows) => this.#enter(rows))
  }

  async #enter(touched: readonly Touched[]): Promise<void> {
    const cylinders = touched.map(({ id }) => id)
    await inTransaction(this.#pool, async (client) => {
      await client.query('delete from kpi_test where cylinder_id = any ($1::int8[])', [cylinders])
      await client.query(TESTS, [cylinders])
    })
  }
}
