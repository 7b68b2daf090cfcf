-- Up Migration
-- Bytes that carried personal data by mistake are emptied for good; their hash stays, so that the ledger's leaf still holds. Whoever
-- did it, when and why is kept: these rows are the audit log, and only the functions below write them.
create table redaction (
  id uuid primary key,
  -- Null = of no enterprise's station and cylinder: an administrator's matter.
  enterprise_id text references enterprise (id),
  source integer,
  event_id uuid,
  rejection_id bigint,
  fields text[] not null default '{}',
  reason text not null,
  redacted_by text not null,
  redacted_at timestamptz not null,
  sha256 bytea not null,
  bytes integer not null,
  unique (source, event_id),
  unique (rejection_id),
  check ((event_id is null) <> (rejection_id is null))
);

create index redaction_time on redaction (redacted_at desc, id desc);

select protect('redaction');
revoke insert, update, delete on redaction from lpg_api;

-- occurred_at finds the chunk: a compressed one is opened for the rows of that instant alone (TimescaleDB 2.11 or newer).
create function redact_event(p_id uuid, p_source integer, p_event uuid, p_fields text[], p_enterprise text, p_reason text, p_by text,
  p_at timestamptz) returns boolean security definer set search_path = public language plpgsql as $$
declare
  life record;
  size integer;
  occurred timestamptz;
begin
  select l.at, l.sha256, l.body into life from cylinder_life l where l.source = p_source and l.event_id = p_event for update;
  if not found then
    return null;
  end if;
  occurred := least(greatest(life.at, '2010-01-01T00:00:00Z'), '2039-12-31T23:59:59.999Z');
  select octet_length(e.raw) into size from cylinder_event e
  where e.occurred_at = occurred and e.source = p_source and e.event_id = p_event;
  insert into redaction (id, enterprise_id, source, event_id, fields, reason, redacted_by, redacted_at, sha256, bytes)
  values (p_id, p_enterprise, p_source, p_event, p_fields, p_reason, p_by, p_at, life.sha256, coalesce(size, 0))
  on conflict do nothing;
  if not found then
    return false;
  end if;
  update cylinder_event e set raw = ''::bytea
  where e.occurred_at = occurred and e.source = p_source and e.event_id = p_event;
  update cylinder_life l set body = (l.body::jsonb || (
    select jsonb_object_agg(f, '[redacted]') from unnest(p_fields) f where l.body::jsonb ? f))::json
  where l.source = p_source and l.event_id = p_event
    and exists (select from unnest(p_fields) f where l.body::jsonb ? f);
  return true;
end
$$;

create function redact_rejection(p_id uuid, p_rejection bigint, p_enterprise text, p_reason text, p_by text, p_at timestamptz)
returns boolean security definer set search_path = public language plpgsql as $$
begin
  insert into redaction (id, enterprise_id, rejection_id, reason, redacted_by, redacted_at, sha256, bytes)
  select p_id, p_enterprise, r.id, p_reason, p_by, p_at, sha256(r.raw), octet_length(r.raw)
  from rejected_message r where r.id = p_rejection and r.redacted_at is null
  on conflict do nothing;
  if not found then
    return case when exists (select from rejected_message r where r.id = p_rejection) then false end;
  end if;
  update rejected_message r set raw = ''::bytea, redacted_at = p_at where r.id = p_rejection;
  return true;
end
$$;

revoke all on function redact_event, redact_rejection from public;
grant execute on function redact_event, redact_rejection to lpg_api;

-- Down Migration
drop function redact_rejection;
drop function redact_event;
drop table redaction;
