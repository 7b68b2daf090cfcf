-- Up Migration
-- Which requests reviewed a cylinder and gave it back: their repeats after a crash are known, and their events wait in untold_event.
alter table inspection_item add column reviewed_in uuid, add column returned_in uuid;

-- The events of a batch are kept with its rows: nothing is half sent any more.
update inspection_item set state = 'sent' where state = 'sending';
alter table inspection_item drop constraint inspection_item_state_check,
  add constraint inspection_item_state_check check (state in ('sent', 'inspected', 'passed', 'failed'));

-- Down Migration
alter table inspection_item drop constraint inspection_item_state_check,
  add constraint inspection_item_state_check check (state in ('sending', 'sent', 'inspected', 'passed', 'failed'));
alter table inspection_item drop column reviewed_in, drop column returned_in;
