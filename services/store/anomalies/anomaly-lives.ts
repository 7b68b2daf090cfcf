import type { Pool } from 'pg'
import type { SeenEvent, SeenLife } from '#domain/anomalies/anomaly.ts'
import { movingTypes } from '#domain/custody-after.ts'
import type { Finding } from '#domain/finding.ts'
import type { Range } from '#store/books/batch-follower.ts'
import { decodeRegistry } from '#store/batch/life-codec.ts'

/** Everything that moves a cylinder or its gas, and what takes such an event back. */
const TYPES = [...movingTypes, 'fill.permitted', 'event.annulled']

const LIVES = `
  select c.id::text as id, c.code, c.owner_id as "ownerId", r.registry::text as registry,
    (select coalesce(json_agg(json_build_array(l.event_id, l.type, floor(extract(epoch from l.effective_at) * 1000)::int8, l.station_id,
        l.source <> 0, l.operator, l.scale, l.body, l.findings) order by l.effective_at, l.at, l.event_id, l.source), '[]')
      from cylinder_life l where l.cylinder_id = c.id and l.type = any ($2)) as events
  from cylinder c join cylinder_registry r on r.cylinder_id = c.id where c.id = any ($1::int8[]) and c.code is not null`

const TOUCHED = `
  select distinct cylinder_id::text as id from cylinder_life
  where batch_id between $2 and $3 and batch_id = any ($1::int8[]) and cylinder_id is not null and type = any ($4) order by id`

type EventRow = [
  id: string,
  type: string,
  at: number,
  stationId: string | null,
  device: boolean,
  operator: string | null,
  scale: string | null,
  body: Record<string, unknown>,
  findings: readonly Finding[] | null,
]

type LifeRow = {
  readonly id: string
  readonly code: string
  readonly ownerId: string | null
  readonly registry: string
  readonly events: readonly EventRow[]
}

const eventOf = ([id, type, at, stationId, device, operator, scale, body, found]: EventRow) => {
  const deviceId = device ? 'device' : null
  const codes = (found ?? []).map(({ code }) => code)
  const event = { id, type, effectiveAt: at, stationId, deviceId, operator, scale, body, codes }
  // Written by ingest from a checked event: the body fits its type.
  return event as unknown as SeenEvent
}

/** The events that count: what was annulled, and annulments, tell nothing of gas. */
export const countedEvents = (rows: readonly SeenEvent[]): readonly SeenEvent[] => {
  const annulled = new Set(
    rows.flatMap(({ type, body }) =>
      type === 'event.annulled'
        ? [String((body as { eventId: string }).eventId).toLowerCase()]
        : [],
    ),
  )
  return rows.filter(({ id, type }) => type !== 'event.annulled' && !annulled.has(id))
}

/** Cylinders with something new in these batches. */
export const touchedCylinders = async (pool: Pool, range: Range): Promise<readonly string[]> => {
  const types = [...TYPES, 'cylinder.registered', 'tag.bound', 'tag.released', 'tare.corrected']
  const values = [...range, [...types, 'inspection.completed', 'ownership.transferred']]
  const { rows } = await pool.query<{ id: string }>(TOUCHED, values)
  return rows.map(({ id }) => id)
}

/** Whole lives, a list at a time. */
export const seenLives = async (
  pool: Pool,
  ids: readonly string[],
): Promise<readonly (SeenLife & { readonly id: string })[]> => {
  const { rows } = await pool.query<LifeRow>(LIVES, [ids, TYPES])
  return rows.map(({ registry, events, ...life }) => ({
    ...life,
    registry: decodeRegistry(registry),
    events: countedEvents(events.map(eventOf)),
  }))
}
