-- Up Migration
-- One return, one compensation: the claims of a cylinder are looked for at each of its weighings.
create index residual_claim_cylinder on residual_claim (cylinder_id);
