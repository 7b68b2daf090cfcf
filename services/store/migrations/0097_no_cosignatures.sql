-- Up Migration
-- Lines of witnesses are kept by whoever asks for them until the API takes them in: a table that nobody writes is none.
drop table ledger_cosignature;

-- Down Migration
create table ledger_cosignature (
  log_id integer not null,
  size bigint not null,
  key_id text not null,
  line text not null,
  received_at timestamptz not null,
  primary key (log_id, size, key_id),
  foreign key (log_id, size) references ledger_checkpoint (log_id, size)
);
grant select, insert on ledger_cosignature to lpg_api;
