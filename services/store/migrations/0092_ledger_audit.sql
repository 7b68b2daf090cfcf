-- Up Migration
-- What an audit asks for: rows by their batch. And whose tag it is, which no event's leaf says.
create index superseded_verdict_batch on superseded_verdict using brin (batch_id);
create index rejected_message_batch on rejected_message using brin (batch_id);
create index weight_sample_batch on weight_sample using brin (batch_id);

select cover_by_ledger('tag', 'id', 'id,scheme,value,cylinder_id,valid_from,valid_to');

-- Down Migration
drop trigger entered_in_ledger on tag;
drop index weight_sample_batch, rejected_message_batch, superseded_verdict_batch;
