-- Up Migration
-- Lists of the few cylinders that are not at work, among 100 000: from 7–125 ms to 0.1–5 ms (measured on the city). Small on purpose:
-- an update touches them only where service or kind of custody changes, which cylinder_at_customer made dear already.
create index cylinder_out_of_service on cylinder (service, id) where service <> 'in-service';
create index cylinder_elsewhere on cylinder (custody_kind, id) where custody_kind in ('vehicle', 'lab', 'scrap', 'unknown');

-- Down Migration
drop index cylinder_elsewhere, cylinder_out_of_service;
