-- Up Migration
-- Fills and removals of residual by station: recalls by tank, receipt or operator, and the balance of a tank.
create index cylinder_life_station_fills on cylinder_life (station_id, effective_at)
  where type in ('fill.completed', 'residual.removed');

-- A receipt or a test by its id: the key begins with the source, which nobody who asks knows.
create index cylinder_life_gas_id on cylinder_life (event_id)
  where type in ('gas.received', 'gas.tested', 'gas.released');

-- Down Migration
drop index cylinder_life_gas_id;
drop index cylinder_life_station_fills;
