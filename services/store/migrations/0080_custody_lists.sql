-- Up Migration
-- Rare contents are found here: an index on cylinder (content) would make every fill write all indexes of its cylinder anew.
create index custody_place_content on custody_place (content, cylinder_id);

-- The key's order is that of the list of movements, which stops after one page.
alter table custody_flow drop constraint custody_flow_pkey;
alter table custody_flow add primary key (enterprise_id, kind, holder, model, day, peer);

insert into custody_balance (enterprise_id, kind, holder, model, content, cylinders)
select distinct enterprise_id, kind, holder, model, 'unknown', 0 from custody_flow
on conflict do nothing;

-- Down Migration
alter table custody_flow drop constraint custody_flow_pkey;
alter table custody_flow add primary key (enterprise_id, day, kind, holder, model, peer);
drop index custody_place_content;
