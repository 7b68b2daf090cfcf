-- Up Migration
-- Call-backs after services that have no case of their own (R001-8.1-fo-fp), and the plan of a year. Reasons and what is done about them
-- are words of the office about service; the person is known by reference alone.
create table call_back (
  id uuid primary key,
  enterprise_id text not null references enterprise (id),
  region text not null check (region ~ '^[0-9]{6}$'),
  customer_id uuid not null references customer (id),
  about text not null check (about in ('delivery', 'inspection', 'counter', 'periodic')),
  order_id uuid references sale_order (id),
  called_at timestamptz not null,
  channel text not null check (channel in ('phone', 'visit', 'message')),
  reached boolean not null,
  on_time boolean,
  charges_shown boolean,
  solved text check (solved in ('solved', 'partly', 'not-solved')),
  satisfaction text check (satisfaction in ('satisfied', 'neutral', 'dissatisfied')),
  grades json not null,
  cause text,
  reason text,
  handling text,
  guidance json not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  check (reached = (satisfaction is not null and solved is not null))
);

create index call_back_of on call_back (enterprise_id, called_at, id);
create index call_back_all on call_back (called_at, id);
create index call_back_customer on call_back (customer_id, called_at) where reached;

create table call_back_plan (
  id uuid primary key,
  enterprise_id text not null references enterprise (id),
  year integer not null,
  share_permille integer not null check (share_permille between 1 and 1000),
  every_months integer not null check (every_months > 0),
  outline text not null,
  assessment text not null,
  valid_from date not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  unique (enterprise_id, valid_from)
);

select protect(t) from unnest(array['call_back', 'call_back_plan']::regclass[]) t;

-- Down Migration
drop table call_back_plan, call_back;
