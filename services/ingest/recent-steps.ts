import type { Cylinder } from '#domain/cylinder.ts'
import { compareKeys, type LifeEvent, type SortKey } from '#domain/life-event.ts'
import type { StoredEvent } from '#domain/ports.ts'

/** An event near the end of a life, as it is stored, and the cylinder as the event found it. */
export type Step = {
  readonly event: LifeEvent
  readonly before: Cylinder
  readonly stored: Pick<StoredEvent, 'source' | 'id' | 'findings' | 'decidedAt'>
}

type Remembered = { readonly rev: string; readonly steps: readonly Step[] }

/** An event that comes out of order mostly comes a few events late … */
const STEPS = 64
/** … and where that happened once it happens again soon. Some 60 kB each. */
const LIVES = 500
/** A batch that is rolled back and tried again leaves its number behind: the revision before it must still be known. */
const REVISIONS = 4

/**
 * The last steps of lives that had to be folded again lately, so that the next late event costs a few steps and not the whole
 * life. Valid only for the very revision that was committed with them.
 */
export class RecentSteps {
  readonly #lives = new Map<string, readonly Remembered[]>()

  /** The steps, when the stored life is still the one they belong to. */
  of(cylinderId: string, rev: string): readonly Step[] | null {
    return this.#lives.get(cylinderId)?.find((known) => known.rev === rev)?.steps ?? null
  }

  /** To be called with the batch that is being written: should it fail, no row ever carries its number. */
  remember(cylinderId: string, batchId: string, steps: readonly Step[]): void {
    const before = this.#lives.get(cylinderId) ?? []
    this.#lives.delete(cylinderId)
    const newest = { rev: batchId, steps: steps.slice(-STEPS) }
    this.#lives.set(cylinderId, [newest, ...before.slice(0, REVISIONS - 1)])
    if (this.#lives.size > LIVES) this.#lives.delete(this.#lives.keys().next().value as string)
  }
}

/** Where an event belongs among the steps: the first step behind it; -1 when it is older than all of them. */
export const placeAmong = (steps: readonly Step[], key: SortKey): number => {
  const first = steps[0]
  if (first === undefined || compareKeys(key, first.event) <= 0) return -1
  let place = steps.length
  while (place > 0 && compareKeys((steps[place - 1] as Step).event, key) >= 0) place--
  return place
}
