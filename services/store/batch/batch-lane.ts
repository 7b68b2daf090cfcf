import { initialCylinder } from '#domain/cylinder.ts'
import type { Finding } from '#domain/finding.ts'
import type { SortKey } from '#domain/life-event.ts'
import type {
  BatchLane,
  BatchRead,
  BatchRequest,
  BatchWrite,
  CurvedFill,
  LifeUpdate,
  LockedLife,
  PermitHolder,
  LoggedEvent,
  StoredEvent,
  StoredSlice,
  TagBinding,
  TagRef,
} from '#domain/store-ports.ts'
import { RaceLost, StoreUnavailable } from '#domain/store-ports.ts'
import { emptyRegistry } from '#domain/registry.ts'
import type { EpochMs } from '#domain/units.ts'
import * as sql from './batch-statements.ts'
import { writeBatch } from './batch-write.ts'
import { int4Array, int8Array, textArray, timestampArray, uuidArray } from './binary-array.ts'
import { LifeCache } from './life-cache.ts'
import { LifeConnection, type Row } from './life-connection.ts'
import { decodeRegistry, decodeState, encodeRegistry, encodeState } from './life-codec.ts'
import { storeFailure } from '#store/store-failure.ts'

const number = (value: unknown): number => Number(value)
const timeOrNull = (value: unknown): EpochMs | null =>
  value === null ? null : (Number(value) as EpochMs)

const storedSlice = (row: Row): StoredSlice => ({
  source: number(row['source']),
  id: row['id'] as string,
  permitId: row['permit_id'] as string,
  from: number(row['from_at']) as EpochMs,
  grossG: row['gross_g'] as number[],
})

const loggedEvent = (row: Row): LoggedEvent => ({
  id: row['id'] as string,
  type: row['type'] as LoggedEvent['type'],
  effectiveAt: number(row['effective_at']) as EpochMs,
  at: number(row['at']) as EpochMs,
  recordedAt: number(row['recorded_at']) as EpochMs,
  stationId: row['station_id'] as string | null,
  operator: row['operator'] as string | null,
  body: JSON.parse(row['body'] as string) as Record<string, unknown>,
})

const storedEvent = (row: Row): StoredEvent => ({
  ...loggedEvent(row),
  source: number(row['source']),
  contextId: number(row['context_id']),
  findings: row['findings'] === null ? null : (JSON.parse(row['findings'] as string) as Finding[]),
  decidedAt: number(row['decided_at']) as EpochMs,
})

const curvedFill = (row: Row): CurvedFill => ({
  cylinderId: row['cylinder_id'] as string,
  source: number(row['source']),
  permitId: row['permit_id'] as string,
  event: loggedEvent(row),
})

/** The row's life, from the row or from memory. @throws StoreUnavailable where the row has moved on while we waited for it. */
const lockedLife = (row: Row, cache: LifeCache): LockedLife => {
  const cylinderId = row['id'] as string
  const rev = row['rev'] as string
  // The row that we waited for may have been merged into another meanwhile; its tags now point there.
  if (row['merged_into'] !== null) throw new RaceLost('subject merged while waiting')
  let life = cache.get(cylinderId, rev)
  if (life === undefined) {
    // Read before the lock was ours and the registry written since, or remembered for another row: read again.
    if (row['state'] === null || row['registry_rev'] !== row['registry_read']) {
      throw new RaceLost('life written while waiting')
    }
    const registry = decodeRegistry(row['registry'] as string)
    life = { rev, registry, cylinder: decodeState(row['state'] as string) }
    cache.remember(cylinderId, life)
  }
  const { registry, cylinder } = life
  return {
    cylinderId,
    rev,
    code: row['code'] as string | null,
    registry,
    cylinder,
    events: number(row['events']),
  }
}

/** What was not read under its lock is new: nobody holds it yet. */
const hasMoved = (
  { cylinderId, cylinder: { custody } }: LifeUpdate,
  locked: ReadonlyMap<string, LockedLife>,
): boolean => {
  const before = (locked.get(cylinderId)?.cylinder ?? initialCylinder).custody
  return before.kind !== custody.kind || before.id !== custody.id
}

const readLives = (
  rows: readonly Row[],
  cache: LifeCache,
): Pick<BatchRead, 'bindings'> & { lives: Map<string, LockedLife> } => {
  const bindings: TagBinding[] = []
  const lives = new Map<string, LockedLife>()
  for (const row of rows) {
    const id = row['id'] as string
    if (!lives.has(id)) lives.set(id, lockedLife(row, cache))
    if (row['scheme'] === null) continue
    const binding = {
      scheme: row['scheme'] as TagRef['scheme'],
      value: row['value'] as string,
      cylinderId: id,
      validFrom: timeOrNull(row['valid_from']),
      validTo: timeOrNull(row['valid_to']),
    }
    if (binding.validTo === null) cache.named(binding, id)
    bindings.push(binding)
  }
  return { bindings, lives }
}

/** {@link BatchLane} over one PostgreSQL connection. All errors are those of the port. */
export class PgBatchLane implements BatchLane {
  readonly #connection: LifeConnection
  readonly #cache: LifeCache
  #locked = new Map<string, LockedLife>()

  constructor(url: string, cache: LifeCache = new LifeCache()) {
    this.#connection = new LifeConnection(url)
    this.#cache = cache
  }

  /** Connects ahead of the first batch, which tries again where this fails. */
  warm(): this {
    this.#connection.connect().catch(() => undefined)
    return this
  }

  async open(request: BatchRequest): Promise<BatchRead> {
    try {
      await this.#connection.connect()
      const connection = this.#connection
      const { tags, cylinderIds, known, curves, lateCurves } = request
      const release = connection.hold()
      const answers = Promise.all([
        connection.send(sql.begin),
        connection.send(sql.openBatch),
        tags.length === 0
          ? []
          : connection.send(sql.lockByTag, [
              textArray(tags.map((tag) => tag.scheme)),
              textArray(tags.map((tag) => tag.value)),
              int8Array(tags.map((tag) => this.#cache.revOf(tag))),
            ]),
        cylinderIds.length === 0 ? [] : connection.send(sql.lockById, [int8Array(cylinderIds)]),
        known.length === 0
          ? []
          : connection.send(sql.knownEvents, [
              int4Array(known.map((event) => event.source)),
              uuidArray(known.map((event) => event.id)),
            ]),
        curves.length === 0 ? [] : connection.send(sql.curvesOf, [textArray(curves)]),
        lateCurves.length === 0
          ? []
          : connection.send(sql.curvedFills, [
              int4Array(lateCurves.map((late) => late.source)),
              uuidArray(lateCurves.map((late) => late.permitId)),
            ]),
      ])
      release()
      const [, opened, byTag, byId, stored, slices, fills] = await answers
      const head = opened[0] as { batch: string; version: string }
      const { bindings, lives } = readLives([...byTag, ...byId], this.#cache)
      this.#locked = lives
      return {
        batchId: head.batch,
        siteVersion: head.version,
        bindings,
        lives: [...lives.values()],
        slices: slices.map(storedSlice),
        curvedFills: fills.map(curvedFill),
        known: stored.map((row) => ({
          source: number(row['source']),
          id: row['id'] as string,
          sha256: row['sha256'] as Buffer,
        })),
      }
    } catch (error) {
      await this.rollback()
      throw error instanceof StoreUnavailable ? error : storeFailure(error)
    }
  }

  async lock(cylinderIds: readonly string[]): Promise<readonly LockedLife[]> {
    const rows = await this.run(sql.lockById, [int8Array(cylinderIds)])
    const { lives } = readLives(rows, this.#cache)
    for (const [id, life] of lives) this.#locked.set(id, life)
    return [...lives.values()]
  }

  async adopt(tags: readonly TagRef[], from: EpochMs | null): Promise<readonly LockedLife[]> {
    const registry = encodeRegistry(emptyRegistry)
    const state = encodeState(initialCylinder)
    try {
      const rows = await Promise.all(
        tags.map((tag) =>
          this.#connection.send(sql.adoptTag, [tag.scheme, tag.value, registry, state, from]),
        ),
      )
      return rows.map((adopted) => ({
        cylinderId: adopted[0]?.['id'] as string,
        code: null,
        rev: '0',
        registry: emptyRegistry,
        cylinder: initialCylinder,
        events: 0,
      }))
    } catch (error) {
      await this.rollback()
      // Somebody else adopted the tag first: the batch is opened again and finds it.
      const failure = storeFailure(error)
      throw failure instanceof StoreUnavailable
        ? failure
        : new RaceLost('tag adopted elsewhere', { cause: error })
    }
  }

  async history(cylinderId: string): Promise<readonly StoredEvent[]> {
    return (await this.run(sql.historyOf, [cylinderId])).map(storedEvent)
  }

  async historyFrom(cylinderId: string, key: SortKey): Promise<readonly StoredEvent[]> {
    const { effectiveAt, at, id } = key
    const values = [cylinderId, timestampArray([effectiveAt, at]), id]
    return (await this.run(sql.historyFrom, values)).map(storedEvent)
  }

  async event(source: number, id: string): Promise<StoredEvent | null> {
    const rows = await this.run(sql.eventByKey, [source, id])
    return rows[0] === undefined ? null : storedEvent(rows[0])
  }

  async permitHolders(
    stationIds: readonly string[],
    permitIds: readonly string[],
  ): Promise<readonly PermitHolder[]> {
    const rows = await this.run(sql.permitHolders, [textArray(stationIds), uuidArray(permitIds)])
    return rows.map((row) => ({
      permitId: row['permitId'] as string,
      cylinderId: row['cylinderId'] as string,
      code: row['code'] as string,
    }))
  }

  /** Any other statement inside the open batch, e.g. of the registrar. */
  async run(statement: { name: string; text: string }, values: readonly unknown[]): Promise<Row[]> {
    try {
      return await this.#connection.send(statement, values)
    } catch (error) {
      await this.rollback()
      throw storeFailure(error)
    }
  }

  async commit(write: BatchWrite): Promise<readonly string[]> {
    try {
      const moved = write.updates.filter((update) => hasMoved(update, this.#locked))
      const outboxIds = await writeBatch(this.#connection, write, moved)
      this.#cache.committed(write, (id) => this.#locked.get(id)?.registry)
      return outboxIds
    } catch (error) {
      await this.rollback()
      throw storeFailure(error)
    }
  }

  async rollback(): Promise<void> {
    await this.#connection.send(sql.rollback).catch(() => undefined)
  }

  close(): Promise<void> {
    return this.#connection.close()
  }
}
