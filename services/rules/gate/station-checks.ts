import type { GateCase, Refusal } from './gate-case.ts'
import { refuse } from './refuse.ts'

type Check = (gate: GateCase) => Refusal | undefined

/** Unknown station, or a licence whose last day is past; the last day itself still counts. */
const stationUnlicensed: Check = (gate) => {
  const { station } = gate.context
  if (station === null) return refuse(gate, 'STATION_UNLICENSED')
  return station.licenceUntil !== null && station.licenceUntil < gate.day
    ? refuse(gate, 'STATION_UNLICENSED', {
        measured: gate.day,
        limit: station.licenceUntil,
        unit: 'day',
      })
    : undefined
}

/** Locked from afar by the office or a regulator: the scale or its whole station. */
const scaleLocked: Check = (gate) =>
  gate.context.station?.locked === true || gate.context.scale?.locked === true
    ? refuse(gate, 'SCALE_LOCKED', { limitFrom: gate.context.scale?.locked ? 'scale' : 'station' })
    : undefined

/** Unknown, never or no longer verified, or failed before the shift. A missing shift check counts where the profile asks. */
const scaleUnverified: Check = (gate) => {
  const { scale } = gate.context
  if (scale === null || !scale.known || scale.verifiedUntil === null) {
    return refuse(gate, 'SCALE_UNVERIFIED', { limitFrom: 'unknown' })
  }
  if (scale.verifiedUntil < gate.day) {
    const { verifiedUntil: limit } = scale
    return refuse(gate, 'SCALE_UNVERIFIED', {
      measured: gate.day,
      limit,
      unit: 'day',
      limitFrom: 'verification',
    })
  }
  const required = gate.profile.single.shiftCheckRequired
  if (scale.shiftCheck === 'failed') {
    return refuse(gate, 'SCALE_UNVERIFIED', { limitFrom: 'shift-check' })
  }
  return scale.shiftCheck === null && required?.value === true
    ? refuse(gate, 'SCALE_UNVERIFIED', { limitFrom: 'shift-check' }, required)
    : undefined
}

/** A certificate that is known and past. Nobody signed in, or nobody known, counts where the profile asks. */
const operatorUncertified: Check = (gate) => {
  const { operator } = gate.context
  const required = gate.profile.single.knownOperatorRequired
  if (operator === null || !operator.known) {
    return required?.value === true
      ? refuse(gate, 'OPERATOR_UNCERTIFIED', { limitFrom: 'unknown' }, required)
      : undefined
  }
  const { certifiedUntil } = operator
  return certifiedUntil !== null && certifiedUntil < gate.day
    ? refuse(gate, 'OPERATOR_UNCERTIFIED', {
        measured: gate.day,
        limit: certifiedUntil,
        unit: 'day',
      })
    : undefined
}

/** The gas in the tank failed its test; an untested or unnamed tank counts where the profile asks. */
const gasNotReleased: Check = (gate) => {
  const released = gate.context.tank?.released ?? null
  if (released === true) return undefined
  const required = gate.profile.single.releasedGasRequired
  if (released === false) return refuse(gate, 'GAS_NOT_RELEASED')
  return required?.value === true ? refuse(gate, 'GAS_NOT_RELEASED', {}, required) : undefined
}

/** What must be right at the station before any cylinder is looked at. */
export const stationChecks: readonly Check[] = [
  stationUnlicensed,
  scaleLocked,
  scaleUnverified,
  operatorUncertified,
  gasNotReleased,
]
