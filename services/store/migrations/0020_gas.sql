-- Up Migration
-- Gas: tanks with what they are, the steps of their gas as the log tells them, and the log's own lists of receipts and tests.

alter table tank
  drop column released,
  drop column judged_at,
  add column steps json not null default '[]',
  add column capacity_g bigint,
  add column medium text,
  add column registered_at timestamptz;

-- The log is the only truth of gas: some hundred thousand rows a year among a hundred million. By station for the state of a tank
-- and the receipt behind a fill, by time for lists.
create index cylinder_life_gas on cylinder_life (station_id, effective_at)
  where type in ('gas.received', 'gas.tested', 'gas.released');

create index cylinder_life_gas_time on cylinder_life (type, effective_at, event_id)
  where type in ('gas.received', 'gas.tested', 'gas.released');

update tank t set steps = (
  select coalesce(json_agg(json_build_object('at', floor(extract(epoch from l.effective_at) * 1000)::int8, 'id', l.event_id,
    'type', l.type, 'by', l.operator, 'awaitsRelease', false, 'passed', (l.body->>'passed')::boolean)), '[]')
  from (
    select g.* from cylinder_life g
    where g.station_id = t.station_id and g.type in ('gas.received', 'gas.tested') and g.body->>'tank' = t.id
    order by g.effective_at desc, g.event_id desc limit 16) l);

-- Down Migration
drop index cylinder_life_gas_time;
drop index cylinder_life_gas;
alter table tank
  drop column registered_at,
  drop column medium,
  drop column capacity_g,
  drop column steps,
  add column released boolean,
  add column judged_at timestamptz not null default now();
