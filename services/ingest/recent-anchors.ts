import type { Cylinder } from '#domain/cylinder.ts'
import { compareKeys, type LifeEvent, type SortKey } from '#domain/life-event.ts'
import type { LockedLife } from '#domain/store-ports.ts'
import type { Registry } from '#domain/registry.ts'

/** A place near the end of a life, from which it can be folded again. */
export type Anchor = {
  /** The first event behind it. */
  readonly key: SortKey
  readonly before: Cylinder
  /** How many events lie before it: one that comes in there later makes it worthless, and is noticed by this. */
  readonly countBefore: number
  readonly registry: Registry
}

type Step = { readonly event: LifeEvent; readonly before: Cylinder }

/** An event that comes out of order mostly comes a few events late … */
const BEHIND = 64
/** … and where that happened once it happens again soon. */
const LIVES = 2000

const isSame = (a: Registry, b: Registry): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b)

/**
 * Places to fold again from, for lives that had to be folded again lately: the next late event costs some dozens of steps and not
 * the whole life. What lies behind an anchor is read from the store each time, so other processes may write in between.
 */
export class RecentAnchors {
  readonly #lives = new Map<string, Anchor>()

  /** The anchor before a new event, if what is known before it still holds as far as the registry goes. */
  before({ cylinderId, registry }: LockedLife, key: SortKey): Anchor | null {
    const anchor = this.#lives.get(cylinderId)
    if (anchor === undefined || compareKeys(anchor.key, key) > 0) return null
    return isSame(anchor.registry, registry) ? anchor : null
  }

  /**
   * Keeps a place some events before the end of what was just folded; `stored` = how many of the steps at the front are stored
   * already: a batch that is rolled back must leave nothing behind.
   */
  keep(
    cylinderId: string,
    steps: readonly Step[],
    stored: number,
    from: Omit<Anchor, 'key' | 'before'>,
  ): void {
    const place = Math.min(steps.length - BEHIND, stored)
    const step = steps[place]
    if (place < BEHIND || step === undefined) return
    const { effectiveAt, at, id } = step.event
    this.#lives.delete(cylinderId)
    this.#lives.set(cylinderId, {
      key: { effectiveAt, at, id },
      before: step.before,
      countBefore: from.countBefore + place,
      registry: from.registry,
    })
    if (this.#lives.size > LIVES) this.#lives.delete(this.#lives.keys().next().value as string)
  }

  forget(cylinderId: string): void {
    this.#lives.delete(cylinderId)
  }
}
