import type { FindingCode } from '#domain/codes.ts'
import type { Severity } from '#domain/finding.ts'
import { type Stage, TARE } from './stage.ts'

/**
 * A finding, its clause, and what happens over MQTT: found in the event whose id comes back when `bad`, and not found there
 * otherwise. The two differ by one gram, millisecond or field.
 */
export type FindingScenario = {
  readonly code: FindingCode
  readonly severity: Severity
  readonly clause: string
  readonly name: string
  readonly play: (on: Stage, bad: boolean) => Promise<{ readonly id: string }>
  /** Where it is looked for: `trace` and the device's `down`; `down` alone where no cylinder has it; `trace` alone for what people tell. */
  readonly shown: 'both' | 'down' | 'trace'
}

export const at = (
  [code, severity, clause]: readonly [FindingCode, Severity, string],
  name: string,
  play: FindingScenario['play'],
  shown: FindingScenario['shown'] = 'both',
): FindingScenario => ({ code, severity, clause, name, play, shown })

/** Asked with a permit, filled to so much net. */
export const filledTo = async (on: Stage, netG: number, fields: object = {}) => {
  await on.registered()
  return on.filled(TARE + netG, { ...fields })
}

/** Filled, checked and out of the station with a vehicle. */
export const sentOut = async (on: Stage): Promise<void> => {
  await filledTo(on, 14_500)
  await on.check()
  await on.stock('out', { vehicle: 'v-1' })
}
