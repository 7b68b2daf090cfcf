import { hash, randomUUID } from 'node:crypto'
import pg from 'pg'
import { effectiveTime } from '#domain/life-event.ts'
import type { EventType } from '#domain/event-types.ts'
import type { TagRef } from '#domain/store-ports.ts'
import { epochMs } from '#domain/units.ts'
import { dropIndexes } from './bulk-indexes.ts'
import { HistoryLives, type HistoryEntry } from './history-lives.ts'
import type { HistoryEvent, HistoryRecord, HistoryTools } from './history-records.ts'
import { type AmendedVerdict, HistorySeals } from './history-seals.ts'
import { HistorySites } from './history-sites.ts'
import { HistoryTables } from './history-tables.ts'
import { connectionConfig } from '#store/pool.ts'
import { refoldLife } from '#store/batch/refold-life.ts'

export type HistoryResult = {
  readonly events: number
  readonly cylinders: number
  /** Lives with an event that came after a later one, folded again at the end. */
  readonly refolded: number
}

const ENVELOPE = new Set(['id', 'type', 'at', 'tag', 'operator'])

const sha256 = (data: Buffer): Buffer => hash('sha256', data, 'buffer')

/** Body of an event that no device sent: all its own fields. A decision's expiry is a time, not a text, once stored. */
const ownFields = (event: HistoryEvent['event']): Record<string, unknown> => {
  const body: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(event)) if (!ENVELOPE.has(field)) body[field] = value
  if (event.type !== 'fill.permitted') return body
  return { ...body, decision: 'allow', expiresAt: Date.parse(body['expiresAt'] as string) }
}

const entryOf = (
  record: HistoryEvent,
  sites: HistorySites,
  bodyOf: HistoryTools['bodyOf'],
): HistoryEntry => {
  const { event, source, stationId, deviceId } = record
  const raw = Buffer.from(JSON.stringify(event))
  const at = epochMs(record.atMs)
  const recordedAt = epochMs(record.recordedAtMs)
  const key = sites.sourceKey(stationId, deviceId)
  return {
    cylinder: record.cylinder,
    source: key,
    tag: (event['tag'] as TagRef | undefined) ?? null,
    raw,
    sha256: sha256(raw),
    event: {
      id: event.id,
      type: event.type as EventType,
      at,
      effectiveAt: effectiveTime(at, recordedAt),
      recordedAt,
      stationId,
      deviceId: key === 0 ? null : String(key),
      operator: (event['operator'] as string | undefined) ?? null,
      context: null,
      body: source === 'device' ? bodyOf(event.type, event) : ownFields(event),
    },
  }
}

/** The registration that a registry entry stands for; without it a later refold would not know the cylinder. */
const registrationOf = (
  record: HistoryRecord & { kind: 'cylinder' },
  cylinder: number,
  atMs: number,
): HistoryEntry => {
  const { tags: _, ...facts } = record.value
  const at = epochMs(atMs)
  const tag: TagRef = { scheme: 'code', value: facts.code }
  const event: HistoryEntry['event'] = {
    id: randomUUID(),
    type: 'cylinder.registered',
    at,
    effectiveAt: at,
    recordedAt: at,
    stationId: null,
    deviceId: null,
    operator: null,
    context: null,
    body: facts,
  }
  const raw = Buffer.from(
    JSON.stringify({ id: event.id, type: event.type, at: atMs, tag, ...facts }),
  )
  return { cylinder, source: 0, tag, raw, sha256: sha256(raw), event }
}

type Connections = { readonly main: pg.ClientBase; readonly log: pg.ClientBase }

/** Loads a history into a store; see {@link HistoryLoader.load}. */
export class HistoryLoader {
  readonly #url: string
  readonly #tools: HistoryTools
  readonly #sites = new HistorySites()
  readonly #onProgress: (events: number) => void

  constructor(url: string, tools: HistoryTools, onProgress: (events: number) => void = () => {}) {
    this.#url = url
    this.#tools = tools
    this.#onProgress = onProgress
  }

  /**
   * Writes registry, lives, log and states by COPY over two connections, each one transaction: all of it or nothing. Lives are
   * folded, judged and sealed on the way; indexes of empty tables are built at the end. `registeredAtMs` comes before the first event.
   *
   * @throws Error of PostgreSQL, e.g. when a code or an event id is there already
   */
  async load(records: Iterable<HistoryRecord>, registeredAtMs: number): Promise<HistoryResult> {
    const config = connectionConfig(this.#url, { name: 'lpg-trace-history', statementTimeoutMs: 0 })
    const main = new pg.Client(config)
    const log = new pg.Client(config)
    const ids = new pg.Client(config)
    const all = [main, log, ids]
    try {
      await Promise.all(all.map((client) => client.connect()))
      return await this.#loadOver({ main, log }, new HistorySeals(ids), records, registeredAtMs)
    } finally {
      await Promise.all(all.map((client) => client.end().catch(() => undefined)))
    }
  }

  async #loadOver(
    over: Connections,
    seals: HistorySeals,
    records: Iterable<HistoryRecord>,
    registeredAtMs: number,
  ): Promise<HistoryResult> {
    const { main, log } = over
    await Promise.all([main.query('begin'), log.query('begin')])
    await main.query('set local idle_in_transaction_session_timeout = 0')
    await log.query('set local idle_in_transaction_session_timeout = 0')
    const buildMain = await dropIndexes(main, ['cylinder_life'])
    const buildLog = await dropIndexes(log, ['cylinder_event'])
    const tables = new HistoryTables(over, seals, this.#tools.seal)
    await tables.start()
    const lives = new HistoryLives(this.#tools, tables)
    const events = await this.#events(main, records, registeredAtMs, lives, tables)
    // The last batch is written to both.
    await tables.finishEvents()
    await tables.finishLog()
    await lives.writeCylinders()
    await tables.addWork(lives.work)
    await this.#sites.settle(main)
    await Promise.all([buildMain(), buildLog()])
    await main.query('analyze cylinder, cylinder_holder, tag, cylinder_life')
    await seals.amend(over, await this.#refolded(main, lives.disordered))
    await seals.write(main)
    // The log first: rows of it without a life are found by nobody.
    await log.query('commit')
    await main.query('commit')
    await main.query('analyze cylinder_event')
    return { events, cylinders: lives.count, refolded: lives.disordered.size }
  }

  async #refolded(main: pg.ClientBase, cylinders: ReadonlySet<number>): Promise<AmendedVerdict[]> {
    const amended: AmendedVerdict[] = []
    for (const id of cylinders) amended.push(...(await refoldLife(main, id, this.#tools)))
    return amended
  }

  /** Registry first; then runs of one cylinder's events, each run in effective order. */
  async #events(
    main: pg.ClientBase,
    records: Iterable<HistoryRecord>,
    registeredAtMs: number,
    lives: HistoryLives,
    tables: HistoryTables,
  ): Promise<number> {
    let count = 0
    let registered = false
    let run: HistoryEntry[] = []
    for (const record of records) {
      if (record.kind === 'cylinder') {
        lives.register(record.value, registrationOf(record, lives.count, registeredAtMs))
        continue
      }
      if (record.kind !== 'event') {
        this.#sites.add(record)
        continue
      }
      if (!registered) {
        registered = true
        await this.#sites.register(main)
        tables.openEvents()
        await lives.writeRegistrations(this.#sites.book)
      }
      if (run[0] !== undefined && run[0].cylinder !== record.cylinder) {
        await this.#write(run, lives)
        run = []
      }
      run.push(entryOf(record, this.#sites, this.#tools.bodyOf))
      count += 1
      if (count % 100_000 === 0) this.#onProgress(count)
    }
    if (!registered) throw new Error('a history without events')
    await this.#write(run, lives)
    return count
  }

  async #write(run: readonly HistoryEntry[], lives: HistoryLives): Promise<void> {
    if (run[0] !== undefined && run[0].cylinder >= 0) {
      await lives.append(run, this.#sites.book)
      return
    }
    for (const entry of run) {
      const findings = await lives.appendSiteEvent(entry, this.#sites.book)
      const fact = this.#tools.siteFactOf(entry.event, this.#sites.book, findings)
      if (fact !== null) this.#sites.apply(fact)
    }
  }
}
