import type { Cylinder } from '#domain/cylinder.ts'
import { evolve } from '#domain/evolve.ts'
import type { Finding } from '#domain/finding.ts'
import { advance, newLife, type Life } from '#domain/fold-life.ts'
import type { JudgingContext } from '#domain/judging-context.ts'
import { compareKeys, type LifeEvent } from '#domain/life-event.ts'
import type { SiteBook } from '#domain/site-book.ts'
import type { LoggedEvent, NewWork, TagRef } from '#domain/store-ports.ts'
import { amendRegistry } from '#domain/registry.ts'
import { settleBlocks } from '#domain/settle-blocks.ts'
import { epochMs } from '#domain/units.ts'
import type { HistoryContext, HistoryCylinder, HistoryTools } from './history-records.ts'
import type { HistoryRow, HistoryTables } from './history-tables.ts'
import {
  decodeRegistry,
  decodeState,
  encodeRegistry,
  encodeState,
} from '#store/batch/life-codec.ts'

export type HistoryEntry = Omit<HistoryRow, 'event' | 'cylinderId' | 'contextId' | 'findings'> & {
  /** Index in the history; -1 = an event of a site. */
  readonly cylinder: number
  readonly event: LoggedEvent & {
    /** The source as text, as when a stored life is folded. */
    readonly deviceId: string | null
    operator: string | null
    context: JudgingContext | null
  }
}

/** Packed as text it takes a kilobyte instead of some four, and 10 µs an opening. */
type Kept = { life: Life | { readonly registry: string; readonly state: string }; events: number }

/** So many lives stay unpacked: 200 MB. */
const UNPACKED = 50_000

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
  readonly #lives: Kept[] = []
  #latest = epochMs(0)
  /** Ids of cylinders whose events did not come in order: they are to be folded again. */
  readonly disordered = new Set<number>()
  readonly work: NewWork[] = []

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
      this.#lives.push({ life: this.#packed(life), events: 1 })
      await this.#write(entry, event, context, findings)
    }
  }

  /** Adds a run of one cylinder's events. */
  async append(run: readonly HistoryEntry[], book: SiteBook): Promise<void> {
    const index = run[0]?.cylinder ?? -1
    const stored = this.#lives[index]
    if (stored === undefined) throw new Error(`no cylinder ${index} in this history`)
    let life = opened(stored)
    const entries = run.length === 1 ? run : run.toSorted((a, b) => compareKeys(a.event, b.event))
    for (const entry of entries) {
      const found = this.#contextOf(entry.event, book)
      const context = found instanceof Promise ? await found : found
      const event = lifeEvent(entry, context)
      const { newest } = life.cylinder
      const late = newest !== null && compareKeys(event, newest) < 0
      if (late || amendsThePast(event.type)) this.disordered.add(this.#idOf(index))
      const registry = amendRegistry(life.registry, event)
      const after = evolve(life.cylinder, event, registry)
      const findings = this.#tools.judge(life.cylinder, event, after, registry)
      const settled = settleBlocks(life.cylinder, after, event, findings)
      if (findings.length > 0) this.#note(entry, life.cylinder, settled, findings)
      life = { registry, cylinder: settled }
      const busy = this.#write(entry, event, context, findings)
      if (busy !== undefined) await busy
    }
    stored.life = this.#packed(life)
    stored.events += run.length
  }

  /** @returns what was found */
  async appendSiteEvent(entry: HistoryEntry, book: SiteBook): Promise<readonly Finding[]> {
    const context = await this.#contextOf(entry.event, book)
    const findings = this.#tools.judgeSite(entry.event, context.facts)
    await this.#write(entry, lifeEvent(entry, context), context, findings)
    return findings
  }

  async writeCylinders(): Promise<void> {
    await this.#tables.addCylinders(this.#rows(), this.#latest)
    await this.#tables.addRegistries(this.#rows())
    await this.#tables.addTags(this.#tags())
  }

  #note(
    { event, source, cylinder }: HistoryEntry,
    before: Cylinder,
    after: Cylinder,
    findings: readonly Finding[],
  ): void {
    const step = { event, source, cylinderId: this.#idOf(cylinder), before, after, findings }
    this.work.push(...this.#tools.workOf(step))
  }

  #contextOf(event: LoggedEvent, book: SiteBook): HistoryContext | Promise<HistoryContext> {
    if (event.recordedAt > this.#latest) this.#latest = event.recordedAt
    return this.#tools.contextOf(event, book)
  }

  #packed(life: Life): Kept['life'] {
    if (this.#cylinders.length <= UNPACKED) return life
    return { registry: encodeRegistry(life.registry), state: encodeState(life.cylinder) }
  }

  #write(
    { cylinder, source, tag, raw, sha256 }: HistoryEntry,
    event: LoggedEvent,
    { id: contextId }: HistoryContext,
    findings: HistoryRow['findings'],
  ): Promise<unknown> | undefined {
    const cylinderId = cylinder < 0 ? null : this.#idOf(cylinder)
    const row = { event, source, tag, raw, sha256, cylinderId, contextId, findings }
    return this.#tables.addEvent(row)
  }

  #idOf(index: number): number {
    return this.#tables.firstCylinderId + index
  }

  *#rows() {
    for (const [index, kept] of this.#lives.entries()) {
      yield { id: this.#idOf(index), ...opened(kept), events: kept.events }
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

const opened = ({ life }: Kept): Life =>
  'state' in life
    ? { registry: decodeRegistry(life.registry), cylinder: decodeState(life.state) }
    : life

/** The fold's view: the same object with its context filled in, because a copy an event is what costs. */
const lifeEvent = ({ event }: HistoryEntry, { facts }: HistoryContext): LifeEvent & LoggedEvent => {
  event.context = facts
  event.operator ??= facts.operator?.id ?? null
  return event as unknown as LifeEvent & LoggedEvent
}
