import type { Judge } from '#domain/fold-life.ts'
import type { OutboxItem } from '#domain/edge-ports.ts'
import type { ContextStore, SiteBook } from '#domain/site-book.ts'
import type {
  BatchLane,
  BatchRead,
  LockedLife,
  SiteFactChange,
  SourceKey,
} from '#domain/store-ports.ts'
import type { EpochMs } from '#domain/units.ts'
import type { SiteJudge } from '#rules/judge-site.ts'
import { BatchWriter } from './batch-writer.ts'
import { type Candidate, contextOf } from './candidate.ts'
import type { ContextBuilder } from './context-builder.ts'
import { compareFills, compareLate, curveRequest } from './curve-events.ts'
import { createDecideRequest, type FillGate } from './decide-request.ts'
import type { Item } from './decoded-message.ts'
import { type FoldedGroup, type FoldTools, foldGroup } from './fold-group.ts'
import { decisionId } from './hashing.ts'
import { permitDownlink } from './messages.ts'
import { type Draft, keyOf, type ReadItems, readItems, reused, tagsOf } from './read-items.ts'
import type { RecentAnchors } from './recent-anchors.ts'
import { addRareFacts } from './rare-facts.ts'
import { siteFactOf } from './site-facts.ts'
import { resolveSubjects, type Subjects } from './subjects.ts'
import { isSoldByOthers, workOf } from './work-of.ts'

/** What a batch needs from around it. */
export type BatchTools = {
  readonly sourceOf: (stationId: string, deviceId: string) => SourceKey | undefined
  /** The site book, at least as new as the version that the batch has read. */
  readonly sites: { atLeast(version: string): SiteBook | Promise<SiteBook> }
  readonly contexts: ContextStore
  readonly builder: ContextBuilder
  readonly judge: Judge
  readonly judgeSite: SiteJudge
  readonly gate: FillGate
  readonly recent: RecentAnchors
  readonly now: () => EpochMs
}

const idsOf = ({ drafts, slices }: ReadItems) => [
  ...drafts.map(({ source, event: { id } }) => ({ source, id })),
  ...slices.map(({ source, id }) => ({ source, id })),
]

/** Drops what is stored already, rejects ids used for other content, and answers repeated requests again. */
const dropKnown = async (
  lane: BatchLane,
  read: BatchRead,
  batch: ReadItems,
  writer: BatchWriter,
): Promise<Pick<ReadItems, 'drafts' | 'slices'>> => {
  if (read.known.length === 0) return batch
  const known = new Map(read.known.map((event) => [keyOf(event.source, event.id), event.sha256]))
  const repeated: Draft[] = []
  const isNew = (source: SourceKey, id: string, sha256: Buffer, item: Item): boolean => {
    const stored = known.get(keyOf(source, id))
    if (stored === undefined) return true
    if (!stored.equals(sha256)) writer.reject({ item, rejected: reused(item.message.raw, id) })
    return false
  }
  const drafts = batch.drafts.filter((draft) => {
    const { source, event, sha256, item } = draft
    if (isNew(source, event.id, sha256, item)) return true
    if (event.type === 'fill.requested') repeated.push(draft)
    return false
  })
  const slices = batch.slices.filter(({ source, id, sha256, item }) =>
    isNew(source, id, sha256, item),
  )
  for (const { source, event, item } of repeated) {
    const answerId = decisionId(source, event.id)
    const answer = await lane.event(source, answerId)
    if (answer !== null) {
      writer.downlinks.push(permitDownlink(item.uplink, answerId, answer.body, event.recordedAt))
    }
  }
  return { drafts, slices }
}

/** Fills in the facts around each event; most events of a batch share a few contexts. */
export const fillContexts = async (
  candidates: readonly Candidate[],
  builder: ContextBuilder,
  book: SiteBook,
): Promise<void> => {
  for (const candidate of candidates) {
    const { event } = candidate
    const found = builder.of(event, book)
    const { id, facts } = found instanceof Promise ? await found : found
    candidate.contextId = id
    event.context = facts
    event.operator ??= facts.operator?.id ?? null
  }
}

/** Puts what a fold gave into the batch. */
export const writeGroup = (
  writer: BatchWriter,
  locked: LockedLife,
  folded: FoldedGroup,
  now: EpochMs,
): void => {
  const { life, judged, verdicts, registryChanged } = folded
  for (const candidate of judged) {
    candidate.cylinderId = locked.cylinderId
    writer.add(candidate)
  }
  writer.verdicts.push(...verdicts)
  writer.workless.push(...folded.annulled)
  if (
    verdicts.length > 0 ||
    judged.some(({ event, findings }) => findings !== null || isSoldByOthers(event))
  ) {
    writer.work.push(...workOf(locked, folded, now))
  }
  writer.updates.push({
    cylinderId: locked.cylinderId,
    registry: registryChanged ? life.registry : null,
    cylinder: life.cylinder,
    addedEvents: judged.length,
  })
}

const groupBySubject = (drafts: readonly Draft[], subjects: Subjects): Map<string, Draft[]> => {
  const groups = new Map<string, Draft[]>()
  for (const draft of drafts) {
    const id = subjects.idOf(draft)
    const group = groups.get(id)
    if (group === undefined) groups.set(id, [draft])
    else group.push(draft)
  }
  return groups
}

/** Adds comparisons of fills that are stored already, locking their cylinders. */
const withLateCurves = async (
  lane: BatchLane,
  groups: Map<string, Draft[]>,
  subjects: Subjects,
  late: ReturnType<typeof compareLate>,
): Promise<ReadonlyMap<string, LockedLife>> => {
  const lives = new Map(subjects.lives)
  const missing = late.map(({ cylinderId }) => cylinderId).filter((id) => !lives.has(id))
  if (missing.length > 0) {
    for (const life of await lane.lock([...new Set(missing)])) lives.set(life.cylinderId, life)
  }
  for (const { cylinderId, draft } of late) {
    const group = groups.get(cylinderId)
    if (group === undefined) groups.set(cylinderId, [draft])
    else group.push(draft)
  }
  return lives
}

/**
 * One batch, one transaction: read, lock, drop repeats, find the subjects, fold and judge, write, commit.
 *
 * @param careful look up which events are stored already; the fast path leaves that to the unique key
 * @returns what is now waiting for devices, to be pushed at once
 * @throws DuplicateEvent, RefusedByStore, StoreUnavailable; nothing is written then
 */
export const commitBatch = async (
  lane: BatchLane,
  items: readonly Item[],
  tools: BatchTools,
  careful: boolean,
): Promise<OutboxItem[]> => {
  const batch = readItems(items, tools.sourceOf)
  const read = await lane.open({
    tags: tagsOf(batch.drafts),
    cylinderIds: [],
    ...curveRequest(batch),
    known: careful ? idsOf(batch) : [],
  })
  try {
    const now = tools.now()
    const writer = new BatchWriter(now)
    for (const rejection of batch.rejections) writer.reject(rejection)
    const { drafts, slices } = await dropKnown(lane, read, batch, writer)
    const siteFacts = await judgeAll(lane, read, { drafts, slices }, writer, tools, now)
    const write = writer.finish(read.batchId, { slices, presence: batch.presence, siteFacts })
    const outboxIds = await lane.commit(write)
    return write.downlinks.map((downlink, index) => ({
      outboxId: outboxIds[index] as string,
      ...downlink,
    }))
  } catch (error) {
    await lane.rollback()
    throw error
  }
}

const judgeAll = async (
  lane: BatchLane,
  read: BatchRead,
  batch: Pick<ReadItems, 'drafts' | 'slices'>,
  writer: BatchWriter,
  tools: BatchTools,
  now: EpochMs,
): Promise<SiteFactChange[]> => {
  const drafts = [...batch.drafts, ...compareFills(batch.drafts, read, batch.slices)]
  const late = compareLate(read, batch.slices)
  const version = tools.sites.atLeast(read.siteVersion)
  const book = version instanceof Promise ? await version : version
  await fillContexts([...drafts, ...late.map(({ draft }) => draft)], tools.builder, book)
  const onCylinders = drafts.filter((draft) => draft.tag !== null)
  const subjects = await resolveSubjects(lane, read, onCylinders)
  const fold: FoldTools = {
    judge: tools.judge,
    decide: createDecideRequest(tools.gate, tools.now, subjects.released),
    contexts: tools.contexts,
    recent: tools.recent,
    history: (cylinderId) => lane.history(cylinderId),
    historyFrom: (cylinderId, key) => lane.historyFrom(cylinderId, key),
  }
  await addRareFacts(lane, onCylinders, subjects, tools.builder)
  const groups = groupBySubject(onCylinders, subjects)
  const lives = await withLateCurves(lane, groups, subjects, late)
  for (const [id, group] of groups) {
    const locked = lives.get(id) as LockedLife
    writeGroup(writer, locked, await foldGroup(locked, group, fold), now)
  }
  const siteFacts: SiteFactChange[] = []
  for (const draft of drafts) {
    if (draft.tag !== null) continue
    const found = tools.judgeSite(draft.event, contextOf(draft))
    draft.findings = found.length === 0 ? null : found
    writer.add(draft)
    const fact = siteFactOf(draft, book)
    if (fact !== null) siteFacts.push(fact)
  }
  return siteFacts
}
