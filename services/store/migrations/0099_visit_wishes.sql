-- Up Migration
-- Another time that the customer asks for (R000-5.2.2): it stands until somebody agrees a visit anew.
alter table home_plan
  add column wish_from timestamptz,
  add column wish_to timestamptz,
  add column wished_at timestamptz,
  add check ((wish_from is null) = (wish_to is null) and (wish_from is null) = (wished_at is null)),
  add check (wish_to > wish_from);

create index home_plan_wished on home_plan (enterprise_id, rank, due_on, id) where wished_at is not null and done_on is null;

-- Down Migration
drop index home_plan_wished;
alter table home_plan drop column wish_from, drop column wish_to, drop column wished_at;
