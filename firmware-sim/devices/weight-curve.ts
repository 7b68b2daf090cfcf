/** How a filling scale doses: full flow, then a dribble to the target. Masses in grams, flow in grams a second. */
export interface Dosing {
  readonly fromG: number
  readonly targetG: number
  readonly flowGps: number
}

/** The valve is throttled for the last part, to a tenth of the flow. */
const DRIBBLE_G = 300
const DRIBBLE_SHARE = 0.1

/** Reading of the scale `ms` after the valve opened, whole grams. */
export function grossAfter({ fromG, targetG, flowGps }: Dosing, ms: number): number {
  const seconds = Math.max(0, ms) / 1000
  const fastG = Math.max(0, targetG - DRIBBLE_G - fromG)
  const fastSeconds = fastG / flowGps
  if (seconds < fastSeconds) return Math.round(fromG + seconds * flowGps)
  const dribbled = (seconds - fastSeconds) * flowGps * DRIBBLE_SHARE
  return Math.round(Math.max(fromG, Math.min(targetG, fromG + fastG + dribbled)))
}

/** Milliseconds until the target is reached. */
export function dosingMs({ fromG, targetG, flowGps }: Dosing): number {
  const missingG = Math.max(0, targetG - fromG)
  const dribbleG = Math.min(DRIBBLE_G, missingG)
  return Math.ceil(((missingG - dribbleG + dribbleG / DRIBBLE_SHARE) / flowGps) * 1000)
}
