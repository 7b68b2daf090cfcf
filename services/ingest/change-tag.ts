import type { TagChange } from '#domain/recorder.ts'
import type { LockedLife, RegistryLane, TagRef } from '#domain/store-ports.ts'
import {
  apiCandidate,
  apiFoldTools,
  codeTag,
  NO_CURVES,
  lifeWithCode,
  NOTHING_ELSE,
} from './api-candidate.ts'
import { BatchWriter } from './batch-writer.ts'
import { type BatchTools, writeGroup } from './commit-batch.ts'
import { foldGroup } from './fold-group.ts'

const same = (a: TagRef, b: TagRef): boolean => a.scheme === b.scheme && a.value === b.value

const openBoth = async (lane: RegistryLane, { code, tag }: TagChange) => {
  const read = await lane.open({
    tags: [codeTag(code), tag],
    ...NO_CURVES,
    cylinderIds: [],
    known: [],
  })
  const bindings = read.bindings.filter((binding) => same(binding, tag))
  const open = bindings.find((binding) => binding.validTo === null)
  const holder = open && read.lives.find((life) => life.cylinderId === open.cylinderId)
  return { read, life: lifeWithCode(read, code), bindings, holder }
}

const write = async (
  lane: RegistryLane,
  tools: BatchTools,
  change: TagChange,
  opened: { batchId: string; siteVersion: string },
  life: LockedLife,
  moved: LockedLife | undefined,
): Promise<void> => {
  const now = tools.now()
  const book = await tools.sites.atLeast(opened.siteVersion)
  const candidate = await apiCandidate(change.event, codeTag(change.code), book, tools, now)
  const refold = moved !== undefined && moved.events > 0
  const folded = await foldGroup(life, [candidate], apiFoldTools(lane, tools), refold)
  const writer = new BatchWriter(now)
  writeGroup(writer, life, folded, now)
  const update = writer.updates.pop()
  if (update) {
    writer.updates.push({ ...update, addedEvents: update.addedEvents + (moved?.events ?? 0) })
  }
  await lane.commit(writer.finish(opened.batchId, NOTHING_ELSE))
}

/** Puts a tag on a registered cylinder; events that waited under the tag join its life. */
export const bindTag = async (
  lane: RegistryLane,
  tools: BatchTools,
  change: TagChange,
): Promise<'bound' | 'unknown-cylinder' | 'retired' | 'tag-in-use'> => {
  const { read, life, bindings, holder } = await openBoth(lane, change)
  if (life === undefined || (holder !== undefined && holder.code !== null)) {
    await lane.rollback()
    return life === undefined ? 'unknown-cylinder' : 'tag-in-use'
  }
  if (life.cylinder.retired !== null) {
    await lane.rollback()
    return 'retired'
  }
  if (holder !== undefined) {
    await lane.merge(holder.cylinderId, life.cylinderId)
  } else {
    const ends = bindings.map((binding) => binding.validTo ?? 0)
    const validFrom = ends.length === 0 ? null : (Math.max(...ends) as typeof change.event.at)
    await lane.bind([{ ...change.tag, cylinderId: life.cylinderId, validFrom }])
  }
  await write(lane, tools, change, read, life, holder)
  return 'bound'
}

/** Takes a tag off a cylinder: from the event's time on it means nothing until it is bound again. */
export const releaseTag = async (
  lane: RegistryLane,
  tools: BatchTools,
  change: TagChange,
): Promise<'released' | 'unknown-cylinder' | 'retired' | 'not-bound'> => {
  const { read, life, holder } = await openBoth(lane, change)
  if (life === undefined || holder === undefined || holder.cylinderId !== life.cylinderId) {
    await lane.rollback()
    return life === undefined ? 'unknown-cylinder' : 'not-bound'
  }
  if (life.cylinder.retired !== null) {
    await lane.rollback()
    return 'retired'
  }
  await lane.release(change.tag, change.event.at)
  await write(lane, tools, change, read, life, undefined)
  return 'released'
}
