-- Up Migration
-- Warnings of weather, peaks, holidays and events, and interruptions of supply (R003-5.12.6-8, R000-6.2.5). phase counts what is to be told:
-- the warning, each change of its level, its end; a job tells the customers of the area.
create table supply_warning (
  id uuid primary key,
  enterprise_id text not null references enterprise (id),
  kind text not null check (kind in ('weather', 'winter-peak', 'holiday', 'event', 'interruption', 'other')),
  level text not null check (level in ('blue', 'yellow', 'orange', 'red')),
  area text not null check (area ~ '^([0-9]{2}){1,3}$'),
  title text not null,
  cause text not null,
  advice text not null,
  starts_at timestamptz not null,
  ends_at timestamptz,
  important boolean not null,
  published_by uuid not null,
  published_at timestamptz not null,
  changes json not null,
  lifted_at timestamptz,
  reported_at timestamptz,
  authority text,
  report_no text,
  phase integer not null,
  told_phase integer not null,
  told_through uuid,
  told integer not null,
  check (ends_at > starts_at)
);

create index supply_warning_of on supply_warning (enterprise_id, published_at, id);
create index supply_warning_all on supply_warning (published_at, id);
create index supply_warning_untold on supply_warning (published_at) where told_phase < phase;

select protect('supply_warning');

-- Down Migration
drop table supply_warning;
