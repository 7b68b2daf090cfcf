-- Up Migration
-- A customer's own account (R000-6.4.1, R002-5.8.1): phone, one-time code, session. phone_mac, peer_mac and code_mac are keyed hashes:
-- who asked for a code, from which address, and which code, are told by this table to nobody who has not the key. A row is
-- written for numbers that nobody has, too.
create table login_code (
  id uuid primary key,
  phone_mac bytea not null,
  peer_mac bytea not null,
  code_mac bytea not null,
  created_at timestamptz not null,
  until timestamptz not null,
  attempts smallint not null default 0,
  used_at timestamptz
);

create index login_code_phone on login_code (phone_mac, created_at);
create index login_code_peer on login_code (peer_mac, created_at);
create index login_code_created on login_code (created_at);

-- Which customer an account of role customer stands for, and who holds it: the customer, or an agent of a unit.
create table customer_account (
  user_id uuid primary key references app_user (id),
  enterprise_id text not null references enterprise (id),
  customer_id uuid not null references customer (id),
  person_id uuid not null references person (id),
  created_at timestamptz not null,
  unique (customer_id, person_id)
);

-- What the customer thinks of a delivery (R000-6.3.2), once an order. comment: sealed under the customer's key.
create table order_rating (
  order_id uuid primary key references sale_order (id),
  enterprise_id text not null references enterprise (id),
  customer_id uuid not null references customer (id),
  region text not null,
  courier_id uuid,
  score smallint not null check (score between 1 and 5),
  comment bytea,
  delivered_at timestamptz not null,
  rated_at timestamptz not null
);

create index order_rating_newest on order_rating (enterprise_id, rated_at, order_id);
create index order_rating_rated on order_rating (rated_at, order_id);

-- Codes and accounts are looked at before it is known who asks: by the program itself.
select protect('login_code', 'false');
select protect('customer_account', 'user_id = (select reach_user())');
select protect('order_rating');

-- Down Migration
drop table order_rating, customer_account, login_code;
