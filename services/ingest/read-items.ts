import { tagKey } from '#domain/tag-key.ts'
import { effectiveTime } from '#domain/life-event.ts'
import type { DevicePresence, NewSlice, SourceKey, TagRef } from '#domain/store-ports.ts'
import { type EpochMs, epochMs } from '#domain/units.ts'
import type { Candidate } from './candidate.ts'
import type { DecodedMessage, Item, RejectedMessage } from './decoded-message.ts'
import { bodyOf } from './event-fields.ts'
import { sha256 } from './hashing.ts'

/** A candidate with the publish that it came in. */
export type Draft = Candidate & { readonly item: Item }

export type Rejection = { readonly item: Item; readonly rejected: RejectedMessage }

/** The messages of a batch, sorted by what has to be done with them. */
export type ReadItems = {
  readonly drafts: readonly Draft[]
  readonly slices: readonly (NewSlice & { readonly item: Item })[]
  readonly presence: readonly DevicePresence[]
  readonly rejections: readonly Rejection[]
}

export const keyOf = (source: SourceKey, id: string): string => `${source}/${id}`

/** Same id, other content: the first one stands, this one goes to the dead letters. */
export const reused = (raw: Buffer, id: string): RejectedMessage => ({
  kind: 'rejected',
  code: 'EVENT_ID_REUSED',
  message: `id ${id} was already used by this device for other content`,
  path: '/id',
  id,
  raw,
})

const unknownDevice = (raw: Buffer): RejectedMessage => ({
  kind: 'rejected',
  code: 'UNKNOWN_DEVICE',
  message: 'no such device is registered',
  raw,
})

const draftOf = (
  item: Item,
  message: DecodedMessage & { kind: 'event' },
  source: SourceKey,
): Draft => {
  const { event, atMs, raw } = message
  const recordedAt = epochMs(item.uplink.receivedAt)
  const at = epochMs(atMs)
  return {
    item,
    source,
    cylinderId: null,
    contextId: 0,
    findings: null,
    tag: 'tag' in event ? (event.tag as TagRef) : null,
    raw,
    sha256: sha256(raw),
    event: {
      id: event.id.toLowerCase(),
      type: event.type,
      at,
      effectiveAt: effectiveTime(at, recordedAt),
      recordedAt,
      stationId: item.uplink.stationId,
      deviceId: item.uplink.deviceId,
      operator: event.operator ?? null,
      body: bodyOf(event.type, event),
      context: null,
    },
  }
}

const sliceOf = (
  item: Item,
  { samples, fromMs, raw }: DecodedMessage & { kind: 'samples' },
  source: SourceKey,
): NewSlice & { item: Item } => ({
  item,
  source,
  id: samples.id.toLowerCase(),
  scale: samples.scale,
  permitId: samples.permitId ?? null,
  from: epochMs(fromMs),
  stepMs: samples.stepMs,
  grossG: samples.grossG,
  recordedAt: epochMs(item.uplink.receivedAt),
  sha256: sha256(raw),
})

/** Reads a batch: repeats inside it are dropped, an id used twice for different content is rejected. */
export const readItems = (
  items: readonly Item[],
  sourceOf: (stationId: string, deviceId: string) => SourceKey | undefined,
): ReadItems => {
  const drafts: Draft[] = []
  const slices: (NewSlice & { item: Item })[] = []
  const presence = new Map<SourceKey, DevicePresence>()
  const rejections: Rejection[] = []
  const seen = new Map<string, Buffer>()
  const isNew = (source: SourceKey, id: string, digest: Buffer, item: Item): boolean => {
    const key = keyOf(source, id)
    const earlier = seen.get(key)
    if (earlier === undefined) {
      seen.set(key, digest)
      return true
    }
    if (!earlier.equals(digest)) {
      rejections.push({ item, rejected: reused(item.message.raw, id) })
    }
    return false
  }
  for (const item of items) {
    const { uplink, message } = item
    if (message.kind === 'rejected') {
      rejections.push({ item, rejected: message })
      continue
    }
    const source = sourceOf(uplink.stationId, uplink.deviceId)
    if (source === undefined) {
      rejections.push({ item, rejected: unknownDevice(message.raw) })
      continue
    }
    switch (message.kind) {
      case 'event': {
        const draft = draftOf(item, message, source)
        if (isNew(source, draft.event.id, draft.sha256, item)) drafts.push(draft)
        break
      }
      case 'samples': {
        const slice = sliceOf(item, message, source)
        if (isNew(source, slice.id, slice.sha256, item)) slices.push(slice)
        break
      }
      case 'status': {
        const { state, bootId, firmware } = message.status
        presence.set(source, { source, state, bootId, firmware, at: uplink.receivedAt })
        break
      }
    }
  }
  return { drafts, slices, presence: [...presence.values()], rejections }
}

/** Tags of the drafts, each once. */
export const tagsOf = (drafts: readonly { readonly tag: TagRef | null }[]): TagRef[] => {
  const tags = new Map<string, TagRef>()
  for (const { tag } of drafts) if (tag !== null) tags.set(tagKey(tag), tag)
  return [...tags.values()]
}

/** The binding in force at an instant; before the first one the first (tags are timeless), undefined when there is none. */
export const bindingAt = <T extends { validFrom: EpochMs | null; validTo: EpochMs | null }>(
  bindings: readonly T[],
  at: EpochMs,
): T | undefined => {
  let first: T | undefined
  for (const binding of bindings) {
    const from = binding.validFrom ?? Number.NEGATIVE_INFINITY
    if (from <= at && (binding.validTo === null || at < binding.validTo)) return binding
    if (first === undefined || from < (first.validFrom ?? Number.NEGATIVE_INFINITY)) first = binding
  }
  return first !== undefined && first.validFrom !== null && at < first.validFrom ? first : undefined
}
