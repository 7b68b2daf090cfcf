import { tagKey } from '#domain/tag-key.ts'
import { initialCylinder } from '#domain/cylinder.ts'
import type { Registration, RegistrationResult } from '#domain/recorder.ts'
import type { SiteBook } from '#domain/site-book.ts'
import type {
  BatchRead,
  LockedLife,
  RegistryLane,
  TagBinding,
  TagRef,
} from '#domain/store-ports.ts'
import { emptyRegistry } from '#domain/registry.ts'
import type { EpochMs } from '#domain/units.ts'
import { apiCandidate, apiFoldTools, codeTag, NO_CURVES, NOTHING_ELSE } from './api-candidate.ts'
import { BatchWriter } from './batch-writer.ts'
import { type BatchTools, writeGroup } from './commit-batch.ts'
import { foldGroup } from './fold-group.ts'

type Row = {
  readonly registration: Registration
  readonly code: string
  readonly tags: readonly TagRef[]
}

const rowOf = (registration: Registration): Row => {
  const code = registration.event.body['code'] as string
  const tags = new Map<string, TagRef>()
  for (const tag of [codeTag(code), ...registration.tags]) tags.set(tagKey(tag), tag)
  return { registration, code, tags: [...tags.values()] }
}

/** Tags as they stand before the batch: free, waiting with events of their own, or in use. */
class TagTable {
  readonly #open = new Map<string, TagBinding>()
  readonly #lastEnd = new Map<string, EpochMs>()
  readonly #lives: ReadonlyMap<string, LockedLife>
  readonly #taken = new Set<string>()

  constructor(read: BatchRead) {
    this.#lives = new Map(read.lives.map((life) => [life.cylinderId, life]))
    for (const binding of read.bindings) {
      const key = tagKey(binding)
      if (binding.validTo === null) this.#open.set(key, binding)
      else this.#lastEnd.set(key, binding.validTo)
    }
  }

  /** The subject whose events wait under an unregistered tag. */
  waiting(tag: TagRef): LockedLife | undefined {
    const binding = this.#open.get(tagKey(tag))
    const life = binding && this.#lives.get(binding.cylinderId)
    return life?.code === null ? life : undefined
  }

  inUse(tag: TagRef): boolean {
    const key = tagKey(tag)
    return this.#taken.has(key) || (this.#open.has(key) && this.waiting(tag) === undefined)
  }

  take(tags: readonly TagRef[]): void {
    for (const tag of tags) this.#taken.add(tagKey(tag))
  }

  /** A tag that was on another cylinder before belongs to this one only from then on. */
  validFrom(tag: TagRef): EpochMs | null {
    return this.#lastEnd.get(tagKey(tag)) ?? null
  }
}

const refusalOf = (row: Row, table: TagTable): RegistrationResult | null => {
  const used = row.tags.findIndex((tag) => table.inUse(tag))
  if (used === -1) return null
  const tag = row.tags[used] as TagRef
  return tag.scheme === 'code' && tag.value === row.code
    ? { ok: false, code: 'CYLINDER_EXISTS', path: '/code', value: row.code }
    : { ok: false, code: 'TAG_IN_USE', path: `/tags/${used - 1}`, value: tag.value }
}

type Registering = {
  readonly lane: RegistryLane
  readonly tools: BatchTools
  readonly writer: BatchWriter
  readonly book: SiteBook
  readonly table: TagTable
  readonly now: EpochMs
}

const registerRow = async (row: Row, cylinderId: string, at: Registering): Promise<void> => {
  const { lane, tools, writer, book, table, now } = at
  const waiting = row.tags.flatMap((tag) => table.waiting(tag) ?? [])
  for (const life of waiting) await lane.merge(life.cylinderId, cylinderId)
  const locked = {
    cylinderId,
    code: row.code,
    rev: '0',
    registry: emptyRegistry,
    cylinder: initialCylinder,
    events: 0,
  }
  const candidate = await apiCandidate(row.registration.event, codeTag(row.code), book, tools, now)
  const hasHistory = waiting.some((life) => life.events > 0)
  const folded = await foldGroup(locked, [candidate], apiFoldTools(lane, tools), hasHistory)
  writeGroup(writer, locked, { ...folded, registryChanged: true }, now)
  const moved = waiting.reduce((sum, life) => sum + life.events, 0)
  if (moved > 0) {
    const update = writer.updates.pop()
    if (update) writer.updates.push({ ...update, addedEvents: update.addedEvents + moved })
  }
}

/**
 * Registers cylinders in one batch. A row whose code or tag is taken fails alone; events that waited under its tags join its life
 * and are judged with what is now known.
 */
export const registerCylinders = async (
  lane: RegistryLane,
  tools: BatchTools,
  registrations: readonly Registration[],
): Promise<readonly RegistrationResult[]> => {
  const rows = registrations.map(rowOf)
  const tags = new Map(rows.flatMap((row) => row.tags.map((tag) => [tagKey(tag), tag])))
  const read = await lane.open({
    tags: [...tags.values()],
    ...NO_CURVES,
    cylinderIds: [],
    known: [],
  })
  const table = new TagTable(read)
  const results: RegistrationResult[] = rows.map((row) => {
    const refusal = refusalOf(row, table)
    if (refusal !== null) return refusal
    table.take(row.tags)
    return { ok: true }
  })
  const accepted = rows.filter((_, index) => results[index]?.ok === true)
  const ids = await lane.create(accepted.map((row) => row.code))
  const now = tools.now()
  const writer = new BatchWriter(now)
  const book = await tools.sites.atLeast(read.siteVersion)
  const registering = { lane, tools, writer, book, table, now }
  const bindings: (TagRef & { cylinderId: string; validFrom: EpochMs | null })[] = []
  for (const [index, row] of rows.entries()) {
    if (results[index]?.ok !== true) continue
    const cylinderId = ids.get(row.code)
    if (cylinderId === undefined) {
      results[index] = { ok: false, code: 'CYLINDER_EXISTS', path: '/code', value: row.code }
      continue
    }
    await registerRow(row, cylinderId, registering)
    for (const tag of row.tags) {
      if (table.waiting(tag) === undefined) {
        bindings.push({ ...tag, cylinderId, validFrom: table.validFrom(tag) })
      }
    }
  }
  await lane.bind(bindings)
  await lane.commit(writer.finish(read.batchId, NOTHING_ELSE))
  return results
}
