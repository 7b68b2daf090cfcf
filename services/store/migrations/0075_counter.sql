-- Up Migration
-- At the counter: full cylinders weighed and leak-checked for customers (R001-6.2-11, R002-7.1.8), and who was turned away, with the rule
-- (R001-6.1-1, R002-4.2.5).
create table customer_weighing (
  id uuid primary key,
  enterprise_id text not null references enterprise (id),
  site_id text not null references station (id),
  code text not null,
  weighed_at timestamptz not null,
  gross_g integer not null check (gross_g > 0),
  tare_g integer,
  net_g integer,
  leak_free boolean not null,
  may_be_sold boolean not null,
  findings json not null,
  customer_id uuid references customer (id),
  carried boolean not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null
);

create index customer_weighing_of on customer_weighing (enterprise_id, weighed_at, id);
create index customer_weighing_all on customer_weighing (weighed_at, id);
create index customer_weighing_code on customer_weighing (code, weighed_at);

create table service_refusal (
  id uuid primary key,
  enterprise_id text not null references enterprise (id),
  region text not null check (region ~ '^[0-9]{6}$'),
  customer_id uuid references customer (id),
  kind text not null check (kind in ('order', 'application')),
  rule text not null,
  clause text,
  reason text,
  refused_at timestamptz not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null
);

create index service_refusal_of on service_refusal (enterprise_id, refused_at, id);
create index service_refusal_all on service_refusal (refused_at, id);

select protect(t) from unnest(array['customer_weighing', 'service_refusal']::regclass[]) t;

-- What the community was told of where nobody was met (R003-5.11.9), and the recording of a call (R000-9.1.1).
alter table home_refusal add column linkage json not null default '[]';
alter table service_call add column recording text;

-- Down Migration
alter table service_call drop column recording;
alter table home_refusal drop column linkage;
drop table service_refusal, customer_weighing;
