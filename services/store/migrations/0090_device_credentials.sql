-- Up Migration
-- A device's credentials change without a stop: the password before is good for a while beside the new one, certificates likewise.
alter table device add column previous_secret_sha256 bytea, add column previous_until timestamptz;

-- What a gateway lets in by certificate: one that is not listed here, or no longer good, is refused, whoever signed it.
create table device_certificate (
  serial text primary key check (serial ~ '^[0-9a-f]{2,64}$'),
  station_id text not null,
  device_id text not null,
  issued_at timestamptz not null,
  -- The end that the certificate itself names, brought forward by a renewal or a revocation.
  good_until timestamptz not null,
  revoked_for text,
  foreign key (station_id, device_id) references device (station_id, device_id)
);

create index device_certificate_device on device_certificate (station_id, device_id, good_until);

create trigger device_certificate_changed after insert or delete or update on device_certificate
for each row execute function notify_device();

select protect('device_certificate', 'station_id in (select s.id from station s)');

-- Down Migration
drop table device_certificate;
alter table device drop column previous_secret_sha256, drop column previous_until;
