import type pg from 'pg'
import { serviceOf } from '#domain/cylinder.ts'
import { foldLife } from '#domain/fold-life.ts'
import type { LifeEvent } from '#domain/life-event.ts'
import type { HistoryTools } from '#store/history/history-records.ts'
import { encodeRegistry, encodeState } from './life-codec.ts'

type StoredRow = {
  readonly source: number
  readonly id: string
  readonly contextId: number
  readonly [field: string]: unknown
}

/** A stored life folded from its beginning. */
export const foldStored = async (
  client: Pick<pg.ClientBase, 'query'>,
  cylinderId: number | string,
  { contexts, judge }: Pick<HistoryTools, 'contexts' | 'judge'>,
) => {
  const { rows } = await client.query<StoredRow>(
    `select source, event_id as id, type, at, effective_at as "effectiveAt", recorded_at as "recordedAt", station_id as "stationId",
       operator, body, context_id as "contextId"
     from cylinder_life where cylinder_id = $1`,
    [cylinderId],
  )
  const events = await Promise.all(
    rows.map(async ({ contextId, ...row }) => {
      const deviceId = row.source === 0 ? null : String(row.source)
      return { ...row, deviceId, context: await contexts.byId(contextId) } as unknown as LifeEvent
    }),
  )
  return foldLife(events, judge)
}

type Amended = { readonly source: number; readonly id: string; readonly before: string | null }

/**
 * Folds a stored life from its beginning and writes state and findings, as a bulk load needs it: nothing is superseded, because
 * nobody has seen the verdicts before.
 *
 * @returns events with another verdict than before, and that one as JSON
 */
export const refoldLife = async (
  client: pg.ClientBase,
  cylinderId: number,
  tools: Pick<HistoryTools, 'contexts' | 'judge'>,
): Promise<readonly Amended[]> => {
  const { registry, cylinder, judged } = await foldStored(client, cylinderId, tools)
  const found = judged.map(({ event, findings }) => ({
    source: (event as unknown as StoredRow).source,
    id: event.id,
    findings: findings.length === 0 ? null : findings,
  }))
  const amended = await client.query<Amended>(
    `update cylinder_life l set findings = r.findings
     from json_to_recordset($1) as r (source int4, id uuid, findings json) join cylinder_life b on b.source = r.source and b.event_id = r.id
     where l.source = r.source and l.event_id = r.id and l.findings::text is distinct from r.findings::text
     returning l.source, l.event_id as id, b.findings::text as before`,
    [JSON.stringify(found)],
  )
  // A new revision: whoever remembers the life reads it again.
  await client.query(
    `with batch as (select nextval(pg_get_serial_sequence('event_batch', 'id')) as rev),
     registry as (update cylinder_registry set registry = $2, rev = batch.rev from batch where cylinder_id = $1),
     held as (update cylinder_holder set kind = $5, holder = $6 where cylinder_id = $1)
     update cylinder set state = $3, rev = batch.rev, registry_rev = batch.rev, content = $4, custody_kind = $5, custody_id = $6,
       service = $7
     from batch where id = $1`,
    [
      cylinderId,
      encodeRegistry(registry),
      encodeState(cylinder),
      cylinder.content.state,
      cylinder.custody.kind,
      cylinder.custody.id ?? null,
      serviceOf(cylinder).state,
    ],
  )
  return amended.rows
}
