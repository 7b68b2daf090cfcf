import type { Pool, PoolClient } from 'pg'
import { append, joined } from '#domain/ledger/merkle.ts'
import { batchRecord, entryRecord, type LeafCounts } from '#domain/ledger/records.ts'
import { leafHash } from '#domain/ledger/ledger-crypto.ts'
import { inTransaction, instantParam, ms } from '#store/queries/queryable.ts'
import { nodeCrypto, nodeHash } from './node-crypto.ts'
import { type LedgerSecrets, noteKeyOf, publicKeyOf, signCheckpoint } from './note-signer.ts'
import { edgeOf, rangeHashes } from './tree-nodes.ts'

/** So many leaves a transaction; a pass goes on until nothing is left. */
const AT_ONCE = 20_000

/** What was published last, as this machine remembers it outside of the database. */
export type PublishedHead = {
  readonly origin: string
  readonly size: number
  /** Base64. */
  readonly root: string
  readonly note: string
}

export type HeadMemory = {
  /** Of the log with this name. */
  read(origin: string): Promise<PublishedHead | null>
  write(head: PublishedHead): Promise<void>
}

export type LedgerWriterOptions = {
  readonly secrets: LedgerSecrets
  /** Name of the log when it is begun; one that stands keeps its name. */
  readonly origin: string
  readonly memory: HeadMemory
}

/**
 * The database is behind a checkpoint that was published, or holds another history: it was restored or exchanged. Nothing is signed
 * before somebody has said so (`lpg-trace ledger-restored`).
 */
export class LedgerSetBack extends Error {
  readonly published: PublishedHead
  readonly size: number

  constructor(published: PublishedHead, size: number) {
    super(
      `the ledger in the database has ${size} leaves and does not contain the checkpoint of ${published.size} leaves that was published: ` +
        `the database was set back or exchanged. Nothing is signed. Restore a newer backup, or declare the loss: lpg-trace ledger-restored --reason …`,
    )
    this.published = published
    this.size = size
  }
}

/** Another key signs this log, and ours does not know it: two that sign one log side by side would make it worthless. */
export class LedgerKeyUnknown extends Error {
  constructor(keyId: string) {
    super(
      `another key (${keyId}) signs this ledger: set LPG_LEDGER_KEY to it, or to <new>,<old> while keys change. Where it is lost: lpg-trace ` +
        `ledger-restored --key-lost --reason … begins another log. Nothing is signed until then`,
    )
  }
}

type Log = { readonly id: number; readonly origin: string }
type Leaf = {
  readonly batchId: string | null
  readonly entryId: string | null
  readonly hash: Buffer
}

const asBuffer = (hash: Uint8Array): Buffer =>
  Buffer.from(hash.buffer, hash.byteOffset, hash.length)
const leafOf = (record: string): Buffer => asBuffer(leafHash(record, nodeCrypto))

type EntryRow = Parameters<typeof entryRecord>[0]
type BatchRow = {
  readonly id: string
  readonly committedAt: number
  readonly counts: number[]
  readonly root: Buffer
  readonly bulk: boolean
}

const newEntries = async (client: PoolClient): Promise<Leaf[]> => {
  const { rows } = await client.query<EntryRow>(
    `select id::text, ${ms('at')} as at, subject, change, key, role, user_id as "userId", body
     from ledger_entry where leaf_index is null order by ledger_entry.id limit ${AT_ONCE}`,
  )
  return rows.map((row) => ({ batchId: null, entryId: row.id, hash: leafOf(entryRecord(row)) }))
}

const newBatches = async (client: PoolClient): Promise<Leaf[]> => {
  const { rows } = await client.query<BatchRow>(
    `select id::text, ${ms('committed_at')} as "committedAt", leaf_counts as counts, root, bulk
     from event_batch where leaf_index is null and leaf_counts is not null and leaves > 0 order by event_batch.id limit ${AT_ONCE}`,
  )
  return rows.map(({ id, committedAt, counts, root, bulk }) => ({
    batchId: id,
    entryId: null,
    hash: leafOf(
      batchRecord({
        id,
        committedAt,
        counts: counts as unknown as LeafCounts,
        root: root.toString('hex'),
        bulk,
      }),
    ),
  }))
}

/** Size of the tree in the database. */
export const treeSize = async (client: Pick<PoolClient, 'query'>): Promise<number> => {
  const { rows } = await client.query<{ size: number }>(
    'select (coalesce(max(index), -1) + 1)::float8 as size from ledger_leaf',
  )
  return rows[0]?.size ?? 0
}

/** What was published must be the beginning of what is here, or nothing may be signed. @throws LedgerSetBack */
export const refuseSetBack = async (
  client: PoolClient,
  published: PublishedHead | null,
  size: number,
): Promise<void> => {
  if (published === null || published.size === 0) return
  if (published.size <= size) {
    const [root] = await rangeHashes(client, [[0, published.size]])
    if (root?.toString('base64') === published.root) return
  }
  throw new LedgerSetBack(published, size)
}

const insertTree = async (
  client: PoolClient,
  size: number,
  leaves: readonly Leaf[],
  nodes: readonly { level: number; index: number; hash: Buffer }[],
): Promise<void> => {
  const [batchIds, entryIds] = [
    leaves.map((leaf) => leaf.batchId),
    leaves.map((leaf) => leaf.entryId),
  ]
  await client.query(
    `with leaf as (
       insert into ledger_leaf (index, batch_id, entry_id, hash)
       select $1::int8 + n - 1, batch_id, entry_id, hash
       from unnest($2::int8[], $3::int8[], $4::bytea[]) with ordinality as u (batch_id, entry_id, hash, n)
       returning index, batch_id, entry_id
     ), batches as (update event_batch b set leaf_index = leaf.index from leaf where b.id = leaf.batch_id)
     update ledger_entry e set leaf_index = leaf.index from leaf where e.id = leaf.entry_id`,
    [size, batchIds, entryIds, leaves.map((leaf) => leaf.hash)],
  )
  await client.query(
    `insert into ledger_node (level, index, hash) select * from unnest($1::int2[], $2::int8[], $3::bytea[])`,
    [nodes.map((one) => one.level), nodes.map((one) => one.index), nodes.map((one) => one.hash)],
  )
}

/**
 * Appends what was committed to the ledger's tree and signs the new head. One process at a time: by a lock of the database, and the
 * number of a leaf is a primary key. A pass that breaks off leaves nothing behind.
 */
export class LedgerWriter {
  readonly #pool: Pool
  readonly #options: LedgerWriterOptions
  #keysStand = false
  /** As this process left the tree: found so again, it need not be compared with what was published. */
  #left = -1

  constructor(pool: Pool, options: LedgerWriterOptions) {
    this.#pool = pool
    this.#options = options
  }

  /** Everything that is committed by now. @returns how many leaves were added @throws LedgerSetBack */
  async write(now: number, signal?: AbortSignal): Promise<number> {
    let total = 0
    for (;;) {
      const added = await this.#step(now)
      total += added
      if (added < AT_ONCE || signal?.aborted) return total
    }
  }

  async #step(now: number): Promise<number> {
    const { memory, secrets } = this.#options
    const done = await inTransaction(this.#pool, async (client) => {
      await client.query(`select pg_advisory_xact_lock(hashtext('lpg-trace ledger'))`)
      const log = await this.#log(client, now)
      const size = await treeSize(client)
      if (size !== this.#left) {
        await refuseSetBack(client, await memory.read(log.origin), size)
      }
      if (!this.#keysStand) await this.#enterKeys(client, log, now)
      const leaves = [...(await newEntries(client)), ...(await newBatches(client))]
      if (leaves.length === 0) return null
      const grown = append(
        size,
        await edgeOf(client, size),
        leaves.map(({ hash }) => hash),
        nodeHash,
      )
      await insertTree(client, size, leaves, grown.nodes)
      const head = {
        origin: log.origin,
        size: size + leaves.length,
        root: joined(grown.edge, nodeHash),
      }
      const note = signCheckpoint(head, secrets)
      await client.query(
        'insert into ledger_checkpoint (log_id, size, signed_at, root, note) values ($1, $2, $3, $4, $5)',
        [log.id, head.size, instantParam(now), head.root, note],
      )
      return { added: leaves.length, head: { ...head, root: head.root.toString('base64'), note } }
    })
    this.#keysStand = true
    if (done === null) return 0
    await memory.write(done.head)
    this.#left = done.head.size
    return done.added
  }

  /** The log that is written; begun where none is. */
  async #log(client: PoolClient, now: number): Promise<Log> {
    const find = () =>
      client.query<Log>('select id, origin from ledger_log order by id desc limit 1')
    const [log] = (await find()).rows
    if (log !== undefined) return log
    await client.query(
      'insert into ledger_log (id, origin, began_at, began_size) values (1, $1, $2, 0)',
      [this.#options.origin, instantParam(now)],
    )
    return (await find()).rows[0] as Log
  }

  /** The keys that sign, for whoever checks; one that signs no more is dated. */
  async #enterKeys(client: PoolClient, { origin }: Log, now: number): Promise<void> {
    const keys = this.#options.secrets.map((secret) => noteKeyOf(origin, publicKeyOf(secret)))
    const at = instantParam(now)
    const ids = keys.map(({ keyId }) => keyId)
    const { rows } = await client.query<{ keyId: string }>(
      'select key_id as "keyId" from ledger_key where origin = $1 and until is null',
      [origin],
    )
    const [signing] = rows
    if (signing !== undefined && !rows.some(({ keyId }) => ids.includes(keyId))) {
      throw new LedgerKeyUnknown(signing.keyId)
    }
    await client.query(
      `insert into ledger_key (key_id, origin, public_key, since)
       select k.id, $2, k.public_key, $4 from unnest($1::text[], $3::bytea[]) as k (id, public_key)
       on conflict (key_id) do update set until = null where ledger_key.until is not null`,
      [ids, origin, keys.map(({ publicKey }) => Buffer.from(publicKey)), at],
    )
    await client.query(
      'update ledger_key set until = $2 where key_id <> all ($1::text[]) and until is null',
      [ids, at],
    )
  }
}
