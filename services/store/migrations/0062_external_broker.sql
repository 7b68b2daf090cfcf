-- Up Migration
-- Behind an external broker every process can reach every device: what one has taken to send is not sent by another meanwhile.
alter table device_outbox add column claimed_until timestamptz;

-- The device's password as mosquitto's password file holds it (PBKDF2-SHA512); null: the password is older than this column.
alter table device add column broker_secret text;

-- Down Migration
alter table device drop column broker_secret;
alter table device_outbox drop column claimed_until;
