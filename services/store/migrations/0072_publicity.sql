-- Up Migration
-- Safety publicity (R001-8.1-8..10, R003-5.12.5), manuals and who got one (R001-6.1-3, R002-5.6.2).
create table publicity_plan (
  id uuid primary key,
  enterprise_id text not null references enterprise (id),
  year integer not null,
  topic text not null,
  audience text not null,
  content text not null,
  ways json not null,
  times_per_year integer not null check (times_per_year > 0),
  organiser text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null
);

create index publicity_plan_of on publicity_plan (enterprise_id, recorded_at, id);

create table publicity_event (
  id uuid primary key,
  enterprise_id text not null references enterprise (id),
  plan_id uuid references publicity_plan (id),
  held_on date not null,
  topics json not null,
  audience text not null,
  ways json not null,
  content text not null,
  place text,
  people integer not null check (people > 0),
  photos json not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null
);

create index publicity_event_of on publicity_event (enterprise_id, held_on, id);
create index publicity_event_all on publicity_event (held_on, id);

create table safety_manual (
  id uuid primary key,
  enterprise_id text not null references enterprise (id),
  version text not null,
  valid_from date not null,
  document bytea not null,
  contents json not null,
  reviewed_on date,
  panel text,
  minutes bytea,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  unique (enterprise_id, version),
  check ((reviewed_on is null) = (minutes is null))
);

create table manual_handover (
  id uuid primary key,
  enterprise_id text not null references enterprise (id),
  region text not null check (region ~ '^[0-9]{6}$'),
  customer_id uuid not null references customer (id),
  manual_id uuid not null references safety_manual (id),
  handed_at timestamptz not null,
  way text not null check (way in ('paper', 'electronic')),
  explained boolean not null,
  signature json not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null
);

create index manual_handover_of on manual_handover (enterprise_id, handed_at, id);
create index manual_handover_all on manual_handover (handed_at, id);
create index manual_handover_customer on manual_handover (customer_id, handed_at);

select protect(t) from unnest(array['publicity_plan', 'publicity_event', 'safety_manual', 'manual_handover']::regclass[]) t;

-- Down Migration
drop table manual_handover, safety_manual, publicity_event, publicity_plan;
