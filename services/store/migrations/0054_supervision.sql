-- Up Migration
-- Evaluations of enterprises by score sheets, and what regulators do: cases with their measures, spot-checks, sampling. Free text here is
-- about companies and plant. Steps are only ever added.
create table evaluation (
  id uuid primary key,
  no bigint generated always as identity unique,
  enterprise_id text not null references enterprise (id),
  kind text not null check (kind in ('self', 'supervision', 'third-party')),
  -- Region prefix of who evaluates; null = the enterprise itself.
  authority text,
  sheet text not null,
  sheet_version smallint not null,
  from_day date not null,
  to_day date not null,
  version smallint not null,
  corrects uuid unique references evaluation (id),
  correction_reason text,
  status text not null check (status in ('draft', 'scored', 'signed', 'final')),
  state json not null,
  created_by uuid not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  check (to_day > from_day),
  check ((corrects is null) = (version = 1)),
  check ((authority is null) = (kind = 'self'))
);

create index evaluation_newest on evaluation (enterprise_id, created_at, id);
create index evaluation_everywhere on evaluation (created_at, id);
-- One evaluation of its kind, sheet, period and authority; others are its corrections.
create unique index evaluation_first on evaluation (enterprise_id, sheet, kind, from_day, to_day, coalesce(authority, '-'))
  where corrects is null;

create table evaluation_step (
  id uuid primary key,
  no bigint generated always as identity,
  evaluation_id uuid not null references evaluation (id),
  enterprise_id text not null references enterprise (id),
  type text not null,
  at timestamptz not null,
  recorded_by uuid not null,
  role text not null,
  body json not null
);

create index evaluation_step_of on evaluation_step (evaluation_id, no);

create table supervision_case (
  id uuid primary key,
  no bigint generated always as identity unique,
  enterprise_id text not null references enterprise (id),
  region text not null,
  subject_kind text not null check (subject_kind in ('enterprise', 'station', 'scale', 'cylinder', 'receipt', 'spot-check')),
  subject_id text not null,
  station_id text references station (id),
  finding text not null,
  clauses text[] not null,
  status text not null check (status in ('open', 'answered', 'closed')),
  opened_by uuid not null,
  opened_at timestamptz not null,
  changed_at timestamptz not null,
  closed_at timestamptz,
  check ((closed_at is null) = (status <> 'closed'))
);

create index supervision_case_newest on supervision_case (enterprise_id, opened_at, id);
create index supervision_case_everywhere on supervision_case (opened_at, id);
create index supervision_case_status on supervision_case (status, opened_at, id);

-- Ids of the work list begin above those of the service desk.
create table supervision_measure (
  id uuid primary key,
  seq bigint generated always as identity (start with 700000000000000000) unique,
  case_id uuid not null references supervision_case (id),
  enterprise_id text not null references enterprise (id),
  region text not null,
  kind text not null check (kind in ('lock-scale', 'lock-station', 'quarantine', 'rectify')),
  targets text[] not null,
  what text not null,
  ordered_at timestamptz not null,
  starts_at timestamptz,
  working_days smallint,
  due_at timestamptz,
  provisional boolean not null,
  answered_at timestamptz,
  settled_at timestamptz,
  check ((due_at is null) = (kind <> 'rectify'))
);

create index supervision_measure_case on supervision_measure (case_id, seq);
create index supervision_measure_open on supervision_measure (due_at, seq) where settled_at is null and due_at is not null;
create index supervision_measure_open_of on supervision_measure (enterprise_id, due_at, seq) where settled_at is null and due_at is not null;
create index supervision_measure_settled on supervision_measure (due_at, seq) where settled_at is not null and due_at is not null;
create index supervision_measure_targets on supervision_measure using gin (targets) where settled_at is null;

create table supervision_step (
  id uuid primary key,
  no bigint generated always as identity,
  case_id uuid not null references supervision_case (id),
  enterprise_id text not null references enterprise (id),
  region text not null,
  type text not null,
  at timestamptz not null,
  recorded_by uuid not null,
  role text not null,
  note text,
  objects text[] not null,
  body json not null
);

create index supervision_step_of on supervision_step (case_id, no);

create table spot_check (
  id uuid primary key,
  no bigint generated always as identity unique,
  enterprise_id text not null references enterprise (id),
  region text not null,
  station_id text not null references station (id),
  kind text not null check (kind in ('cylinders', 'net-content')),
  place text not null,
  -- The inspector's own scale, with the number of its certificate.
  instrument text not null,
  lot_size integer,
  labelled_net_g integer,
  profile text not null,
  opened_by uuid not null,
  opened_at timestamptz not null,
  concluded_at timestamptz,
  passed boolean,
  verdict json,
  signatures json,
  case_id uuid references supervision_case (id),
  check ((kind = 'net-content') = (lot_size is not null and labelled_net_g is not null)),
  check ((concluded_at is null) = (passed is null and verdict is null and signatures is null))
);

create index spot_check_newest on spot_check (enterprise_id, opened_at, id);
create index spot_check_everywhere on spot_check (opened_at, id);

create table spot_check_item (
  id uuid primary key,
  seq bigint generated always as identity,
  check_id uuid not null references spot_check (id),
  enterprise_id text not null references enterprise (id),
  region text not null,
  code text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  seen json not null,
  net_g integer,
  findings json not null,
  event_id uuid,
  unique (check_id, code)
);

create index spot_check_item_of on spot_check_item (check_id, seq);

select protect(t) from unnest(array['evaluation', 'evaluation_step', 'supervision_case', 'supervision_measure', 'supervision_step',
  'spot_check', 'spot_check_item']::regclass[]) t;
revoke update, delete on evaluation_step, supervision_step, spot_check_item from lpg_api;
revoke delete on evaluation, supervision_case, supervision_measure, spot_check from lpg_api;

-- Down Migration
drop table spot_check_item, spot_check, supervision_step, supervision_measure, supervision_case, evaluation_step, evaluation;
