-- Up Migration
-- KPIs (clauses §6): the tests of filled cylinders as rows of their own, and indexes for cohorts.

-- One row a test: kind 'fill' = a check-weigh after the fill, 'leak' = a leak check of a full cylinder. retest = the same cylinder was
-- tested before, and not filled anew after a pass, nor delivered, returned or weighed as an empty since (clauses A14).
create table kpi_test (
  kind text not null check (kind in ('fill', 'leak')),
  source integer not null,
  event_id uuid not null,
  cylinder_id bigint not null references cylinder (id),
  enterprise_id text not null references enterprise (id),
  region text not null,
  station_id text not null references station (id),
  tested_at timestamptz not null,
  passed boolean not null,
  retest boolean not null,
  primary key (source, event_id, kind)
);

create index kpi_test_of on kpi_test (enterprise_id, kind, tested_at) include (passed, retest, region, station_id);
create index kpi_test_all on kpi_test (kind, tested_at) include (passed, retest, region, enterprise_id, station_id);
create index kpi_test_cylinder on kpi_test (cylinder_id);

-- Batches up to `low` are counted, so are those of `bulk`; above it the counter remembers which.
create table kpi_book (
  only_row boolean primary key default true check (only_row),
  low bigint not null,
  bulk bigint[] not null,
  refreshed_at timestamptz
);

insert into kpi_book (low, bulk) values (0, '{}');

create index sale_order_appointment_of on sale_order (enterprise_id, appointment_to, id) where appointment_to is not null;
create index sale_order_appointment on sale_order (appointment_to, id) where appointment_to is not null;
create index home_plan_due_of on home_plan (enterprise_id, due_on, id);
create index home_plan_due on home_plan (due_on, id);
create index service_entry_feedback on service_entry (at) where type = 'feedback';

select protect('kpi_test');
revoke insert, update, delete on kpi_test from lpg_api;
grant select on kpi_book to lpg_api;

-- Down Migration
drop index service_entry_feedback, home_plan_due, home_plan_due_of, sale_order_appointment, sale_order_appointment_of;
drop table kpi_book, kpi_test;
