import type { DownMessage } from '#schemas/down.ts'
import type { UplinkEvent } from '#schemas/events/uplink.ts'
import type { Samples } from '#schemas/samples.ts'
import type { Random } from '#sim/wire/random.ts'

/** The moment of a step: the device's own time and its source of fresh ids and noise. */
export interface Moment {
  /** Milliseconds since 1970 by the device's clock. */
  readonly now: number
  readonly newId: () => string
  readonly random: Random
}

/** What a step asks the shell to do. */
export type Effect =
  | { readonly do: 'event'; readonly event: UplinkEvent }
  | { readonly do: 'samples'; readonly samples: Samples }
  | { readonly do: 'show'; readonly text: string }

export interface Step<S> {
  readonly state: S
  readonly effects: readonly Effect[]
}

/**
 * A device as a state machine: no I/O, no clock of its own. `wakeAt` names the time at which it wants a `tick`, by the clock of
 * `Moment`. Every input can come in every state; one that makes no sense there changes nothing.
 */
export interface Machine<S, I> {
  readonly initial: S
  readonly step: (state: S, input: I | CommonInput, moment: Moment) => Step<S>
  readonly wakeAt: (state: S) => number | null
}

/** What any device may be told. */
export type CommonInput =
  | { readonly on: 'tick' }
  | { readonly on: 'down'; readonly message: DownMessage }

/** RFC 3339 with milliseconds. */
export function instantOf(ms: number): string {
  return new Date(ms).toISOString()
}

export function stay<S>(state: S): Step<S> {
  return { state, effects: [] }
}
