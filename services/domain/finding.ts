import type { FindingCode } from './codes.ts'

export type Severity = 'block' | 'warn'
/** 效力: how binding the text behind a value is. */
export type Force = 'mandatory' | 'recommended' | 'draft' | 'unconfirmed'
/** How sure we are of the value itself. */
export type Certainty = 'document' | 'seen-elsewhere' | 'from-memory'

/** A verdict on one event (判定): which rule, what was measured, what the limit was. */
export type Finding = {
  readonly code: FindingCode
  readonly severity: Severity
  readonly measured?: number | string
  readonly limit?: number | string
  readonly unit?: 'g' | 'day' | 'ms' | 'min' | 'h'
  /** Which of several limits decided, e.g. `stamped`, `tolerance`, `volume`. */
  readonly limitFrom?: string
  readonly clause: string
  readonly profile: string
  readonly force: Force
  readonly certainty?: Certainty
}
