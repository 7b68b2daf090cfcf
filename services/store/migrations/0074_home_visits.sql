-- Up Migration
-- When somebody comes for a planned inspection, and that it was told (R000-5.2.2, R002-5.11.1-4).
alter table home_plan
  add column visit_from timestamptz,
  add column visit_to timestamptz,
  add column visit_agreed_at timestamptz,
  add column due_told_at timestamptz,
  add check ((visit_from is null) = (visit_to is null)),
  add check (visit_to > visit_from);

create index home_plan_untold on home_plan (due_on, id) where done_on is null and due_told_at is null;
create index home_plan_visit on home_plan (visit_to, id) where visit_to is not null;

-- Down Migration
drop index home_plan_visit, home_plan_untold;
alter table home_plan drop column visit_from, drop column visit_to, drop column visit_agreed_at, drop column due_told_at;
