-- Up Migration
-- Versions of rule profiles that people added to those that ship, and what was locked and released. Never changed, only added to.

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is only added to', tg_table_name;
end
$$;

-- enterprise_id = whose office recorded it, null = an administrator.
create table rule_profile (
  id text not null,
  valid_from date not null,
  body json not null,
  reason text not null,
  enterprise_id text,
  recorded_by text not null,
  recorded_at timestamptz not null,
  primary key (id, valid_from)
);

create trigger rule_profile_stays before update or delete on rule_profile
for each row execute function refuse_change();

create constraint trigger rule_profile_changed after insert on rule_profile
deferrable initially deferred for each row execute function bump_site_version('loud');

-- scale null = every scale of the station.
create table lock_log (
  id bigint generated always as identity primary key,
  action text not null check (action in ('lock', 'unlock')),
  station_id text not null,
  scale text,
  reason text not null,
  acted_by text not null,
  at timestamptz not null
);

create index lock_log_station on lock_log (station_id, id);

create trigger lock_log_stays before update or delete on lock_log
for each row execute function refuse_change();

-- Down Migration
drop table lock_log, rule_profile;
drop function refuse_change;
