-- Up Migration
-- Hypertables where TimescaleDB is loaded and we may create it; plain tables with the same names otherwise. 30-day chunks.
do $$
begin
  -- Available but not preloaded would end the connection: its settings exist only when it is.
  if exists (select from pg_available_extensions where name = 'timescaledb')
    and exists (select from pg_settings where name = 'timescaledb.disable_load') then
    begin
      create extension if not exists timescaledb;
    exception when insufficient_privilege then
      raise warning 'timescaledb is there, but this role may not create it: plain tables';
    end;
  end if;
  if exists (select from pg_extension where extname = 'timescaledb') then
    perform create_hypertable('cylinder_event', by_range('occurred_at', interval '30 days'), create_default_indexes => false);
    perform create_hypertable('weight_sample', by_range('from_at', interval '30 days'), create_default_indexes => false);
  end if;
end
$$;

create index cylinder_event_time on cylinder_event (occurred_at desc);

-- Down Migration
drop index cylinder_event_time;
