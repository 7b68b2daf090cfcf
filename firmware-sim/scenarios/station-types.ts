import type { Clock } from '#sim/wire/clock.ts'
import type { FaultRates, RoundFault } from './faults.ts'

export interface StationDevice {
  readonly deviceId: string
  readonly password: string
  /** A clock that is wrong on purpose; else `faults.clockSkew` decides. */
  readonly clockSkewMs?: number
}

export interface StationScale extends StationDevice {
  readonly scale: string
  readonly toleranceG?: number
}

/** A cylinder as it is registered; it must be, the scenario registers nothing. */
export interface StationCylinder {
  readonly code: string
  /** Content of its QR label; tried before the code. */
  readonly qr?: string
  /** Read by the portal. */
  readonly epc?: string
  readonly tareG: number
  readonly model?: string
  /** Net mass of a good fill, default 14 500 g. The scale takes the permit's target, not this. */
  readonly targetNetG?: number
  /** New: evacuated before its first fill. */
  readonly needsVacuum?: boolean
  /** What goes wrong with it the first time, for certain. */
  readonly fault?: RoundFault
}

/** A cylinder at the gate, and what is in it. */
export interface Arrival {
  readonly cylinder: StationCylinder
  readonly leftG: number
}

/**
 * Where cylinders go and come from. Gas is used there and nowhere else: whoever lets them come back lighter than they went tells the
 * server by whom it was burnt.
 */
export interface Outside {
  /** It leaves with `leftG` in it: filled and on a van, or refused and put aside. */
  take(gone: Arrival & { readonly filled: boolean }): void
  /** The next that stands at the gate. */
  bring(): Arrival | undefined
}

export interface StationOptions {
  readonly mqtt: string
  readonly stationId: string
  readonly scales: readonly StationScale[]
  readonly portal: StationDevice
  readonly scanner: StationDevice
  /** Those that wait at the gate at first; without an `outside` they come back nearly empty, as if somebody had used the gas. */
  readonly cylinders: readonly StationCylinder[]
  readonly outside?: Outside
  readonly operators: readonly string[]
  /** Folder of the outboxes. */
  readonly dataDir: string
  /** 60 = a minute of work in a second; clocks keep real time. */
  readonly speed?: number
  readonly seed?: number
  readonly faults?: FaultRates
  /** A scanner of another station, for `clonedTag`. */
  readonly clone?: StationDevice & { readonly stationId: string }
  readonly clock?: Clock
  readonly fsync?: boolean
  readonly reconnectMs?: number
  readonly ca?: string
}

/** What happened so far. */
export interface StationStats {
  rounds: number
  fills: number
  denied: Record<string, number>
  faults: Partial<Record<RoundFault, number>>
  findings: Record<string, number>
  rejected: Record<string, number>
}
