-- Up Migration
-- People and customers. Whatever is personal lies in person_secret, sealed under the person's own key; the rest of the schema
-- knows people by id alone. Keyed hashes (HMAC under the index key) find a number again without telling it.

-- The index key, sealed under LPG_PII_KEY; wrapped_by = fingerprint of the wrapping key.
create table pii_index_key (
  only_row boolean primary key default true check (only_row),
  wrapped_key bytea not null,
  wrapped_by text not null
);

-- wrapped_key null = erased: the key is gone, and with it everything that was sealed under it.
create table person (
  id uuid primary key,
  enterprise_id text not null references enterprise (id),
  wrapped_key bytea,
  wrapped_by text,
  created_at timestamptz not null,
  erased_at timestamptz,
  check ((wrapped_key is null) = (erased_at is not null)),
  check ((wrapped_key is null) = (wrapped_by is null))
);

create index person_wrapped_by on person (wrapped_by, id) where wrapped_key is not null;

create table person_secret (
  person_id uuid not null references person (id),
  field text not null,
  sealed bytea not null,
  recorded_at timestamptz not null,
  primary key (person_id, field)
);

create table person_lookup (
  kind text not null check (kind in ('paper', 'phone', 'uscc')),
  mac bytea not null,
  person_id uuid not null references person (id),
  primary key (kind, mac, person_id)
);

create index person_lookup_person on person_lookup (person_id);

-- identity_mac: of the paper's number or of the USCC; one customer of an enterprise an identity.
create table customer (
  id uuid primary key,
  kind text not null check (kind in ('resident', 'unit')),
  person_id uuid not null references person (id),
  enterprise_id text not null references enterprise (id),
  region text not null check (region ~ '^[0-9]{6}$'),
  paper_kind text,
  paper_until date,
  identity_mac bytea,
  identity_state text not null default 'unverified' check (identity_state in ('unverified', 'verified', 'refused', 'mismatch')),
  verified_on date,
  verified_by text,
  reverify_on date,
  last_supplied_on date,
  created_at timestamptz not null,
  erased_at timestamptz
);

create unique index customer_identity on customer (enterprise_id, identity_mac) where identity_mac is not null;
create index customer_identity_everywhere on customer (identity_mac) where identity_mac is not null;
create index customer_of_enterprise on customer (enterprise_id, id);
create index customer_person on customer (person_id);
create index customer_reverify on customer (reverify_on, id) where reverify_on is not null and erased_at is null;

-- Who buys for a customer: the agent of a unit, the proxy of a resident. Their own person, their own key.
create table customer_agent (
  id uuid primary key,
  customer_id uuid not null references customer (id),
  person_id uuid not null references person (id),
  role text not null check (role in ('agent', 'proxy')),
  paper_kind text,
  authorised_from date not null,
  authorised_until date not null,
  revoked_at timestamptz,
  created_at timestamptz not null,
  check (authorised_until >= authorised_from)
);

create index customer_agent_customer on customer_agent (customer_id, id);
create index customer_agent_person on customer_agent (person_id);

-- The address lies in the customer's secrets as 'address:<id>'. address_mac tells whether two are the same.
create table premises (
  id uuid primary key,
  customer_id uuid not null references customer (id),
  enterprise_id text not null references enterprise (id),
  region text not null check (region ~ '^[0-9]{6}$'),
  class text not null check (class in ('unit', 'urban', 'rural')),
  in_pipe_area boolean not null,
  place text not null check (place in ('indoors', 'outdoors', 'gas-store')),
  room_use text not null check (room_use in ('kitchen', 'balcony', 'yard', 'dining-hall', 'commercial-kitchen', 'workshop', 'gas-store', 'bedroom', 'basement', 'other')),
  floor integer,
  ventilation text not null check (ventilation in ('window', 'mechanical', 'open-air', 'none', 'unknown')),
  gas_alarm boolean,
  second_gas_source text not null check (second_gas_source in ('none', 'pipe', 'biogas', 'electric-only', 'solid-fuel', 'unknown')),
  address_mac bytea,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  closed_at timestamptz
);

create index premises_customer on premises (customer_id, id);
create index premises_region on premises (region, customer_id);

create table customer_verification (
  id bigint generated always as identity primary key,
  customer_id uuid not null references customer (id),
  agent_id uuid references customer_agent (id),
  method text not null,
  result text not null check (result in ('verified', 'refused', 'mismatch')),
  on_day date not null,
  reverify_on date,
  recorded_by uuid not null,
  recorded_at timestamptz not null
);

create index customer_verification_customer on customer_verification (customer_id, id);

create trigger customer_verification_stays before update or delete on customer_verification
for each row execute function refuse_change();

-- One identity at many addresses: somebody has to look. enterprise_id null = seen only across enterprises.
create table identity_case (
  id bigint generated always as identity primary key,
  customer_id uuid not null references customer (id),
  enterprise_id text,
  addresses integer not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  closed_by uuid,
  conclusion text check (conclusion in ('legitimate', 'corrected', 'misuse'))
);

create unique index identity_case_open on identity_case (customer_id, coalesce(enterprise_id, '')) where closed_at is null;

-- Who looked at what of whom, and why. reason: sealed under the person's key, so that it is no back door for a name.
create table reveal_audit (
  id bigint generated always as identity primary key,
  action text not null check (action in ('reveal', 'export', 'erase')),
  person_id uuid not null,
  customer_id uuid,
  enterprise_id text not null,
  user_id uuid not null,
  role text not null,
  fields text[] not null,
  purpose text not null,
  reason bytea,
  at timestamptz not null
);

create index reveal_audit_enterprise on reveal_audit (enterprise_id, id);
create index reveal_audit_customer on reveal_audit (customer_id, id);

create trigger reveal_audit_stays before update or delete on reveal_audit
for each row execute function refuse_change();

-- What stands at a customer's.
create index cylinder_at_customer on cylinder (custody_id) where custody_kind = 'customer';

-- Down Migration
drop index cylinder_at_customer;
drop table reveal_audit, identity_case, customer_verification, premises, customer_agent, customer, person_lookup, person_secret,
  person, pii_index_key;
