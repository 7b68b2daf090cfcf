-- Up Migration
-- Who and what exists: enterprises, stations, scales, tanks, people, devices.

create table enterprise (
  id text primary key,
  name text not null,
  uscc text,
  created_at timestamptz not null default now()
);

create table station (
  id text primary key,
  enterprise_id text not null references enterprise (id),
  name text not null,
  region text not null check (region ~ '^[0-9]{6}$'),
  licence_no text,
  licence_until date,
  locked_at timestamptz,
  lock_reason text,
  locked_by text,
  created_at timestamptz not null default now()
);

create table scale (
  id text primary key,
  station_id text not null references station (id),
  verified_until date,
  tolerance_g integer not null,
  locked_at timestamptz,
  lock_reason text,
  locked_by text,
  checked_at timestamptz,
  check_passed boolean,
  created_at timestamptz not null default now()
);

-- Written from events, which may come before their station is registered: no reference.
create table tank (
  station_id text not null,
  id text not null,
  released boolean,
  judged_at timestamptz not null,
  primary key (station_id, id)
);

-- Staff by the number they scan at a scale; names and papers of people come with their own keys (personal data).
create table staff (
  enterprise_id text not null references enterprise (id),
  operator text not null,
  certified_until date,
  primary key (enterprise_id, operator)
);

create table operator_shift (
  station_id text not null,
  operator text not null,
  scale text not null default '',
  signed_in_at timestamptz not null,
  signed_out_at timestamptz,
  primary key (station_id, operator, scale)
);

create table app_user (
  id uuid primary key,
  username text not null unique,
  password_hash text not null,
  role text not null check (role in ('admin', 'office', 'station', 'courier', 'lab', 'regulator', 'customer')),
  enterprise_id text references enterprise (id),
  station_id text references station (id),
  region_prefix text,
  disabled_at timestamptz,
  failed_logins integer not null default 0,
  locked_until timestamptz,
  created_at timestamptz not null default now()
);

create table session (
  token_sha256 bytea primary key,
  user_id uuid not null references app_user (id),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);

-- key 0 is the API itself, writing on a person's behalf. (source, event id) identifies an event for ever.
create table device (
  key integer generated always as identity primary key,
  station_id text not null,
  device_id text not null,
  kind text not null,
  secret_sha256 bytea,
  disabled_at timestamptz,
  state text,
  state_at timestamptz,
  boot_id text,
  firmware text,
  gateway text,
  connected_at timestamptz,
  disconnected_at timestamptz,
  created_at timestamptz not null default now(),
  unique (station_id, device_id)
);

insert into device (key, station_id, device_id, kind)
overriding system value
values (0, '', 'api', 'api');

-- Bumped with every change of a station, scale, tank, staff record or rule activation: gateways compare it in each batch.
create table site_version (
  only_row boolean primary key default true check (only_row),
  version bigint not null
);

insert into site_version (version) values (1);

create table idempotency_key (
  user_id uuid not null,
  key text not null,
  request_sha256 bytea not null,
  status integer,
  body bytea,
  created_at timestamptz not null default now(),
  primary key (user_id, key)
);

-- Down Migration
drop table idempotency_key, site_version, device, session, app_user, operator_shift, staff, tank, scale, station, enterprise;
