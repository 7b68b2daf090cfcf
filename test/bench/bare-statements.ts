/** The usual way to write many rows: one insert a table over arrays, as anybody would who measured a little. */
export const insertLife = {
  name: 'insert-life',
  text: `
    insert into cylinder_life (source, event_id, cylinder_id, type, effective_at, at, recorded_at, station_id, operator,
      scale, body, context_id, findings, sha256, decided_at, batch_id)
    select *, $15::timestamptz, $16::int8
    from unnest($1::int4[], $2::uuid[], $3::int8[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[],
      $8::text[], $9::text[], $10::text[], $11::json[], $12::int4[], $13::json[], $14::bytea[])`,
}

export const insertEvents = {
  name: 'insert-events',
  text: `
    insert into cylinder_event (occurred_at, source, event_id, cylinder_id, type, tag_scheme, tag_value, at, recorded_at,
      station_id, operator, scale, gross_g, tare_g, raw, batch_id)
    select *, $16::int8
    from unnest($1::timestamptz[], $2::int4[], $3::uuid[], $4::int8[], $5::text[], $6::text[], $7::text[],
      $8::timestamptz[], $9::timestamptz[], $10::text[], $11::text[], $12::text[], $13::int4[], $14::int4[], $15::bytea[])`,
}
