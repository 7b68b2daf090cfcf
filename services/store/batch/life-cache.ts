import { tagKey } from '#domain/tag-key.ts'
import type { Cylinder } from '#domain/cylinder.ts'
import type { BatchWrite, TagRef } from '#domain/store-ports.ts'
import type { Registry } from '#domain/registry.ts'

export type CachedLife = {
  /** The batch that wrote the state: a row that still has it need not be read. */
  readonly rev: string
  readonly registry: Registry
  readonly cylinder: Cylinder
}

/** Some 2 kB each. A cylinder meets its next event within minutes while it is in a station, then not for weeks. */
const LIVES = 30_000
const TAGS = 60_000

/** A map that forgets what was put in first. */
class Bounded<V> {
  readonly #limit: number
  readonly #map = new Map<string, V>()

  constructor(limit: number) {
    this.#limit = limit
  }

  get(key: string): V | undefined {
    return this.#map.get(key)
  }

  set(key: string, value: V): void {
    if (this.#map.size >= this.#limit && !this.#map.has(key)) {
      this.#map.delete(this.#map.keys().next().value as string)
    }
    this.#map.set(key, value)
  }
}

/**
 * Lives as this process wrote them last. Never trusted by itself: the row is locked and its `rev` compared first, so another
 * process that wrote meanwhile is noticed.
 */
export class LifeCache {
  readonly #lives = new Bounded<CachedLife>(LIVES)
  readonly #ids = new Bounded<string>(TAGS)

  /** The revision known of the cylinder behind a tag; -1 for none. */
  revOf(tag: TagRef): string {
    const id = this.#ids.get(tagKey(tag))
    return (id === undefined ? undefined : this.#lives.get(id)?.rev) ?? '-1'
  }

  get(cylinderId: string, rev: string): CachedLife | undefined {
    const life = this.#lives.get(cylinderId)
    return life?.rev === rev ? life : undefined
  }

  remember(cylinderId: string, life: CachedLife): void {
    this.#lives.set(cylinderId, life)
  }

  named(tag: TagRef, cylinderId: string): void {
    this.#ids.set(tagKey(tag), cylinderId)
  }

  /** What a batch has committed. */
  committed(
    { batchId, updates }: BatchWrite,
    registryOf: (id: string) => Registry | undefined,
  ): void {
    for (const { cylinderId, registry, cylinder } of updates) {
      const known = registry ?? registryOf(cylinderId)
      if (known !== undefined) {
        this.#lives.set(cylinderId, { rev: batchId, registry: known, cylinder })
      }
    }
  }
}
