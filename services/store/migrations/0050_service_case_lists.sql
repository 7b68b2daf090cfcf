-- Up Migration
-- Lists that a filter makes rare: cases of one status, and what is done with of one enterprise.
create index service_case_status on service_case (enterprise_id, area, status, opened_at, id);
create index service_deadline_closed_of on service_deadline (enterprise_id, due_at, id) where met_at is not null or void_at is not null;

-- Down Migration
drop index service_deadline_closed_of, service_case_status;
