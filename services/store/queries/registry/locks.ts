import type { Pool } from 'pg'
import { instantParam, ms, type Queryable } from '#store/queries/queryable.ts'
import { beyondReach } from '#store/reach.ts'

/** A lock or its release. `scale` null = every scale of the station. */
export type LockRecord = {
  readonly id: string
  readonly action: 'lock' | 'unlock'
  readonly stationId: string
  readonly scale: string | null
  readonly reason: string
  readonly by: string
  readonly at: number
}

/** Who locks or releases what, why, and the message that tells the devices. */
export type LockAct = Omit<LockRecord, 'id'> & { readonly payload: string }

const LOCK = `id::text as id, action, station_id as "stationId", scale, reason, acted_by as by, ${ms('at')} as at`

/** Writes the log, and one message for each device of the station with the notice that makes gateways look. */
export const tellStation = async (client: Queryable, act: LockAct): Promise<void> => {
  const at = instantParam(act.at)
  await client.query(
    `insert into lock_log (action, station_id, scale, reason, acted_by, at) values ($1, $2, $3, $4, $5, $6)`,
    [act.action, act.stationId, act.scale, act.reason, act.by, at],
  )
  await client.query(
    `with sent as (
       insert into device_outbox (station_id, device_id, payload, created_at)
       select station_id, device_id, $2, $3 from device
       where station_id = $1 and key <> 0 and disabled_at is null
       returning station_id, device_id)
     select pg_notify('outbox', station_id || '/' || device_id) from sent`,
    [act.stationId, act.payload, at],
  )
}

export const lockQueries = (pool: Pool) => ({
  /** The newest first. For a scale also those of its whole station; without a scale all of the station. */
  async list(
    place: { readonly stationId: string; readonly scale: string | null },
    limit: number,
    before: string | null,
  ): Promise<readonly LockRecord[]> {
    const { rows } = await pool.query<LockRecord>(
      `select ${LOCK} from lock_log
       where station_id = $1 and ($2::text is null or scale is null or scale = $2)
         and ($3::bigint is null or lock_log.id < $3)
       order by lock_log.id desc limit $4`,
      [place.stationId, place.scale, before, limit],
    )
    return rows
  },

  /** Locks and releases at these stations in a span of time, oldest first: what a trace shows beside its events.
   * Beyond reach: the owner of a cylinder is told that the scale of another company was locked when it was filled there. */
  async during(
    places: { readonly stations: readonly string[]; readonly scales: readonly string[] },
    span: { readonly from: number; readonly to: number },
    limit: number,
  ): Promise<readonly LockRecord[]> {
    const { rows } = await beyondReach(() =>
      pool.query<LockRecord>({
        name: 'trace-locks',
        text: `select ${LOCK} from lock_log
        where station_id = any($1::text[]) and (scale is null or scale = any($2::text[]))
          and at between $3::timestamptz and $4::timestamptz
        order by lock_log.id limit $5`,
        values: [
          places.stations,
          places.scales,
          instantParam(span.from),
          instantParam(span.to),
          limit,
        ],
      }),
    )
    return rows
  },
})
