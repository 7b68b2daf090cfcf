-- Up Migration
-- One field of search for whatever somebody has at hand (GET /v1/cylinders?q=): the beginning of a code, a serial number stamped into the
-- metal. A column of its own for the serial number, because row security lets no expression over JSON see an index.
alter table cylinder_registry add column serial_no text generated always as (registry -> 'facts' ->> 'serialNo') stored;
create index cylinder_serial on cylinder_registry (serial_no) where serial_no is not null;
create index cylinder_code_prefix on cylinder (code collate "C") where code is not null;

-- Down Migration
drop index cylinder_code_prefix, cylinder_serial;
alter table cylinder_registry drop column serial_no;
