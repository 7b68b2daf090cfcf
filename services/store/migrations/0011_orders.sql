-- Up Migration
-- Sale, delivery, return, home check, claims. customer_id and premises_id name encrypted records: nothing here names a person.

-- Money in fen, mass in grams. gas_fen is the gas of one cylinder, without fee and deposit. Never changed, only added to.
create table price_list (
  id uuid primary key,
  enterprise_id text not null references enterprise (id),
  model text not null,
  labelled_net_g integer not null check (labelled_net_g > 0),
  gas_fen integer not null check (gas_fen >= 0),
  delivery_fee_fen integer not null check (delivery_fee_fen >= 0),
  deposit_fen integer not null check (deposit_fen >= 0),
  published_fen_per_kg integer not null check (published_fen_per_kg >= 0),
  valid_from date not null,
  recorded_by text not null,
  recorded_at timestamptz not null,
  unique (enterprise_id, model, valid_from)
);

-- region = that of the premises: its rules apply to the sale. code_* = the one-time code that a customer may give for a signature.
create table sale_order (
  id uuid primary key,
  no text not null,
  enterprise_id text not null references enterprise (id),
  customer_id uuid not null references customer (id),
  premises_id uuid references premises (id),
  region text not null check (region ~ '^[0-9]{6}$'),
  channel text not null check (channel in ('delivery', 'pickup')),
  state text not null check (state in ('placed', 'assigned', 'partly', 'delivered', 'refused', 'cancelled')),
  contract_no text,
  appointment_from timestamptz,
  appointment_to timestamptz,
  courier_id uuid references app_user (id),
  vehicle text,
  total_fen integer not null,
  code_sha256 bytea,
  code_until timestamptz,
  closed_reason text,
  created_by text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  unique (enterprise_id, no)
);

create index sale_order_state on sale_order (enterprise_id, state, created_at, id);
create index sale_order_newest on sale_order (enterprise_id, created_at, id);
create index sale_order_courier on sale_order (courier_id, state, created_at, id) where courier_id is not null;
create index sale_order_customer on sale_order (customer_id, created_at, id);

create table order_line (
  order_id uuid not null references sale_order (id),
  line smallint not null,
  model text not null,
  quantity smallint not null check (quantity > 0),
  labelled_net_g integer not null,
  gas_fen integer not null,
  delivery_fee_fen integer not null,
  deposit_fen integer not null,
  published_fen_per_kg integer not null,
  price_id uuid not null references price_list (id),
  primary key (order_id, line)
);

-- Which cylinders were put on a courier's list; one cylinder is on one open list at most.
create table order_cylinder (
  order_id uuid not null references sale_order (id),
  code text not null,
  assigned_at timestamptz not null,
  released_at timestamptz,
  primary key (order_id, code)
);

create unique index order_cylinder_open on order_cylinder (code) where released_at is null;

-- One visit, successful or not, told once whatever is sent again: id comes from the phone or from what was told.
create table delivery (
  id uuid primary key,
  order_id uuid not null references sale_order (id),
  enterprise_id text not null,
  happened_at timestamptz not null,
  recorded_at timestamptz not null,
  outcome text not null,
  courier_id uuid not null,
  request_sha256 bytea not null,
  body json not null,
  answer json
);

create index delivery_order on delivery (order_id, happened_at);

create table delivery_cylinder (
  delivery_id uuid not null references delivery (id),
  order_id uuid not null references sale_order (id),
  code text not null,
  customer_id uuid not null references customer (id),
  line smallint,
  event_id uuid not null,
  happened_at timestamptz not null,
  primary key (delivery_id, code),
  unique (order_id, code)
);

create index delivery_cylinder_code on delivery_cylinder (code, happened_at);
create index delivery_cylinder_customer on delivery_cylinder (customer_id, happened_at);

-- A cylinder that came back, until it is weighed (R002-7.1.14d) and settled.
create table cylinder_return (
  id uuid primary key,
  enterprise_id text not null,
  batch_id uuid not null,
  delivery_id uuid references delivery (id),
  code text not null,
  customer_id uuid references customer (id),
  reason text not null,
  brought_by text not null check (brought_by in ('courier', 'customer', 'found')),
  custody_kind text not null,
  custody_id text,
  happened_at timestamptz not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  event_id uuid not null,
  due_at timestamptz not null,
  provisional boolean not null,
  weighed_at timestamptz
);

create index cylinder_return_unweighed on cylinder_return (enterprise_id, due_at, id) where weighed_at is null;
create index cylinder_return_newest on cylinder_return (enterprise_id, recorded_at, id);
create index cylinder_return_batch on cylinder_return (batch_id);

-- Empties of other owners, and those that nobody can read: kept apart, never filled, handed over with two signatures.
create table foreign_empty (
  id uuid primary key,
  enterprise_id text not null,
  batch_id uuid not null,
  delivery_id uuid references delivery (id),
  owner_id text,
  code text,
  registered boolean not null,
  photo bytea,
  customer_id uuid references customer (id),
  happened_at timestamptz not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  handed_over_at timestamptz,
  handed_to text,
  handover_id uuid,
  handed_by text,
  giver_signature bytea,
  receiver_signature bytea,
  check (handed_over_at is null or (handed_to is not null and giver_signature is not null and receiver_signature is not null))
);

create index foreign_empty_held on foreign_empty (enterprise_id, recorded_at, id) where handed_over_at is null;
create index foreign_empty_newest on foreign_empty (enterprise_id, recorded_at, id);
create index foreign_empty_batch on foreign_empty (batch_id);

create table safety_inspection (
  id uuid primary key,
  enterprise_id text not null,
  premises_id uuid not null references premises (id),
  customer_id uuid not null references customer (id),
  region text not null,
  order_id uuid references sale_order (id),
  delivery_id uuid references delivery (id),
  kind text not null check (kind in ('delivery', 'first-use', 'renovation', 'periodic', 'on-demand')),
  outcome text not null check (outcome in ('passed', 'failed', 'refused-entry', 'nobody-home')),
  items json not null,
  signature json,
  happened_at timestamptz not null,
  recorded_at timestamptz not null,
  inspector_id uuid not null
);

create index safety_inspection_premises on safety_inspection (premises_id, happened_at);
create index safety_inspection_newest on safety_inspection (enterprise_id, recorded_at, id);

-- Notice to remedy (隐患整改通知). stops_supply = nothing is sold there until it is closed.
create table rectification (
  id uuid primary key,
  enterprise_id text not null,
  premises_id uuid not null references premises (id),
  customer_id uuid not null references customer (id),
  region text not null,
  inspection_id uuid not null references safety_inspection (id),
  hazards json not null,
  stops_supply boolean not null,
  issued_at timestamptz not null,
  due_on date not null,
  signature json not null,
  closed_at timestamptz,
  closed_by text,
  closing json
);

create index rectification_open on rectification (enterprise_id, due_on, id) where closed_at is null;
create index rectification_premises on rectification (premises_id) where closed_at is null;
create index rectification_newest on rectification (enterprise_id, id);

-- Money for what a customer paid and could not use. One return, one compensation: one claim an event.
create table residual_claim (
  id uuid primary key,
  enterprise_id text not null,
  region text not null,
  kind text not null check (kind in ('residual', 'shortage', 'refund')),
  source integer not null,
  event_id uuid not null,
  cylinder_id bigint not null,
  code text not null,
  customer_id uuid references customer (id),
  order_id uuid references sale_order (id),
  weighed_at timestamptz not null,
  measured_g integer not null,
  limit_g integer not null,
  excess_g integer not null,
  gas_fen integer,
  labelled_net_g integer,
  published_fen_per_kg integer,
  amount_fen integer,
  clause text not null,
  profile text not null,
  due_at timestamptz not null,
  provisional boolean not null,
  opened_at timestamptz not null,
  state text not null check (state in ('open', 'paid', 'void')),
  closed_at timestamptz,
  closed_by text,
  payment json,
  unique (source, event_id),
  check (state <> 'paid' or (amount_fen is not null and payment is not null))
);

create index residual_claim_open on residual_claim (enterprise_id, due_at, id) where state = 'open';
create index residual_claim_newest on residual_claim (enterprise_id, id);
create index residual_claim_code on residual_claim (code);

-- Photos and signatures by what they are (SHA-256). The bytes lie in person_secret as 'object:<hash>', sealed under the key of the
-- customer, or of a person made for the purpose where there is none (who signs for another owner).
create table stored_object (
  enterprise_id text not null,
  sha256 bytea not null,
  kind text not null check (kind in ('photo', 'signature', 'document')),
  content_type text not null,
  bytes integer not null,
  person_id uuid not null references person (id),
  recorded_by text not null,
  recorded_at timestamptz not null,
  primary key (enterprise_id, sha256)
);

-- Down Migration
drop table stored_object, residual_claim, rectification, safety_inspection, foreign_empty, cylinder_return, delivery_cylinder,
  delivery, order_cylinder, order_line, sale_order, price_list;
