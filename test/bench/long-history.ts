import type { Client } from 'pg'
import { dropIndexes } from '#store/history/bulk-indexes.ts'

/** Events of one cylinder, as design §7 asks. */
export const EVENTS_A_LIFE = 200
/** Cylinders that go over one scale: some 2 000 fills a month on each, as a large station has. */
const CYLINDERS_A_SCALE = 10_000
export const HISTORY_FROM = Date.UTC(2021, 0, 1)
const DAYS = 1_500

export type LongHistory = {
  readonly events: number
  readonly cylinders: number
  readonly scales: number
  readonly bytesPerEvent: number
  readonly loadSeconds: number
}

export const codeOf = (cylinder: number): string => `LONG-${String(cylinder).padStart(8, '0')}`
export const scaleOf = (scale: number): string => `long-scale-${scale}`

/** Two hundred events of the made-up city, spread over all its types as they come there. */
const TEMPLATE = `
  create table if not exists long_template as
  select row_number() over (order by effective_at, event_id)::int - 1 as no, l.* from (
    select * from cylinder_life where cylinder_id is not null and type not in ('cylinder.registered', 'tag.bound', 'event.annulled')
    order by md5(event_id::text) limit ${EVENTS_A_LIFE}
  ) l`

const CYLINDERS = `
  with pattern as (select * from cylinder where code is not null and code not like 'LONG-%' order by id limit 1), made as (
    insert into cylinder (code, owner_id, model, state, content, custody_kind, custody_id, service, next_inspection_on, events)
    select 'LONG-' || lpad(g::text, 8, '0'), owner_id, model, state, content, custody_kind, custody_id, service, next_inspection_on,
      ${EVENTS_A_LIFE}
    from pattern, generate_series($1::int, $2::int - 1) g
    returning id, owner_id, custody_kind, custody_id
  ), held as (
    insert into cylinder_holder (cylinder_id, kind, holder, owner_id) select id, custody_kind, custody_id, owner_id from made
  )
  insert into cylinder_registry (cylinder_id, registry, rev)
  select made.id, r.registry, 0 from made, cylinder_registry r where r.cylinder_id = (select id from pattern)`

/** One event of every life, so that a life lies scattered over the table as it does after years. */
const EVENTS = `
  insert into cylinder_life (source, event_id, cylinder_id, type, effective_at, at, recorded_at, station_id, operator, scale, body,
    context_id, findings, decided_at, sha256, batch_id)
  select t.source, gen_random_uuid(), c.id, t.type, w.at, w.at, w.at, t.station_id, t.operator,
    case when t.scale is null then null else 'long-scale-' || (substr(c.code, 6)::int / ${CYLINDERS_A_SCALE}) end,
    t.body, t.context_id, t.findings, w.at, t.sha256, t.no
  from long_template t cross join (select id, code from cylinder where code like 'LONG-%') c
  cross join lateral (select to_timestamp(${HISTORY_FROM} / 1000)
    + (t.no * ${DAYS}.0 / ${EVENTS_A_LIFE} + substr(c.code, 6)::int % 97 / 14.0) * interval '1 day' as at) w
  where t.no = $1`

/**
 * Fills the store of a small made-up city with the lives of so many cylinders, for measuring reads: written below the rules, by
 * SQL from events of the city, and indexed afterwards. The city's own events are gone then.
 */
export const writeLongHistory = async (sql: Client, events: number): Promise<LongHistory> => {
  const begin = performance.now()
  const cylinders = Math.round(events / EVENTS_A_LIFE)
  await sql.query(TEMPLATE)
  await sql.query('begin')
  await sql.query('set local statement_timeout = 0')
  await sql.query('truncate cylinder_life')
  const { rows } = await sql.query<{ n: number }>(
    `select count(*)::int as n from cylinder where code like 'LONG-%'`,
  )
  await sql.query(CYLINDERS, [rows[0]?.n ?? 0, cylinders])
  const buildIndexes = await dropIndexes(sql, ['cylinder_life'])
  for (let no = 0; no < EVENTS_A_LIFE; no += 1) await sql.query(EVENTS, [no])
  await buildIndexes()
  await sql.query('commit')
  await sql.query('vacuum analyze cylinder_life, cylinder, cylinder_registry')
  await sql.query('checkpoint')
  const size = await sql.query<{ bytes: string }>(
    `select pg_total_relation_size('cylinder_life') as bytes`,
  )
  return {
    events: cylinders * EVENTS_A_LIFE,
    cylinders,
    scales: Math.ceil(cylinders / CYLINDERS_A_SCALE),
    bytesPerEvent: Math.round(Number(size.rows[0]?.bytes) / (cylinders * EVENTS_A_LIFE)),
    loadSeconds: Math.round((performance.now() - begin) / 1000),
  }
}
