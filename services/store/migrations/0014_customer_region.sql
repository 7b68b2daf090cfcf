-- Up Migration
-- A regulator of a small region looks for a few customers among many.
create index customer_region on customer (region, id);

-- Down Migration
drop index customer_region;
