import type { JudgingContext } from './judging-context.ts'
import type { TankStep } from './tank.ts'
import type { EpochMs } from './units.ts'

export type SiteBook = {
  readonly version: string
  station(id: string): SiteStation | undefined
  scale(id: string): SiteScale | undefined
  /** The last steps of a tank's gas, in order; a state at an instant is `tankAt`. */
  tank(stationId: string, id: string): readonly TankStep[] | undefined
  staff(
    enterpriseId: string,
    operator: string,
  ): { readonly certifiedUntil: string | null } | undefined
  /** Operator signed in at a scale (or at the station), for events that carry none. */
  operatorAt(stationId: string, scale: string): string | undefined
  /** Rule activations known now: which profile applies under a region prefix from which day. */
  readonly activations: readonly RuleActivation[]
  /** Rule profile versions that people recorded, as JSON, oldest first; the same array as long as none is added. */
  readonly profiles: readonly unknown[]
}

export type SiteStation = {
  readonly id: string
  readonly enterpriseId: string
  readonly region: string
  readonly licenceNo: string | null
  readonly licenceUntil: string | null
  readonly locked: boolean
}

export type SiteScale = {
  readonly id: string
  readonly stationId: string
  readonly verifiedUntil: string | null
  readonly toleranceG: number
  readonly locked: boolean
  readonly checkedAt: EpochMs | null
  readonly checkPassed: boolean | null
}

export type RuleActivation = {
  readonly profileId: string
  readonly regionPrefix: string
  readonly from: string
}

/** Interns a judging context, giving its small id; and reads contexts back for a refold. */
export type ContextStore = {
  idOf(context: JudgingContext): Promise<number>
  byId(id: number): Promise<JudgingContext>
}
