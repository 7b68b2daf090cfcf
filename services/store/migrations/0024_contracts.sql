-- Up Migration
-- Supply contracts, one-time codes of visits, and the names that staff let stand behind their badge.

-- 供用气合同 (R000-4.1.3, R002-5.2.3). `document` = the signed paper in stored_object; valid_until null = until it is ended.
create table supply_contract (
  id uuid primary key,
  enterprise_id text not null references enterprise (id),
  customer_id uuid not null references customer (id),
  region text not null check (region ~ '^[0-9]{6}$'),
  no text not null,
  signed_on date not null,
  valid_from date not null,
  valid_until date,
  terms text[] not null,
  document bytea not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  ended_on date,
  end_reason text,
  unique (enterprise_id, no),
  check (valid_until >= valid_from),
  check ((ended_on is null) = (end_reason is null))
);

create index supply_contract_customer on supply_contract (customer_id, valid_from);
create index supply_contract_newest on supply_contract (enterprise_id, recorded_at, id);
create index supply_contract_recorded on supply_contract (recorded_at, id);

-- The code that a customer may give for a signature: argon2, ten minutes, five guesses. proven_at = somebody typed it in time.
create table visit_code (
  order_id uuid primary key references sale_order (id),
  enterprise_id text not null references enterprise (id),
  hash text not null,
  sent_at timestamptz not null,
  until timestamptz not null,
  attempts smallint not null default 0,
  proven_at timestamptz
);

alter table sale_order drop column code_sha256, drop column code_until;

-- Whoever agreed to it shows their name behind the badge: sealed, and shown to whom holds the badge.
alter table badge add column person_id uuid references person (id), add column name_agreed_on date,
  add check ((person_id is null) = (name_agreed_on is null));

select protect('supply_contract');
select protect('visit_code');

-- Down Migration
alter table badge drop column name_agreed_on, drop column person_id;
alter table sale_order add column code_sha256 bytea, add column code_until timestamptz;
drop table visit_code, supply_contract;
