import type { UplinkEventOf } from '#schemas/events/uplink.ts'
import type { Dosing } from './weight-curve.ts'

export type Tag = UplinkEventOf<'fill.completed'>['tag']

/** A cylinder on the platform, as its tag and its stamp say. */
export interface Load {
  readonly tag: Tag
  /** Tare that the scale works with; a wrong one is a fault that a scenario may plant. */
  readonly tareG: number
  readonly grossG: number
}

/** What goes wrong in one fill. */
export interface FillFault {
  /** The valve closes late: this much over the target (negative: early). */
  readonly overshootG?: number
  /** The interlock is bridged: fills to this net mass whatever the answer, or without any. */
  readonly bypassTargetNetG?: number
}

export interface Filling {
  readonly requestId: string
  readonly permitId: string | null
  readonly openedAt: number
  readonly dosing: Dosing
  /** Readings up to here are published. */
  readonly sampledTo: number
}

/** 灌装秤 controller: what it is doing, and whether somebody locked it. */
export interface ScaleState {
  readonly operator: string | null
  /** The check with a test mass was good since somebody signed in. */
  readonly checked: boolean
  /** Reason of a lock that came from the server. */
  readonly lock: string | null
  readonly load: Load | null
  readonly stage:
    | { readonly is: 'resting' }
    | {
        readonly is: 'asking'
        readonly requestId: string
        readonly until: number
        readonly fault: FillFault
      }
    | { readonly is: 'denied'; readonly codes: readonly string[] }
    | { readonly is: 'filling'; readonly filling: Filling }
    | { readonly is: 'filled'; readonly grossG: number; readonly permitId: string | null }
}

export const restingScale: ScaleState = {
  operator: null,
  checked: false,
  lock: null,
  load: null,
  stage: { is: 'resting' },
}

export type ScaleInput =
  | { readonly on: 'sign-in'; readonly operator: string }
  | { readonly on: 'sign-out' }
  | { readonly on: 'test-mass'; readonly testMassG: number; readonly readG: number }
  | { readonly on: 'place'; readonly load: Load }
  | { readonly on: 'scan'; readonly purpose: string }
  | {
      readonly on: 'weigh-residual'
      readonly returnReason?: 'used-up' | 'unused-gas' | 'faulty' | 'recall'
    }
  | { readonly on: 'drain'; readonly grossG: number }
  | { readonly on: 'evacuate'; readonly pressurePa: number; readonly method: string }
  | { readonly on: 'check-before'; readonly passed: boolean; readonly defects?: readonly string[] }
  | { readonly on: 'fill'; readonly fault?: FillFault }
  | { readonly on: 'abort' }
  | {
      readonly on: 'check-after'
      readonly checkWeighG: number
      readonly leakFree: boolean
      readonly sealed: boolean
      readonly sealNo?: string
    }
  | { readonly on: 'take-off' }

/** Fixed properties of a scale. */
export interface ScaleConfig {
  readonly scale: string
  readonly tank?: string
  /** Flow with the valve open, g/s; a scenario that runs faster than life raises it. */
  readonly flowGps: number
  readonly stepMs: number
  /** Length of one slice on `samples`. */
  readonly sliceMs: number
  /** How long an answer is waited for; the server calls a request expired after 10 s. */
  readonly patienceMs: number
  /** Reading of the shift check may be off by this much. */
  readonly toleranceG: number
}

export const usualScale: Omit<ScaleConfig, 'scale'> = {
  flowGps: 350,
  stepMs: 200,
  sliceMs: 5000,
  patienceMs: 10_000,
  toleranceG: 10,
}
