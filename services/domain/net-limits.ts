import type { CylinderModel } from './cylinder-model.ts'
import type { RegisteredFacts } from './event-types.ts'
import { type Grams, grams } from './units.ts'

/** The most a cylinder may hold, and whether its stamp or its water volume says so. */
export type MaxNet = { readonly maxG: Grams; readonly from: 'stamped' | 'volume' }

/** 0.42 kg/L as whole numbers (facts F2): g = mL · 42 / 100, cut down to the gram. */
export const filledVolume = (waterVolumeMl: number): Grams =>
  grams(Math.floor((waterVolumeMl * 42) / 100))

/**
 * 允许充装量: min(stamped mass, 0.42 kg/L · water volume) of the single cylinder, residual and new gas together.
 * The size's own numbers only where the cylinder has neither; null when nothing is known.
 */
export const maxNetOf = (
  facts: Pick<RegisteredFacts, 'stampedMaxG' | 'waterVolumeMl'>,
  model: CylinderModel | null,
): MaxNet | null => {
  const unknown = facts.stampedMaxG === undefined && facts.waterVolumeMl === undefined
  const stampedG = unknown ? model?.maxG : facts.stampedMaxG
  const volumeMl = unknown ? model?.waterVolumeMl : facts.waterVolumeMl
  if (volumeMl === undefined) {
    return stampedG === undefined ? null : { maxG: stampedG, from: 'stamped' }
  }
  const byVolumeG = filledVolume(volumeMl)
  return stampedG !== undefined && stampedG <= byVolumeG
    ? { maxG: stampedG, from: 'stamped' }
    : { maxG: byVolumeG, from: 'volume' }
}
