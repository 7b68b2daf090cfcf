-- Up Migration
-- Lists of administrators and regulators, who see more than one enterprise: by time or deadline alone.
create index sale_order_created on sale_order (created_at, id);
create index cylinder_return_recorded on cylinder_return (recorded_at, id);
create index cylinder_return_due on cylinder_return (due_at, id) where weighed_at is null;
create index foreign_empty_recorded on foreign_empty (recorded_at, id);
create index safety_inspection_recorded on safety_inspection (recorded_at, id);
create index rectification_due on rectification (due_on, id);
create index residual_claim_due on residual_claim (due_at, id);
create index residual_claim_of_enterprise on residual_claim (enterprise_id, due_at, id);

-- Down Migration
drop index residual_claim_of_enterprise, residual_claim_due, rectification_due, safety_inspection_recorded, foreign_empty_recorded,
  cylinder_return_due, cylinder_return_recorded, sale_order_created;
