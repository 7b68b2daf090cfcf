import { apiWriter, CityLog } from '#sim/scenarios/city-log.ts'
import { cityModels } from '#sim/scenarios/city-models.ts'
import { dayText } from '#sim/scenarios/city-registry.ts'
import { GAS_EVERY_DAYS, writeStationMorning } from '#sim/scenarios/city-station-day.ts'
import type { CityCylinder, CityRecord } from '#sim/scenarios/city-types.ts'
import { seededRandom } from '#sim/wire/random.ts'
import { type CityYearOptions, DAY_MS, HOUR_MS, RATES, SHANGHAI_MS } from './city-year-options.ts'
import { between } from './draw.ts'
import { fillDay, takeIn } from './filling-work.ts'
import { checkHomesOfDay } from './home-checks.ts'
import { buildHouseholds, type Households } from './households.ts'
import { LabWork } from './lab-work.ts'
import type { OfficeRecord } from './office-records.ts'
import { buildSites, type CitySites, type StationCrew } from './sites.ts'
import { openOrder, visit } from './visits.ts'
import { type Arrival, factsOf, Shelf, visitOn, type YearState } from './year-state.ts'

/** How the registry enters a cylinder: where it stands, and with what in it. */
export type PlacedCylinder = CityCylinder & {
  readonly content: 'empty'
  readonly custody: { readonly kind: 'station'; readonly id: string }
  readonly needsVacuum: false
}

export type CityYearRecord = CityRecord | OfficeRecord

/** First orders spread over so many days. */
const OPENING_DAYS = 60
const FIRST_VISIT_DAY = 2
/** Days of demand that stand full. */
const STOCK_DAYS = 3
const MEAN_INTERVAL_DAYS = 170
const CYCLE_DAYS = 4 * 365
/** Each notation of the one size that most households have. */
const NOTATIONS = ['YSP35.5', 'YSP35.5', 'YSP-15', 'YSP35.5/14.9']

/**
 * A year of a city's gas trade from a seed: registry and people first, then day after day what devices told and what people wrote
 * down. The same options give the same records. Times are those of Asia/Shanghai; some 12 events a cylinder and year.
 */
export function* cityYear(given: CityYearOptions): Generator<CityYearRecord> {
  // Two cities of one seed share no id.
  const options = { ...given, seed: given.seed ^ hashOf(given.prefix ?? 'c') }
  const sites = buildSites(options)
  const endDay = Math.floor(Date.parse(options.endDay) / DAY_MS)
  const firstDay = endDay - (options.days ?? 365)
  const homes = buildHouseholds(options.cylinders, options.seed, sites, firstDay)
  const state = startState(options, sites, homes, [firstDay, endDay])
  for (const value of [...sites.enterprises, sites.lab]) yield { kind: 'enterprise', value }
  for (const value of sites.stations) yield { kind: 'station', value }
  for (const value of sites.registry.scales) yield { kind: 'scale', value }
  for (const value of sites.devices) yield { kind: 'device', value }
  for (const value of sites.users) yield { kind: 'user', value }
  for (const value of sites.staff) yield { kind: 'staff', value }
  for (const value of sites.trainings) yield { kind: 'training', value }
  for (const value of sites.prices) yield { kind: 'price', value }
  for (let i = 0; i < options.cylinders; i += 1) yield { kind: 'cylinder', value: placed(state, i) }
  for (const value of homes.records()) yield { kind: 'customer', value }
  yield* days(state)
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193)
  return hash
}

function startState(
  { seed, cylinders, honest = false }: CityYearOptions,
  sites: CitySites,
  homes: Households,
  [firstDay, endDay]: readonly [number, number],
): YearState {
  const random = seededRandom(seed)
  const shelves = () => sites.crews.map(() => cityModels.map(() => new Shelf()))
  const state: YearState = {
    sites,
    households: homes.list,
    random,
    honest,
    log: new CityLog(random),
    firstDay,
    endDay,
    day: firstDay,
    full: shelves(),
    empty: shelves(),
    arrived: sites.crews.map(() => []),
    // Some are past their day when the year begins: nobody asked for them for long.
    inspectionDay: sites.registry.inspectionDay.map((day, i) =>
      i % 40 === 7 ? firstDay - (i % 200) : day,
    ),
    residualG: new Int32Array(cylinders),
    drawnG: sites.crews.map(() => null),
    labTray: sites.crews.map(() => []),
    visitsOn: Array.from({ length: endDay - firstDay + 1 }, () => []),
    foundOn: new Map(),
    heldBack: [],
    notes: [],
  }
  for (let i = 0; i < cylinders; i += 1) {
    state.empty[sites.registry.stationOf[i] ?? 0]?.[sites.registry.modelOf[i] ?? 0]?.put(i)
  }
  for (const customer of homes.list.keys()) {
    visitOn(state, customer, firstDay + FIRST_VISIT_DAY + Math.floor(random() * OPENING_DAYS))
  }
  return state
}

function placed({ sites, inspectionDay }: YearState, i: number): PlacedCylinder {
  const due = inspectionDay[i] ?? 0
  const inspected = due - CYCLE_DAYS
  const cylinder = sites.registry.cylinder(i)
  const crew = sites.crews[sites.registry.stationOf[i] ?? 0]
  const notation = NOTATIONS[i % NOTATIONS.length] ?? cylinder.model
  return {
    ...cylinder,
    model: cylinder.model === 'YSP35.5' ? notation : cylinder.model,
    // Every third one is in its second cycle.
    madeOn: dayText(inspected - 30 - (i % 3 === 0 ? CYCLE_DAYS : 0)).slice(0, 7),
    designLifeYears: 12,
    inspectedOn: dayText(inspected),
    nextInspectionOn: dayText(due),
    content: 'empty',
    custody: { kind: 'station', id: crew?.station.id ?? '' },
    needsVacuum: false,
  }
}

function* days(state: YearState): Generator<CityYearRecord> {
  const { sites, log } = state
  const lab = new LabWork()
  const needs = stockNeeds(state)
  for (; state.day < state.endDay; state.day += 1) {
    log.startDay(state.day, SHANGHAI_MS)
    yield* state.heldBack.splice(0)
    for (const [nth, crew] of sites.crews.entries()) {
      openStation(state, crew, nth)
      if ((state.day + nth) % 7 === 0) lab.send(state, crew, nth)
    }
    lab.receive(state)
    const waiting = state.arrived
    state.arrived = sites.crews.map(() => [])
    // What is filled today goes out tomorrow: the vans leave in the morning.
    visitsOfDay(state)
    for (const [nth, crew] of sites.crews.entries()) {
      fillDay(state, crew, nth, { waiting: waiting[nth] ?? [], needs: needs[nth] ?? [] })
    }
    checkHomesOfDay(state)
    yield* log.take()
    yield* ordersFirst(state.notes.splice(0))
  }
  lab.close(state)
  finish(state)
  yield* state.notes.splice(0)
}

/** What a tank holds when the year begins, after its first lorry. */
const FIRST_LORRY_G = 20_000_000
const LORRY_STEP_G = 10_000

/** The lorry brings what was drawn since the last one. */
function openStation(
  { log, random, day, drawnG }: YearState,
  { station, scales, operators }: StationCrew,
  nth: number,
): void {
  const operatorOf = (scale: number) => operators[scale] ?? ''
  const tank = `${station.id}-tank-1`
  const drawn = drawnG[nth]
  const lorryG =
    drawn === undefined || drawn === null
      ? FIRST_LORRY_G
      : Math.max(1, Math.ceil(drawn / LORRY_STEP_G)) * LORRY_STEP_G
  writeStationMorning(log, random, day, { id: station.id, scales, operatorOf, tank, lorryG })
  if (day % GAS_EVERY_DAYS === 0) drawnG[nth] = 0
}

/** What checks and returns refer to. */
function ordersFirst(notes: readonly OfficeRecord[]): OfficeRecord[] {
  const isOrder = ({ kind }: OfficeRecord) => kind === 'order'
  return [...notes.filter(isOrder), ...notes.filter((note) => !isOrder(note))]
}

/** Full cylinders that a station wants at hand, by size. */
function stockNeeds({ households, sites }: YearState): number[][] {
  const wants = sites.crews.map(() => cityModels.map(() => 0))
  for (const { crew, model, wants: count } of households) {
    const row = wants[crew]
    if (row !== undefined) row[model] = (row[model] ?? 0) + count
  }
  const perDay = 1 / Math.min(MEAN_INTERVAL_DAYS, OPENING_DAYS)
  return wants.map((row) => row.map((all) => Math.ceil(all * perDay * STOCK_DAYS) + 2))
}

function visitsOfDay(state: YearState): void {
  const { sites, households, day, firstDay } = state
  const back = sites.crews.map((): Arrival[] => [])
  for (const customer of state.visitsOn[day - firstDay] ?? []) {
    const household = households[customer]
    const crew = sites.crews[household?.crew ?? -1]
    if (household === undefined || crew === undefined) continue
    loseOne(state, household.crew, crew, household.held)
    back[household.crew]?.push(...visit(state, customer, household, crew))
  }
  for (const [cylinder, nth] of state.foundOn.get(day) ?? []) find(state, cylinder, nth, back)
  for (const [nth, crew] of sites.crews.entries()) takeIn(state, crew, nth, back[nth] ?? [])
}

/** 挂失: the customer does not know where it went; half of them turn up. */
function loseOne(state: YearState, nth: number, crew: StationCrew, held: number[]): void {
  const { random, log, day } = state
  if (held.length === 0 || random() >= RATES.lost) return
  const cylinder = held.shift()
  if (cylinder === undefined) return
  const { tag } = factsOf(state, cylinder, crew)
  const own = { tag, operator: crew.office.username, reason: '客户称已丢失', by: crew.office.id }
  log.write(apiWriter, 9.2 * HOUR_MS, cylinder, 'cylinder.reported-lost', own)
  if (random() < 0.5) return
  const on = day + between(random, 5, 60)
  state.foundOn.set(on, [...(state.foundOn.get(on) ?? []), [cylinder, nth]])
}

function find(state: YearState, cylinder: number, nth: number, back: readonly Arrival[][]): void {
  const crew = state.sites.crews[nth]
  if (crew === undefined) return
  const { tag } = factsOf(state, cylinder, crew)
  const own = { tag, operator: crew.office.username, reason: '群众送回', by: crew.office.id }
  state.log.write(apiWriter, 16 * HOUR_MS, cylinder, 'cylinder.found', own)
  back[nth]?.push({ cylinder, ticket: null })
}

/** What is open when the year ends: returns that nobody weighed yet, tomorrow's orders. */
function finish(state: YearState): void {
  const { sites, households, log, endDay, firstDay } = state
  for (const { ticket } of state.arrived.flat()) {
    if (ticket !== null) state.notes.push({ kind: 'return', value: ticket })
  }
  log.startDay(endDay, SHANGHAI_MS)
  for (const customer of state.visitsOn[endDay - firstDay] ?? []) {
    const household = households[customer]
    const crew = sites.crews[household?.crew ?? -1]
    if (household !== undefined && crew !== undefined) openOrder(state, customer, household, crew)
  }
}
