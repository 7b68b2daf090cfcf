-- Up Migration
-- Pages of lists that walked rows of others (measured over 100 000 cylinders, 115 000 orders).

-- A courier sees own orders and those that nobody brings: each part by an index of its own, where "or" walked all of the enterprise (32 ms).
create index sale_order_of_courier on sale_order (courier_id, created_at, id) where courier_id is not null;
create index sale_order_unassigned on sale_order (enterprise_id, created_at, id) where courier_id is null;

-- Administrators and regulators look through the orders of all enterprises: what is not delivered is few.
create index sale_order_by_state on sale_order (state, created_at, id) where state <> 'delivered';

-- A page further on began from the first row each time (17 ms): row security lets no `coalesce` see an index, but a `case`, which leaks nothing.
drop index work_item_by_deadline, work_item_closed_by_deadline;
create index work_item_by_deadline on work_item
  ((case when due_at is null then '9999-12-31T23:59:59.999Z'::timestamptz else due_at end), id) where closed_at is null;
create index work_item_closed_by_deadline on work_item
  ((case when due_at is null then '9999-12-31T23:59:59.999Z'::timestamptz else due_at end), id) where closed_at is not null;

-- Whoever is not verified is few among many, also before the first time (25 ms).
drop index customer_not_verified;
create index customer_not_verified on customer (identity_state, id) where identity_state <> 'verified';

-- Down Migration
drop index customer_not_verified;
create index customer_not_verified on customer (identity_state, id) where identity_state in ('refused', 'mismatch');
drop index work_item_closed_by_deadline, work_item_by_deadline;
create index work_item_by_deadline on work_item (coalesce(due_at, '9999-12-31T23:59:59.999Z'::timestamptz), id) where closed_at is null;
create index work_item_closed_by_deadline on work_item (coalesce(due_at, '9999-12-31T23:59:59.999Z'::timestamptz), id)
  where closed_at is not null;
drop index sale_order_by_state, sale_order_unassigned, sale_order_of_courier;
