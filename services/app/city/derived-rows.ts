import type pg from 'pg'
import { contractTerms } from '#schemas/api/contract.ts'

/** Two in three customers signed one when they came. */
const CONTRACTS = `
  insert into supply_contract (id, enterprise_id, customer_id, region, no, signed_on, valid_from, valid_until, terms, document,
    recorded_by, recorded_at)
  select md5('contract' || c.id)::uuid, c.enterprise_id, c.id, c.region, 'HT-' || upper(right(c.id::text, 12)), c.created_at::date,
    c.created_at::date, c.created_at::date + 3 * 365, $2, sha256(convert_to(c.id::text, 'UTF8')), u.id, c.created_at
  from customer c join lateral (
    select id from app_user where enterprise_id = c.enterprise_id and role = 'office' order by id limit 1) u on true
  where c.enterprise_id = any($1::text[]) and hashtext(c.id::text) % 3 <> 0`

const VEHICLES = `
  insert into vehicle (id, enterprise_id, kind, plate_type, plate_no, capacity_g, created_at)
  select o.vehicle, o.enterprise_id, 'car', 'new-energy-small', '鲁CD' || lpad((row_number() over (order by o.vehicle))::text, 5, '0'), 1500000,
    min(o.created_at) - interval '1 day'
  from sale_order o where o.enterprise_id = any($1::text[]) and o.vehicle is not null group by 1, 2 order by 1
  on conflict do nothing`

/** Insurance runs out first. */
const PAPERS = `
  insert into vehicle_paper (id, enterprise_id, vehicle_id, kind, paper_no, issued_by, valid_from, valid_until, recorded_by, recorded_at)
  select md5(p.kind || v.id)::uuid, v.enterprise_id, v.id, p.kind, upper(left(p.kind, 2)) || '-' || v.id, p.by,
    $2::date - p.age, $2::date - p.age + p.days, u.id, v.created_at
  from vehicle v join lateral (
    select id from app_user where enterprise_id = v.enterprise_id and role = 'office' order by id limit 1) u on true,
    (values ('vehicle-licence', '公安局交警支队', 400, 3650), ('transport-permit', '交通运输局', 300, 1460),
      ('technical-inspection', '机动车检测站', 200, 365), ('insurance', '人保财险', 350, 365)) p (kind, by, age, days)
  where v.enterprise_id = any($1::text[])`

/** A round a van and day, out of its station and back. */
const TRIPS = `
  insert into trip (id, enterprise_id, vehicle_id, site_id, driver, state, opened_by, opened_at, departed_by, departed_at,
    arrived_site_id, arrived_by, arrived_at)
  select md5('trip' || o.vehicle || d.day)::uuid, o.enterprise_id, o.vehicle, min(s.id), min(u.username), 'arrived', min(u.id::text)::uuid,
    d.day + interval '6 hours', min(u.id::text)::uuid, d.day + interval '7 hours', min(s.id), min(u.id::text)::uuid,
    d.day + interval '19 hours'
  from delivery v join sale_order o on o.id = v.order_id join app_user u on u.id = v.courier_id
    join station s on s.id = split_part(o.vehicle, '-van-', 1),
    lateral (select date_trunc('day', v.happened_at, 'Asia/Shanghai') as day) d
  where v.enterprise_id = any($1::text[]) and o.vehicle is not null group by o.vehicle, o.enterprise_id, d.day order by d.day, o.vehicle
  on conflict do nothing`

const LOADS = `
  insert into trip_cylinder (trip_id, enterprise_id, code, condition, mass_g, loaded_event, loaded_at)
  select distinct on (t.id, c.code) t.id, t.enterprise_id, c.code, 'full', l.labelled_net_g + 16500, c.event_id, t.opened_at
  from delivery v join sale_order o on o.id = v.order_id join delivery_cylinder c on c.delivery_id = v.id
    join order_line l on l.order_id = o.id and l.line = c.line
    join trip t on t.id = md5('trip' || o.vehicle || date_trunc('day', v.happened_at, 'Asia/Shanghai'))::uuid
  where v.enterprise_id = any($1::text[])`

/** What devices said that nobody could read: some of each, over the year. */
const REJECTED = `
  insert into rejected_message (received_at, station_id, device_id, topic, code, message, path, raw, batch_id)
  select $2::date - n * interval '17 days', d.station_id, d.device_id, 'lpg/v1/' || d.station_id || '/' || d.device_id || '/up',
    k.code, k.message, k.path, convert_to('{"type":"fill.completed"}', 'UTF8'), (select coalesce(max(id), 0) from event_batch)
  from device d join station s on s.id = d.station_id, generate_series(1, 20) n,
    lateral (select * from (values (0, 'INVALID_FIELD', 'a gross weight in grams is missing', '/data/grossG'),
      (1, 'INVALID_JSON', 'not JSON', null)) v (which, code, message, path) where which = n % 2) k
  where s.enterprise_id = any($1::text[])`

/** What follows from orders and visits, set by set, because row by row it would take as long as the year itself. */
export const deriveRows = async (
  pool: pg.Pool,
  enterprises: readonly string[],
  endDay: string,
): Promise<void> => {
  await pool.query(CONTRACTS, [enterprises, contractTerms])
  await pool.query(VEHICLES, [enterprises])
  await pool.query(PAPERS, [enterprises, endDay])
  await pool.query(TRIPS, [enterprises])
  await pool.query(LOADS, [enterprises])
  await pool.query(REJECTED, [enterprises, endDay])
}
