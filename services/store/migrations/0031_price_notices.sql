-- Up Migration
-- A change of price is published before it holds, with its basis (R000-5.1.3). told_through: the last customer who was told.
create table price_notice (
  price_id uuid primary key references price_list (id),
  enterprise_id text not null references enterprise (id),
  model text not null,
  before_fen integer not null,
  after_fen integer not null,
  valid_from date not null,
  basis text not null,
  published_at timestamptz not null,
  told_through uuid,
  told_at timestamptz
);

create index price_notice_newest on price_notice (enterprise_id, valid_from, price_id);
create index price_notice_untold on price_notice (published_at) where told_at is null;

select protect('price_notice');

-- Down Migration
drop table price_notice;
