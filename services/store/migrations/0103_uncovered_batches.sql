-- Up Migration
-- Batches without leaves are from before the ledger. Nobody can prove what they hold, but how much of it there was can be held fast:
-- what is entered among it later shows.
create function uncovered_rows(batch bigint) returns text stable set timezone = 'UTC' language sql
as $$
  select json_build_object('events', coalesce(sum(n), 0), 'rejections', (select count(*) from rejected_message r where r.batch_id = $1),
    'digest', encode(sha256(coalesce(string_agg(digest, ''::bytea order by source, cylinder_id), '')), 'hex'))::text
  from (select source, cylinder_id, count(*) as n, sha256(convert_to(string_agg(
      concat_ws(' ', event_id, type, extract(epoch from at), extract(epoch from recorded_at), encode(sha256, 'hex')), ',' order by event_id),
      'UTF8')) as digest
    from cylinder_life where batch_id = $1 group by source, cylinder_id) g
$$;

insert into ledger_entry (at, subject, change, key, body)
select date_trunc('milliseconds', clock_timestamp()), 'event_batch', 'adopted', id::text, uncovered_rows(id)
from event_batch where leaf_counts is null order by id;

-- Down Migration
drop function uncovered_rows(bigint);
