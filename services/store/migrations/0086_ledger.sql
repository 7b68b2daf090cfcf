-- Up Migration
-- The ledger (design §5): one append-only Merkle tree over everything that was committed, and its signed checkpoints.

-- Salts hide bytes and body in the leaf, so that they can be erased and the leaf still holds. Null = from before the ledger, or bulk.
alter table cylinder_life add column salt bytea;
alter table rejected_message add column salt bytea;

-- leaf_hashes: 32 bytes a leaf; leaf_counts: events, verdicts, rejections, slices. Null = bulk or from before: nothing to prove.
-- leaf_index: the number of the batch in the tree.
alter table event_batch add column leaf_hashes bytea, add column leaf_counts integer[], add column leaf_index bigint;
alter table event_batch alter column leaf_hashes set storage external;
create index event_batch_unnumbered on event_batch (id) where leaf_index is null and leaf_counts is not null and leaves > 0;

-- What changes beside the log of events: who and what is registered, rules, rights, keys, redactions. Written by triggers alone.
create table ledger_entry (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  subject text not null,
  change text not null check (change in ('adopted', 'insert', 'update', 'delete')),
  key text not null,
  -- The role that the API worked as, and for whom; null = not through the API.
  role text,
  user_id text,
  body text not null,
  leaf_index bigint
);

create index ledger_entry_unnumbered on ledger_entry (id) where leaf_index is null;
create index ledger_entry_subject on ledger_entry (subject, key, id);

select protect('ledger_entry', 'false');
revoke insert, update, delete on ledger_entry from lpg_api;

-- A log has one name for ever. A second row = the database was set back behind a published checkpoint, and somebody said so.
create table ledger_log (
  id integer primary key,
  origin text not null unique,
  began_at timestamptz not null,
  began_size bigint not null,
  reason text,
  -- The newest checkpoint of the log before, which this database can no longer prove.
  lost_note text
);

-- Public keys; until = since when it signs no more.
create table ledger_key (
  key_id text primary key,
  origin text not null,
  public_key bytea not null,
  since timestamptz not null,
  until timestamptz
);

create table ledger_leaf (
  index bigint primary key,
  batch_id bigint unique,
  entry_id bigint unique,
  hash bytea not null,
  check ((batch_id is null) <> (entry_id is null))
);

-- Complete subtrees of 2^level leaves; once there they never change.
create table ledger_node (
  level smallint not null check (level > 0),
  index bigint not null,
  hash bytea not null,
  primary key (level, index)
);

create table ledger_checkpoint (
  log_id integer not null references ledger_log (id),
  size bigint not null,
  signed_at timestamptz not null,
  root bytea not null,
  note text not null,
  primary key (log_id, size)
);

-- Lines of witnesses below a checkpoint.
create table ledger_cosignature (
  log_id integer not null,
  size bigint not null,
  key_id text not null,
  line text not null,
  received_at timestamptz not null,
  primary key (log_id, size, key_id),
  foreign key (log_id, size) references ledger_checkpoint (log_id, size)
);

create trigger ledger_leaf_stays before update or delete on ledger_leaf for each row execute function refuse_change();
create trigger ledger_node_stays before update or delete on ledger_node for each row execute function refuse_change();
create trigger ledger_checkpoint_stays before update or delete on ledger_checkpoint for each row execute function refuse_change();
create trigger ledger_log_stays before update or delete on ledger_log for each row execute function refuse_change();

grant select on ledger_log, ledger_key, ledger_leaf, ledger_node, ledger_checkpoint to lpg_api;
grant select, insert on ledger_cosignature to lpg_api;

-- The columns that count, as text that is the same whenever it is asked for.
create function ledger_body(record jsonb, kept text[]) returns text immutable language sql
as $$ select jsonb_object_agg(k, record -> k)::text from unnest(kept) k $$;

create function ledger_key_of(record jsonb, named text[]) returns text immutable language sql
as $$ select string_agg(record ->> k, '/' order by n) from unnest(named) with ordinality as u (k, n) $$;

-- Arguments: columns of the key, columns that count. Behind row security, because whoever changes a row may not see the ledger.
create function enter_in_ledger() returns trigger security definer set search_path = public set timezone = 'UTC' language plpgsql as $$
declare
  named constant text[] := string_to_array(tg_argv[0], ',');
  kept constant text[] := string_to_array(tg_argv[1], ',');
  shown constant jsonb := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
begin
  if tg_op = 'UPDATE' and ledger_body(to_jsonb(old), kept) = ledger_body(shown, kept) then
    return null;
  end if;
  insert into ledger_entry (at, subject, change, key, role, user_id, body)
  values (date_trunc('milliseconds', clock_timestamp()), tg_table_name, lower(tg_op), ledger_key_of(shown, named),
    reach_role(), nullif(current_setting('lpg.user', true), ''), ledger_body(shown, kept));
  return null;
end
$$;

revoke all on function enter_in_ledger from public;

-- Every change of the table goes into the ledger from now on; what stands there is adopted as it is.
create function cover_by_ledger(target regclass, named text, kept text) returns void set timezone = 'UTC' language plpgsql as $$
begin
  execute format('create trigger entered_in_ledger after insert or update of %s or delete on %s for each row
    execute function enter_in_ledger(%L, %L)', kept, target, named, kept);
  execute format('insert into ledger_entry (at, subject, change, key, body)
    select date_trunc(''milliseconds'', clock_timestamp()), %L, ''adopted'', ledger_key_of(to_jsonb(t), %L), ledger_body(to_jsonb(t), %L)
    from %s t', target::text, string_to_array(named, ','), string_to_array(kept, ','), target);
end
$$;

-- A redaction keeps what the leaf holds, and what of the body is left.
alter table redaction add column sealed bytea, add column rest_sha256 bytea;

select cover_by_ledger('enterprise', 'id', 'id,name,uscc');
select cover_by_ledger('station', 'id', 'id,enterprise_id,name,region,licence_no,licence_until,locked_at,lock_reason,locked_by,kind,closed_on');
select cover_by_ledger('scale', 'id', 'id,station_id,verified_until,tolerance_g,locked_at,lock_reason,locked_by');
select cover_by_ledger('staff', 'enterprise_id,operator', 'enterprise_id,operator,certified_until');
select cover_by_ledger('device', 'key', 'key,station_id,device_id,kind,secret_sha256,disabled_at');
select cover_by_ledger('app_user', 'id', 'id,role,enterprise_id,station_id,region_prefix,disabled_at');
select cover_by_ledger('lock_log', 'id', 'id,action,station_id,scale,reason,acted_by,at');
select cover_by_ledger('rule_profile', 'id,valid_from', 'id,valid_from,body,reason,enterprise_id,recorded_by,recorded_at');
select cover_by_ledger('rule_profile_activation', 'id', 'id,profile_id,region_prefix,valid_from,reason,activated_by,recorded_at');
select cover_by_ledger('judging_context', 'id', 'id,digest,body');
select cover_by_ledger('redaction', 'id',
  'id,enterprise_id,source,event_id,rejection_id,fields,reason,redacted_by,redacted_at,bytes,sealed,rest_sha256');
select cover_by_ledger('ledger_log', 'id', 'id,origin,began_at,began_size,reason,lost_note');
select cover_by_ledger('ledger_key', 'key_id', 'key_id,origin,public_key,since,until');

-- As before, and: the salt goes with the bytes, so that nobody can try what they may have been.
create or replace function redact_event(p_id uuid, p_source integer, p_event uuid, p_fields text[], p_enterprise text, p_reason text,
  p_by text, p_at timestamptz) returns boolean security definer set search_path = public language plpgsql as $$
declare
  life record;
  size integer;
  occurred timestamptz;
  rest json;
begin
  select l.at, l.sha256, l.salt, l.body into life from cylinder_life l where l.source = p_source and l.event_id = p_event for update;
  if not found then
    return null;
  end if;
  rest := life.body;
  if exists (select from unnest(p_fields) f where life.body::jsonb ? f) then
    rest := (life.body::jsonb || (select jsonb_object_agg(f, '[redacted]') from unnest(p_fields) f where life.body::jsonb ? f))::json;
  end if;
  occurred := least(greatest(life.at, '2010-01-01T00:00:00Z'), '2039-12-31T23:59:59.999Z');
  select octet_length(e.raw) into size from cylinder_event e
  where e.occurred_at = occurred and e.source = p_source and e.event_id = p_event;
  insert into redaction (id, enterprise_id, source, event_id, fields, reason, redacted_by, redacted_at, sha256, bytes, sealed, rest_sha256)
  values (p_id, p_enterprise, p_source, p_event, p_fields, p_reason, p_by, p_at, life.sha256, coalesce(size, 0),
    sha256(life.salt || life.sha256 || convert_to(life.body::text, 'UTF8')), sha256(convert_to(rest::text, 'UTF8')))
  on conflict do nothing;
  if not found then
    return false;
  end if;
  update cylinder_event e set raw = ''::bytea
  where e.occurred_at = occurred and e.source = p_source and e.event_id = p_event;
  update cylinder_life l set body = rest, salt = null where l.source = p_source and l.event_id = p_event;
  return true;
end
$$;

create or replace function redact_rejection(p_id uuid, p_rejection bigint, p_enterprise text, p_reason text, p_by text,
  p_at timestamptz) returns boolean security definer set search_path = public language plpgsql as $$
begin
  insert into redaction (id, enterprise_id, rejection_id, reason, redacted_by, redacted_at, sha256, bytes, sealed)
  select p_id, p_enterprise, r.id, p_reason, p_by, p_at, sha256(r.raw), octet_length(r.raw), sha256(r.salt || sha256(r.raw))
  from rejected_message r where r.id = p_rejection and r.redacted_at is null
  on conflict do nothing;
  if not found then
    return case when exists (select from rejected_message r where r.id = p_rejection) then false end;
  end if;
  update rejected_message r set raw = ''::bytea, salt = null, redacted_at = p_at where r.id = p_rejection;
  return true;
end
$$;

-- Down Migration
do $$
declare
  t text;
begin
  for t in select tgrelid::regclass from pg_trigger where tgname = 'entered_in_ledger' loop
    execute format('drop trigger entered_in_ledger on %s', t);
  end loop;
end
$$;
drop function cover_by_ledger, enter_in_ledger, ledger_key_of, ledger_body;
drop table ledger_cosignature, ledger_checkpoint, ledger_node, ledger_leaf, ledger_key, ledger_log, ledger_entry;
alter table redaction drop column rest_sha256, drop column sealed;
drop index event_batch_unnumbered;
alter table event_batch drop column leaf_index, drop column leaf_counts, drop column leaf_hashes;
alter table rejected_message drop column salt;
alter table cylinder_life drop column salt;
