import type { Pool } from 'pg'
import { instantParam, ms } from '#store/queries/queryable.ts'

export type TrackPoint = {
  readonly at: number
  readonly lat: number
  readonly lon: number
  readonly speedKmh: number | null
  readonly headingDeg: number | null
  readonly accuracyM: number | null
}

const POINT = `${ms('t.at')} as at, t.lat, t.lon, t.speed_kmh as "speedKmh", t.heading_deg as "headingDeg", t.accuracy_m as "accuracyM"`

/** Forgets points that were recorded before then. For the job; the API deletes none. */
export const forgetTracksBefore =
  (pool: Pool) =>
  async (recordedBefore: number): Promise<void> => {
    await pool.query('delete from vehicle_track where recorded_at < $1', [
      instantParam(recordedBefore),
    ])
  }

/** Where vehicles were (轨迹). */
export const trackQueries = (pool: Pool, read: Pool) => ({
  /** A point that is known already stays as it was. @returns how many were new */
  async add(
    vehicle: { readonly id: string; readonly enterpriseId: string },
    points: readonly TrackPoint[],
    recordedAt: number,
  ): Promise<number> {
    const { rowCount } = await pool.query(
      `insert into vehicle_track (vehicle_id, enterprise_id, recorded_at, at, lat, lon, speed_kmh, heading_deg, accuracy_m)
       select $1, $2, $3, * from unnest($4::timestamptz[], $5::float8[], $6::float8[], $7::float4[], $8::int2[], $9::float4[])
       on conflict (vehicle_id, at) do nothing`,
      [
        vehicle.id,
        vehicle.enterpriseId,
        instantParam(recordedAt),
        points.map(({ at }) => instantParam(at)),
        points.map(({ lat }) => lat),
        points.map(({ lon }) => lon),
        points.map(({ speedKmh }) => speedKmh),
        points.map(({ headingDeg }) => headingDeg),
        points.map(({ accuracyM }) => accuracyM),
      ],
    )
    return rowCount ?? 0
  },

  /** In the order in which it drove. */
  async points(
    vehicleId: string,
    { from, to }: { readonly from: number; readonly to: number },
    limit: number,
    after: number | null,
  ): Promise<readonly TrackPoint[]> {
    const { rows } = await read.query<TrackPoint>(
      `select ${POINT} from vehicle_track t where t.vehicle_id = $1 and t.at >= $2 and t.at < $3
         and ($4::timestamptz is null or t.at > $4) order by t.at limit $5`,
      [
        vehicleId,
        instantParam(from),
        instantParam(to),
        after === null ? null : instantParam(after),
        limit,
      ],
    )
    return rows
  },

  async last(vehicleId: string): Promise<TrackPoint | null> {
    const { rows } = await read.query<TrackPoint>(
      `select ${POINT} from vehicle_track t where t.vehicle_id = $1 order by t.at desc limit 1`,
      [vehicleId],
    )
    return rows[0] ?? null
  },
})
