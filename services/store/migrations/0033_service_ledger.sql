-- Up Migration
-- What a company keeps beside its cases: insurance, plans, drills, hazards, patrols, calls, waiting at the window. Free text here is
-- about plant, never about people; times of calls come without numbers.
create index service_deadline_all on service_deadline (due_at, id);

create table insurance_policy (
  id uuid primary key,
  enterprise_id text not null references enterprise (id),
  kind text not null check (kind in ('public-liability', 'gas-accident', 'employer', 'property', 'other')),
  insurer text not null,
  policy_no text not null,
  insured_fen bigint not null check (insured_fen > 0),
  valid_from date not null,
  valid_until date not null,
  document bytea,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  unique (enterprise_id, insurer, policy_no),
  check (valid_until >= valid_from)
);

create index insurance_policy_until on insurance_policy (enterprise_id, valid_until, id);

-- A newer version of the same kind takes the place of the older one from its day on.
create table emergency_plan (
  id uuid primary key,
  enterprise_id text not null references enterprise (id),
  kind text not null,
  title text not null,
  version text not null,
  starts_when text not null,
  responsible_id uuid not null references app_user (id),
  valid_from date not null,
  review_on date not null,
  filed_with text,
  filing_no text,
  filed_on date,
  document bytea,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  unique (enterprise_id, kind, version)
);

create index emergency_plan_newest on emergency_plan (enterprise_id, valid_from, id);

create table drill (
  id uuid primary key,
  enterprise_id text not null references enterprise (id),
  plan_id uuid references emergency_plan (id),
  kind text not null check (kind in ('company', 'user')),
  held_on date not null,
  topic text not null,
  people integer not null check (people > 0),
  minutes integer not null check (minutes > 0),
  passed boolean not null,
  improvements text,
  photos json not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null
);

create index drill_newest on drill (enterprise_id, kind, held_on, id);

-- Found, rectified, checked again by somebody else, closed (R004-A2-9).
create table company_hazard (
  id uuid primary key,
  no bigint generated always as identity unique,
  enterprise_id text not null references enterprise (id),
  region text not null check (region ~ '^[0-9]{6}$'),
  station_id text not null references station (id),
  source text not null check (source in ('self-check', 'patrol', 'authority', 'drill', 'incident')),
  major boolean not null,
  what text not null,
  control text,
  photos json not null,
  found_at timestamptz not null,
  found_by uuid not null,
  due_on date not null,
  reported_at timestamptz,
  report_no text,
  rectified_at timestamptz,
  rectified_by uuid,
  remedy text,
  closed_at timestamptz,
  recorded_at timestamptz not null
);

create index company_hazard_open on company_hazard (enterprise_id, due_on, id) where closed_at is null;
create index company_hazard_due on company_hazard (due_on, id);

create table hazard_step (
  id uuid primary key,
  no bigint generated always as identity,
  hazard_id uuid not null references company_hazard (id),
  enterprise_id text not null references enterprise (id),
  region text not null,
  type text not null,
  at timestamptz not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  body json not null
);

create index hazard_step_of on hazard_step (hazard_id, no);
create trigger hazard_step_stays before update or delete on hazard_step for each row execute function refuse_change();

create table patrol_route (
  id uuid primary key,
  enterprise_id text not null references enterprise (id),
  station_id text not null references station (id),
  name text not null,
  every_days smallint not null check (every_days > 0),
  items json not null,
  from_day date not null,
  ended_on date,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  unique (enterprise_id, station_id, name)
);

create table patrol (
  id uuid primary key,
  route_id uuid not null references patrol_route (id),
  enterprise_id text not null references enterprise (id),
  station_id text not null,
  done_at timestamptz not null,
  done_by uuid not null,
  results json not null,
  recorded_at timestamptz not null
);

create index patrol_of_route on patrol (route_id, done_at, id);
create index patrol_newest on patrol (enterprise_id, done_at, id);

-- reference = the exchange's own number of the call. rings null = not counted.
create table service_call (
  id bigint generated always as identity primary key,
  enterprise_id text not null references enterprise (id),
  line text not null,
  reference text not null,
  ring_at timestamptz not null,
  answered_at timestamptz,
  ended_at timestamptz,
  rings smallint,
  answered_by text not null check (answered_by in ('person', 'ivr', 'nobody')),
  recorded_at timestamptz not null,
  unique (enterprise_id, line, reference)
);

create index service_call_time on service_call (enterprise_id, ring_at, id);
create index service_call_all on service_call (ring_at, id);

create table window_wait (
  id bigint generated always as identity primary key,
  enterprise_id text not null references enterprise (id),
  station_id text not null references station (id),
  ticket text not null,
  taken_at timestamptz not null,
  served_at timestamptz not null,
  recorded_at timestamptz not null,
  unique (enterprise_id, station_id, taken_at, ticket),
  check (served_at >= taken_at)
);

create index window_wait_time on window_wait (enterprise_id, taken_at, id);
create index window_wait_all on window_wait (taken_at, id);

select protect(t) from unnest(array['insurance_policy', 'emergency_plan', 'drill', 'company_hazard', 'hazard_step', 'patrol_route',
  'patrol', 'service_call', 'window_wait']::regclass[]) t;

-- Down Migration
drop table window_wait, service_call, patrol, patrol_route, hazard_step, company_hazard, drill, emergency_plan, insurance_policy;
drop index service_deadline_all;
