-- Up Migration
-- What stations told of each day (Asia/Shanghai), for the board of figures: a continuous aggregate where TimescaleDB and its licence
-- allow it, a view with the same answers elsewhere. Without row security (the log has none): the API joins `station`, which has it.
do $$
begin
  if exists (select from pg_extension where extname = 'timescaledb')
    and current_setting('timescaledb.license') = 'timescale' then
    create materialized view station_day
      with (timescaledb.continuous, timescaledb.materialized_only = false) as
      select time_bucket(interval '1 day', occurred_at, 'Asia/Shanghai') as day, station_id, type, count(*)::int8 as events
      from cylinder_event where station_id is not null
      group by 1, 2, 3
      with no data;
    -- Late events of a year are counted within the hour; the day that is under way is read from the log itself.
    perform add_continuous_aggregate_policy('station_day', start_offset => interval '400 days', end_offset => interval '1 day',
      schedule_interval => interval '1 hour');
  else
    create view station_day as
      select date_trunc('day', occurred_at, 'Asia/Shanghai') as day, station_id, type, count(*)::int8 as events
      from cylinder_event where station_id is not null
      group by 1, 2, 3;
  end if;
end
$$;
grant select on station_day to lpg_api;

-- Down Migration
do $$
begin
  if exists (select from pg_extension where extname = 'timescaledb')
    and current_setting('timescaledb.license') = 'timescale' then
    drop materialized view station_day;
  else
    drop view station_day;
  end if;
end
$$;
