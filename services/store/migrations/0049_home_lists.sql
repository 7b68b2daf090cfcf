-- Up Migration
-- Homes of an enterprise one after the other; parts of one kind.
create index premises_enterprise on premises (enterprise_id, id) where closed_at is null;
create index home_part_kind on home_part (enterprise_id, kind, use_until, id) where replaced_at is null;
create index home_part_kind_everywhere on home_part (kind, use_until, id) where replaced_at is null;

-- Down Migration
drop index home_part_kind_everywhere, home_part_kind, premises_enterprise;
