import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { dayOf, HOUR_MS } from '#domain/calendar.ts'
import { epochMs } from '#domain/units.ts'
import { addWorkingDays, endOfDay, type WorkCalendar } from '#domain/working-days.ts'
import { BulkRows } from '#store/history/bulk-rows.ts'
import { ms } from '#store/queries/queryable.ts'
import { endedCase } from './case-states.ts'
import { time, timeOrNull } from './row-times.ts'

/** Every so many-th order ends with its customer at the service desk. */
const SAMPLE = 7
/** One in so many is late. */
const LATE = 17

type Visit = {
  readonly n: number
  readonly enterpriseId: string
  readonly region: string
  readonly customerId: string
  readonly personId: string
  readonly premisesId: string | null
  readonly by: string
  readonly at: number
}

const VISITS = `
  select row_number() over (order by o.created_at, o.id)::int as n, o.enterprise_id as "enterpriseId", o.region,
    o.customer_id as "customerId", c.person_id as "personId", o.premises_id as "premisesId", o.courier_id as by,
    ${ms('o.changed_at')} as at
  from sale_order o join customer c on c.id = o.customer_id
  where o.enterprise_id = any($2::text[]) and o.state = 'delivered' and o.courier_id is not null and o.changed_at < to_timestamp($1 / 1000.0)
    and abs(hashtext(o.no)) % ${SAMPLE} = 0`

type Due = readonly [name: string, dueAt: number, clause: string]

const CLAUSES = { complaint: 'R002-5.5.2', repair: 'R003-9.2.5b', incident: 'R000-9.1.1' } as const
const AREAS = ['complaint', 'repair', 'repair', 'incident'] as const

const duesOf = (area: (typeof AREAS)[number], at: number, calendar: WorkCalendar): Due[] => {
  const clause = CLAUSES[area]
  switch (area) {
    case 'complaint': {
      const due = endOfDay(addWorkingDays(dayOf(epochMs(at)), 5, calendar).day)
      return [
        ['complaint-answer', due, clause],
        ['complaint-resolution', due, clause],
      ]
    }
    case 'repair':
      return [
        ['repair-visit', at + 24 * HOUR_MS, clause],
        ['repair-done', at + 24 * HOUR_MS, clause],
      ]
    case 'incident':
      return [['emergency-arrival', at + HOUR_MS / 2, clause]]
  }
}

/** Closed ones, with how they went. */
const addCase = (rows: BulkRows, visit: Visit, calendar: WorkCalendar): void => {
  const { n, enterpriseId, region, customerId } = visit
  const area = AREAS[n % AREAS.length] ?? 'complaint'
  const at = visit.at + ((n * 7919) % 48) * HOUR_MS
  const dues = duesOf(area, at, calendar)
  const metAt = ([, dueAt]: Due, i: number): number =>
    (n + i) % LATE === 0 ? dueAt + HOUR_MS : dueAt - (dueAt - at) / 3
  const endedAt = Math.max(...dues.map(metAt))
  const state = endedCase(area, at, endedAt)
  const id = randomUUID()
  const own = { enterprise_id: enterpriseId, region, customer_id: customerId }
  rows.add('service_case', {
    ...own,
    id,
    area,
    kind: state.kind,
    status: state.status,
    channel: 'phone',
    person_id: visit.personId,
    premises_id: visit.premisesId,
    profile: 'cn-base@2013-06-01',
    opened_at: time(at),
    recorded_at: time(at),
    recorded_by: visit.by,
    changed_at: time(endedAt),
    ended_at: time(endedAt),
    state,
    facts: {},
  })
  for (const [seq, due] of dues.entries()) {
    rows.add('service_deadline', {
      ...own,
      case_id: id,
      seq,
      name: due[0],
      starts_at: time(at),
      clause: due[2],
      force: 'recommended',
      certainty: 'document',
      due_at: time(due[1]),
      provisional: false,
      met_at: time(metAt(due, seq)),
      void_at: timeOrNull(null),
      term:
        area === 'incident' ? { count: 30, unit: 'minutes' } : { count: 5, unit: 'working-days' },
    })
  }
  rows.add('service_entry', {
    ...own,
    case_id: id,
    seq: 1,
    id: randomUUID(),
    type: 'feedback',
    at: time(endedAt + HOUR_MS),
    recorded_at: time(endedAt + HOUR_MS),
    recorded_by: visit.by,
    role: 'office',
    body: { reached: true, result: 'solved', satisfaction: n % 9 === 0 ? 'neutral' : 'satisfied' },
    shown: false,
  })
}

/** The exchange, the queue machine and stars, from what was sold: a call in two orders, a wait in four, a rating in six. */
const COUNTED = [
  `insert into service_call (enterprise_id, line, reference, ring_at, answered_at, ended_at, rings, answered_by, recorded_at)
   select enterprise_id, 'hotline', no, created_at, case when h % 13 = 0 then null else created_at + (h % 22) * interval '1 second' end,
     null, case when h % 3 = 0 then null else (h % 22) / 5 + 1 end,
     case when h % 13 = 0 then 'nobody' when h % 11 = 0 then 'ivr' else 'person' end, created_at
   from (select o.*, abs(hashtext(o.no)) as h from sale_order o where o.enterprise_id = any($1::text[])) x where h % 2 = 0`,
  `insert into window_wait (enterprise_id, station_id, ticket, taken_at, served_at, recorded_at)
   select enterprise_id, (select min(s.id) from station s where s.enterprise_id = x.enterprise_id and s.kind = 'filling'), no, created_at,
     created_at + (h % 1500) * interval '1 second', created_at
   from (select o.*, abs(hashtext(o.no)) as h from sale_order o where o.enterprise_id = any($1::text[])) x where h % 4 = 0`,
  `insert into order_rating (order_id, enterprise_id, customer_id, region, courier_id, score, delivered_at, rated_at)
   select id, enterprise_id, customer_id, region, courier_id, 5 - least(4, h % 19 / 4), changed_at, changed_at + interval '1 hour'
   from (select o.*, abs(hashtext(o.no)) as h from sale_order o where o.enterprise_id = any($1::text[]) and o.state = 'delivered') x where h % 6 = 0`,
  `insert into call_back (id, enterprise_id, region, customer_id, about, order_id, called_at, channel, reached, on_time, solved,
     satisfaction, grades, guidance, recorded_by, recorded_at)
   select gen_random_uuid(), enterprise_id, region, customer_id, 'delivery', id, changed_at + interval '1 day', 'phone', h % 3 <> 0, h % 9 <> 0,
     case when h % 3 <> 0 then 'solved' end, case when h % 3 <> 0 then case when h % 8 = 0 then 'neutral' else 'satisfied' end end,
     '{}', '[]', courier_id, changed_at + interval '1 day'
   from (select o.*, abs(hashtext(o.no)) as h from sale_order o where o.enterprise_id = any($1::text[]) and o.state = 'delivered') x
   where h % 20 = 0`,
  `insert into service_survey (id, enterprise_id, kind, surveyed_at, surveyor, method, station_id, items, photos, recorded_by, recorded_at)
   select gen_random_uuid(), enterprise_id, k.kind, created_at, 'company', 'visit', null,
     json_build_array(json_build_object('item', 'a', 'ok', h % 7 <> 0), json_build_object('item', 'b', 'ok', h % 5 <> 0)), '[]',
     courier_id, created_at
   from (select o.*, abs(hashtext(o.no)) as h from sale_order o where o.enterprise_id = any($1::text[]) and o.courier_id is not null) x
     cross join unnest(array['window', 'hotline', 'on-site', 'staff']) k (kind) where h % 40 = 0`,
] as const

/** What the service desk, the hotline and the windows of the year recorded, drawn from the orders of these enterprises. */
export const addDesk = async (
  client: pg.Client,
  calendar: WorkCalendar,
  endMs: number,
  enterprises: readonly string[],
): Promise<void> => {
  for (const statement of COUNTED) await client.query(statement, [enterprises])
  const { rows: visits } = await client.query<Visit>(VISITS, [
    endMs - 10 * 24 * HOUR_MS,
    enterprises,
  ])
  const rows = new BulkRows(client, ['service_case', 'service_deadline', 'service_entry'])
  for (const visit of visits) addCase(rows, visit, calendar)
  await rows.finish()
}
