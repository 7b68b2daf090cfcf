import { setTimeout as sleep } from 'node:timers/promises'
import type { GoOn } from '#store/books/batch-follower.ts'

export type Pace = (signal: AbortSignal) => GoOn

/** A pass may work so long before it begins to rest: on an ordinary day none ever does. */
const FREE_MS = 250
/** What follows the log takes a fifth of a core at most: under heavy load it falls behind, and the fills do not. */
const REST = 4

/** For those who wait for the end: a generated city, a test. */
export const unpaced: Pace = (signal) => () => Promise.resolve(!signal.aborted)

/** Works for a while, then rests four times as long as each piece took. */
export const paced: Pace = (signal) => {
  let began = performance.now()
  let free = FREE_MS
  return async () => {
    const took = performance.now() - began
    free -= took
    if (free < 0) await sleep(took * REST, undefined, { signal }).catch(() => undefined)
    began = performance.now()
    return !signal.aborted
  }
}
