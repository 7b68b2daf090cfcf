-- Up Migration
-- Anomalies (异常线索): what looks wrong over several events. A job finds them behind the log (services/jobs/anomalies) and withdraws what no
-- longer holds; people explain and confirm. Steps are only ever added: they are the audit.

-- Where a site stands, WGS 84 degrees.
alter table station add column lat double precision check (lat between -90 and 90), add column lon double precision check (lon between -180 and 180),
  add constraint station_place check ((lat is null) = (lon is null));

create table anomaly (
  id uuid primary key,
  no bigint generated always as identity unique,
  kind text not null,
  enterprise_id text not null references enterprise (id),
  region text not null,
  station_id text references station (id),
  subject_kind text not null check (subject_kind in ('cylinder', 'scale', 'courier', 'station', 'holder', 'tank')),
  subject_id text not null,
  -- What is looked at again as a whole: a life, a station's month, a scale.
  unit_key text not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  measured double precision not null,
  limit_value double precision not null,
  unit text not null,
  detail json not null,
  evidence json not null,
  events integer not null,
  status text not null default 'open' check (status in ('open', 'explained', 'confirmed')),
  found_at timestamptz not null,
  changed_at timestamptz not null,
  -- It no longer holds: a late event, another threshold.
  withdrawn_at timestamptz,
  -- How many events whoever decided had seen.
  decided_events integer
);

create index anomaly_unit on anomaly (unit_key);
create index anomaly_newest on anomaly (to_at, id);
create index anomaly_newest_of on anomaly (enterprise_id, to_at, id);
create index anomaly_kind on anomaly (kind, to_at, id);
create index anomaly_station on anomaly (station_id, to_at, id);
create index anomaly_subject on anomaly (subject_kind, subject_id);

create table anomaly_step (
  id uuid primary key default gen_random_uuid(),
  no bigint generated always as identity,
  anomaly_id uuid not null references anomaly (id),
  enterprise_id text not null references enterprise (id),
  region text not null,
  type text not null check (type in ('found', 'withdrawn', 'grew', 'explained', 'confirmed', 'reopened')),
  at timestamptz not null,
  by_user uuid,
  role text not null,
  reason text,
  events integer not null
);

create index anomaly_step_of on anomaly_step (anomaly_id, no);

-- What one life adds to the counts of a station's month.
create table anomaly_sign (
  cylinder_id bigint not null references cylinder (id),
  kind text not null,
  event_id uuid not null,
  enterprise_id text not null references enterprise (id),
  station_id text not null references station (id),
  at timestamptz not null,
  group_id text not null,
  value integer not null,
  primary key (cylinder_id, kind, event_id)
);

create index anomaly_sign_month on anomaly_sign (station_id, at);

-- Thresholds that somebody set; the newest row of a kind and scope is in force. Never changed: the rows are the audit.
create table anomaly_threshold (
  no bigint primary key generated always as identity,
  kind text not null,
  -- Null = for all of the region.
  enterprise_id text references enterprise (id),
  region text not null,
  values json not null,
  reason text not null,
  set_by uuid not null,
  set_at timestamptz not null
);

create index anomaly_threshold_scope on anomaly_threshold (kind, enterprise_id, region, no);

-- What is to be looked at again, because thresholds changed or somebody asked.
create table anomaly_redo (
  no bigint primary key generated always as identity,
  enterprise_id text references enterprise (id),
  region text not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  done_at timestamptz
);

create index anomaly_redo_open on anomaly_redo (no) where done_at is null;

-- Batches up to `low` are looked at, so are those of `bulk`.
create table anomaly_book (
  only_row boolean primary key default true check (only_row),
  low bigint not null,
  bulk bigint[] not null,
  looked_at timestamptz,
  -- When everything that goes by the clock was last looked at.
  swept_at timestamptz
);

insert into anomaly_book (low, bulk) values (0, '{}');

-- One a scale and day.
create index cylinder_life_scale_checks on cylinder_life (scale, effective_at) where type = 'scale.checked';

select protect(t) from unnest(array['anomaly', 'anomaly_step', 'anomaly_sign']::regclass[]) t;
-- What holds in a region is for everybody there to read.
select protect('anomaly_threshold', 'enterprise_id is null');
select protect('anomaly_redo', 'enterprise_id is null');
create policy thresholds_set on anomaly_threshold as restrictive for insert to lpg_api
  with check ((select reach_all()) or (select reach_role()) = 'regulator');
create policy redo_asked on anomaly_redo as restrictive for insert to lpg_api
  with check ((select reach_all()) or (select reach_role()) = 'regulator');
revoke insert, delete on anomaly from lpg_api;
revoke update, delete on anomaly_step, anomaly_threshold, anomaly_redo from lpg_api;
revoke insert, update, delete on anomaly_sign from lpg_api;
grant select on anomaly_book to lpg_api;

-- Down Migration
drop table anomaly_book, anomaly_redo, anomaly_threshold, anomaly_sign, anomaly_step, anomaly;
drop index cylinder_life_scale_checks;
alter table station drop constraint station_place, drop column lon, drop column lat;
