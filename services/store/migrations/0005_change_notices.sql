-- Up Migration
-- Who caches sites and devices hears of changes. The batch path pays nothing unless a batch changes a site.

-- Deferred to the commit and once a transaction: taken last, the lock on this row cannot close a circle of waiting batches.
-- 'quiet' = no NOTIFY: its commit takes a lock of the whole server, and ingest compares the version in each batch anyway.
create function bump_site_version() returns trigger language plpgsql as $$
declare
  bumped bigint;
begin
  if current_setting('lpg.site_bumped', true) is distinct from pg_current_xact_id()::text then
    update site_version set version = version + 1 returning version into bumped;
    perform set_config('lpg.site_bumped', pg_current_xact_id()::text, true);
  end if;
  if tg_argv[0] = 'loud' then
    perform pg_notify('site', '');
  end if;
  return null;
end
$$;

create constraint trigger station_changed after insert or update or delete on station
deferrable initially deferred for each row execute function bump_site_version('loud');

create constraint trigger scale_changed after insert or delete or update of station_id, verified_until, tolerance_g, locked_at on scale
deferrable initially deferred for each row execute function bump_site_version('loud');

create constraint trigger scale_checked after update of checked_at, check_passed on scale
deferrable initially deferred for each row execute function bump_site_version('quiet');

create constraint trigger tank_changed after insert or update or delete on tank
deferrable initially deferred for each row execute function bump_site_version('quiet');

create constraint trigger shift_changed after insert or update or delete on operator_shift
deferrable initially deferred for each row execute function bump_site_version('quiet');

create constraint trigger staff_changed after insert or update or delete on staff
deferrable initially deferred for each row execute function bump_site_version('loud');

create constraint trigger rule_profile_activation_changed after insert or update or delete on rule_profile_activation
deferrable initially deferred for each row execute function bump_site_version('loud');

-- Payload: station/device. Presence is written often and says nothing about credentials, hence the columns.
create function notify_device() returns trigger language plpgsql as $$
begin
  perform pg_notify('device', coalesce(new.station_id, old.station_id) || '/' || coalesce(new.device_id, old.device_id));
  return null;
end
$$;

create trigger device_changed after insert or delete or update of secret_sha256, disabled_at on device
for each row execute function notify_device();

-- Down Migration
drop trigger device_changed on device;
drop function notify_device;
drop trigger rule_profile_activation_changed on rule_profile_activation;
drop trigger staff_changed on staff;
drop trigger shift_changed on operator_shift;
drop trigger tank_changed on tank;
drop trigger scale_checked on scale;
drop trigger scale_changed on scale;
drop trigger station_changed on station;
drop function bump_site_version;
