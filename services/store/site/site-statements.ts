// What events of a site change of its scales, people and gas, inside the batch that records them.

export const recordScaleCheck = {
  name: 'record-scale-check',
  text: `
    update scale set checked_at = $2, check_passed = $3
    where id = $1 and (checked_at is null or checked_at <= $2)`,
}

export const recordSignIn = {
  name: 'record-sign-in',
  text: `
    insert into operator_shift (station_id, operator, scale, signed_in_at)
    values ($1, $2, coalesce($3, ''), $4)
    on conflict (station_id, operator, scale) do update
    set signed_in_at = excluded.signed_in_at, signed_out_at = null
    where operator_shift.signed_in_at <= excluded.signed_in_at`,
}

export const recordSignOut = {
  name: 'record-sign-out',
  text: `
    update operator_shift set signed_out_at = $4
    where station_id = $1 and operator = $2 and ($3::text is null or scale = $3) and signed_in_at <= $4`,
}

export const recordTank = {
  name: 'record-tank',
  text: `
    insert into tank (station_id, id) values ($1, $2)
    on conflict (station_id, id) do update set id = excluded.id`,
}

/**
 * What the log says of the gas in a tank, whatever order it came in. After `recordTank` has locked the row: two batches that tell
 * of one tank see each other. The last 16 steps are some four days; a fill that is told later finds nothing known, as before the first.
 */
export const refreshTank = {
  name: 'refresh-tank',
  text: `
    update tank set steps = (
      select coalesce(json_agg(json_build_object('at', floor(extract(epoch from l.effective_at) * 1000)::int8, 'id', l.event_id,
        'type', l.type, 'by', l.operator, 'awaitsRelease', coalesce((l.body->>'awaitsRelease')::boolean, false),
        'passed', case when l.findings::text like '%"GAS_OUT_OF_SPEC"%' then false else (l.body->>'passed')::boolean end)), '[]')
      from (
        select g.* from cylinder_life g
        where g.station_id = $1 and g.type in ('gas.received', 'gas.tested', 'gas.released') and g.body->>'tank' = $2
        order by g.effective_at desc, g.event_id desc limit 16) l)
    where station_id = $1 and id = $2`,
}
