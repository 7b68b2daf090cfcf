-- Up Migration
-- R004-4.3: who is unqualified is on the list of key supervision, who is excellent is commended.
alter table evaluation add column band text;
create index evaluation_band on evaluation (band, created_at, id) where band is not null;

-- Down Migration
alter table evaluation drop column band;
