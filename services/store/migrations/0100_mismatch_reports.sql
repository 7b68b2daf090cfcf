-- Up Migration
-- Somebody compared the stamp with the public page and it differs: a copied tag, or a wrong record. Nothing is asked of who tells it. The
-- same told again while it is open is counted, so that many reports stay few rows. seq: ids in the work list, above those of orders to rectify.
create table mismatch_report (
  id uuid primary key,
  seq bigint generated always as identity (start with 800000000000000000) unique,
  enterprise_id text not null references enterprise (id),
  cylinder_id bigint not null references cylinder (id),
  differs text not null check (differs in ('serial', 'owner', 'maker', 'look')),
  stamped text check (stamped ~ '^[0-9A-Z./-]{1,24}$'),
  times integer not null check (times > 0),
  first_at timestamptz not null,
  last_at timestamptz not null,
  due_at timestamptz not null,
  closed_at timestamptz,
  closed_by uuid,
  outcome text check (outcome in ('copied-tag', 'wrong-record', 'no-difference')),
  note text,
  check ((closed_at is null) = (outcome is null))
);

create unique index mismatch_report_open on mismatch_report (cylinder_id, differs, coalesce(stamped, '')) where closed_at is null;
create index mismatch_report_due on mismatch_report (due_at, seq) where closed_at is null;
create index mismatch_report_met on mismatch_report (due_at, seq) where closed_at is not null;
create index mismatch_report_of on mismatch_report (enterprise_id, first_at, id);
create index mismatch_report_all on mismatch_report (first_at, id);
create index mismatch_report_cylinder on mismatch_report (cylinder_id, first_at, id);

-- Also whoever has an event of the cylinder at a station of theirs: a copy shows up where the cylinder is not owned.
select protect('mismatch_report', $$(select current_setting('lpg.closely', true)) = 'on' and cylinder_touched(cylinder_id)$$);
-- A report that was made away with past the API is named by the audit.
select cover_by_ledger('mismatch_report', 'id', 'id,enterprise_id,cylinder_id,differs,stamped,first_at,closed_at,closed_by,outcome,note');

-- Down Migration
drop table mismatch_report;
