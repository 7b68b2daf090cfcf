import type pg from 'pg'
import { type Cylinder, serviceOf } from '#domain/cylinder.ts'
import type { Finding } from '#domain/finding.ts'
import type { BatchSeal, LoggedEvent, NewEvent, NewWork, TagRef } from '#domain/store-ports.ts'
import { type Registry, valueAt } from '#domain/registry.ts'
import type { EpochMs } from '#domain/units.ts'
import { CopyWriter } from './copy-writer.ts'
import type { HistorySeals } from './history-seals.ts'
import { encodeRegistry, encodeState } from '#store/batch/life-codec.ts'
import { grossOf, occurredAt, scaleOf, tareOf } from '#store/batch/log-columns.ts'

export type HistoryRow = {
  readonly event: LoggedEvent
  readonly source: number
  readonly tag: TagRef | null
  readonly raw: Buffer
  readonly sha256: Buffer
  readonly cylinderId: number | null
  readonly contextId: number
  readonly findings: readonly Finding[]
}

export type CylinderRow = {
  readonly id: number
  readonly registry: Registry
  readonly cylinder: Cylinder
  readonly events: number
}

const LIFE =
  'source, event_id, cylinder_id, type, effective_at, at, recorded_at, station_id, operator, scale, body, context_id, findings, decided_at, sha256, salt, batch_id'
const LOG =
  'occurred_at, source, event_id, cylinder_id, type, tag_scheme, tag_value, at, recorded_at, station_id, operator, scale, gross_g, tare_g, raw, batch_id'
const CYLINDER =
  'id, code, owner_id, model, state, rev, registry_rev, content, custody_kind, custody_id, service, next_inspection_on, events'
const WORK = 'kind, cylinder_id, source, event_id, opened_at, due_at, detail'

/** Events of one batch: a proof reads the 32 bytes of each of them. */
const BATCH = 500
const SALT = 16

type Seal = (events: readonly NewEvent[]) => BatchSeal

const asSealed = ({ cylinderId, findings, ...row }: HistoryRow): NewEvent => ({
  ...row,
  cylinderId: cylinderId === null ? null : String(cylinderId),
  findings: findings.length === 0 ? null : findings,
})

/**
 * The rows of a bulk load on their way: lives, states and tags over one connection, the log over another. Events wait for the seal of
 * their batch.
 */
export class HistoryTables {
  readonly #main: pg.ClientBase
  readonly #logClient: pg.ClientBase
  readonly #seals: HistorySeals
  readonly #seal: Seal
  #waiting: HistoryRow[] = []
  #revision = 0
  #firstCylinderId = 0
  #life: CopyWriter | undefined
  #log: CopyWriter | undefined

  constructor(
    { main, log }: { readonly main: pg.ClientBase; readonly log: pg.ClientBase },
    seals: HistorySeals,
    seal: Seal,
  ) {
    this.#main = main
    this.#logClient = log
    this.#seals = seals
    this.#seal = seal
  }

  /** Cylinders get ids from here on. */
  get firstCylinderId(): number {
    return this.#firstCylinderId
  }

  async start(): Promise<void> {
    const { rows } = await this.#main.query<{ first: string }>(
      `select nextval(pg_get_serial_sequence('cylinder', 'id')) as first`,
    )
    this.#revision = Number(await this.#seals.nextId())
    this.#firstCylinderId = Number(rows[0]?.first)
  }

  openEvents(): void {
    this.#life = new CopyWriter(this.#main, 'cylinder_life', LIFE.split(', '))
    this.#log = new CopyWriter(this.#logClient, 'cylinder_event', LOG.split(', '))
  }

  /** A promise when a batch is full. */
  addEvent(row: HistoryRow): Promise<void> | undefined {
    this.#waiting.push(row)
    return this.#waiting.length < BATCH ? undefined : this.#writeBatch()
  }

  async finishEvents(): Promise<void> {
    if (this.#waiting.length > 0) await this.#writeBatch()
    await this.#life?.finish()
  }

  async finishLog(): Promise<void> {
    await this.#log?.finish()
  }

  async addCylinders(rows: Iterable<CylinderRow>, now: EpochMs): Promise<void> {
    const copy = new CopyWriter(this.#main, 'cylinder', CYLINDER.split(', '))
    let last = this.#firstCylinderId
    for (const row of rows) {
      last = row.id
      await this.#addCylinder(copy, row, now)
    }
    await copy.finish()
    await this.#main.query(`select setval(pg_get_serial_sequence('cylinder', 'id'), $1)`, [last])
    await this.#main.query(
      `insert into cylinder_holder (cylinder_id, kind, holder, owner_id)
       select id, custody_kind, custody_id, owner_id from cylinder where id between $1 and $2`,
      [this.#firstCylinderId, last],
    )
  }

  /** After the cylinders that they belong to. */
  async addRegistries(rows: Iterable<CylinderRow>): Promise<void> {
    const copy = new CopyWriter(this.#main, 'cylinder_registry', ['cylinder_id', 'registry', 'rev'])
    for (const { id, registry } of rows) {
      copy.startRow()
      copy.int8(id)
      copy.text(encodeRegistry(registry))
      copy.int8(this.#revision)
      await copy.endRow()
    }
    await copy.finish()
  }

  async addTags(rows: Iterable<TagRef & { readonly cylinderId: number }>): Promise<void> {
    const copy = new CopyWriter(this.#main, 'tag', ['scheme', 'value', 'cylinder_id'])
    for (const { scheme, value, cylinderId } of rows) {
      copy.startRow()
      copy.text(scheme)
      copy.text(value)
      copy.int8(cylinderId)
      await copy.endRow()
    }
    await copy.finish()
  }

  async addWork(work: readonly NewWork[]): Promise<void> {
    const copy = new CopyWriter(this.#main, 'work_item', WORK.split(', '))
    const written = new Set<string>()
    for (const { kind, cylinderId, source, eventId, openedAt, dueAt, detail } of work) {
      // One item a finding and event, as when it is told live.
      const key = `${kind}/${source}/${eventId}`
      if (written.has(key)) continue
      written.add(key)
      copy.startRow()
      copy.text(kind)
      copy.int8(Number(cylinderId))
      copy.int4(source)
      copy.uuid(eventId)
      copy.timestamp(openedAt)
      copy.timestamp(dueAt)
      copy.text(JSON.stringify(detail))
      await copy.endRow()
    }
    await copy.finish()
  }

  async #writeBatch(): Promise<void> {
    const rows = this.#waiting.splice(0)
    const batchId = await this.#seals.nextId()
    const seal = this.#seal(rows.map(asSealed))
    this.#seals.keep(batchId, seal)
    for (const [i, row] of rows.entries()) {
      const [life, log] = [this.#addLife(row, batchId, seal, i), this.#addLog(row, batchId)]
      if (life !== undefined || log !== undefined) await Promise.all([life, log])
    }
  }

  #addLife(
    { event, source, cylinderId, contextId, findings, sha256 }: HistoryRow,
    batchId: string,
    { bodies, salts }: BatchSeal,
    i: number,
  ) {
    const copy = this.#life as CopyWriter
    copy.startRow()
    copy.int4(source)
    copy.uuid(event.id)
    copy.int8(cylinderId)
    copy.text(event.type)
    copy.timestamp(event.effectiveAt)
    copy.timestamp(event.at)
    copy.timestamp(event.recordedAt)
    copy.text(event.stationId)
    copy.text(event.operator)
    copy.text(scaleOf(event))
    copy.text(bodies[i] as string)
    copy.int4(contextId)
    copy.text(findings.length === 0 ? null : JSON.stringify(findings))
    copy.timestamp(event.recordedAt)
    copy.bytes(sha256)
    copy.bytes(salts.subarray(i * SALT, (i + 1) * SALT))
    copy.int8(Number(batchId))
    return copy.endRow()
  }

  #addLog({ event, source, cylinderId, tag, raw }: HistoryRow, batchId: string) {
    const copy = this.#log as CopyWriter
    copy.startRow()
    copy.timestamp(occurredAt(event.at))
    copy.int4(source)
    copy.uuid(event.id)
    copy.int8(cylinderId)
    copy.text(event.type)
    copy.text(tag?.scheme ?? null)
    copy.text(tag?.value ?? null)
    copy.timestamp(event.at)
    copy.timestamp(event.recordedAt)
    copy.text(event.stationId)
    copy.text(event.operator)
    copy.text(scaleOf(event))
    copy.int4(grossOf(event))
    copy.int4(tareOf(event))
    copy.bytes(raw)
    copy.int8(Number(batchId))
    return copy.endRow()
  }

  #addCylinder(copy: CopyWriter, row: CylinderRow, now: EpochMs) {
    const { registry, cylinder } = row
    copy.startRow()
    copy.int8(row.id)
    copy.text(registry.facts?.code ?? null)
    copy.text(valueAt(registry.ownership, now)?.ownerId ?? null)
    copy.text(registry.facts?.model ?? null)
    copy.text(encodeState(cylinder))
    copy.int8(this.#revision)
    copy.int8(this.#revision)
    copy.text(cylinder.content.state)
    copy.text(cylinder.custody.kind)
    copy.text(cylinder.custody.id ?? null)
    copy.text(serviceOf(cylinder).state)
    copy.date(valueAt(registry.inspections, now)?.nextInspectionOn ?? null)
    copy.int4(row.events)
    return copy.endRow()
  }
}
