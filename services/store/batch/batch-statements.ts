/** The statements of the ingest path, each prepared once a connection and named after what it does. */

const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::int8`

export const begin = { name: 'begin', text: 'begin' }
export const commit = { name: 'commit', text: 'commit' }
export const rollback = { name: 'rollback', text: 'rollback' }

export const openBatch = {
  name: 'open-batch',
  text: `select nextval('event_batch_id_seq') as batch, version from site_version`,
}

/** State and registry, but not those that the reader remembers; see `LifeCache`. */
const life = (rev: string): string => `c.id, c.code, c.events, c.merged_into, c.rev, c.registry_rev,
      case when c.rev = ${rev} then null else c.state::text end as state,
      case when c.rev = ${rev} then null else r.registry::text end as registry, r.rev as registry_read`

/** Locks in id order (the sort runs below the lock), so that two batches never wait for each other in a circle. */
export const lockByTag = {
  name: 'lock-by-tag',
  text: `
    select t.scheme, t.value, ${ms('t.valid_from')} as valid_from, ${ms('t.valid_to')} as valid_to, ${life('k.rev')}
    from unnest($1::text[], $2::text[], $3::int8[]) as k (scheme, value, rev)
    join tag t on t.scheme = k.scheme and t.value = k.value
    join cylinder c on c.id = t.cylinder_id
    join cylinder_registry r on r.cylinder_id = c.id
    order by c.id
    for no key update of c`,
}

export const lockById = {
  name: 'lock-by-id',
  text: `
    select null as scheme, null as value, null as valid_from, null as valid_to, ${life('-1')}
    from cylinder c join cylinder_registry r on r.cylinder_id = c.id
    where c.id = any ($1::int8[])
    order by c.id
    for no key update of c`,
}

export const knownEvents = {
  name: 'known-events',
  text: `
    select source, event_id as id, sha256
    from unnest($1::int4[], $2::uuid[]) as k (source, event_id)
    join cylinder_life using (source, event_id)
    union all
    select s.source, s.slice_id, s.sha256
    from unnest($1::int4[], $2::uuid[]) as k (source, event_id)
    join weight_sample s on s.source = k.source and s.slice_id = k.event_id`,
}

export const curvesOf = {
  name: 'curves-of',
  text: `
    select source, slice_id as id, permit_id, ${ms('from_at')} as from_at, gross_g
    from weight_sample where permit_id = any ($1::text[])
    order by permit_id, from_at`,
}

/** From a permit to its cylinder by key, and from there to the fill by the order of that life. */
export const curvedFills = {
  name: 'curved-fills',
  text: `
    select k.permit as permit_id, l.cylinder_id, l.source, l.event_id as id, l.type, ${ms('l.at')} as at,
      ${ms('l.effective_at')} as effective_at, ${ms('l.recorded_at')} as recorded_at, l.station_id, l.operator,
      l.body::text as body
    from unnest($1::int4[], $2::uuid[]) as k (source, permit)
    join cylinder_life p on p.source = k.source and p.event_id = k.permit and p.type = 'fill.permitted'
    join cylinder_life l on l.cylinder_id = p.cylinder_id and l.effective_at >= p.effective_at
      and l.type = 'fill.completed' and l.source = k.source and l.body ->> 'permitId' = k.permit::text`,
}

/** Two batches may meet at a new tag: the second waits on the unique key and then finds the first one's row. */
export const adoptTag = {
  name: 'adopt-tag',
  text: `
    with subject as (
      insert into cylinder (state, content, custody_kind, service)
      values ($4, 'unknown', 'unknown', 'in-service')
      returning id
    ), registry as (
      insert into cylinder_registry (cylinder_id, registry, rev) select id, $3, 0 from subject
    ), held as (insert into cylinder_holder (cylinder_id, kind) select id, 'unknown' from subject)
    insert into tag (scheme, value, cylinder_id, valid_from)
    select $1, $2, id, to_timestamp($5::float8 / 1000) from subject
    returning cylinder_id as id`,
}

const storedEventColumns = `source, event_id as id, type, ${ms('effective_at')} as effective_at, ${ms('at')} as at,
  ${ms('recorded_at')} as recorded_at, station_id, operator, body::text as body, context_id,
  findings::text as findings, ${ms('decided_at')} as decided_at`

export const historyOf = {
  name: 'history-of',
  text: `select ${storedEventColumns} from cylinder_life where cylinder_id = $1 order by effective_at, at, event_id`,
}

/** The times come as an array: binary, and so exact. */
export const historyFrom = {
  name: 'history-from',
  text: `
    select ${storedEventColumns} from cylinder_life
    where cylinder_id = $1
      and (effective_at, at, event_id) >= (($2::timestamptz[])[1], ($2::timestamptz[])[2], $3::uuid)
    order by effective_at, at, event_id`,
}

export const eventByKey = {
  name: 'event-by-key',
  text: `select ${storedEventColumns} from cylinder_life where source = $1 and event_id = $2`,
}

/**
 * Events, states and the batch in one statement: a batch of a few events costs by its statements, not by its rows. Columns that life
 * and log share are sent once. No index of `cylinder` names a column that is set here, but for `service`, which seldom changes: the
 * update is HOT. Custody is found by `cylinder_holder`, written only when it changes.
 */
export const writeBatch = {
  name: 'write-batch',
  text: `
    with e as materialized (
      select * from unnest($1::int4[], $2::uuid[], $3::int8[], $4::text[], $5::timestamptz[], $6::timestamptz[],
        $7::timestamptz[], $8::text[], $9::text[], $10::text[], $11::json[], $12::int4[], $13::json[], $14::bytea[],
        $15::timestamptz[], $16::text[], $17::text[], $18::int4[], $19::int4[], $20::bytea[], $21::bytea[])
        as e (source, event_id, cylinder_id, type, effective_at, at, recorded_at, station_id, operator, scale, body,
          context_id, findings, sha256, occurred_at, tag_scheme, tag_value, gross_g, tare_g, raw, salt)
    ), life as (
      insert into cylinder_life (source, event_id, cylinder_id, type, effective_at, at, recorded_at, station_id, operator,
        scale, body, context_id, findings, sha256, salt, decided_at, batch_id)
      select source, event_id, cylinder_id, type, effective_at, at, recorded_at, station_id, operator,
        scale, body, context_id, findings, sha256, salt, $30::timestamptz, $29::int8
      from e
    ), log as (
      insert into cylinder_event (occurred_at, source, event_id, cylinder_id, type, tag_scheme, tag_value, at, recorded_at,
        station_id, operator, scale, gross_g, tare_g, raw, batch_id)
      select occurred_at, source, event_id, cylinder_id, type, tag_scheme, tag_value, at, recorded_at,
        station_id, operator, scale, gross_g, tare_g, raw, $29::int8
      from e
    ), states as (
      update cylinder c set state = u.state, content = u.content, custody_kind = u.custody_kind, custody_id = u.custody_id,
        service = u.service, events = c.events + u.added, updated_at = $30::timestamptz, rev = $29::int8
      from unnest($22::int8[], $23::json[], $24::text[], $25::text[], $26::text[], $27::text[], $28::int4[])
        as u (id, state, content, custody_kind, custody_id, service, added)
      where c.id = u.id
    ), held as (
      update cylinder_holder h set kind = m.kind, holder = m.holder
      from unnest($34::int8[], $35::text[], $36::text[]) as m (id, kind, holder)
      where h.cylinder_id = m.id
    )
    insert into event_batch (id, committed_at, root, leaf_hashes, leaves, leaf_counts) overriding system value
    values ($29::int8, $30::timestamptz, $31, $32::bytea, octet_length($32::bytea) / 32, $33::int4[])`,
}

export const updateRegistries = {
  name: 'update-registries',
  text: `
    with named as (
      update cylinder_registry r set registry = u.registry, rev = $3::int8
      from unnest($1::int8[], $2::json[]) as u (id, registry)
      where r.cylinder_id = u.id
    ), owned as (
      update cylinder_holder h set owner_id = u.owner_id
      from unnest($1::int8[], $5::text[]) as u (id, owner_id)
      where h.cylinder_id = u.id and h.owner_id is distinct from u.owner_id
    )
    update cylinder c set code = u.code, owner_id = u.owner_id, model = u.model, registry_rev = $3::int8,
      next_inspection_on = u.next_inspection_on::date
    from unnest($1::int8[], $4::text[], $5::text[], $6::text[], $7::text[])
      as u (id, code, owner_id, model, next_inspection_on)
    where c.id = u.id`,
}

export const insertSlices = {
  name: 'insert-slices',
  text: `
    insert into weight_sample (from_at, source, slice_id, scale, permit_id, step_ms, gross_g, recorded_at, sha256, batch_id)
    select from_at, source, slice_id, scale, permit_id, step_ms, gross_g::int4[], recorded_at, sha256, $10::int8
    from unnest($1::timestamptz[], $2::int4[], $3::uuid[], $4::text[], $5::text[], $6::int4[], $7::text[],
      $8::timestamptz[], $9::bytea[])
      as u (from_at, source, slice_id, scale, permit_id, step_ms, gross_g, recorded_at, sha256)`,
}

export const insertRejections = {
  name: 'insert-rejections',
  text: `
    insert into rejected_message (received_at, station_id, device_id, topic, code, message, path, event_id, raw, salt, batch_id)
    select *, $10::int8
    from unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
      $9::bytea[], $11::bytea[])`,
}

export const keepSuperseded = {
  name: 'keep-superseded',
  text: `
    insert into superseded_verdict (source, event_id, findings, decided_at, superseded_at, batch_id)
    select source, event_id, findings, decided_at, $5::timestamptz, $6::int8
    from unnest($1::int4[], $2::uuid[], $3::json[], $4::timestamptz[]) as u (source, event_id, findings, decided_at)`,
}

export const updateVerdicts = {
  name: 'update-verdicts',
  text: `
    update cylinder_life l set findings = u.findings, decided_at = $4::timestamptz
    from unnest($1::int4[], $2::uuid[], $3::json[]) as u (source, event_id, findings)
    where l.source = u.source and l.event_id = u.event_id`,
}

export const insertWork = {
  name: 'insert-work',
  text: `
    insert into work_item (kind, cylinder_id, source, event_id, opened_at, due_at, detail)
    select * from unnest($1::text[], $2::int8[], $3::int4[], $4::uuid[], $5::timestamptz[], $6::timestamptz[], $7::json[])
    on conflict (kind, source, event_id) do nothing`,
}

export const closeWork = {
  name: 'close-work',
  text: `
    update work_item w set closed_at = $3::timestamptz, close_reason = 'EVENT_ANNULLED'
    from unnest($1::int4[], $2::uuid[]) as u (source, event_id)
    where w.source = u.source and w.event_id = u.event_id and w.closed_at is null`,
}

export const permitHolders = {
  name: 'permit-holders',
  text: `
    select l.event_id as "permitId", l.cylinder_id::text as "cylinderId", c.code
    from device d join cylinder_life l on l.source = d.key and l.event_id = any ($2::uuid[])
    join cylinder c on c.id = l.cylinder_id
    where d.station_id = any ($1::text[]) and l.type = 'fill.permitted' and c.code is not null`,
}

export const insertOutbox = {
  name: 'insert-outbox',
  text: `
    insert into device_outbox (station_id, device_id, payload, expires_at, created_at)
    select *, $5::timestamptz from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[])
    returning id`,
}

export const updatePresence = {
  name: 'update-presence',
  text: `
    update device d set state = u.state, boot_id = u.boot_id, firmware = u.firmware, state_at = u.at
    from unnest($1::int4[], $2::text[], $3::text[], $4::text[], $5::timestamptz[]) as u (key, state, boot_id, firmware, at)
    where d.key = u.key and (d.state_at is null or d.state_at <= u.at)`,
}

export const createSubjects = {
  name: 'create-subjects',
  text: `
    with subject as (
      insert into cylinder (code, state, content, custody_kind, service)
      select code, $3, 'unknown', 'unknown', 'in-service' from unnest($1::text[]) as c (code)
      on conflict do nothing
      returning id, code
    ), registry as (
      insert into cylinder_registry (cylinder_id, registry, rev) select id, $2, 0 from subject
    ), held as (insert into cylinder_holder (cylinder_id, kind) select id, 'unknown' from subject)
    select id, code from subject`,
}

export const bindTags = {
  name: 'bind-tags',
  text: `
    insert into tag (scheme, value, cylinder_id, valid_from)
    select * from unnest($1::text[], $2::text[], $3::int8[], $4::timestamptz[])`,
}

export const releaseTag = {
  name: 'release-tag',
  text: `update tag set valid_to = $3 where scheme = $1 and value = $2 and valid_to is null`,
}

export const moveEvents = {
  name: 'move-events',
  text: `update cylinder_life set cylinder_id = $2 where cylinder_id = $1`,
}

export const moveTags = {
  name: 'move-tags',
  text: `update tag set cylinder_id = $2 where cylinder_id = $1`,
}

export const moveWork = {
  name: 'move-work',
  text: `update work_item set cylinder_id = $2 where cylinder_id = $1`,
}

/** Its events tell where the other one is: nobody holds this one. */
export const markMerged = {
  name: 'mark-merged',
  text: `
    with held as (delete from cylinder_holder where cylinder_id = $1)
    update cylinder set merged_into = $2, events = 0 where id = $1`,
}
