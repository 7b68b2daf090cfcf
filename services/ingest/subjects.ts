import { tagKey } from '#domain/tag-key.ts'
import type { BatchLane, BatchRead, LockedLife, TagBinding, TagRef } from '#domain/store-ports.ts'
import type { EpochMs } from '#domain/units.ts'
import { bindingAt, type Draft, tagsOf } from './read-items.ts'

export type Subjects = {
  readonly lives: ReadonlyMap<string, LockedLife>
  readonly idOf: (draft: Draft) => string
  /** Subjects of tags that were taken off a cylinder and are used all the same. */
  readonly released: ReadonlySet<string>
}

/** Which cylinder each tag means; a tag that nobody registered gets a subject of its own that waits for it. */
export const resolveSubjects = async (
  lane: BatchLane,
  read: BatchRead,
  drafts: readonly Draft[],
): Promise<Subjects> => {
  const byTag = new Map<string, TagBinding[]>()
  for (const binding of read.bindings) {
    const key = tagKey(binding)
    const list = byTag.get(key)
    if (list === undefined) byTag.set(key, [binding])
    else list.push(binding)
  }
  const lives = new Map(read.lives.map((life) => [life.cylinderId, life]))
  const missing: Draft[] = []
  for (const draft of drafts) {
    if (
      bindingAt(byTag.get(tagKey(draft.tag as TagRef)) ?? [], draft.event.effectiveAt) === undefined
    ) {
      missing.push(draft)
    }
  }
  for (const tag of tagsOf(missing)) {
    const bindings = byTag.get(tagKey(tag)) ?? []
    const from = bindings.reduce<EpochMs | null>(
      (latest, { validTo }) =>
        validTo !== null && (latest === null || validTo > latest) ? validTo : latest,
      null,
    )
    const [life] = await lane.adopt([tag], from)
    if (life === undefined) continue
    lives.set(life.cylinderId, life)
    byTag.set(tagKey(tag), [
      ...bindings,
      { ...tag, cylinderId: life.cylinderId, validFrom: from, validTo: null },
    ])
  }
  const released = new Set<string>()
  for (const bindings of byTag.values()) {
    for (const { cylinderId, validFrom } of bindings) {
      if (validFrom !== null && lives.get(cylinderId)?.code === null) released.add(cylinderId)
    }
  }
  const idOf = (draft: Draft): string => {
    const bindings = byTag.get(tagKey(draft.tag as TagRef)) ?? []
    return (bindingAt(bindings, draft.event.effectiveAt) as TagBinding).cylinderId
  }
  return { lives, idOf, released }
}
