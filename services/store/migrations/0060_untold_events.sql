-- Up Migration
-- Events that a row has announced and that do not stand in a life yet (a visit, a return, a hand-over): written with the row in one
-- transaction, gone when they are recorded. What a crash leaves here, the job untold-events records.
create table untold_event (
  event_id uuid primary key,
  enterprise_id text not null references enterprise (id),
  code text not null,
  event json not null,
  kept_at timestamptz not null
);

create index untold_event_kept on untold_event (kept_at, event_id);

select protect('untold_event');

-- Down Migration
drop table untold_event;
