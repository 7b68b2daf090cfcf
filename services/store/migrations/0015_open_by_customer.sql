-- Up Migration
-- What is still open with a customer: asked before their personal data is erased.
create index residual_claim_customer on residual_claim (customer_id) where customer_id is not null;
create index cylinder_return_customer on cylinder_return (customer_id) where customer_id is not null and weighed_at is null;

-- Down Migration
drop index cylinder_return_customer, residual_claim_customer;
