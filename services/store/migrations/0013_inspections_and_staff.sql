-- Up Migration
-- What becomes of a cylinder between two uses: laboratory, destruction, purchase, what falls due. And who works: papers, training, badges.

-- Sent by the cylinders' enterprise to a lab, which is an enterprise too. `no` is the order of lists.
create table inspection_batch (
  id uuid primary key,
  no bigint generated always as identity unique,
  enterprise_id text not null references enterprise (id),
  lab_id text not null references enterprise (id),
  note text,
  sent_by uuid not null,
  sent_at timestamptz not null
);

create index inspection_batch_sender on inspection_batch (enterprise_id, no);

create index inspection_batch_lab on inspection_batch (lab_id, no);

-- sending = the row stands, the event does not yet: a repeat of the request goes on here. Passed and failed are final.
create table inspection_item (
  batch_id uuid not null references inspection_batch (id),
  cylinder_id bigint not null references cylinder (id),
  code text not null,
  state text not null check (state in ('sending', 'sent', 'inspected', 'passed', 'failed')),
  result text check (result in ('pass', 'fail')),
  inspected_on date,
  next_inspection_on date,
  tare_g integer,
  checks json,
  fail_code text,
  reason text,
  report_no text,
  inspector text,
  inspected_by uuid,
  inspected_at timestamptz,
  reviewer text,
  reviewed_by uuid,
  reviewed_at timestamptz,
  returned_at timestamptz,
  primary key (batch_id, cylinder_id)
);

-- A cylinder is in one lab at a time.
create unique index inspection_item_open on inspection_item (cylinder_id) where state in ('sending', 'sent', 'inspected');

create index inspection_item_cylinder on inspection_item (cylinder_id);

-- 去功能化: how, on which record, and the hashes of the photos taken of it.
create table destruction (
  cylinder_id bigint primary key references cylinder (id),
  event_id uuid not null,
  method text not null,
  evidence text not null,
  certificate_no text,
  photo_sha256 text[] not null,
  witness text,
  destroyed_by uuid not null,
  destroyed_at timestamptz not null
);

-- Cylinders bought from the residents who own them. seller_ref is a customer's id, never a name.
create table cylinder_purchase (
  id bigint generated always as identity primary key,
  cylinder_id bigint not null references cylinder (id),
  event_id uuid not null unique,
  enterprise_id text not null references enterprise (id),
  contract_no text not null,
  seller_ref uuid,
  price_fen integer,
  bought_by uuid not null,
  bought_at timestamptz not null,
  unique (enterprise_id, contract_no, cylinder_id)
);

-- Days on which something falls due, worked out by the rules from the registry; deadline_dirty = to be worked out anew.
-- idle_on is the earliest possible day: it is compared with the state when the list is read.
create table cylinder_deadline (
  cylinder_id bigint primary key references cylinder (id),
  inspect_on date,
  life_on date,
  idle_on date,
  worked_out_at timestamptz not null
);

create index cylinder_deadline_inspect on cylinder_deadline (inspect_on, cylinder_id) where inspect_on is not null;

create index cylinder_deadline_life on cylinder_deadline (life_on, cylinder_id) where life_on is not null;

create index cylinder_deadline_idle on cylinder_deadline (idle_on, cylinder_id) where idle_on is not null;

create table deadline_dirty (
  id bigint generated always as identity primary key,
  cylinder_id bigint not null
);

-- A registry changes a few times in a life; states are left alone.
create function mark_deadline() returns trigger language plpgsql as $$
begin
  insert into deadline_dirty (cylinder_id) values (new.cylinder_id);
  return null;
end
$$;

create trigger cylinder_registry_deadline after insert or update on cylinder_registry
for each row execute function mark_deadline();

insert into deadline_dirty (cylinder_id) select cylinder_id from cylinder_registry;

-- Papers of staff. Those of kind 'filling' decide at the scale: staff.certified_until follows them.
create table staff_certificate (
  id uuid primary key,
  no bigint generated always as identity unique,
  enterprise_id text not null,
  operator text not null,
  kind text not null check (kind in ('filling', 'inspection', 'delivery', 'driver', 'escort', 'repair', 'safety', 'other')),
  certificate_no text not null,
  issued_by text,
  valid_from date,
  valid_until date not null,
  revoked_at timestamptz,
  revoke_reason text,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  foreign key (enterprise_id, operator) references staff (enterprise_id, operator)
);

create unique index staff_certificate_number on staff_certificate (enterprise_id, kind, certificate_no) where revoked_at is null;

create index staff_certificate_holder on staff_certificate (enterprise_id, operator);

create index staff_certificate_until on staff_certificate (valid_until, no) where revoked_at is null;

-- The ledger of 培训: when, what, who, with what result (R004 Annex 1, row 12).
create table training (
  id uuid primary key,
  no bigint generated always as identity unique,
  enterprise_id text not null references enterprise (id),
  held_on date not null,
  topics text[] not null,
  content text not null,
  minutes integer not null,
  trainer text,
  recorded_by uuid not null,
  recorded_at timestamptz not null
);

create index training_enterprise on training (enterprise_id, no);

create table training_result (
  training_id uuid not null references training (id),
  enterprise_id text not null,
  operator text not null,
  passed boolean not null,
  score integer,
  primary key (training_id, operator),
  foreign key (enterprise_id, operator) references staff (enterprise_id, operator)
);

create index training_result_person on training_result (enterprise_id, operator);

-- `token` is what the badge's QR code holds: 128 random bits, so that nobody walks through all staff.
create table badge (
  token text primary key,
  enterprise_id text not null,
  operator text not null,
  badge_no text not null,
  post text not null,
  supervision_phone text not null,
  valid_until date,
  issued_by uuid not null,
  issued_at timestamptz not null,
  revoked_at timestamptz,
  foreign key (enterprise_id, operator) references staff (enterprise_id, operator)
);

create unique index badge_number on badge (enterprise_id, badge_no) where revoked_at is null;

create index badge_holder on badge (enterprise_id, operator);

-- A session is named by this id; its token is known to its holder alone.
alter table session add column id uuid not null default gen_random_uuid();

create unique index session_id on session (id);

create index session_of_user on session (user_id) where revoked_at is null;

-- Down Migration
drop index session_of_user;
alter table session drop column id;
drop table badge, training_result, training, staff_certificate, deadline_dirty;
drop trigger cylinder_registry_deadline on cylinder_registry;
drop function mark_deadline;
drop table cylinder_deadline, cylinder_purchase, destruction, inspection_item, inspection_batch;
