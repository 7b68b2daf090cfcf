import { AsyncLocalStorage } from 'node:async_hooks'

/** How new what a piece of work reads has to be. */
export type Freshness = {
  /** Place in the primary's log that must be visible: of the caller's own last write. Null = anything will do. */
  readonly since: string | null
  /** It decides or writes: everything from the primary. */
  readonly primaryOnly: boolean
  /** Set by the first read from a replica: how far that was behind, milliseconds. */
  lagMs: number | null
}

const carried = new AsyncLocalStorage<Freshness>()

/** Undefined outside of requests: jobs and ingest read from the primary. */
export const freshnessNow = (): Freshness | undefined => carried.getStore()

/** Everything that `work` reads, also later, is at least as new as `freshness` says. */
export const asFreshAs = <T>(freshness: Freshness, work: () => T): T => carried.run(freshness, work)

/** `16/B374D848` as a number that compares. */
export const lsnOf = (text: string): bigint => {
  const [high = '0', low = '0'] = text.split('/')
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`)
}
