import { evolve } from '#domain/evolve.ts'
import { advance, newLife, type Life } from '#domain/fold-life.ts'
import { compareKeys, type LifeEvent } from '#domain/life-event.ts'
import type { LoggedEvent, SiteBook, TagRef } from '#domain/ports.ts'
import { amendRegistry } from '#domain/registry.ts'
import { settleBlocks } from '#domain/settle-blocks.ts'
import { epochMs } from '#domain/units.ts'
import type { HistoryContext, HistoryCylinder, HistoryTools } from './history-records.ts'
import type { HistoryRow, HistoryTables } from './history-tables.ts'
import { decodeRegistry, decodeState, encodeRegistry, encodeState } from './life-codec.ts'

export type HistoryEntry = Omit<HistoryRow, 'cylinderId' | 'contextId' | 'findings'> & {
  readonly cylinder: number
}

/** As text: a kilobyte a cylinder instead of some four as objects. */
type Packed = { registry: string; state: string; events: number }

/** Registry facts that hold from the beginning change what was judged before; the others hold from their own time. */
const amendsThePast = (type: string): boolean =>
  type === 'cylinder.registered' ||
  type === 'tare.corrected' ||
  type === 'ownership.transferred' ||
  type === 'event.annulled'

/** The lives of a history while it is read, folded event by event. */
export class HistoryLives {
  readonly #tools: HistoryTools
  readonly #tables: HistoryTables
  readonly #cylinders: HistoryCylinder[] = []
  readonly #registrations: HistoryEntry[] = []
  readonly #lives: Packed[] = []
  #latest = epochMs(0)
  /** Ids of cylinders whose events did not come in order: they are to be folded again. */
  readonly disordered = new Set<number>()

  constructor(tools: HistoryTools, tables: HistoryTables) {
    this.#tools = tools
    this.#tables = tables
  }

  get count(): number {
    return this.#cylinders.length
  }

  register(cylinder: HistoryCylinder, registration: HistoryEntry): void {
    this.#cylinders.push(cylinder)
    this.#registrations.push(registration)
  }

  async writeRegistrations(book: SiteBook): Promise<void> {
    for (const entry of this.#registrations.splice(0)) {
      const context = await this.#contextOf(entry.event, book)
      const event = lifeEvent(entry, context)
      const { life, findings } = advance(newLife, event, this.#tools.judge)
      this.#lives.push({ ...packed(life), events: 1 })
      await this.#write(entry, event, context, findings)
    }
  }

  /** Adds a run of one cylinder's events. */
  async append(run: readonly HistoryEntry[], book: SiteBook): Promise<void> {
    const index = run[0]?.cylinder ?? -1
    const stored = this.#lives[index]
    if (stored === undefined) throw new Error(`no cylinder ${index} in this history`)
    let life: Life = {
      registry: decodeRegistry(stored.registry),
      cylinder: decodeState(stored.state),
    }
    const before = life.registry
    const entries = run.length === 1 ? run : run.toSorted((a, b) => compareKeys(a.event, b.event))
    for (const entry of entries) {
      const context = await this.#contextOf(entry.event, book)
      const event = lifeEvent(entry, context)
      const { newest } = life.cylinder
      const late = newest !== null && compareKeys(event, newest) < 0
      if (late || amendsThePast(event.type)) this.disordered.add(this.#idOf(index))
      const registry = amendRegistry(life.registry, event)
      const after = evolve(life.cylinder, event, registry)
      const findings = this.#tools.judge(life.cylinder, event, after, registry)
      life = { registry, cylinder: settleBlocks(life.cylinder, after, event, findings) }
      await this.#write(entry, event, context, findings)
    }
    stored.state = encodeState(life.cylinder)
    if (life.registry !== before) stored.registry = encodeRegistry(life.registry)
    stored.events += run.length
  }

  async appendSiteEvent(entry: HistoryEntry, book: SiteBook): Promise<void> {
    const context = await this.#contextOf(entry.event, book)
    await this.#write(entry, entry.event, context, [])
  }

  async writeCylinders(): Promise<void> {
    await this.#tables.addCylinders(this.#rows(), this.#latest)
    await this.#tables.addRegistries(this.#rows())
    await this.#tables.addTags(this.#tags())
  }

  #contextOf(event: LoggedEvent, book: SiteBook): HistoryContext | Promise<HistoryContext> {
    if (event.recordedAt > this.#latest) this.#latest = event.recordedAt
    return this.#tools.contextOf(event, book)
  }

  async #write(
    entry: HistoryEntry,
    event: LoggedEvent,
    context: HistoryContext,
    findings: HistoryRow['findings'],
  ): Promise<void> {
    const cylinderId = entry.cylinder < 0 ? null : this.#idOf(entry.cylinder)
    const { source, tag, raw, sha256 } = entry
    const busy = this.#tables.addEvent({
      event,
      source,
      tag,
      raw,
      sha256,
      cylinderId,
      contextId: context.id,
      findings,
    })
    if (busy !== undefined) await busy
  }

  #idOf(index: number): number {
    return this.#tables.firstCylinderId + index
  }

  *#rows() {
    for (const [index, { registry, state, events }] of this.#lives.entries()) {
      const cylinder = decodeState(state)
      yield { id: this.#idOf(index), registry: decodeRegistry(registry), cylinder, state, events }
    }
  }

  *#tags(): Generator<TagRef & { readonly cylinderId: number }> {
    for (const [index, { code, tags }] of this.#cylinders.entries()) {
      const cylinderId = this.#idOf(index)
      yield { scheme: 'code', value: code, cylinderId }
      for (const tag of tags) yield { ...tag, cylinderId }
    }
  }
}

const packed = (life: Life): Omit<Packed, 'events'> => ({
  registry: encodeRegistry(life.registry),
  state: encodeState(life.cylinder),
})

/** The fold's view of it; the source stands for the device, as when a stored life is folded. */
const lifeEvent = (
  { event, source }: HistoryEntry,
  context: HistoryContext,
): LifeEvent & LoggedEvent =>
  ({
    ...event,
    deviceId: source === 0 ? null : String(source),
    operator: event.operator ?? context.facts.operator?.id ?? null,
    context: context.facts,
  }) as unknown as LifeEvent & LoggedEvent
