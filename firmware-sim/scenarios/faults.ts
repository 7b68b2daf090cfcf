import type { WireFaultRates } from '#sim/wire/wire-faults.ts'
import type { Random } from '#sim/wire/random.ts'

/** Chances per cylinder and round, 0 to 1. */
export interface RoundFaultRates {
  /** The tare on the scale is wrong by 0.3 to 1.5 kg. */
  readonly wrongTare?: number
  /** The same tag is scanned at another station soon after. */
  readonly clonedTag?: number
  /** 0.6 to 2 kg too much. */
  readonly overfill?: number
  /** 1 to 4 kg too little. */
  readonly underfill?: number
  /** The interlock is bridged: a fill without a permit. */
  readonly bypassInterlock?: number
  /** The empty comes back unscanned. */
  readonly missingReturn?: number
  readonly missingPostfill?: number
}

/** All faults that a scenario knows; `clockSkew` is drawn once per device, at its start. */
export interface FaultRates extends WireFaultRates, RoundFaultRates {
  /** The device lives in 1970 or 2099. */
  readonly clockSkew?: number
}

export type RoundFault = keyof RoundFaultRates

const ROUND_FAULTS: readonly RoundFault[] = [
  'wrongTare',
  'clonedTag',
  'overfill',
  'underfill',
  'bypassInterlock',
  'missingReturn',
  'missingPostfill',
]

/** Names that `--fault name=rate` knows. */
export const faultNames: readonly (keyof FaultRates)[] = [
  'cut',
  'duplicate',
  'reorder',
  'clockSkew',
  ...ROUND_FAULTS,
]

/** The faults of one round of one cylinder. */
export function drawRoundFaults(rates: RoundFaultRates, random: Random): ReadonlySet<RoundFault> {
  return new Set(ROUND_FAULTS.filter((fault) => random() < (rates[fault] ?? 0)))
}

/** 1970 or 2099 instead of now, or right: milliseconds to add to a clock that shows `nowMs`. */
export function drawClockSkew(rate: number | undefined, nowMs: number, random: Random): number {
  if (random() >= (rate ?? 0)) return 0
  const wrong = random() < 0.5 ? Date.UTC(1970, 0, 1, 0, 3) : Date.UTC(2099, 11, 1)
  return wrong - nowMs
}

/** Reads `overfill=0.02`. Throws RangeError for an unknown name or a rate outside 0 to 1. */
export function parseFault(text: string): FaultRates {
  const [name, rateText] = text.split('=')
  const rate = Number(rateText)
  const known = faultNames.find((candidate) => candidate === name)
  if (known === undefined) throw new RangeError(`unknown fault ${name}: ${faultNames.join(', ')}`)
  if (!(rate >= 0 && rate <= 1)) throw new RangeError(`${name} needs a rate from 0 to 1`)
  return { [known]: rate }
}
