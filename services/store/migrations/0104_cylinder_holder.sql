-- Up Migration
-- Who holds each cylinder, in a narrow table of its own. Custody changes with every third event, and its three indexes made PostgreSQL write
-- an entry into all seven indexes of `cylinder` each time (0.39 times an event; a third of its CPU went into indexes). Here a change writes
-- two entries of a small row, in the transaction that changes custody_kind and custody_id of `cylinder`, whose updates now stay HOT: no index
-- of that table may name a column that events change.
create table cylinder_holder (
  cylinder_id bigint primary key references cylinder (id),
  kind text not null,
  holder text,
  owner_id text
) with (autovacuum_vacuum_scale_factor = 0.05);

insert into cylinder_holder (cylinder_id, kind, holder, owner_id)
select id, custody_kind, custody_id, owner_id from cylinder where merged_into is null;

-- One customer's, one vehicle's; at a station those of other owners are ranges before and behind its own, each in the order of lists.
create index cylinder_holder_place on cylinder_holder (kind, holder, owner_id, cylinder_id);

drop index cylinder_at_customer, cylinder_at_station, cylinder_elsewhere;

-- As of the cylinder itself.
select protect('cylinder_holder', $$owner_id = any ((select reach_enterprises())::text[])
  or (kind = 'station' and holder in (select s.id from station s))$$);
create policy theirs on cylinder_holder for select to lpg_api
  using (kind = 'customer' and holder = (select reach_customer())::text);
revoke insert, update, delete on cylinder_holder from lpg_api;

analyze cylinder_holder;

-- Down Migration
create index cylinder_at_customer on cylinder (custody_id) where custody_kind = 'customer';
create index cylinder_at_station on cylinder (custody_id, owner_id, id) where custody_kind = 'station';
create index cylinder_elsewhere on cylinder (custody_kind, id) where custody_kind in ('vehicle', 'lab', 'scrap', 'unknown');
drop table cylinder_holder;
