-- Up Migration
-- Dossiers (证据档案) of cylinders for a court or an inspector: kept as they were handed out, with who asked for them and why. Each is seen by
-- the side that made it: what an inspector gathers about a company is not the company's to read.
create table dossier (
  id uuid primary key,
  no bigint generated always as identity unique,
  -- Of the office that made it; null = a regulator or an administrator.
  enterprise_id text references enterprise (id),
  -- The regulator's prefix.
  region text not null,
  code text not null,
  reason text not null,
  made_by uuid not null,
  role text not null,
  made_at timestamptz not null,
  -- When the newest event in it was known.
  as_of timestamptz not null,
  events integer not null,
  -- Events beyond the maker's reach are not in it.
  partial boolean not null,
  sha256 bytea not null,
  pdf bytea not null,
  -- Signed note of the ledger's keys over the hash; null = the process had no key.
  note text
);

create index dossier_newest on dossier (made_at, id);
create index dossier_newest_of on dossier (enterprise_id, made_at, id);
create index dossier_code on dossier (code, made_at, id);

select protect('dossier');
revoke update, delete on dossier from lpg_api;

-- Down Migration
drop table dossier;
