import type { Random } from './random.ts'

/** Chances per message, 0 to 1, that the line misbehaves. */
export interface WireFaultRates {
  /** The connection is cut right after the message was written: it, or only its PUBACK, is lost. */
  readonly cut?: number
  /** The message is sent twice. */
  readonly duplicate?: number
  /** The next message overtakes it. */
  readonly reorder?: number
}

/** Draws the faults of a line. */
export interface WireFaults {
  cuts(): boolean
  duplicates(): boolean
  reorders(): boolean
}

export function drawWireFaults(rates: WireFaultRates, random: Random): WireFaults {
  const draw = (rate = 0) => rate > 0 && random() < rate
  return {
    cuts: () => draw(rates.cut),
    duplicates: () => draw(rates.duplicate),
    reorders: () => draw(rates.reorder),
  }
}
