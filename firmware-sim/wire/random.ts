/** Numbers 0 ≤ x < 1 that follow from a seed. */
export type Random = () => number

/** Mulberry32: 32 bits of state, period 2^32, passes gjrand; enough for scenarios, never for keys. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let x = state
    x = Math.imul(x ^ (x >>> 15), x | 1)
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61)
    return ((x ^ (x >>> 14)) >>> 0) / 4_294_967_296
  }
}
