import { randomUUID } from 'node:crypto'
import type { PostTable, PostWorld } from './post-world.ts'

const as = 'regulator'
const reason = '已核对原始记录'

/** A suspicion as the job would have found it. */
export const plantedAnomaly = async ({ sql }: Pick<PostWorld, 'sql'>): Promise<string> => {
  const id = randomUUID()
  const detail = { fromSite: 'st-a', toSite: 'st-b', minutes: 30, km: 200 }
  await sql(
    `insert into anomaly (id, kind, enterprise_id, region, station_id, subject_kind, subject_id, unit_key, from_at, to_at, measured,
       limit_value, unit, detail, evidence, events, found_at, changed_at)
     values ($1, 'TAG_IN_TWO_PLACES', 'ent-a', '370302', 'st-a', 'cylinder', 'CYL-a', 'cylinder:1', '2026-11-19T08:00:00Z',
       '2026-11-19T08:30:00Z', 400, 100, 'km/h', $2, '[]', 2, '2026-11-19T09:00:00Z', '2026-11-19T09:00:00Z')`,
    [id, JSON.stringify(detail)],
  )
  return id
}

const decided = (verb: string) => async (world: PostWorld) => ({
  url: `/v1/anomalies/${await plantedAnomaly(world)}/${verb}`,
  body: { reason },
  as,
})

/** Anomalies are found by the job; what people say of them. And what is handed out as evidence. */
export const anomalyPosts: PostTable = {
  '/v1/anomalies/{id}/explain': decided('explain'),
  '/v1/anomalies/{id}/confirm': decided('confirm'),
  '/v1/anomalies/{id}/reopen': decided('reopen'),
  '/v1/cylinders/{code}/dossiers': async (world) => ({
    url: `/v1/cylinders/${await world.cylinder()}/dossiers`,
    body: { reason },
  }),
  '/v1/anomalies/recompute': async () => ({
    url: '/v1/anomalies/recompute',
    body: { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' },
    as,
  }),
}
