import type { FaultRates } from './faults.ts'

/** 企业. As `POST /v1/enterprises` takes it. */
export interface CityEnterprise {
  readonly id: string
  readonly name: string
  readonly uscc: string
}

export interface CityStation {
  readonly id: string
  readonly name: string
  /** GB/T 2260, six digits. */
  readonly region: string
  readonly enterpriseId: string
  readonly licenceNo: string
  /** A day. */
  readonly licenceUntil: string
  /** WGS 84, where the scenario knows it. */
  readonly location?: { readonly lat: number; readonly lon: number }
}

export interface CityScale {
  readonly id: string
  readonly stationId: string
  readonly verifiedUntil: string
  readonly toleranceG: number
}

export interface CityDevice {
  readonly stationId: string
  readonly deviceId: string
  readonly kind: 'scale-controller' | 'rfid-portal' | 'hand-scanner'
}

export interface CityCylinder {
  readonly code: string
  readonly model: string
  readonly waterVolumeMl: number
  readonly stampedMaxG: number
  readonly tareG: number
  readonly madeOn: string
  readonly designLifeYears: number
  readonly manufacturer: string
  readonly serialNo: string
  readonly ownerId: string
  readonly inspectedOn: string
  readonly nextInspectionOn: string
  readonly tags: readonly { readonly scheme: 'qr' | 'epc'; readonly value: string }[]
}

/**
 * One event as it stands in the log. `source` tells who wrote it: a device (`event` is exactly what it publishes), the API on
 * a person's behalf, or the gateway (decisions about permits). `stationId`/`deviceId` are null unless a device sent it;
 * a gateway's decision carries those of the device that asked.
 */
export interface CityEvent {
  readonly source: 'device' | 'api' | 'gateway'
  readonly stationId: string | null
  readonly deviceId: string | null
  /** Index of the cylinder in the order in which cylinders were yielded, or -1 for events of a station. */
  readonly cylinder: number
  /** `at` of the event, milliseconds since 1970: saves the reader the parsing. */
  readonly atMs: number
  /** When a server would first have known of it: right after it happened, also where the device's clock was wrong. */
  readonly recordedAtMs: number
  /** Wire format: `{id, type, at, tag?, operator?, …}`. */
  readonly event: CityEventBody
}

/** The envelope; own fields of each type as design §3 and `#schemas` have them. */
export interface CityEventBody {
  readonly id: string
  readonly type: string
  readonly at: string
  readonly [field: string]: unknown
}

/** What the generator yields: all registry entries first, then the events, by day and roughly by time within a day. */
export type CityRecord =
  | { readonly kind: 'enterprise'; readonly value: CityEnterprise }
  | { readonly kind: 'station'; readonly value: CityStation }
  | { readonly kind: 'scale'; readonly value: CityScale }
  | { readonly kind: 'device'; readonly value: CityDevice }
  | { readonly kind: 'cylinder'; readonly value: CityCylinder }
  | ({ readonly kind: 'event' } & CityEvent)

export interface CityOptions {
  readonly cylinders: number
  /** First day, RFC 3339 date. */
  readonly from: string
  /** Day after the last. */
  readonly until: string
  readonly seed: number
  /** Default: one per 5 000 cylinders, at least one. */
  readonly stations?: number
  readonly scalesPerStation?: number
  /** Default: one per three stations, at least one. */
  readonly enterprises?: number
  /** GB/T 2260 regions that the stations are spread over; default Zibo, Zaozhuang and Jinan. */
  readonly regions?: readonly string[]
  /** Mean days a cylinder is at its customer's. Default 30: about eleven rounds a year. */
  readonly daysAway?: number
  /** `fill.requested` and `fill.permitted` before each fill. Default true. */
  readonly permits?: boolean
  /** `cylinder.registered` and `tag.bound` events at the start. Default false: registry entries suffice. */
  readonly registrations?: boolean
  /** Of the line faults only `clockSkew` means anything here; the round faults all do. */
  readonly faults?: FaultRates
  /** Starts code numbers higher, so that two cities do not share codes. */
  readonly firstNumber?: number
  /** Put before ids and codes of this city; default `c`. Lower-case letters and digits. */
  readonly prefix?: string
}
