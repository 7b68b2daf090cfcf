-- Up Migration
-- What an enterprise publishes (R001-6.5-6, R002-7.1.13): dated facts, notices with their lead times, texts by language. Limits and
-- periods are not here: they come from the rules in force.

-- body: hours, phones, gas, payment. A version holds from its day on; late = the lead time of changed hours was not kept.
create table public_profile (
  enterprise_id text not null references enterprise (id),
  valid_from date not null,
  body json not null,
  late boolean not null,
  late_reason text,
  clause text,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (enterprise_id, valid_from)
);

-- A station closes or moves, the enterprise stops. earliest_on = the first day that the lead time allowed.
create table public_notice (
  id uuid primary key,
  enterprise_id text not null references enterprise (id),
  kind text not null check (kind in ('station-closing', 'station-moving', 'business-closure')),
  station_id text references station (id),
  effective_on date not null,
  content json not null,
  earliest_on date not null,
  provisional boolean not null,
  late boolean not null,
  late_reason text,
  clause text not null,
  published_at timestamptz not null,
  published_by uuid not null,
  withdrawn_at timestamptz,
  withdrawn_by uuid,
  check ((kind = 'business-closure') = (station_id is null))
);

create index public_notice_effective on public_notice (enterprise_id, effective_on, id);
create index public_notice_everywhere on public_notice (effective_on, id);

-- A translation is of one version of the Chinese text; shown only when a person reviewed it, and while that version stands.
create table public_text (
  id uuid primary key,
  enterprise_id text not null references enterprise (id),
  topic text not null,
  lang text not null,
  version integer not null,
  source_version integer,
  body text not null,
  state text not null check (state in ('draft', 'reviewed')),
  written_by uuid not null,
  written_at timestamptz not null,
  reviewed_by uuid,
  reviewed_at timestamptz,
  unique (enterprise_id, topic, lang, version),
  check ((state = 'reviewed') = (reviewed_at is not null)),
  check ((lang = 'zh') = (source_version is null))
);

create index public_text_newest on public_text (enterprise_id, written_at, id);
create index public_text_written on public_text (written_at, id);

select protect(t) from unnest(array['public_profile', 'public_notice', 'public_text']::regclass[]) t;

-- Down Migration
drop table public_text, public_notice, public_profile;
