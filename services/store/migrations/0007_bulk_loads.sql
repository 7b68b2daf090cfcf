-- Up Migration
-- History that was generated or taken over in bulk: nobody witnessed its commit, so its batch has no leaves to prove.
alter table event_batch add column bulk boolean not null default false;

-- Down Migration
alter table event_batch drop column bulk;
