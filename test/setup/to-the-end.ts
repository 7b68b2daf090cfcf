import type { GoOn } from '#store/books/batch-follower.ts'

/** For who follows the log in one go. */
export const toTheEnd: GoOn = () => Promise.resolve(true)
