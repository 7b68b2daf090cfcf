import type { Ordered } from '#domain/supervision/supervision-case.ts'
import type { Queryable } from '#store/queries/queryable.ts'
import { setScaleLock } from '#store/queries/registry/scales.ts'
import { setStationLock } from '#store/queries/registry/stations.ts'

/** Who locks or releases, when, and what the devices are told. */
export type LockedBy = {
  readonly by: string
  readonly at: number
  readonly reason: string
  readonly payload: (action: 'lock' | 'unlock', scale?: string) => string
}

/** Where another case of a regulator stands on the same place, its order goes on. */
const standsElsewhere = async (client: Queryable, { id, kind }: Ordered, target: string) => {
  const { rowCount } = await client.query(
    `select from supervision_measure m
     where m.settled_at is null and m.kind = $1 and m.targets @> array[$2] and m.id <> $3 limit 1`,
    [kind, target, id],
  )
  return rowCount !== 0
}

const placeOf = async (client: Queryable, scale: string): Promise<string | null> => {
  const { rows } = await client.query<{ stationId: string }>(
    `select station_id as "stationId" from scale where id = $1`,
    [scale],
  )
  return rows[0]?.stationId ?? null
}

/** Locks what a measure orders to be locked, and unlocks it when the measure is released: in the transaction of its step. */
export const applyLocks = async (
  client: Queryable,
  measure: Ordered,
  { by, at, reason, payload }: LockedBy,
): Promise<void> => {
  const { kind, targets, settledAt } = measure
  if (kind !== 'lock-scale' && kind !== 'lock-station') return
  const action = settledAt === null ? 'lock' : 'unlock'
  for (const target of targets) {
    if (action === 'unlock' && (await standsElsewhere(client, measure, target))) continue
    const scale = kind === 'lock-scale' ? target : null
    const stationId = scale === null ? target : await placeOf(client, scale)
    if (stationId === null) continue
    const act = { action, stationId, scale, reason, by, at } as const
    if (scale === null) await setStationLock(client, target, { ...act, payload: payload(action) })
    else await setScaleLock(client, scale, { ...act, payload: payload(action, scale) })
  }
}
