-- Up Migration
-- Where in the log the session's last write stands: a replica that has not come so far is not asked for it.
alter table session add column wrote_lsn pg_lsn;

-- Down Migration
alter table session drop column wrote_lsn;
