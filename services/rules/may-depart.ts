import type { Force } from '#domain/finding.ts'
import type { Day } from '#domain/units.ts'
import type { VehiclePaperKind } from '#domain/vehicle-papers.ts'
import type { ResolvedProfile } from './profile.ts'

/** The last day of a paper; null = none was ever recorded. */
export type LastDay = Day | null

export type Departure = {
  /** By kind: the latest last day. */
  readonly vehicle: Readonly<Partial<Record<VehiclePaperKind, Day>>>
  readonly driver: LastDay
  /** Undefined = nobody escorts. */
  readonly escort: LastDay | undefined
  readonly waybillNo: string | null
  /** Cylinders and gas together, g. */
  readonly loadG: number
  readonly capacityG: number | null
}

export type DepartureCode =
  | 'VEHICLE_OVERLOADED'
  | 'PAPER_MISSING'
  | 'PAPER_EXPIRED'
  | 'ESCORT_MISSING'
  | 'WAYBILL_MISSING'

export type DepartureRefusal = {
  readonly code: DepartureCode
  /** Which paper of whom: `vehicle/insurance`, `driver`, `escort`. */
  readonly of?: string
  readonly clause: string
  readonly force: Force
  readonly measured?: string | number
  readonly limit?: string | number
  readonly unit?: string
}

/** Vehicles and transport comply with the rules (R000-4.3.2.2); that a vehicle carries no more than it may needs no profile. */
const LAWFUL = { clause: 'R000-4.3.2.2', force: 'draft' } as const

/** All that stands against this departure today, in the order in which it is mended. Pure; empty = none. */
export const mayDepart = (
  departure: Departure,
  { single }: ResolvedProfile,
  today: Day,
): readonly DepartureRefusal[] => {
  const { loadG, capacityG } = departure
  const found: DepartureRefusal[] = []
  if (capacityG !== null && loadG > capacityG) {
    found.push({
      code: 'VEHICLE_OVERLOADED',
      ...LAWFUL,
      measured: loadG,
      limit: capacityG,
      unit: 'g',
    })
  }
  const asked = single.departurePapers
  if (asked === undefined) return found
  const { clause, force, value } = asked
  const cite = { clause, force }
  const paper = (of: string, until: LastDay): void => {
    if (until === null) found.push({ code: 'PAPER_MISSING', of, ...cite })
    else if (until < today) {
      found.push({ code: 'PAPER_EXPIRED', of, ...cite, measured: today, limit: until })
    }
  }
  for (const kind of value.vehicle) paper(`vehicle/${kind}`, departure.vehicle[kind] ?? null)
  if (value.driver) paper('driver', departure.driver)
  if (value.escort) {
    if (departure.escort === undefined) found.push({ code: 'ESCORT_MISSING', ...cite })
    else paper('escort', departure.escort)
  }
  if (value.waybill && departure.waybillNo === null) {
    found.push({ code: 'WAYBILL_MISSING', ...cite })
  }
  return found
}
