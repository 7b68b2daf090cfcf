-- Up Migration
-- Whoever loosens a threshold past the API, or exchanges a dossier that was handed out, is named by the audit. What the job finds is not
-- entered: it can be found again from the events.
select cover_by_ledger('anomaly_threshold', 'no', 'no,kind,enterprise_id,region,values,reason,set_by,set_at');
select cover_by_ledger('dossier', 'id', 'id,enterprise_id,code,reason,made_by,role,made_at,as_of,events,partial,sha256,note');

-- Down Migration
drop trigger entered_in_ledger on dossier;
drop trigger entered_in_ledger on anomaly_threshold;
