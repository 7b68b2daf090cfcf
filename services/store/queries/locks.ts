import type { Queryable } from './queryable.ts'

/** One message for each device of a station, and the notice that makes gateways look. */
export const sendToStation = async (
  client: Queryable,
  stationId: string,
  payload: string,
  now: string,
): Promise<void> => {
  await client.query(
    `with sent as (
       insert into device_outbox (station_id, device_id, payload, created_at)
       select station_id, device_id, $2, $3 from device
       where station_id = $1 and key <> 0 and disabled_at is null
       returning station_id, device_id)
     select pg_notify('outbox', station_id || '/' || device_id) from sent`,
    [stationId, payload, now],
  )
}
