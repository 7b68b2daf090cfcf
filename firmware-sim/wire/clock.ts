/** Time as a device has it: injected, so that tests stand still and skewed devices live in their own year. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Calls back once, `ms` later; the result cancels. */
  after(ms: number, call: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms)
    return () => clearTimeout(timer)
  },
}

/** The same clock, wrong by `skewMs`. */
export function skewed(clock: Clock, skewMs: number): Clock {
  return skewMs === 0
    ? clock
    : { now: () => clock.now() + skewMs, after: (ms, call) => clock.after(ms, call) }
}
