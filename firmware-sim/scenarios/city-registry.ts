import { type Random, seededRandom } from '#sim/wire/random.ts'
import { cityModels, modelIndexFor } from './city-models.ts'
import type {
  CityCylinder,
  CityDevice,
  CityEnterprise,
  CityOptions,
  CityScale,
  CityStation,
} from './city-types.ts'

const DAY_MS = 86_400_000
const REGIONS = ['370302', '370402', '370102']
const CYLINDERS_PER_STATION = 5000
const INSPECTION_YEARS = 4
const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** The part of a city that stands still. Cylinders are columns: two hundred thousand objects are made only when asked for. */
export interface CityRegistry {
  readonly enterprises: readonly CityEnterprise[]
  readonly stations: readonly CityStation[]
  readonly scales: readonly CityScale[]
  readonly devices: readonly CityDevice[]
  readonly modelOf: Uint8Array
  readonly tareG: Int32Array
  readonly stationOf: Uint16Array
  /** Day number since 1970 of the next periodic inspection; moves as inspections are passed. */
  readonly inspectionDay: Int32Array
  readonly codes: readonly string[]
  cylinder(index: number): CityCylinder
}

export function buildRegistry(options: CityOptions): CityRegistry {
  const { cylinders, seed, prefix = 'c', firstNumber = 1, regions = REGIONS } = options
  const stationCount =
    options.stations ?? Math.max(1, Math.round(cylinders / CYLINDERS_PER_STATION))
  const enterpriseCount = options.enterprises ?? Math.max(1, Math.round(stationCount / 3))
  const random = seededRandom(seed ^ 0x5eed)
  const firstDay = Math.floor(Date.parse(options.from) / DAY_MS)
  const until = dayText(Math.floor(Date.parse(options.until) / DAY_MS) + 3650)
  const enterprises = numbered(enterpriseCount, (n) => ({
    id: `${prefix}-ent-${n}`,
    name: `City Gas ${n}`,
    uscc: uscc(random),
  }))
  const stations = numbered(stationCount, (n) => ({
    id: `${prefix}-st-${n}`,
    name: `Station ${n}`,
    region: regions[(n - 1) % regions.length] ?? '370302',
    enterpriseId: `${prefix}-ent-${((n - 1) % enterpriseCount) + 1}`,
    licenceNo: `LIC-${prefix}-${n}`,
    licenceUntil: until,
  }))
  const modelOf = Uint8Array.from({ length: cylinders }, () => modelIndexFor(random()))
  const tareG = Int32Array.from(modelOf, (index) => drawTare(index, random))
  const stationOf = Uint16Array.from({ length: cylinders }, () =>
    Math.floor(random() * stationCount),
  )
  const inspectionDay = Int32Array.from({ length: cylinders }, () =>
    Math.floor(firstDay + random() * INSPECTION_YEARS * 365),
  )
  const codes = Array.from(
    { length: cylinders },
    (_, i) => `${prefix.toUpperCase()}${String(firstNumber + i).padStart(8, '0')}`,
  )
  const registry = { modelOf, tareG, stationOf, inspectionDay, codes, enterprises, stations }
  const scales = scalesOf(stations, options.scalesPerStation ?? 4, until)
  return {
    ...registry,
    scales,
    devices: devicesOf(stations, options.scalesPerStation ?? 4),
    cylinder: (index) => describe(registry, index),
  }
}

/** Value of the QR label of a code. */
export function qrOf(code: string): string {
  return `https://lpg.example/t/${code}`
}

export function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

function scalesOf(stations: readonly CityStation[], count: number, until: string): CityScale[] {
  return stations.flatMap(({ id }) =>
    numbered(count, (n) => ({
      id: `${id}-scale-${n}`,
      stationId: id,
      verifiedUntil: until,
      toleranceG: 20,
    })),
  )
}

function devicesOf(stations: readonly CityStation[], scales: number): CityDevice[] {
  return stations.flatMap(({ id }): CityDevice[] => [
    ...numbered(scales, (n) => ({
      stationId: id,
      deviceId: `scale-${n}`,
      kind: 'scale-controller' as const,
    })),
    { stationId: id, deviceId: 'portal-1', kind: 'rfid-portal' },
    { stationId: id, deviceId: 'scanner-1', kind: 'hand-scanner' },
  ])
}

function describe(
  registry: Pick<
    CityRegistry,
    'modelOf' | 'tareG' | 'stationOf' | 'inspectionDay' | 'codes' | 'stations'
  >,
  index: number,
): CityCylinder {
  const code = registry.codes[index] ?? ''
  const model = cityModels[registry.modelOf[index] ?? 0]
  const station = registry.stations[registry.stationOf[index] ?? 0]
  if (model === undefined || station === undefined) throw new RangeError(`no cylinder ${index}`)
  const due = registry.inspectionDay[index] ?? 0
  const inspected = due - INSPECTION_YEARS * 365
  return {
    code,
    model: model.model,
    waterVolumeMl: model.waterVolumeMl,
    stampedMaxG: model.stampedMaxG,
    tareG: registry.tareG[index] ?? 0,
    madeOn: dayText(inspected - 30).slice(0, 7),
    designLifeYears: 8,
    manufacturer: `Works ${(index % 5) + 1}`,
    serialNo: String(index + 1).padStart(9, '0'),
    ownerId: station.enterpriseId,
    inspectedOn: dayText(inspected),
    nextInspectionOn: dayText(due),
    tags: [
      { scheme: 'qr', value: qrOf(code) },
      { scheme: 'epc', value: `urn:epc:id:giai:697000.${code}` },
    ],
  }
}

function drawTare(modelIndex: number, random: Random): number {
  const model = cityModels[modelIndex]
  if (model === undefined) throw new RangeError(`no model ${modelIndex}`)
  return Math.round(model.tareG + (random() * 2 - 1) * model.tareSpreadG)
}

/** A unified social credit code with a valid check character (GB 32100-2015). */
export function uscc(random: Random): string {
  const body = `91370300${Array.from({ length: 9 }, () => USCC_ALPHABET[Math.floor(random() * 31)] ?? '0').join('')}`
  let sum = 0
  let weight = 1
  for (const character of body) {
    sum += USCC_ALPHABET.indexOf(character) * weight
    weight = (weight * 3) % 31
  }
  return `${body}${USCC_ALPHABET[(31 - (sum % 31)) % 31] ?? '0'}`
}

function numbered<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i + 1))
}
