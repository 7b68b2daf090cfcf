-- Up Migration
-- What couriers handed in, of all enterprises, newest first: 44 ms at 19 000 rows without it.
create index cash_up_counted on cash_up (counted_at, id);

-- Down Migration
drop index cash_up_counted;
