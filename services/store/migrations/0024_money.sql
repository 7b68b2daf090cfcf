-- Up Migration
-- Money: double entry in fen. An entry belongs to one fact (source) and is never changed; a correction is a reversal.

-- How an enterprise is paid, and whether it has promised free delivery (R001-6.3-2).
create table payment_terms (
  enterprise_id text primary key references enterprise (id),
  ways text[] not null,
  free_delivery boolean not null,
  changed_by text not null,
  changed_at timestamptz not null
);

-- external_code: the account's number in the bookkeeper's own chart.
create table ledger_account (
  enterprise_id text not null references enterprise (id),
  code text not null,
  external_code text,
  primary key (enterprise_id, code)
);

-- lines and total_fen are what the entry consists of: a line added later does not fit any more.
create table journal_entry (
  id uuid primary key default gen_random_uuid(),
  no bigint generated always as identity unique,
  enterprise_id text not null references enterprise (id),
  kind text not null check (kind in ('sale', 'payment', 'deposit-released', 'claim-paid', 'refund', 'cash-up', 'reversal')),
  source text not null,
  customer_id uuid references customer (id),
  order_id uuid references sale_order (id),
  booked_on date not null,
  happened_at timestamptz not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  lines smallint not null check (lines > 1),
  total_fen bigint not null check (total_fen > 0),
  reverses uuid unique references journal_entry (id),
  reason text,
  proof json,
  unique (enterprise_id, source),
  unique (id, enterprise_id),
  check ((kind = 'reversal') = (reverses is not null))
);

create index journal_entry_newest on journal_entry (enterprise_id, no);
create index journal_entry_customer on journal_entry (customer_id, no) where customer_id is not null;
create index journal_entry_booked on journal_entry (enterprise_id, booked_on, no);

create table journal_line (
  entry_id uuid not null,
  line smallint not null,
  entry_no bigint not null,
  enterprise_id text not null,
  account text not null,
  customer_id uuid references customer (id),
  user_id uuid references app_user (id),
  model text,
  booked_on date not null,
  debit_fen bigint not null check (debit_fen >= 0),
  credit_fen bigint not null check (credit_fen >= 0),
  primary key (entry_id, line),
  foreign key (entry_id, enterprise_id) references journal_entry (id, enterprise_id),
  foreign key (enterprise_id, account) references ledger_account (enterprise_id, code),
  check ((debit_fen > 0) <> (credit_fen > 0))
);

create index journal_line_account on journal_line (enterprise_id, account, booked_on) include (debit_fen, credit_fen);
create index journal_line_customer on journal_line (customer_id, account, booked_on, entry_no) include (debit_fen, credit_fen)
  where customer_id is not null;
create index journal_line_user on journal_line (enterprise_id, user_id, account) include (debit_fen, credit_fen)
  where user_id is not null;

-- At commit: an entry is what it says, and both sides are equal. As the owner, so that no policy hides a line from the sum.
create function entry_balances() returns trigger language plpgsql security definer set search_path from current as $$
declare
  entry journal_entry;
begin
  select * into strict entry from journal_entry
  where id = case tg_table_name when 'journal_entry' then (to_jsonb(new)->>'id')::uuid else (to_jsonb(new)->>'entry_id')::uuid end;
  if exists (
    select from journal_line where entry_id = entry.id having count(*) <> entry.lines
      or coalesce(sum(debit_fen), 0) <> entry.total_fen or coalesce(sum(credit_fen), 0) <> entry.total_fen) then
    raise exception 'entry % does not balance', entry.id using errcode = 'check_violation';
  end if;
  return null;
end;
$$;

create constraint trigger journal_entry_balances after insert on journal_entry
deferrable initially deferred for each row execute function entry_balances();
create constraint trigger journal_line_balances after insert on journal_line
deferrable initially deferred for each row execute function entry_balances();

create trigger journal_entry_stays before update or delete on journal_entry for each row execute function refuse_change();
create trigger journal_line_stays before update or delete on journal_line for each row execute function refuse_change();
create trigger journal_entry_kept before truncate on journal_entry for each statement execute function refuse_change();
create trigger journal_line_kept before truncate on journal_line for each statement execute function refuse_change();

-- 押金: one a delivered cylinder. proof: how it was released where the cylinder did not simply come back.
create table deposit (
  id uuid primary key default gen_random_uuid(),
  enterprise_id text not null references enterprise (id),
  customer_id uuid not null references customer (id),
  code text not null,
  model text not null,
  amount_fen integer not null check (amount_fen > 0),
  order_id uuid not null references sale_order (id),
  delivery_id uuid not null references delivery (id),
  entry_id uuid not null references journal_entry (id),
  taken_at timestamptz not null,
  state text not null default 'held' check (state in ('held', 'released', 'void')),
  released_at timestamptz,
  release_entry_id uuid references journal_entry (id),
  return_id uuid references cylinder_return (id),
  proof json,
  unique (delivery_id, code),
  check ((state = 'released') = (release_entry_id is not null))
);

create index deposit_of_code on deposit (code) where state = 'held';
create index deposit_customer on deposit (customer_id, taken_at, id);
create index deposit_newest on deposit (enterprise_id, taken_at, id);
create index deposit_taken on deposit (taken_at, id);

-- 票据. The delivery fee has its own (R001-6.3-2), the deposit too.
create table receipt (
  id uuid primary key default gen_random_uuid(),
  enterprise_id text not null references enterprise (id),
  no text not null,
  kind text not null check (kind in ('gas', 'delivery-fee', 'deposit')),
  customer_id uuid not null references customer (id),
  order_id uuid not null references sale_order (id),
  delivery_id uuid not null references delivery (id),
  entry_id uuid not null references journal_entry (id),
  form text not null check (form in ('paper', 'electronic')),
  amount_fen bigint not null check (amount_fen > 0),
  issued_at timestamptz not null,
  invoice_no text,
  invoice_on date,
  invoiced_by text,
  voided_at timestamptz,
  unique (enterprise_id, no),
  check ((invoice_no is null) = (invoiced_by is null))
);

create unique index receipt_invoice on receipt (enterprise_id, invoice_no) where invoice_no is not null;
create index receipt_newest on receipt (enterprise_id, issued_at, id);
create index receipt_issued on receipt (issued_at, id);
create index receipt_customer on receipt (customer_id, issued_at, id);
create index receipt_order on receipt (order_id);

-- 交款: what a courier should have had, and what was counted.
create table cash_up (
  id uuid primary key,
  enterprise_id text not null references enterprise (id),
  courier_id uuid not null references app_user (id),
  expected_fen bigint not null,
  counted_fen bigint not null check (counted_fen >= 0),
  note text,
  entry_id uuid references journal_entry (id),
  received_by uuid not null references app_user (id),
  counted_at timestamptz not null,
  check (expected_fen = counted_fen or note is not null)
);

create index cash_up_newest on cash_up (enterprise_id, counted_at, id);
create index cash_up_courier on cash_up (courier_id, counted_at, id);

select protect(t) from unnest(array['payment_terms', 'ledger_account', 'journal_entry', 'journal_line', 'deposit', 'receipt',
  'cash_up']::regclass[]) t;

-- What was told to somebody is theirs to read.
create policy told on notification for select to lpg_api using (to_ref in ((select reach_customer()), (select reach_user())));
create policy looked_at on notification for update to lpg_api using (to_ref in ((select reach_customer()), (select reach_user())));

-- Down Migration
drop policy looked_at on notification;
drop policy told on notification;
drop table cash_up, receipt, deposit, journal_line, journal_entry, ledger_account, payment_terms;
drop function entry_balances;
