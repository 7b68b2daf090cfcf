-- Up Migration
-- Who never got a manual (R002-5.6) is looked for among all customers of a city: 45 000 of them took 0.3 s, whoever was found.
-- When they first got one is kept beside them, so that only those without are walked.
alter table customer add column manual_at timestamptz;

update customer c set manual_at = m.at
from (
  select customer_id, min(at) as at
  from (
    select customer_id, handed_at as at from manual_handover
    union all
    select k.customer_id, k.happened_at from delivery_cylinder k join delivery d on d.id = k.delivery_id
    where d.body->>'manualVersion' is not null) h
  group by customer_id) m
where c.id = m.customer_id;

create index customer_without_manual on customer (id) where manual_at is null and erased_at is null;
create index customer_without_manual_of on customer (enterprise_id, id) where manual_at is null and erased_at is null;

-- Whoever hands one over need not be able to change the customer.
create function manual_handed_over() returns trigger security definer set search_path = public language plpgsql
as $$
begin
  update customer c set manual_at = h.at
  from (select customer_id, min(handed_at) as at from fresh group by customer_id) h
  where c.id = h.customer_id and c.manual_at is null;
  return null;
end
$$;

create function manual_delivered() returns trigger security definer set search_path = public language plpgsql
as $$
begin
  update customer c set manual_at = h.at
  from (
    select k.customer_id, min(k.happened_at) as at from fresh k join delivery d on d.id = k.delivery_id
    where d.body->>'manualVersion' is not null group by k.customer_id) h
  where c.id = h.customer_id and c.manual_at is null;
  return null;
end
$$;

create trigger manual_at after insert on manual_handover
referencing new table as fresh for each statement execute function manual_handed_over();
create trigger manual_at after insert on delivery_cylinder
referencing new table as fresh for each statement execute function manual_delivered();

-- Down Migration
drop trigger manual_at on delivery_cylinder;
drop trigger manual_at on manual_handover;
drop function manual_delivered, manual_handed_over;
drop index customer_without_manual_of, customer_without_manual;
alter table customer drop column manual_at;
