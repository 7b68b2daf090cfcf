import type { Pool, PoolClient } from 'pg'
import { BatchFollower, type GoOn } from './batch-follower.ts'
import { movingTypes } from '#domain/custody-after.ts'
import type { TimedEvent } from '#domain/custody-moves.ts'
import type { ContentState } from '#domain/cylinder.ts'
import type { EpochMs } from '#domain/units.ts'
import {
  BookSums,
  entriesOf,
  type PlaceRow,
  type StoredMove,
  type Subject,
} from './custody-entries.ts'
import { decodeRegistry } from '#store/batch/life-codec.ts'
import { inTransaction, instantParam, ms } from '#store/queries/queryable.ts'

/** At once: requests of people wait while these are entered (500 took 150 ms). */
const CYLINDERS = 100

/** Events after which more may change than what follows them. */
const ANEW = `('cylinder.registered', 'tag.bound', 'tag.released', 'event.annulled', 'ownership.transferred')`

/** The range is for the index, the list for batches that committed out of their order. */
const TOUCHED = `
  select cylinder_id::text as id,
    case when bool_or(type in ${ANEW}) then null else ${ms('min(effective_at)')} end as since
  from cylinder_life where batch_id between $2 and $3 and batch_id = any ($1::int8[]) and cylinder_id is not null
  group by cylinder_id order by cylinder_id`

/** Where the first of the new events comes before the cylinder's entry into the books, all is written anew: by any event, for the first one enters it. */
const SUBJECTS = `
  with asked as (
    select a.id, case when exists (select from custody_move m where m.cylinder_id = a.id and m.at < a.since)
      then a.since else '-infinity' end as since
    from unnest($1::int8[], $2::timestamptz[]) a (id, since))
  select c.id::text as id, c.code, c.content, r.registry::text as registry,
    (select json_build_object('enterpriseId', p.enterprise_id, 'kind', p.kind, 'holder', p.holder, 'model', p.model,
      'content', p.content, 'zone', p.zone) from custody_place p where p.cylinder_id = c.id) as place,
    (select coalesce(json_agg(json_build_array(l.type, floor(extract(epoch from l.effective_at) * 1000)::int8, l.event_id,
        l.station_id, l.source <> 0, case when l.type in ('stock.in', 'stock.out', 'custody.handed-over', 'delivery.completed',
          'cylinder.returned', 'inspection.sent', 'event.annulled') then l.body end)
        order by l.effective_at, l.at, l.event_id, l.source), '[]')
      from cylinder_life l where l.cylinder_id = c.id and l.effective_at >= a.since
        and (l.type = any ($3) or a.since = '-infinity')) as events,
    (select coalesce(json_agg(json_build_object('no', m.no, 'at', floor(extract(epoch from m.at) * 1000)::int8, 'model', m.model,
        'fromOwner', m.from_owner, 'fromKind', m.from_kind, 'fromHolder', m.from_holder,
        'toOwner', m.to_owner, 'toKind', m.to_kind, 'toHolder', m.to_holder, 'stays', m.at < a.since) order by m.no), '[]')
      from custody_move m where m.cylinder_id = c.id
        and m.no >= coalesce((select max(k.no) from custody_move k where k.cylinder_id = c.id and k.at < a.since), 0)) as moves
  from asked a join cylinder c on c.id = a.id join cylinder_registry r on r.cylinder_id = c.id
  where c.code is not null`

type EventRow = [string, number, string, string | null, boolean, Record<string, unknown> | null]

type SubjectRow = {
  readonly id: string
  readonly code: string
  readonly content: ContentState
  readonly registry: string
  readonly place: Subject['place']
  readonly events: readonly EventRow[]
  readonly moves: readonly (StoredMove & { readonly stays: boolean })[]
}

const TYPES = [...movingTypes, 'cylinder.registered', 'event.annulled']

const subjectOf = ({ registry, events, moves, ...row }: SubjectRow): Subject => ({
  ...row,
  registry: decodeRegistry(registry),
  before: moves.findLast(({ stays }) => stays) ?? null,
  replaced: moves.filter(({ stays }) => !stays),
  events: events.map(([type, at, id, stationId, device, body]) => {
    const told = { type, body: body ?? {}, stationId, deviceId: device ? 'device' : null }
    // Written by ingest from a checked event.
    return { ...(told as TimedEvent), id, effectiveAt: at as EpochMs }
  }),
})

/** Statements that each take one list as JSON. */
const WRITES = {
  removed: `delete from custody_move m using json_to_recordset($1::json) as d (id int8, no int4)
    where m.cylinder_id = d.id and m.no = d.no`,
  moves: `
    insert into custody_move (cylinder_id, no, at, model, from_owner, from_kind, from_holder, to_owner, to_kind, to_holder)
    select id, no, to_timestamp(at / 1000.0), model, "fromOwner", "fromKind", "fromHolder", "toOwner", "toKind", "toHolder"
    from json_to_recordset($1::json) as m (id int8, no int4, at numeric, model text, "fromOwner" text, "fromKind" text,
      "fromHolder" text, "toOwner" text, "toKind" text, "toHolder" text)`,
  flows: `
    insert into custody_flow as f (enterprise_id, day, kind, holder, model, peer, came, went)
    select "enterpriseId", day, kind, holder, model, peer, came, went from json_to_recordset($1::json) as n ("enterpriseId" text,
      day date, kind text, holder text, model text, peer text, came int4, went int4)
    on conflict (enterprise_id, day, kind, holder, model, peer)
    do update set came = f.came + excluded.came, went = f.went + excluded.went`,
  places: `
    insert into custody_place (cylinder_id, enterprise_id, code, kind, holder, model, content, zone, since)
    select "cylinderId", "enterpriseId", code, kind, holder, model, content, zone, to_timestamp(since / 1000.0)
    from json_to_recordset($1::json) as p ("cylinderId" int8, "enterpriseId" text, code text, kind text, holder text, model text,
      content text, zone text, since numeric)
    on conflict (cylinder_id) do update set enterprise_id = excluded.enterprise_id, code = excluded.code, kind = excluded.kind,
      holder = excluded.holder, model = excluded.model, content = excluded.content, zone = excluded.zone, since = excluded.since`,
  balances: `
    insert into custody_balance as b (enterprise_id, kind, holder, model, content, cylinders)
    select "enterpriseId", kind, holder, model, content, cylinders from json_to_recordset($1::json) as n ("enterpriseId" text,
      kind text, holder text, model text, content text, cylinders int4)
    on conflict (enterprise_id, kind, holder, model, content) do update set cylinders = b.cylinders + excluded.cylinders`,
} as const

const write = async (client: PoolClient, subjects: readonly Subject[]): Promise<void> => {
  const sums = new BookSums()
  const removed: { id: string; no: number }[] = []
  const moves: (StoredMove & { id: string })[] = []
  const places: PlaceRow[] = []
  for (const subject of subjects) {
    const { id, replaced, place: before } = subject
    const entries = entriesOf(subject)
    for (const move of replaced) {
      sums.addMove(move, -1)
      removed.push({ id, no: move.no })
    }
    for (const move of entries.moves) {
      sums.addMove(move, 1)
      moves.push({ ...move, id })
    }
    if (before !== null) sums.addPlace(before, -1)
    if (entries.place === null) continue
    sums.addPlace(entries.place, 1)
    places.push(entries.place)
  }
  const lists = { removed, moves, flows: sums.flows, places, balances: sums.balances }
  for (const [name, sql] of Object.entries(WRITES)) {
    const list = lists[name as keyof typeof lists]
    if (list.length > 0) await client.query(sql, [JSON.stringify(list)])
  }
}

type Touched = { readonly id: string; readonly since: number | null }

/**
 * Keeps the books of custody (保管台账) behind the log: `custody_place`, `custody_move`, `custody_flow`. One process at a time;
 * whatever is done twice gives the same, so a pass that breaks off is simply repeated.
 */
export class CustodyBooks {
  readonly #pool: Pool
  readonly #follower: BatchFollower

  constructor(pool: Pool) {
    this.#pool = pool
    this.#follower = new BatchFollower(pool, { table: 'custody_book', freshAt: 'booked_at' })
  }

  /** Books what was committed by now. @returns how many batches */
  book(now: number, goOn: GoOn): Promise<number> {
    const touching = { touched: TOUCHED, atOnce: CYLINDERS, goOn }
    return this.#follower.followRows<Touched>(now, touching, (rows) => this.#enter(rows))
  }

  async #enter(touched: readonly Touched[]): Promise<void> {
    await inTransaction(this.#pool, async (client) => {
      await client.query('set transaction isolation level repeatable read')
      const { rows } = await client.query<SubjectRow>(SUBJECTS, [
        touched.map(({ id }) => id),
        touched.map(({ since }) => (since === null ? '-infinity' : instantParam(since))),
        TYPES,
      ])
      await write(client, rows.map(subjectOf))
    })
  }
}
