-- Up Migration
-- Row-level security (design §5). The API acts as lpg_api, which owns nothing; every transaction of it says for whom it works
-- (settings lpg.*, see reach-pool.ts), and a transaction that does not say so sees nothing. Whoever owns the tables (ingest, jobs,
-- migrations) keeps all of them, by a policy of its own, because FORCE binds an owner too who is no superuser.

-- One role for all databases of the server, so somebody else may be making it at this very moment.
do $$
declare
  wanted constant text := format('a superuser has to run: create role lpg_api nologin; grant lpg_api to %I', current_user);
begin
  if not exists (select from pg_roles where rolname = 'lpg_api') then
    begin
      create role lpg_api nologin;
    exception
      when duplicate_object or unique_violation then null;
      when insufficient_privilege then
        raise exception 'the role lpg_api, as which the API works, is missing and % may not create it: %', current_user, wanted;
    end;
  end if;
  if not pg_has_role(current_user, 'lpg_api', 'member') then
    begin
      grant lpg_api to current_user;
    exception
      when duplicate_object or unique_violation then null;
      when insufficient_privilege then
        raise exception '% is no member of the role lpg_api, as which the API works: %', current_user, wanted;
    end;
  end if;
end
$$;

grant usage on schema public to lpg_api;

-- For whom a transaction works. Plain expressions, so that they dissolve into the query; in policies as (select …()): once a statement.
create function reach_role() returns text stable language sql
as $$ select nullif(current_setting('lpg.role', true), '') $$;

-- system = the program itself, where it has to look across enterprises.
create function reach_all() returns boolean stable language sql
as $$ select coalesce(reach_role() in ('admin', 'system')
  or (reach_role() = 'regulator' and current_setting('lpg.region', true) = ''), false) $$;

create function reach_enterprise() returns text stable language sql
as $$ select case when reach_role() in ('office', 'station', 'courier', 'lab') then nullif(current_setting('lpg.enterprise', true), '') end $$;

create function reach_region() returns text stable language sql
as $$ select case when reach_role() = 'regulator' then nullif(current_setting('lpg.region', true), '') end $$;

create function reach_user() returns uuid stable language sql
as $$ select nullif(current_setting('lpg.user', true), '')::uuid $$;

create function reach_customer() returns uuid stable language sql
as $$ select case when reach_role() = 'customer' then nullif(current_setting('lpg.customer', true), '')::uuid end $$;

-- What a page for everybody is about: a code, the value of a QR tag, the token of a badge.
create function reach_subject() returns text stable language sql
as $$ select case when reach_role() = 'public' then nullif(current_setting('lpg.subject', true), '') end $$;

-- These look behind the policies, so that no policy has to ask another one in a circle.
create function enterprises_below(prefix text) returns text[] stable strict security definer set search_path = public language sql
as $$ select array(select distinct enterprise_id from station where starts_with(region, prefix)) $$;

create function cylinder_shown(subject text) returns bigint stable strict security definer set search_path = public language sql
as $$ select coalesce((select id from cylinder where code = subject),
  (select cylinder_id from tag where scheme = 'qr' and value = subject and valid_to is null)) $$;

create function stations_shown(subject text) returns text[] stable strict security definer set search_path = public language sql
as $$ select array(select distinct station_id from cylinder_life
  where cylinder_id = cylinder_shown(subject) and type = 'fill.completed' and station_id is not null) $$;

create function enterprises_shown(subject text) returns text[] stable strict security definer set search_path = public language sql
as $$ select array(select owner_id from cylinder where id = cylinder_shown(subject) and owner_id is not null
  union select enterprise_id from badge where token = subject) $$;

-- Whoever has an event of the cylinder at a station of theirs sees it; asked for one cylinder only (lpg.closely), never in a list.
create function cylinder_touched(asked bigint) returns boolean stable strict security definer set search_path = public language sql
as $$ select exists (select from cylinder_life l join station s on s.id = l.station_id
  where l.cylinder_id = asked and (s.enterprise_id = reach_enterprise() or starts_with(s.region, reach_region()))) $$;

create function customer_lives_below(asked uuid, prefix text) returns boolean stable strict security definer set search_path = public language sql
as $$ select exists (select from premises where customer_id = asked and starts_with(region, prefix)) $$;

create function reach_enterprises() returns text[] stable language sql
as $$ select case
  when reach_region() is not null then enterprises_below(reach_region())
  when reach_enterprise() is not null then array[reach_enterprise()]
  when reach_subject() is not null then enterprises_shown(reach_subject())
  else '{}' end $$;

-- What a new table calls, after its creation: select protect('my_table'). Who reaches a row:
--   an enterprise by enterprise_id; a regulator by region where the table has one, else the enterprises with a station in the region;
--   a customer reads what has their customer_id; administrators everything; and whoever `also` names, an expression over the row.
-- A table without enterprise_id needs `also`, mostly `exists (select from parent p where p.id = parent_id)`: the parent's policy holds.
create function protect(target regclass, also text default null) returns void language plpgsql as $$
declare
  has constant text[] := array(select attname from pg_attribute where attrelid = target and attnum > 0 and not attisdropped);
  seen text := '(select reach_all())';
begin
  if 'enterprise_id' = any (has) then
    seen := seen || case when 'region' = any (has)
      then ' or enterprise_id = (select reach_enterprise()) or starts_with(region, (select reach_region()))'
      else ' or enterprise_id = any ((select reach_enterprises())::text[])' end;
  elsif also is null then
    raise exception '% has no enterprise_id: say who sees its rows', target;
  end if;
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy owner on %s to %s using (true)', target,
    (select relowner::regrole from pg_class where oid = target));
  execute format('create policy reach on %s to lpg_api using (%s)', target, seen || coalesce(' or (' || also || ')', ''));
  if 'customer_id' = any (has) then
    execute format('create policy theirs on %s for select to lpg_api using (customer_id = (select reach_customer()))', target);
  end if;
  execute format('grant select, insert, update, delete on %s to lpg_api', target);
end
$$;

-- Registry.
select protect('enterprise', 'id = any ((select reach_enterprises())::text[])');
select protect('station', 'id = any ((select stations_shown(reach_subject()))::text[])');
select protect(t, 'station_id in (select s.id from station s)')
from unnest(array['scale', 'tank', 'operator_shift', 'device', 'lock_log', 'rejected_message', 'device_outbox']::regclass[]) t;
select protect('staff');

-- The name of a device stands in the trace of whoever owns the cylinder; its secret does not.
create view device_name as
select d.key, d.device_id, s.enterprise_id from device d left join station s on s.id = d.station_id;
grant select on device_name to lpg_api;

-- Accounts. login = somebody at the door, with a name and a password or with a token. Nobody makes or changes an account but
-- administrators and whoever it is.
select protect('app_user', $$(select reach_role()) = 'login' or id = (select reach_user())$$);
create policy accounts_made on app_user as restrictive for insert to lpg_api with check ((select reach_all()));
create policy accounts_changed on app_user as restrictive for update to lpg_api
  using ((select reach_all()) or (select reach_role()) = 'login' or id = (select reach_user()));
create policy accounts_kept on app_user as restrictive for delete to lpg_api using (false);
select protect('session', $$(select reach_role()) = 'login' or user_id = (select reach_user())$$);
select protect('idempotency_key', 'user_id = (select reach_user())');

-- Cylinders: whose they are, at whose station they stand, in whose lab they are or were.
select protect('cylinder', $$owner_id = any ((select reach_enterprises())::text[])
  or (custody_kind = 'station' and custody_id in (select s.id from station s))
  or id in (select i.cylinder_id from inspection_item i join inspection_batch b on b.id = i.batch_id
    where b.lab_id = (select reach_enterprise()))
  or ((select current_setting('lpg.closely', true)) = 'on' and cylinder_touched(id))
  or id = (select cylinder_shown(reach_subject()))$$);
create policy theirs on cylinder for select to lpg_api
  using (custody_kind = 'customer' and custody_id = (select reach_customer())::text);
select protect(t, 'exists (select from cylinder c where c.id = cylinder_id)')
from unnest(array['cylinder_registry', 'tag', 'work_item', 'destruction', 'cylinder_deadline']::regclass[]) t;
select protect('cylinder_purchase');

-- An event: its station's enterprise and the cylinder's owner; a regulator also what happened at no station.
select protect('cylinder_life', $$station_id in (select s.id from station s)
  or exists (select from cylinder c where c.id = cylinder_life.cylinder_id and (c.owner_id = (select reach_enterprise())
    or (cylinder_life.station_id is null and (select reach_region()) is not null)))$$);
select protect('superseded_verdict', $$exists (select from cylinder_life l
  where l.source = superseded_verdict.source and l.event_id = superseded_verdict.event_id)$$);

-- TimescaleDB refuses columnstore and continuous aggregates on tables with row security: the API has no right to the big tables,
-- and reads them through these.
create view seen_event with (security_barrier) as
select e.* from cylinder_event e left join station s on s.id = e.station_id left join cylinder c on c.id = e.cylinder_id
where (select reach_all()) or s.enterprise_id = (select reach_enterprise()) or starts_with(s.region, (select reach_region()))
  or c.owner_id = (select reach_enterprise());

create view seen_weight_sample with (security_barrier) as
select w.* from weight_sample w left join scale c on c.id = w.scale left join station s on s.id = c.station_id
where (select reach_all()) or s.enterprise_id = (select reach_enterprise()) or starts_with(s.region, (select reach_region()));

grant select on seen_event, seen_weight_sample to lpg_api;

-- What is known of sites and cylinders comes from events alone, through the recorder.
revoke insert, update, delete on cylinder, cylinder_registry, tag, cylinder_life, superseded_verdict, operator_shift,
  rejected_message from lpg_api;

-- Laboratory.
select protect('inspection_batch', 'lab_id = (select reach_enterprise())');
select protect('inspection_item', 'exists (select from inspection_batch b where b.id = batch_id)');

-- Papers of staff.
select protect(t) from unnest(array['staff_certificate', 'training', 'training_result']::regclass[]) t;
select protect('badge', 'token = (select reach_subject())');

-- Customers: also those of another region with premises in the regulator's own, and such premises.
select protect('customer', '(select reach_region()) is not null and customer_lives_below(id, (select reach_region()))');
create policy theirs on customer for select to lpg_api using (id = (select reach_customer()));
select protect('premises', '(select reach_region()) is not null and exists (select from customer c where c.id = customer_id)');
select protect(t, 'exists (select from customer c where c.id = customer_id)')
from unnest(array['customer_agent', 'customer_verification']::regclass[]) t;
select protect('identity_case', '(select reach_region()) is not null and exists (select from customer c where c.id = customer_id)');
select protect('person', $$exists (select from customer c where c.person_id = person.id)
  or exists (select from customer_agent a where a.person_id = person.id)$$);
select protect(t, 'exists (select from person p where p.id = person_id)')
from unnest(array['person_secret', 'person_lookup']::regclass[]) t;
select protect('reveal_audit');

-- Sales.
select protect(t) from unnest(array['price_list', 'sale_order', 'delivery', 'cylinder_return', 'foreign_empty', 'safety_inspection',
  'rectification', 'residual_claim', 'stored_object']::regclass[]) t;
select protect(t, 'exists (select from sale_order o where o.id = order_id)')
from unnest(array['order_line', 'order_cylinder', 'delivery_cylinder']::regclass[]) t;

-- Messages to people.
select protect(t) from unnest(array['notification_setting', 'notification_template', 'notification']::regclass[]) t;

-- Law and calendar are everybody's to read. rule_profile.enterprise_id = whose office published it.
select protect('rule_profile');
create policy published on rule_profile for select to lpg_api using (true);
grant select, insert on rule_profile_activation to lpg_api;
grant select, insert, update, delete on calendar_day, calendar_coverage to lpg_api;
grant select on judging_context, event_batch to lpg_api;
-- Counted up by triggers on behalf of whoever changed a site.
grant select, update on site_version to lpg_api;

-- Down Migration
drop view seen_weight_sample, seen_event, device_name;
do $$
declare
  p record;
begin
  for p in select tablename, policyname from pg_policies where schemaname = 'public' loop
    execute format('drop policy %I on %I', p.policyname, p.tablename);
  end loop;
  for p in select relname from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity loop
    execute format('alter table %I disable row level security', p.relname);
    execute format('alter table %I no force row level security', p.relname);
  end loop;
end
$$;
revoke all on all tables in schema public from lpg_api;
revoke usage on schema public from lpg_api;
drop function protect, reach_enterprises, customer_lives_below, cylinder_touched, enterprises_shown, stations_shown, cylinder_shown,
  enterprises_below, reach_subject, reach_customer, reach_user, reach_region, reach_enterprise, reach_all, reach_role;
