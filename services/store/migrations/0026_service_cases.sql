-- Up Migration
-- Complaints, repairs, emergencies: one table of cases, the record of what was done, and what is due. Names, phones and whatever
-- people wrote lie in person_secret or are sealed under the person's key; nothing here names anybody.

-- region = that of the premises, whose rules apply. person_id = the customer's person, or one made for whoever called. state = the
-- fields that services/domain/service decides by; facts = what else was recorded when it came in.
create table service_case (
  id uuid primary key,
  no bigint generated always as identity unique,
  enterprise_id text not null references enterprise (id),
  region text not null check (region ~ '^[0-9]{6}$'),
  area text not null check (area in ('complaint', 'repair', 'incident')),
  kind text not null,
  status text not null,
  channel text not null,
  person_id uuid not null references person (id),
  customer_id uuid references customer (id),
  premises_id uuid references premises (id),
  station_id text references station (id),
  handler_id uuid references app_user (id),
  profile text not null,
  opened_at timestamptz not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  changed_at timestamptz not null,
  ended_at timestamptz,
  state json not null,
  facts json not null
);

create index service_case_newest on service_case (enterprise_id, area, opened_at, id);
create index service_case_region on service_case (area, opened_at, id);
create index service_case_customer on service_case (customer_id, opened_at, id) where customer_id is not null;
create index service_case_handler on service_case (handler_id, opened_at, id) where ended_at is null;
create index service_case_open on service_case (person_id) where ended_at is null;

-- The full record (R002-5.5.1). note: sealed; shown = the customer reads it too.
create table service_entry (
  case_id uuid not null references service_case (id),
  seq integer not null,
  id uuid not null,
  enterprise_id text not null references enterprise (id),
  region text not null,
  customer_id uuid references customer (id),
  type text not null,
  at timestamptz not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  role text not null,
  body json not null,
  note bytea,
  shown boolean not null,
  primary key (case_id, seq),
  unique (case_id, id)
);

create trigger service_entry_stays before update or delete on service_entry
for each row execute function refuse_change();

-- What is due, by the clause that says so. Ids begin where work_item will never be, so that both share one list.
create table service_deadline (
  id bigint generated always as identity (start with 500000000000000000) primary key,
  case_id uuid not null references service_case (id),
  seq smallint not null,
  enterprise_id text not null references enterprise (id),
  region text not null,
  customer_id uuid references customer (id),
  name text not null,
  starts_at timestamptz not null,
  term json,
  clause text not null,
  force text not null,
  certainty text not null,
  due_at timestamptz not null,
  provisional boolean not null,
  met_at timestamptz,
  void_at timestamptz,
  unique (case_id, seq)
);

create index service_deadline_open on service_deadline (due_at, id) where met_at is null and void_at is null;
create index service_deadline_open_of on service_deadline (enterprise_id, due_at, id) where met_at is null and void_at is null;
create index service_deadline_cohort on service_deadline (name, due_at, id) where void_at is null;
create index service_deadline_cohort_of on service_deadline (enterprise_id, name, due_at, id) where void_at is null;

select protect(t) from unnest(array['service_case', 'service_entry', 'service_deadline']::regclass[]) t;

-- Down Migration
drop table service_deadline, service_entry, service_case;
