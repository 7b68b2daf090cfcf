-- Up Migration
-- Hypertables where TimescaleDB is available; plain tables with the same names otherwise. 30-day chunks.
do $$
begin
  if exists (select from pg_available_extensions where name = 'timescaledb') then
    create extension if not exists timescaledb;
    perform create_hypertable('cylinder_event', by_range('occurred_at', interval '30 days'), create_default_indexes => false);
    perform create_hypertable('weight_sample', by_range('from_at', interval '30 days'), create_default_indexes => false);
  end if;
end
$$;

create index cylinder_event_time on cylinder_event (occurred_at desc);

-- Down Migration
drop index cylinder_event_time;
