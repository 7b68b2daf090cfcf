-- Up Migration
-- Cylinders, their tags and their lives.

-- One row a subject: a registered cylinder, or (code null) a tag that nobody registered yet and whose events wait here.
-- state is the fold's, as JSON; the columns beside it are for lists. Half of each page is left free, so that the update of every
-- event stays in its page and touches no index. rev = the batch that wrote the state last: a gateway that remembers it need not
-- read the state again. registry_rev tells a reader that waited for the lock whether the registry that it read is the newest.
create table cylinder (
  id bigint generated always as identity primary key,
  code text unique,
  owner_id text,
  model text,
  state json not null,
  rev bigint not null default 0,
  registry_rev bigint not null default 0,
  content text not null,
  custody_kind text not null,
  custody_id text,
  service text not null,
  next_inspection_on date,
  events integer not null default 0,
  merged_into bigint,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);

-- Apart from the state: it changes a few times in a life, the state with every event.
create table cylinder_registry (
  cylinder_id bigint primary key references cylinder (id),
  registry json not null,
  rev bigint not null
);

create index cylinder_owner on cylinder (owner_id, id);

create index cylinder_due on cylinder (next_inspection_on) where next_inspection_on is not null;

-- Which cylinder a tag belongs to, and when. valid_from null = from the beginning. At most one open binding a tag.
create table tag (
  id bigint generated always as identity primary key,
  scheme text not null,
  value text not null,
  cylinder_id bigint not null references cylinder (id),
  valid_from timestamptz,
  valid_to timestamptz
);

create unique index tag_open on tag (scheme, value) where valid_to is null;

create index tag_history on tag (scheme, value);

create index tag_cylinder on tag (cylinder_id);

create table judging_context (
  id integer generated always as identity primary key,
  digest bytea not null unique,
  body json not null
);

create table event_batch (
  id bigint generated always as identity primary key,
  committed_at timestamptz not null,
  leaves integer not null,
  root bytea not null
);

-- The life: dedupe by key, fold and trace by index. cylinder_id null = an event of a site, not of a cylinder.
create table cylinder_life (
  source integer not null,
  event_id uuid not null,
  cylinder_id bigint,
  type text not null,
  effective_at timestamptz not null,
  at timestamptz not null,
  recorded_at timestamptz not null,
  station_id text,
  operator text,
  scale text,
  body json not null,
  context_id integer not null,
  findings json,
  decided_at timestamptz not null,
  sha256 bytea not null,
  batch_id bigint not null,
  primary key (source, event_id)
);

create index cylinder_life_order on cylinder_life (cylinder_id, effective_at, at, event_id);

create index cylinder_life_findings on cylinder_life (effective_at) where findings is not null;

create index cylinder_life_fills on cylinder_life (scale, effective_at) where type = 'fill.completed';

-- What was found before a late event changed it. Both verdicts remain, with their times.
create table superseded_verdict (
  source integer not null,
  event_id uuid not null,
  findings json,
  decided_at timestamptz not null,
  superseded_at timestamptz not null,
  batch_id bigint not null,
  primary key (source, event_id, superseded_at)
);

-- Every event with its exact bytes, for analysis and as evidence; no unique key (a hypertable where TimescaleDB is).
-- occurred_at is `at` clamped to 2010-2040, so that a wild clock makes no chunks.
create table cylinder_event (
  occurred_at timestamptz not null,
  source integer not null,
  event_id uuid not null,
  cylinder_id bigint,
  type text not null,
  tag_scheme text,
  tag_value text,
  at timestamptz not null,
  recorded_at timestamptz not null,
  station_id text,
  operator text,
  scale text,
  gross_g integer,
  tare_g integer,
  raw bytea not null,
  batch_id bigint not null
);

create table weight_sample (
  from_at timestamptz not null,
  source integer not null,
  slice_id uuid not null,
  scale text not null,
  permit_id text,
  step_ms integer not null,
  gross_g integer[] not null,
  recorded_at timestamptz not null,
  sha256 bytea not null,
  batch_id bigint not null,
  primary key (source, slice_id, from_at)
);

create index weight_sample_scale on weight_sample (scale, from_at);

create index weight_sample_permit on weight_sample (permit_id) where permit_id is not null;

create table rejected_message (
  id bigint generated always as identity primary key,
  received_at timestamptz not null,
  station_id text not null,
  device_id text not null,
  topic text not null,
  code text not null,
  message text not null,
  path text,
  event_id text,
  raw bytea not null,
  batch_id bigint not null,
  replayed_at timestamptz,
  replay_code text,
  redacted_at timestamptz
);

create index rejected_message_device on rejected_message (station_id, device_id, id);

-- Messages for devices, delivered by whichever gateway holds the connection; the row goes when the device acknowledged.
create table device_outbox (
  id bigint generated always as identity primary key,
  station_id text not null,
  device_id text not null,
  payload text not null,
  created_at timestamptz not null,
  expires_at timestamptz
);

create index device_outbox_device on device_outbox (station_id, device_id, id);

-- Work that a finding opens: claims, recalls. One item a finding and event, however often it is judged again.
create table work_item (
  id bigint generated always as identity primary key,
  kind text not null,
  cylinder_id bigint not null,
  source integer not null,
  event_id uuid not null,
  opened_at timestamptz not null,
  due_at timestamptz,
  provisional boolean not null default false,
  closed_at timestamptz,
  close_reason text,
  detail json not null,
  unique (kind, source, event_id)
);

create index work_item_open on work_item (due_at, id) where closed_at is null;

-- Down Migration
drop table work_item, device_outbox, rejected_message, weight_sample, cylinder_event, superseded_verdict, cylinder_life,
  event_batch, judging_context, tag, cylinder_registry, cylinder;
