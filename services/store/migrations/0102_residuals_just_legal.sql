-- Up Migration
-- Residuals that are just legal again and again may be one person's work.
alter table anomaly drop constraint anomaly_subject_kind_check;
alter table anomaly add constraint anomaly_subject_kind_check
  check (subject_kind in ('cylinder', 'scale', 'operator', 'courier', 'station', 'holder', 'tank'));

-- What was weighed before is looked at once more.
insert into anomaly_redo (region, from_at, to_at, asked_by, asked_at)
select '', now() - interval '400 days', now(), '00000000-0000-0000-0000-000000000000', now() where exists (select from anomaly_sign);

-- Down Migration
alter table anomaly drop constraint anomaly_subject_kind_check;
alter table anomaly add constraint anomaly_subject_kind_check
  check (subject_kind in ('cylinder', 'scale', 'courier', 'station', 'holder', 'tank'));
