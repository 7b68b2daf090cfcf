-- Up Migration
-- When the lab had the cylinder in its hands: what was sent and never seen is missing.
alter table inspection_item add column received_at timestamptz;

-- Down Migration
alter table inspection_item drop column received_at;
