import type { Pool } from 'pg'
import type { Anomaly, AnomalySign } from '#domain/anomalies/anomaly.ts'
import { inTransaction, instantParam, type Queryable } from '#store/queries/queryable.ts'

/** An anomaly with the name that it keeps, however often it is found. */
export type NamedAnomaly = Anomaly & { readonly id: string; readonly unit_key: string }

/** Of an enterprise without a station any of its regions would do: it has none. */
const NO_REGION = '000000'

/** After a decision an anomaly that has doubled is open again. */
const PUT = `
  with given as (
    select g.*, coalesce(s.enterprise_id, g."enterpriseId") as enterprise, coalesce(s.region,
      (select min(o.region) from station o where o.enterprise_id = g."enterpriseId"), '${NO_REGION}') as region
    from json_to_recordset($1::json) as g (id uuid, kind text, subject json, unit_key text, "stationId" text, "enterpriseId" text,
      "from" numeric, "to" numeric, measured float8, "limit" float8, unit text, detail json, evidence json, events int4)
    left join station s on s.id = g."stationId"
  ), before as (
    select a.id, a.status, a.withdrawn_at, a.events, a.decided_events from anomaly a where a.id in (select g.id from given g) for update
  ), put as (
    insert into anomaly as a (id, kind, enterprise_id, region, station_id, subject_kind, subject_id, unit_key, from_at, to_at, measured,
      limit_value, unit, detail, evidence, events, found_at, changed_at)
    select g.id, g.kind, g.enterprise, g.region, s.id, g.subject->>'kind', g.subject->>'id', g.unit_key,
      to_timestamp(g."from" / 1000.0), to_timestamp(g."to" / 1000.0), g.measured, g."limit", g.unit, g.detail, g.evidence, g.events, $2, $2
    from given g left join station s on s.id = g."stationId" where g.enterprise is not null
    on conflict (id) do update set from_at = excluded.from_at, to_at = excluded.to_at, measured = excluded.measured,
      limit_value = excluded.limit_value, unit = excluded.unit, detail = excluded.detail, evidence = excluded.evidence,
      events = excluded.events, changed_at = excluded.changed_at, withdrawn_at = null,
      status = case when a.status = 'explained' and excluded.events > 2 * coalesce(a.decided_events, 0) then 'open' else a.status end
    where a.withdrawn_at is not null or a.detail::text <> excluded.detail::text or a.evidence::text <> excluded.evidence::text
      or a.measured <> excluded.measured or a.limit_value <> excluded.limit_value
    returning a.id, a.enterprise_id, a.region, a.events, a.status
  )
  insert into anomaly_step (anomaly_id, enterprise_id, region, type, at, role, events)
  select put.id, put.enterprise_id, put.region, case when b.status = 'explained' and put.status = 'open' then 'grew' else 'found' end, $2,
    'system', put.events
  from put left join before b on b.id = put.id
  where b.id is null or b.withdrawn_at is not null or (b.status = 'explained' and put.status = 'open')`

const WITHDRAW = `
  with gone as (
    update anomaly set withdrawn_at = $3, changed_at = $3
    where unit_key = any ($1::text[]) and id <> all ($2::uuid[]) and withdrawn_at is null and status <> 'confirmed' and to_at >= $4
    returning id, enterprise_id, region, events)
  insert into anomaly_step (anomaly_id, enterprise_id, region, type, at, role, events)
  select id, enterprise_id, region, 'withdrawn', $3, 'system', events from gone`

const FORGET_SIGNS = `
  delete from anomaly_sign g where g.cylinder_id = any ($1::int8[]) and not exists (
    select from json_to_recordset($2::json) as n (cylinder int8, kind text, "eventId" uuid)
    where n.cylinder = g.cylinder_id and n.kind = g.kind and n."eventId" = g.event_id)
  returning g.station_id as "stationId", to_char(g.at at time zone 'Asia/Shanghai', 'YYYY-MM') as month`

const PUT_SIGNS = `
  insert into anomaly_sign as g (cylinder_id, kind, event_id, enterprise_id, station_id, at, group_id, value)
  select distinct on (n.cylinder, n.kind, n."eventId") n.cylinder, n.kind, n."eventId", s.enterprise_id, s.id, to_timestamp(n.at / 1000.0),
    n."group", n.value
  from json_to_recordset($1::json) as n (cylinder int8, kind text, "eventId" uuid, at numeric, "stationId" text, "group" text, value int4)
  join station s on s.id = n."stationId"
  on conflict (cylinder_id, kind, event_id) do update set at = excluded.at, group_id = excluded.group_id, value = excluded.value,
    station_id = excluded.station_id, enterprise_id = excluded.enterprise_id
  where (g.at, g.group_id, g.value, g.station_id) is distinct from (excluded.at, excluded.group_id, excluded.value, excluded.station_id)
  returning g.station_id as "stationId", to_char(g.at at time zone 'Asia/Shanghai', 'YYYY-MM') as month`

export type Looked = {
  /** What was looked at as a whole: what is not found there any more is withdrawn. */
  readonly units: readonly string[]
  readonly found: readonly NamedAnomaly[]
  /** Nothing older was looked at. */
  readonly since: number
}

const put = async (client: Queryable, { units, found, since }: Looked, now: number) => {
  const at = instantParam(now)
  if (found.length > 0) await client.query(PUT, [JSON.stringify(found), at])
  const ids = found.map(({ id }) => id)
  await client.query(WITHDRAW, [units, ids, at, instantParam(since)])
}

type Dirty = { readonly stationId: string; readonly month: string }
export type CylinderSign = AnomalySign & { readonly cylinder: string }

/** What the anomaly job writes; the same a second time changes nothing. */
export const anomalyWrites = (pool: Pool) => ({
  reconcile: (looked: Looked, now: number): Promise<void> =>
    inTransaction(pool, (client) => put(client, looked, now)),

  /** Lives as a whole: their anomalies and what they add to the counts. @returns station months whose counts changed */
  async lives(
    cylinders: readonly string[],
    signs: readonly CylinderSign[],
    looked: Looked,
    now: number,
  ): Promise<readonly Dirty[]> {
    const json = JSON.stringify(signs)
    return inTransaction(pool, async (client) => {
      const gone = await client.query<Dirty>(FORGET_SIGNS, [cylinders, json])
      const come = await client.query<Dirty>(PUT_SIGNS, [json])
      await put(client, looked, now)
      return [...gone.rows, ...come.rows]
    })
  },
})
