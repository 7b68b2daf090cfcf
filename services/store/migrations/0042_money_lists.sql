-- Up Migration
-- Lists of administrators and regulators by state, template and day.
create index deposit_state on deposit (state, taken_at, id);
create index deposit_state_of_enterprise on deposit (enterprise_id, state, taken_at, id);
create index notification_template_newest on notification (template, created_at, id);
create index journal_entry_day on journal_entry (booked_on, no);

-- Down Migration
drop index journal_entry_day, notification_template_newest, deposit_state_of_enterprise, deposit_state;
