import pg from 'pg'
import { leafHash } from '#domain/ledger/ledger-crypto.ts'
import { levelsOf } from '#domain/ledger/merkle.ts'
import type { BatchSeal, TagRef } from '#domain/store-ports.ts'
import { type EventLeafRow, recordOfEvent } from '#store/ledger/leaf-rows.ts'
import { nodeCrypto, nodeHash } from '#store/ledger/node-crypto.ts'
import { ms } from '#store/queries/queryable.ts'

const HASH = 32
/** Numbers of batches are drawn so many at once. */
const IDS = 100
/** Batches of one statement: some megabytes of hashes. */
const AT_ONCE = 200

type Sealed = { root: Buffer; readonly leafHashes: Buffer }

/** A verdict that was found otherwise when its life was folded again at the end of the load. */
export type AmendedVerdict = {
  readonly source: number
  readonly id: string
  /** JSON of the findings with which it was sealed. */
  readonly before: string | null
}

type AmendedRow = Omit<EventLeafRow, 'tagScheme' | 'tagValue' | 'firstFindings'>
type LoggedRow = { readonly source: number; readonly id: string } & {
  readonly tagScheme: TagRef['scheme'] | null
  readonly tagValue: string | null
}

const AMENDED = `
  select l.source, l.event_id as id, l.type, ${ms('l.at')} as at, ${ms('l.effective_at')} as "effectiveAt",
    ${ms('l.recorded_at')} as "recordedAt", l.station_id as "stationId", l.operator, l.cylinder_id::text as "cylinderId",
    l.context_id as "contextId", l.sha256, l.salt, l.body::text as body, l.findings::text as findings, l.batch_id::text as "batchId",
    null as raw, null as redacted, null as "redactionId"
  from unnest($1::int4[], $2::uuid[]) k (source, event_id) join cylinder_life l using (source, event_id)`

const LOGGED = `
  select source, event_id as id, tag_scheme as "tagScheme", tag_value as "tagValue" from cylinder_event
  where event_id = any ($1::uuid[])`

/** The time of the commit, nearly: followers of the log hold batches before it for entered. */
const WRITE = `
  insert into event_batch (id, committed_at, leaves, root, bulk, leaf_hashes, leaf_counts) overriding system value
  select id, date_trunc('milliseconds', clock_timestamp()), leaves, root, true, hashes, array[leaves, 0, 0, 0]
  from unnest($1::int8[], $2::int4[], $3::bytea[], $4::bytea[]) as b (id, leaves, root, hashes)`

const hashOf = (row: AmendedRow, tag: LoggedRow | undefined, findings: string | null): Buffer => {
  const { tagScheme = null, tagValue = null } = tag ?? {}
  const record = recordOfEvent({ ...row, tagScheme, tagValue, firstFindings: findings })
  return Buffer.from(leafHash(record, nodeCrypto))
}

const leavesOf = ({ leafHashes }: Sealed): Buffer[] =>
  Array.from({ length: leafHashes.length / HASH }, (_, i) =>
    leafHashes.subarray(i * HASH, (i + 1) * HASH),
  )

/**
 * Batches of a bulk load with their leaves, kept until the load ends: 32 bytes an event. Their numbers come over a connection of their
 * own, because the others are busy with COPY.
 */
export class HistorySeals {
  readonly #ids: pg.ClientBase
  #free: string[] = []
  readonly #batches = new Map<string, Sealed>()

  constructor(ids: pg.ClientBase) {
    this.#ids = ids
  }

  /** A number for a batch, or for a revision of a life. */
  async nextId(): Promise<string> {
    if (this.#free.length === 0) {
      const { rows } = await this.#ids.query<{ id: string }>(
        `select nextval(pg_get_serial_sequence('event_batch', 'id'))::text as id from generate_series(1, ${IDS})`,
      )
      this.#free = rows.map(({ id }) => id)
    }
    return this.#free.shift() as string
  }

  keep(batchId: string, { root, leafHashes }: BatchSeal): void {
    this.#batches.set(batchId, { root, leafHashes })
  }

  /** Seals anew what was found otherwise. @throws Error where a leaf is not there, which is a defect */
  async amend(
    { main, log }: { readonly main: pg.ClientBase; readonly log: pg.ClientBase },
    verdicts: readonly AmendedVerdict[],
  ): Promise<void> {
    if (verdicts.length === 0) return
    const ids = verdicts.map(({ id }) => id)
    const { rows } = await main.query<AmendedRow>(AMENDED, [verdicts.map((one) => one.source), ids])
    const logged = await log.query<LoggedRow>(LOGGED, [ids])
    const tags = new Map(logged.rows.map((row) => [`${row.source}/${row.id}`, row]))
    const before = new Map(verdicts.map((one) => [`${one.source}/${one.id}`, one.before]))
    const touched = new Set<Sealed>()
    for (const row of rows) {
      const key = `${row.source}/${row.id}`
      const batch = this.#batches.get(row.batchId)
      const sealed = hashOf(row, tags.get(key), before.get(key) ?? null)
      const leaf = batch && leavesOf(batch).find((one) => one.equals(sealed))
      if (batch === undefined || leaf === undefined) throw new Error(`no leaf of event ${key}`)
      hashOf(row, tags.get(key), row.findings).copy(leaf)
      touched.add(batch)
    }
    for (const batch of touched) {
      batch.root = levelsOf(leavesOf(batch), nodeHash).at(-1)?.[0] as Buffer
    }
  }

  async write(main: pg.ClientBase): Promise<void> {
    const all = [...this.#batches]
    for (let at = 0; at < all.length; at += AT_ONCE) {
      const some = all.slice(at, at + AT_ONCE)
      await main.query(WRITE, [
        some.map(([id]) => id),
        some.map(([, { leafHashes }]) => leafHashes.length / HASH),
        some.map(([, { root }]) => root),
        some.map(([, { leafHashes }]) => leafHashes),
      ])
    }
  }
}
