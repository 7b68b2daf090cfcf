-- Up Migration
-- Who is told what (通知): an outbox that is its own log. Recipients are references; numbers stay in the vault.

-- Quiet hours in minutes after midnight, Asia/Shanghai; equal = none.
create table notification_setting (
  enterprise_id text primary key references enterprise (id),
  quiet_from smallint not null check (quiet_from between 0 and 1439),
  quiet_to smallint not null check (quiet_to between 0 and 1439),
  language text not null check (language in ('zh', 'en')),
  changed_by text not null,
  changed_at timestamptz not null
);

-- An enterprise's own wording; without a row the shipped one.
create table notification_template (
  enterprise_id text not null references enterprise (id),
  template text not null,
  language text not null check (language in ('zh', 'en')),
  subject text not null,
  body text not null,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (enterprise_id, template, language)
);

-- next_at: when it is tried; while it is being sent, when another process takes it over. sealed_params: under the person's key,
-- gone once it is sent. language null = that of the enterprise.
create table notification (
  id uuid primary key default gen_random_uuid(),
  enterprise_id text not null references enterprise (id),
  key text not null,
  channel text not null check (channel in ('sms', 'email', 'in-app')),
  to_kind text not null check (to_kind in ('customer', 'person', 'user')),
  to_ref uuid not null,
  template text not null,
  language text check (language in ('zh', 'en')),
  params json not null,
  sealed_params bytea,
  created_at timestamptz not null,
  expires_at timestamptz,
  state text not null default 'queued' check (state in ('queued', 'sending', 'sent', 'failed', 'expired')),
  next_at timestamptz not null,
  attempts smallint not null default 0,
  sent_at timestamptz,
  provider text,
  provider_id text,
  error text,
  read_at timestamptz,
  unique (enterprise_id, key),
  check (state <> 'sent' or sent_at is not null),
  check (to_kind <> 'user' or channel = 'in-app')
);

create index notification_due on notification (next_at, id) where state in ('queued', 'sending');
create index notification_newest on notification (enterprise_id, created_at, id);
create index notification_created on notification (created_at, id);
create index notification_state on notification (enterprise_id, state, created_at, id) where state <> 'sent';
create index notification_ref on notification (to_ref, created_at, id);

-- Down Migration
drop table notification, notification_template, notification_setting;
