-- Up Migration
-- Homes: the plan of inspections, closed doors and refusals, the notice and its loop, suspension, user's own repairs, parts with an
-- end. Nothing here names a person.

-- counts = all items looked at and signed: only such a check counts toward the plan (R000-5.2.7, R002-5.11.1-4).
alter table safety_inspection add column counts boolean not null default false;

update safety_inspection set counts = outcome in ('passed', 'failed') and signature->>'kind' in ('signature', 'code')
  and (select count(distinct i->>'item') from json_array_elements(items) i
    where i->>'item' in ('cylinder', 'regulator', 'hose', 'appliance', 'environment')) = 5;

create index safety_inspection_counts on safety_inspection (premises_id, happened_at) where counts;

-- no = number of the notice. grade 'major' = reported to the authority by report_due_at (R003-5.11.10).
alter table rectification
  add column no text,
  add column grade text not null default 'general' check (grade in ('general', 'major')),
  add column report_due_at timestamptz,
  add column report_provisional boolean not null default false,
  add column reported_at timestamptz,
  add column reported_to text,
  add column report_no text,
  add column reported_by uuid;

update rectification set no = 'ZG' || to_char(issued_at at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
  || upper(right(replace(id::text, '-', ''), 8));

alter table rectification alter column no set not null;
create unique index rectification_no on rectification (enterprise_id, no);
create index rectification_unreported on rectification (enterprise_id, report_due_at, id) where grade = 'major' and reported_at is null;
create index rectification_unreported_due on rectification (report_due_at, id) where grade = 'major' and reported_at is null;
create index rectification_customer on rectification (customer_id, closed_at);

-- Who is visited first (R000-3.0.11). That somebody is stands here; why lies in the vault ('careNeeds').
create table customer_care (
  customer_id uuid primary key references customer (id),
  enterprise_id text not null references enterprise (id),
  recorded_by uuid not null,
  recorded_at timestamptz not null
);

-- rank 0 = special care. One row a premises and a part of the year; done_on = the first check that counts within it.
create table home_plan (
  id uuid primary key default gen_random_uuid(),
  enterprise_id text not null references enterprise (id),
  premises_id uuid not null references premises (id),
  customer_id uuid not null references customer (id),
  region text not null,
  class text not null,
  year smallint not null,
  period smallint not null,
  periods smallint not null,
  from_on date not null,
  due_on date not null,
  rank smallint not null,
  clause text not null,
  profile text not null,
  attempts integer not null default 0,
  last_attempt_at timestamptz,
  inspection_id uuid references safety_inspection (id),
  done_on date,
  planned_at timestamptz not null,
  unique (premises_id, year, period)
);

create index home_plan_open on home_plan (enterprise_id, rank, due_on, id) where done_on is null;
create index home_plan_open_everywhere on home_plan (rank, due_on, id) where done_on is null;
create index home_plan_done on home_plan (enterprise_id, done_on, id) where done_on is not null;
create index home_plan_done_everywhere on home_plan (done_on, id) where done_on is not null;
create index home_plan_year on home_plan (enterprise_id, year, premises_id);
create index home_plan_customer on home_plan (customer_id);

-- 拒绝: nobody there, entry refused, record not signed, notice not signed, not mended (R002-5.11.8, R000-5.2.6). note = what was left
-- in writing: a phone, and the next day (R001-5.5-bk).
create table home_refusal (
  id uuid primary key,
  enterprise_id text not null references enterprise (id),
  premises_id uuid not null references premises (id),
  customer_id uuid not null references customer (id),
  region text not null,
  inspection_id uuid references safety_inspection (id),
  rectification_id uuid references rectification (id),
  kind text not null check (kind in ('absent', 'entry', 'record', 'notice', 'rectify')),
  note json,
  happened_at timestamptz not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null
);

create index home_refusal_premises on home_refusal (premises_id, happened_at);
create index home_refusal_newest on home_refusal (enterprise_id, recorded_at, id);
create index home_refusal_recorded on home_refusal (recorded_at, id);

-- 暂停供气 after notice (R000-5.2.6, R001-4.3). Nothing is sold there from effective_at until it is lifted.
create table supply_suspension (
  id uuid primary key,
  no text not null,
  enterprise_id text not null references enterprise (id),
  premises_id uuid not null references premises (id),
  customer_id uuid not null references customer (id),
  region text not null,
  reason text not null check (reason in ('danger', 'refused-entry', 'refused-rectification', 'overdue-rectification')),
  clause text not null,
  profile text not null,
  rectification_id uuid references rectification (id),
  notified_at timestamptz not null,
  effective_at timestamptz not null,
  signature json not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  lifted_at timestamptz,
  lifted_by uuid,
  lift_reason text,
  unique (enterprise_id, no)
);

create unique index supply_suspension_open on supply_suspension (premises_id) where lifted_at is null;
create index supply_suspension_newest on supply_suspension (enterprise_id, recorded_at, id);
create index supply_suspension_recorded on supply_suspension (recorded_at, id);

-- The user had it mended by a qualified firm and hands in the proof (R001-6.1-5). It opens the re-check; it does not close anything.
create table repair_proof (
  id uuid primary key,
  enterprise_id text not null references enterprise (id),
  rectification_id uuid not null references rectification (id),
  customer_id uuid not null references customer (id),
  region text not null,
  repaired_on date not null,
  firm text not null,
  firm_licence text,
  object text,
  due_at timestamptz not null,
  provisional boolean not null,
  handed_in_at timestamptz not null,
  recorded_by uuid not null,
  decided_at timestamptz,
  decided_by uuid,
  accepted boolean,
  decision_reason text
);

create index repair_proof_rectification on repair_proof (rectification_id);
create index repair_proof_open on repair_proof (enterprise_id, handed_in_at, id) where decided_at is null;
create index repair_proof_handed_in on repair_proof (handed_in_at, id) where decided_at is null;

-- What is installed in a home, until when it may be used (R000-5.3.5). until_from = where that day comes from.
create table home_part (
  id uuid primary key,
  enterprise_id text not null references enterprise (id),
  premises_id uuid not null references premises (id),
  customer_id uuid not null references customer (id),
  region text not null,
  kind text not null check (kind in ('appliance', 'hose', 'regulator', 'alarm')),
  brand text,
  model text,
  serial_no text,
  made_on date,
  installed_on date,
  use_until date not null,
  until_from text not null check (until_from in ('printed', 'made', 'installed')),
  clause text,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  replaced_at timestamptz,
  replaced_by uuid references home_part (id)
);

create index home_part_due on home_part (enterprise_id, use_until, id) where replaced_at is null;
create index home_part_due_everywhere on home_part (use_until, id) where replaced_at is null;
create index home_part_premises on home_part (premises_id);

select protect(t) from unnest(array['customer_care', 'home_plan', 'home_refusal', 'supply_suspension', 'repair_proof',
  'home_part']::regclass[]) t;

-- Down Migration
drop table home_part, repair_proof, supply_suspension, home_refusal, home_plan, customer_care;
drop index rectification_customer, rectification_unreported_due, rectification_unreported, rectification_no;
alter table rectification drop column reported_by, drop column report_no, drop column reported_to, drop column reported_at,
  drop column report_provisional, drop column report_due_at, drop column grade, drop column no;
drop index safety_inspection_counts;
alter table safety_inspection drop column counts;
