import type { ApiDeps } from '#api/api-deps.ts'
import { type ApiProblem, problem, type Said } from '#api/problem.ts'
import { profileAt } from '#api/sales/profile-at.ts'
import { dayOf } from '#domain/calendar.ts'
import type { EpochMs } from '#domain/units.ts'
import { type DepartureRefusal, mayDepart } from '#rules/may-depart.ts'
import type { TripRow } from '#store/queries/warehouse/trips.ts'

const remedyOf = ({ code, of }: DepartureRefusal): Said => {
  switch (code) {
    case 'VEHICLE_OVERLOADED':
      return { zh: '请卸至核定载质量以内', en: 'unload until it carries no more than it may' }
    case 'WAYBILL_MISSING':
      return { zh: '请在发车时填写电子运单号', en: 'send waybillNo with the departure' }
    case 'ESCORT_MISSING':
      return { zh: '请为车次指定押运员', en: 'open the trip with an escort' }
    case 'PAPER_MISSING':
    case 'PAPER_EXPIRED':
      return of?.startsWith('vehicle/') === true
        ? {
            zh: '请登记车辆证件：POST /v1/vehicles/{id}/papers',
            en: 'record the paper: POST /v1/vehicles/{id}/papers',
          }
        : {
            zh: '请登记人员证书（POST /v1/staff-certificates），或换人',
            en: 'record the certificate: POST /v1/staff-certificates, or send somebody else',
          }
  }
}

const sentenceOf = ({ code, of, clause, limit }: DepartureRefusal): Said => {
  const told = (limited: string): string =>
    [code, of, limit === undefined ? undefined : `${limited} ${limit}`, `(${clause})`]
      .filter((part) => part !== undefined)
      .join(' ')
  return { zh: told('限值'), en: told('limit') }
}

/** 409: all that stands against the departure, the first one with its clause. */
const departureRefused = (
  found: readonly [DepartureRefusal, ...DepartureRefusal[]],
): ApiProblem => {
  const [first] = found
  return problem('DEPARTURE_REFUSED', {
    rule: first.code,
    clause: first.clause,
    measured: first.measured,
    limit: first.limit,
    unit: first.unit,
    remedy: remedyOf(first),
    detail: {
      zh: `车辆不得发车：${found.map(({ code }) => code).join('、')}`,
      en: `the vehicle may not depart: ${found.map((one) => sentenceOf(one).en).join('; ')}`,
    },
    errors: found.map((one) => ({ path: one.of ?? one.code, said: sentenceOf(one) })),
  })
}

/** Asks the rules of the place that a vehicle leaves. */
export const departureGate = (deps: ApiDeps) => {
  const { sites, vehiclePapers, vehicles } = deps.queries
  const profileOf = profileAt(deps)

  /** @throws DEPARTURE_REFUSED */
  const refuseDeparture = async (trip: TripRow, waybillNo: string | null, at: EpochMs) => {
    const all = { kind: 'all' } as const
    const [site, vehicle] = [
      await sites.byId(all, trip.siteId),
      await vehicles.byId(all, trip.vehicleId),
    ]
    if (site === null || vehicle === null) throw problem('NOT_FOUND')
    const certificate = (operator: string, kind: string) =>
      vehiclePapers.certificateOf(trip.enterpriseId, operator, kind)
    const profile = await profileOf(site.region, at, trip.enterpriseId)
    const found = mayDepart(
      {
        vehicle: await vehiclePapers.lastDays(vehicle.id),
        driver: await certificate(trip.driver, 'driver'),
        escort: trip.escort === null ? undefined : await certificate(trip.escort, 'escort'),
        waybillNo,
        loadG: trip.loadG,
        capacityG: vehicle.capacityG,
      },
      profile,
      dayOf(at),
    )
    const [first, ...rest] = found
    if (first !== undefined) throw departureRefused([first, ...rest])
  }

  /** More than it may carry is not even loaded. @throws DEPARTURE_REFUSED */
  const refuseOverload = async (trip: TripRow, moreG: number): Promise<void> => {
    const vehicle = await vehicles.byId({ kind: 'all' }, trip.vehicleId)
    const loadG = trip.loadG + moreG
    const capacityG = vehicle?.capacityG ?? null
    if (capacityG === null || loadG <= capacityG) return
    const cite = { clause: 'R000-4.3.2.2', force: 'draft' } as const
    const limit = capacityG
    throw departureRefused([
      { code: 'VEHICLE_OVERLOADED', ...cite, measured: loadG, limit, unit: 'g' },
    ])
  }

  return { refuseDeparture, refuseOverload }
}
