-- Up Migration
-- Which rule profile applies below a region prefix from which day on. Never changed, only added to.
create table rule_profile_activation (
  id bigint generated always as identity primary key,
  profile_id text not null,
  region_prefix text not null check (region_prefix ~ '^[0-9]{0,6}$'),
  valid_from date not null,
  reason text not null,
  activated_by text not null,
  recorded_at timestamptz not null default now()
);

-- Down Migration
drop table rule_profile_activation;
