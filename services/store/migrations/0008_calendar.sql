-- Up Migration
-- What the State Council's notices moved; a day that is not here follows its weekday. source 'chinese-days' = from the package,
-- replaced by newer versions of it; anything else was entered by a person and stays.
create table calendar_day (
  day date primary key,
  kind text not null check (kind in ('off', 'work')),
  source text not null,
  recorded_by text not null,
  recorded_at timestamptz not null
);

-- Last day that the notices settle. version rises with every change, so that deadlines are computed anew.
create table calendar_coverage (
  only_row boolean primary key default true check (only_row),
  covered_until date,
  source text not null,
  version bigint not null
);

insert into calendar_coverage (covered_until, source, version) values (null, '', 0);

-- Returns of the last weeks, for the daily look at those that nobody weighed.
create index cylinder_life_returns on cylinder_life (recorded_at, effective_at) where type = 'cylinder.returned';

-- Down Migration
drop index cylinder_life_returns;
drop table calendar_coverage, calendar_day;
