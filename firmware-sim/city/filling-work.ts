import {
  type RoundFacts,
  tareOnScale,
  writeFilling,
  writeStockIn,
  writeWeighing,
} from '#sim/scenarios/city-round.ts'
import { cityModels } from '#sim/scenarios/city-models.ts'
import { HOUR_MS, RATES } from './city-year-options.ts'
import { between } from './draw.ts'
import type { CityReturn } from './office-records.ts'
import type { StationCrew } from './sites.ts'
import { type Arrival, factsOf, type YearState } from './year-state.ts'

const EVENING_MS = 17.5 * HOUR_MS
const WEIGHING_MS = 7 * HOUR_MS
const FILLING_MS = 9 * HOUR_MS
const CLOSING_MS = 17 * HOUR_MS
/** Sent to the laboratory so many days ahead of their day. */
const AHEAD_DAYS = 45

/** What the vans brought: scanned in, to be weighed tomorrow. */
export function takeIn(
  state: YearState,
  crew: StationCrew,
  nth: number,
  list: readonly Arrival[],
): void {
  for (const arrival of list) {
    const facts = factsOf(state, arrival.cylinder, crew)
    writeStockIn(state.log, facts, EVENING_MS + state.random() * HOUR_MS)
    state.arrived[nth]?.push(arrival)
  }
}

/** Residual that came back: mostly a few hundred grams, at times more than allowed, seldom most of the gas. */
function remains(state: YearState, targetNetG: number, ticket: CityReturn | null): number {
  const { random } = state
  if (ticket?.reason === 'unused-gas') return Math.round(targetNetG * (0.3 + random() * 0.6))
  if (random() < RATES.muchResidual) return Math.round(targetNetG * (0.035 + random() * 0.06))
  return Math.round(20 + random() * Math.min(380, targetNetG * 0.026))
}

/** The morning: yesterday's empties on the scale, then as many fills as the next days will need. */
export function fillDay(
  state: YearState,
  crew: StationCrew,
  nth: number,
  { waiting, needs }: { readonly waiting: readonly Arrival[]; readonly needs: readonly number[] },
): void {
  waiting.forEach(({ cylinder, ticket }, i) => {
    const facts = factsOf(state, cylinder, crew)
    const residualG = remains(state, facts.targetNetG, ticket)
    const ms = WEIGHING_MS + (i / waiting.length) * HOUR_MS + state.random() * 60_000
    const tareG = tareOnScale(facts, state.random)
    const returnReason = ticket?.reason === 'unused-gas' ? { returnReason: ticket.reason } : {}
    writeWeighing(state.log, facts, ms, { tareG, residualG, ...returnReason })
    if (ticket !== null) {
      // What a person gives back unused is settled by the job of refunds, which looks for returns that are still open.
      ticket.weighedMs = ticket.reason === 'used-up' ? state.log.at(ms) : null
      state.notes.push({ kind: 'return', value: ticket })
    }
    state.residualG[cylinder] = residualG
    state.empty[nth]?.[state.sites.registry.modelOf[cylinder] ?? 0]?.put(cylinder)
  })
  for (const model of cityModels.keys()) fillSize(state, crew, nth, model, needs[model] ?? 0)
}

function fillSize(
  state: YearState,
  crew: StationCrew,
  nth: number,
  model: number,
  need: number,
): void {
  const full = state.full[nth]?.[model]
  const empty = state.empty[nth]?.[model]
  if (full === undefined || empty === undefined) return
  const count = Math.max(0, need - full.size)
  for (let i = 0; i < count; i += 1) {
    const cylinder = empty.take()
    if (cylinder === undefined) return
    if ((state.inspectionDay[cylinder] ?? 0) <= state.day + AHEAD_DAYS) {
      state.labTray[nth]?.push(cylinder)
      i -= 1
      continue
    }
    const ms = FILLING_MS + (i / count) * (CLOSING_MS - FILLING_MS) + state.random() * 60_000
    const filledG = fill(state, crew, cylinder, ms)
    state.drawnG[nth] = (state.drawnG[nth] ?? 0) + filledG
    full.put(cylinder)
  }
}

/** @returns what it took from the tank, g */
function fill(state: YearState, crew: StationCrew, cylinder: number, ms: number): number {
  const { log, random } = state
  const facts = factsOf(state, cylinder, crew)
  const residualG = state.residualG[cylinder] ?? 0
  const tareG = tareOnScale(facts, random)
  // Gas beyond the residual stays where it is: removed first, or the gate would refuse.
  if (residualG > facts.targetNetG * 0.02) {
    const { tag, operator, scale } = facts
    const own = { tag, operator, grossG: facts.tareG + 60, scale }
    log.write(facts.controller, ms, cylinder, 'residual.removed', own)
  }
  const left = residualG > facts.targetNetG * 0.02 ? 60 : residualG
  const start = ms + between(random, 20, 60) * 1000
  writeFilling(log, random, facts, start, { tareG, residualG: left })
  state.residualG[cylinder] = 0
  if (facts.faults.has('clonedTag'))
    readElsewhere(state, crew, cylinder, facts, start + HOUR_MS / 2)
  return facts.targetNetG - left
}

/** A copy of its tag turns up at another station. */
function readElsewhere(
  { log, sites }: YearState,
  crew: StationCrew,
  cylinder: number,
  { tag, scanner: own }: RoundFacts,
  ms: number,
): void {
  const other = sites.crews.find(({ station }) => station.id !== crew.station.id)
  if (other === undefined) return
  const scanner = { ...own, stationId: other.station.id }
  log.write(scanner, ms, cylinder, 'cylinder.scanned', { tag, purpose: 'inventory' })
}
