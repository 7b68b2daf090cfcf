import type { Pool } from 'pg'
import { inTransaction, instantParam, ms } from './queries/queryable.ts'

/** Above the longest transaction of ingest (idle for 60 s, a statement for 30): whoever is older is committed or gone. */
const IN_FLIGHT_MS = 5 * 60_000
const BATCHES = 20_000
const CYLINDERS = 2000

const NEW_BATCHES = `
  select b.id::text as id, b.bulk, ${ms('b.committed_at')} as "committedAt" from event_batch b, kpi_book k
  where ((b.id > k.low and not b.bulk) or (b.bulk and not b.id = any (k.bulk))) and b.id <> all ($1::int8[])
  order by b.id limit ${BATCHES}`

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

type Batch = { readonly id: string; readonly bulk: boolean; readonly committedAt: number }

/**
 * Keeps `kpi_test` behind the log. One process at a time; the tests of a touched cylinder are written anew, so that a pass which
 * breaks off is simply repeated.
 */
export class KpiTests {
  readonly #pool: Pool
  /** Counted batches above the low mark, with the time of their commit. */
  readonly #done = new Map<string, number>()

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /** Counts what was committed by now. @returns how many batches */
  async count(now: number, signal: AbortSignal): Promise<number> {
    const { rows: fresh } = await this.#pool.query<Batch>(NEW_BATCHES, [[...this.#done.keys()]])
    if (fresh.length > 0) {
      const ids = fresh.map(({ id }) => id)
      await this.#pool.query(`select brin_summarize_new_values('cylinder_life_batch')`)
      const { rows } = await this.#pool.query<{ id: string }>(TOUCHED, [ids, ids[0], ids.at(-1)])
      for (let at = 0; at < rows.length; at += CYLINDERS) {
        if (signal.aborted) return 0
        await this.#enter(rows.slice(at, at + CYLINDERS).map(({ id }) => id))
      }
      for (const { id, committedAt } of fresh) this.#done.set(id, committedAt)
    }
    await this.#mark(fresh, now)
    return fresh.length
  }

  async #enter(cylinders: readonly string[]): Promise<void> {
    await inTransaction(this.#pool, async (client) => {
      await client.query('delete from kpi_test where cylinder_id = any ($1::int8[])', [cylinders])
      await client.query(TESTS, [cylinders])
    })
  }

  /** A batch has its number before it commits, so the mark stays below all that may still come. */
  async #mark(fresh: readonly Batch[], now: number): Promise<void> {
    let low = 0n
    for (const [id, committedAt] of this.#done) {
      if (committedAt < now - IN_FLIGHT_MS && BigInt(id) > low) low = BigInt(id)
    }
    const bulk = fresh.filter((batch) => batch.bulk).map(({ id }) => id)
    await this.#pool.query(
      'update kpi_book set low = greatest(low, $1::int8), bulk = bulk || $2::int8[], refreshed_at = $3',
      [low.toString(), bulk, instantParam(now)],
    )
    for (const id of this.#done.keys()) if (BigInt(id) <= low) this.#done.delete(id)
  }
}
