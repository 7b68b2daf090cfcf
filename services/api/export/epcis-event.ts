import { type ToldEvent, siteOf } from '#domain/arrive.ts'
import { custodyAfter } from '#domain/custody-after.ts'
import type { JudgingContext } from '#domain/judging-context.ts'
import type { TraceRow } from '#store/queries/evidence/trace.ts'
import { batchName, type EpcisNames, eventName, licenceName } from './epcis-names.ts'
import { epcisStep } from './epcis-steps.ts'

export type EpcisEvent = {
  readonly type: 'ObjectEvent'
  readonly eventID: string
  readonly action: 'ADD' | 'OBSERVE' | 'DELETE'
  readonly bizStep: string
  readonly disposition?: string
  readonly eventTime: string
  readonly recordTime: string
  readonly eventTimeZoneOffset: string
  readonly epcList: string[]
  readonly readPoint?: { readonly id: string }
  readonly bizLocation?: { readonly id: string }
  readonly errorDeclaration?: { readonly declarationTime: string; readonly reason: string }
} & Readonly<Record<string, unknown>>

export type EpcisSubject = {
  readonly epc: string
  readonly names: EpcisNames
  /** When an event was annulled, by its id. */
  readonly annulled: ReadonlyMap<string, number>
  readonly contexts: ReadonlyMap<number, JudgingContext>
}

const OFFSET = '+08:00'
const OFFSET_MS = 8 * 3_600_000

/** China has one zone; the offset is told with the time, as a person there reads it. */
const shanghai = (ms: number): string =>
  `${new Date(ms + OFFSET_MS).toISOString().slice(0, -1)}${OFFSET}`

/** What a scale or a gauge said; grams and pascals by UN/ECE Recommendation 20. */
const QUANTITIES = {
  grossG: ['Mass', 'GRM', 'gross'],
  emptyGrossG: ['Mass', 'GRM', 'gross'],
  checkWeighG: ['Mass', 'GRM', 'gross'],
  tareG: ['Mass', 'GRM', 'tare'],
  residualG: ['Mass', 'GRM', 'residual'],
  labelledNetG: ['Mass', 'GRM', 'labelled-net'],
  pressurePa: ['Pressure', 'PAL', 'pressure'],
  ambientC: ['Temperature', 'CEL', 'ambient'],
} as const

const reportsOf = (body: Readonly<Record<string, unknown>>): object[] => {
  const reports: object[] = Object.entries(QUANTITIES).flatMap(([field, [type, uom, what]]) => {
    const value = body[field]
    return typeof value === 'number' ? [{ type, value, uom, 'lpg:quantity': what }] : []
  })
  const { grossG, tareG } = body
  if (typeof grossG === 'number' && typeof tareG === 'number')
    reports.push({ type: 'Mass', value: grossG - tareG, uom: 'GRM', 'lpg:quantity': 'net' })
  return reports
}

const sensorOf = (row: TraceRow, names: EpcisNames, time: string) => {
  const sensorReport = reportsOf(row.body)
  if (sensorReport.length === 0 || row.type === 'cylinder.registered') return {}
  const { checkScale } = row.body as { checkScale?: string }
  const scale = checkScale ?? row.scale
  const device = scale === null ? {} : { deviceID: names.scale(scale) }
  return { sensorElementList: [{ sensorMetadata: { time, ...device }, sensorReport }] }
}

/** Where it was read, and where it is after that. A customer's home is nobody's business: never told. */
const placesOf = (row: TraceRow, names: EpcisNames) => {
  const event = row as unknown as ToldEvent
  const site = siteOf(event) ?? row.stationId
  const after = custodyAfter(event)
  const point =
    site === null
      ? null
      : row.deviceId === null
        ? names.site(site)
        : names.device(site, row.deviceId)
  const locations = { station: names.site, vehicle: names.vehicle, lab: names.party }
  const locate =
    after === null || after.id === undefined || !(after.kind in locations)
      ? null
      : locations[after.kind as keyof typeof locations](after.id)
  return {
    ...(point === null ? {} : { readPoint: { id: point } }),
    ...(locate === null ? {} : { bizLocation: { id: locate } }),
  }
}

/** Under which licence it was filled, with which batch it was inspected. */
const certificatesOf = (row: TraceRow, { contexts }: EpcisSubject) => {
  const licence = contexts.get(row.contextId)?.station?.licenceNo ?? null
  const { batchId } = row.body as { batchId?: string }
  const filled = row.type === 'fill.completed' && licence !== null
  const inspected = row.type === 'inspection.completed' && typeof batchId === 'string'
  const certificates = [
    ...(filled ? [licenceName(licence)] : []),
    ...(inspected ? [batchName(batchId)] : []),
  ]
  return certificates.length === 0 ? {} : { certificationInfo: certificates }
}

/** What is stamped into the metal, at the beginning of its life (ILMD may stand with ADD alone). */
const FACTS = [
  'model',
  'waterVolumeMl',
  'stampedMaxG',
  'tareG',
  'madeOn',
  'designLifeYears',
  'manufacturer',
  'serialNo',
]

const masterOf = ({ type, body }: TraceRow) => {
  if (type !== 'cylinder.registered') return {}
  const known = FACTS.filter((name) => body[name] !== undefined && body[name] !== null)
  return { ilmd: Object.fromEntries(known.map((name) => [`lpg:${name}`, body[name]])) }
}

const partiesOf = ({ type, body }: TraceRow, names: EpcisNames) =>
  type === 'ownership.transferred'
    ? {
        destinationList: [
          { type: 'owning_party', destination: names.party(String(body['ownerId'])) },
        ],
      }
    : {}

const extrasOf = (row: TraceRow) => {
  const { sealNo, permitId } = row.body as { sealNo?: string; permitId?: string }
  const found = (row.findings ?? []).map(({ code, severity, measured, limit, unit, clause }) => ({
    'lpg:code': code,
    'lpg:severity': severity,
    'lpg:clause': clause,
    ...(measured === undefined ? {} : { 'lpg:measured': measured }),
    ...(limit === undefined ? {} : { 'lpg:limit': limit }),
    ...(unit === undefined ? {} : { 'lpg:unit': unit }),
  }))
  return {
    'lpg:eventType': row.type,
    ...(sealNo === undefined ? {} : { 'lpg:sealNo': sealNo }),
    ...(permitId === undefined ? {} : { 'lpg:permitId': permitId }),
    ...(found.length === 0 ? {} : { 'lpg:findings': found }),
  }
}

/**
 * One event of a life as an EPCIS 2.0 ObjectEvent; null for what is none. Whoever did it and the customer are left out: EPCIS goes to others,
 * and neither a job number nor a customer's reference is theirs.
 */
export const epcisEvent = (row: TraceRow, subject: EpcisSubject): EpcisEvent | null => {
  const step = epcisStep(row.type, row.body)
  if (step === null) return null
  const { disposition, ...told } = step
  const { names, annulled } = subject
  const eventTime = shanghai(row.effectiveAt)
  const declared = annulled.get(row.id.toLowerCase())
  return {
    type: 'ObjectEvent',
    eventID: eventName(row.id),
    ...told,
    ...(disposition === null ? {} : { disposition }),
    eventTime,
    recordTime: shanghai(row.recordedAt),
    eventTimeZoneOffset: OFFSET,
    ...(declared === undefined
      ? {}
      : { errorDeclaration: { declarationTime: shanghai(declared), reason: 'did_not_occur' } }),
    epcList: [subject.epc],
    ...placesOf(row, names),
    ...sensorOf(row, names, eventTime),
    ...certificatesOf(row, subject),
    ...masterOf(row),
    ...partiesOf(row, names),
    ...extrasOf(row),
  }
}

/** When each event of a life was annulled, by its id. */
export const annulments = (rows: readonly TraceRow[]): ReadonlyMap<string, number> =>
  new Map(
    rows.flatMap(({ type, body, recordedAt }): [string, number][] =>
      type === 'event.annulled' ? [[String(body['eventId']).toLowerCase(), recordedAt]] : [],
    ),
  )
