import { HOUR_MS } from '#domain/calendar.ts'
import { type FillLimits, fillLimits, tareBand } from '#rules/fill-limits.ts'
import { residualLimit } from '#rules/residual-limit.ts'
import type { KnownCase, Refusal } from './gate-case.ts'
import { refuse } from './refuse.ts'

type Check = (gate: KnownCase) => Refusal | undefined

/** Where no row gives a lower fill limit, this share of the cap counts as full: what the state calls full as well. */
const FULL_PERMILLE = 900

const tareUnknown: Check = (gate) =>
  gate.tareG === undefined ? refuse(gate, 'TARE_UNKNOWN') : undefined

/** The empty cylinder weighs less than its tare says: one of the two is wrong, and the net would be negative. */
const tareMismatch: Check = (gate) => {
  const band = tareBand(gate.facts, gate.profile)
  if (gate.netBeforeG === undefined || band === undefined || gate.tareG === undefined)
    return undefined
  if (gate.netBeforeG >= -band.value.blockG) return undefined
  const measured = gate.tareG + gate.netBeforeG
  const limit = gate.tareG - band.value.blockG
  return refuse(gate, 'TARE_MISMATCH', { measured, limit, unit: 'g' }, band)
}

/** The fill goes on: topped up after UNDERFILL, refilled after OVERFILL's removal, or resumed after an abort, never having left. */
const corrects = (gate: KnownCase): boolean => {
  const { standing, weighing, interruptedFillAt } = gate.cylinder
  if (weighing === null) return false
  if (interruptedFillAt !== null) return true
  return standing.some(
    ({ code, remedied }) => code === 'UNDERFILL' || (code === 'OVERFILL' && remedied === true),
  )
}

const validMs = (gate: KnownCase): number =>
  (gate.profile.single.prefillValidH?.value ?? 12) * HOUR_MS

const prefillFailed: Check = (gate) =>
  gate.cylinder.prefill?.passed === false ? refuse(gate, 'PREFILL_FAILED') : undefined

/** A check counts once, after the last return, for 12 h. A correction of the same fill needs no second one within that time. */
const needsPrefillCheck: Check = (gate) => {
  const { prefill, lastFill } = gate.cylinder
  if (prefill?.passed === false) return undefined
  const at = prefill?.at ?? (corrects(gate) ? lastFill?.at : undefined)
  if (at === undefined) return refuse(gate, 'NEEDS_PREFILL_CHECK')
  if (gate.checkedAt - at <= validMs(gate)) return undefined
  return refuse(gate, 'NEEDS_PREFILL_CHECK', {
    measured: Math.floor((gate.checkedAt - at) / HOUR_MS),
    limit: validMs(gate) / HOUR_MS,
    unit: 'h',
  })
}

const needsVacuum: Check = (gate) =>
  gate.cylinder.needsVacuum ? refuse(gate, 'NEEDS_VACUUM') : undefined

/** The net from which a cylinder counts as full, g. */
const fullFromG = ({ lowerG, upperG }: FillLimits): number =>
  lowerG ?? Math.ceil((upperG * FULL_PERMILLE) / 1000)

const isFull = (gate: KnownCase): boolean => {
  const limits = fillLimits(gate.facts, gate.profile)
  return gate.netBeforeG !== undefined && limits !== null && gate.netBeforeG >= fullFromG(limits)
}

/** Gas that the customer brought back unused is no residual. */
const broughtBackUnused = ({ cylinder }: KnownCase): boolean => {
  const { lastReturn, lastFill } = cylinder
  if (lastReturn === null || lastReturn.reason === 'used-up') return false
  return lastFill === null || lastFill.at <= lastReturn.at
}

const residualTooHigh: Check = (gate) => {
  const { netBeforeG, cylinder, facts, profile } = gate
  if (netBeforeG === undefined || isFull(gate)) return undefined
  const limit = residualLimit(facts, cylinder.lastFill, profile)
  if (limit === null || netBeforeG <= limit.limitG) return undefined
  if (corrects(gate) || broughtBackUnused(gate)) return undefined
  const measure = {
    measured: netBeforeG,
    limit: limit.limitG,
    unit: 'g',
    limitFrom: limit.limitFrom,
  } as const
  return refuse(gate, 'RESIDUAL_TOO_HIGH', measure, limit.citation)
}

/** By weight, never by remembered content: empties come back unscanned. */
const alreadyFull: Check = (gate) => {
  const limits = fillLimits(gate.facts, gate.profile)
  if (gate.netBeforeG === undefined || limits === null || !isFull(gate)) return undefined
  return refuse(gate, 'ALREADY_FULL', {
    measured: gate.netBeforeG,
    limit: fullFromG(limits),
    unit: 'g',
  })
}

/** What the weights and the checks before the fill say. */
export const weightChecks: readonly Check[] = [
  tareUnknown,
  tareMismatch,
  prefillFailed,
  needsPrefillCheck,
  needsVacuum,
  residualTooHigh,
  alreadyFull,
]
