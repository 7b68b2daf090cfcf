-- Up Migration
-- Sites, vehicles with papers, trips, stock counts; and the books of custody: where everything is, and what moved.

-- Every station is a site; supply stations, shops and offices are sites too. Devices, users and the region's rules hang on it.
alter table station
  add column kind text not null default 'filling' check (kind in ('filling', 'supply', 'shop', 'office')),
  add column address text,
  add column capacity_cylinders integer check (capacity_cylinders > 0),
  add column capacity_g integer check (capacity_g > 0),
  add column closed_on date;

-- `id` is what devices and events call it (`vehicle`), unique like the ids of stations and scales.
create table vehicle (
  id text primary key,
  no bigint generated always as identity unique,
  enterprise_id text not null references enterprise (id),
  kind text not null check (kind in ('car', 'motorcycle', 'e-bike', 'three-wheeler', 'other')),
  plate_type text not null,
  plate_no text not null,
  capacity_g integer check (capacity_g > 0),
  created_at timestamptz not null,
  retired_at timestamptz
);

create unique index vehicle_plate on vehicle (enterprise_id, plate_no) where retired_at is null;
create index vehicle_enterprise on vehicle (enterprise_id, no);

-- Papers of driver and escort are their certificates (staff_certificate). `title` says what 'other' is.
create table vehicle_paper (
  id uuid primary key,
  no bigint generated always as identity unique,
  enterprise_id text not null references enterprise (id),
  vehicle_id text not null references vehicle (id),
  kind text not null check (kind in ('vehicle-licence', 'transport-permit', 'delivery-permit', 'technical-inspection', 'insurance', 'other')),
  title text,
  paper_no text not null,
  issued_by text,
  valid_from date,
  valid_until date not null,
  revoked_at timestamptz,
  revoke_reason text,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  check (kind <> 'other' or title is not null)
);

create unique index vehicle_paper_number on vehicle_paper (enterprise_id, kind, paper_no) where revoked_at is null;
create index vehicle_paper_vehicle on vehicle_paper (vehicle_id);
create index vehicle_paper_until on vehicle_paper (valid_until, no) where revoked_at is null;

-- One journey of a vehicle with what it carries. Driver and escort by job number.
create table trip (
  id uuid primary key,
  no bigint generated always as identity unique,
  enterprise_id text not null references enterprise (id),
  vehicle_id text not null references vehicle (id),
  site_id text not null references station (id),
  driver text not null,
  escort text,
  waybill_no text,
  state text not null check (state in ('loading', 'departed', 'arrived', 'cancelled')),
  opened_by uuid not null,
  opened_at timestamptz not null,
  departed_by uuid,
  departed_at timestamptz,
  arrived_site_id text references station (id),
  arrived_by uuid,
  arrived_at timestamptz
);

create unique index trip_under_way on trip (vehicle_id) where state in ('loading', 'departed');
create index trip_enterprise on trip (enterprise_id, no);

-- loaded_event null = it came on board on the way; unloaded_event null = not seen since.
create table trip_cylinder (
  trip_id uuid not null references trip (id),
  enterprise_id text not null references enterprise (id),
  code text not null,
  condition text not null check (condition in ('full', 'empty')),
  mass_g integer not null,
  loaded_event uuid,
  loaded_at timestamptz,
  unloaded_event uuid,
  unloaded_at timestamptz,
  unloaded_condition text,
  primary key (trip_id, code)
);

create table vehicle_track (
  vehicle_id text not null references vehicle (id),
  at timestamptz not null,
  enterprise_id text not null references enterprise (id),
  lat double precision not null,
  lon double precision not null,
  speed_kmh real,
  heading_deg smallint,
  accuracy_m real,
  recorded_at timestamptz not null,
  primary key (vehicle_id, at)
);

-- For what is forgotten: points lie in the order in which they came.
create index vehicle_track_age on vehicle_track using brin (recorded_at);

create table stock_count (
  id uuid primary key,
  no bigint generated always as identity unique,
  enterprise_id text not null references enterprise (id),
  site_id text not null references station (id),
  zone text check (zone in ('full', 'empty')),
  state text not null check (state in ('open', 'closed')),
  opened_by uuid not null,
  opened_at timestamptz not null,
  closed_by uuid,
  closed_at timestamptz,
  expected integer,
  scanned integer
);

create unique index stock_count_open on stock_count (site_id) where state = 'open';
create index stock_count_enterprise on stock_count (enterprise_id, no);

create table stock_count_scan (
  count_id uuid not null references stock_count (id),
  enterprise_id text not null references enterprise (id),
  code text not null,
  condition text check (condition in ('full', 'empty')),
  at timestamptz not null,
  scanned_by uuid not null,
  primary key (count_id, code)
);

-- believed = where the system had it when the count was closed.
create table stock_difference (
  count_id uuid not null references stock_count (id),
  enterprise_id text not null references enterprise (id),
  code text not null,
  kind text not null check (kind in ('missing', 'unexpected', 'wrong-condition', 'unregistered')),
  believed json,
  seen text check (seen in ('full', 'empty')),
  resolution text,
  reason text,
  event_id uuid,
  resolved_by uuid,
  resolved_at timestamptz,
  primary key (count_id, code)
);

-- The books: one row a registered cylinder, kept by a job from the log. enterprise_id = the owner, which need not be an enterprise of
-- ours (a resident's own): no reference. holder = site, vehicle or lab; customers are one place, so that nobody is named here.
create table custody_place (
  cylinder_id bigint primary key references cylinder (id),
  enterprise_id text not null,
  code text not null,
  kind text not null,
  holder text not null,
  model text not null,
  content text not null,
  zone text not null check (zone in ('full', 'empty', 'unknown')),
  since timestamptz not null
);

create index custody_place_balance on custody_place (enterprise_id, kind, holder, model, content);
create index custody_place_holder on custody_place (kind, holder, code);

create table custody_move (
  cylinder_id bigint not null references cylinder (id),
  no integer not null,
  at timestamptz not null,
  model text not null,
  from_owner text,
  from_kind text,
  from_holder text,
  to_owner text not null,
  to_kind text not null,
  to_holder text not null,
  primary key (cylinder_id, no)
);

-- Moves summed up by day of Asia/Shanghai; peer = the kind on the other side, 'registered' or 'transferred'.
create table custody_flow (
  enterprise_id text not null,
  day date not null,
  kind text not null,
  holder text not null,
  model text not null,
  peer text not null,
  came integer not null,
  went integer not null,
  primary key (enterprise_id, day, kind, holder, model, peer)
);

create index custody_flow_day on custody_flow (day);

-- Batches up to `low` are booked, so are those of `bulk`; above it the book-keeper remembers which.
create table custody_book (
  only_row boolean primary key default true check (only_row),
  low bigint not null,
  bulk bigint[] not null,
  booked_at timestamptz
);

insert into custody_book (low, bulk) values (0, '{}');

-- Finds what new batches touched. Costs the append of a life next to nothing: one entry for 32 pages, written when it is asked for.
create index cylinder_life_batch on cylinder_life using brin (batch_id) with (pages_per_range = 32);
create index event_batch_bulk on event_batch (id) where bulk;

select protect(t) from unnest(array['vehicle', 'vehicle_paper', 'trip', 'trip_cylinder', 'vehicle_track', 'stock_count',
  'stock_count_scan', 'stock_difference']::regclass[]) t;
select protect(t, $$(kind = 'station' and holder in (select s.id from station s))
  or (kind = 'vehicle' and holder in (select v.id from vehicle v))$$)
from unnest(array['custody_place', 'custody_flow']::regclass[]) t;
select protect('custody_move', 'exists (select from custody_place p where p.cylinder_id = custody_move.cylinder_id)');
revoke insert, update, delete on custody_place, custody_flow, custody_move from lpg_api;
grant select on custody_book to lpg_api;

-- Down Migration
drop index event_batch_bulk, cylinder_life_batch;
drop table custody_book, custody_flow, custody_move, custody_place, stock_difference, stock_count_scan, stock_count, vehicle_track,
  trip_cylinder, trip, vehicle_paper, vehicle;
alter table station
  drop column closed_on,
  drop column capacity_g,
  drop column capacity_cylinders,
  drop column address,
  drop column kind;
