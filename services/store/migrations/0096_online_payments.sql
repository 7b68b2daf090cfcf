-- Up Migration
-- Payments that a customer opens online (R000-6.4.1, R002-5.8.1); the books know of one when its provider says that it was paid.
create table online_payment (
  id uuid primary key,
  enterprise_id text not null references enterprise (id),
  customer_id uuid not null references customer (id),
  amount_fen integer not null check (amount_fen > 0),
  method text not null check (method in ('wechat', 'alipay', 'bank')),
  state text not null check (state in ('open', 'paid')),
  pay_url text,
  provider_id text,
  opened_by uuid not null,
  opened_at timestamptz not null,
  paid_at timestamptz,
  check ((state = 'paid') = (paid_at is not null))
);

create index online_payment_of on online_payment (enterprise_id, opened_at, id);
create index online_payment_customer on online_payment (customer_id, opened_at, id);
create index online_payment_all on online_payment (opened_at, id);

select protect('online_payment');

-- Down Migration
drop table online_payment;
