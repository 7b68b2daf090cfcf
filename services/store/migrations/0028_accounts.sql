-- Up Migration
-- Accounts: a display name, which is personal data and lies with it; log-in through an OpenID provider; and row security where tests
-- found it too wide.

-- Administrators and regulators belong to no enterprise: the program's operator answers for their names.
alter table person alter column enterprise_id drop not null;
alter table app_user add column person_id uuid references person (id);
create index app_user_person on app_user (person_id) where person_id is not null;
drop policy reach on person;
create policy reach on person to lpg_api using ((select reach_all()) or enterprise_id = any ((select reach_enterprises())::text[])
  or exists (select from customer c where c.person_id = person.id)
  or exists (select from customer_agent a where a.person_id = person.id)
  or ((select reach_role()) <> 'login' and exists (select from app_user u where u.person_id = person.id)));

-- Who somebody is elsewhere. Linked by an administrator, never by a log-in.
create table user_identity (
  issuer text not null,
  subject text not null,
  user_id uuid not null references app_user (id),
  linked_by uuid not null,
  linked_at timestamptz not null,
  primary key (issuer, subject)
);

create index user_identity_user on user_identity (user_id);

-- A log-in that was sent to the provider and has not come back. attempt_sha256: of what the browser keeps for itself.
create table oidc_attempt (
  attempt_sha256 bytea primary key,
  state text not null,
  nonce text not null,
  verifier text not null,
  expires_at timestamptz not null
);

create index oidc_attempt_expires on oidc_attempt (expires_at);

select protect('user_identity', $$(select reach_role()) = 'login' or user_id = (select reach_user())$$);
-- Nobody links an identity to an account but administrators.
create policy linked on user_identity as restrictive for insert to lpg_api with check ((select reach_all()));
create policy relinked on user_identity as restrictive for update to lpg_api using (false);
select protect('oidc_attempt', $$(select reach_role()) = 'login'$$);

-- What an account is and who answers for a person, nobody changes: no statement of the API has to.
revoke update on app_user, person from lpg_api;
grant update (wrapped_key, wrapped_by, erased_at) on person to lpg_api;
grant update (password_hash, disabled_at, failed_logins, locked_until, person_id) on app_user to lpg_api;

-- A page for everybody names the enterprise it is about, and shows nothing else that carries its id.
create or replace function reach_enterprises() returns text[] stable language sql
as $$ select case
  when reach_region() is not null then enterprises_below(reach_region())
  when reach_enterprise() is not null then array[reach_enterprise()]
  else '{}' end $$;
create policy shown on enterprise for select to lpg_api using (id = any ((select enterprises_shown(reach_subject()))::text[]));

-- A lab works on a batch and does not say whose it is.
revoke update on inspection_batch from lpg_api;

-- Whoever looks at what falls due works out first what changed a moment ago: beyond reach, as the program itself.
select protect('deadline_dirty', 'false');

-- Down Migration
drop policy owner on deadline_dirty;
drop policy reach on deadline_dirty;
revoke all on deadline_dirty from lpg_api;
alter table deadline_dirty disable row level security;
alter table deadline_dirty no force row level security;
grant update on inspection_batch to lpg_api;
drop policy shown on enterprise;
drop table oidc_attempt, user_identity;
drop policy reach on person;
alter table app_user drop column person_id;
create policy reach on person to lpg_api using ((select reach_all()) or enterprise_id = any ((select reach_enterprises())::text[])
  or exists (select from customer c where c.person_id = person.id)
  or exists (select from customer_agent a where a.person_id = person.id));
grant update on app_user, person to lpg_api;
