import { orderSteps, type TankStep } from '#domain/tank.ts'
import type { RuleActivation, SiteBook, SiteScale, SiteStation } from '#domain/site-book.ts'

/** An operator signed in; `scale` '' = at the station as a whole. */
export type OpenShift = {
  readonly stationId: string
  readonly scale: string
  readonly operator: string
}

/** All rows of a snapshot, shifts oldest first. */
export type SiteRows = {
  readonly version: string
  readonly stations: readonly SiteStation[]
  readonly scales: readonly SiteScale[]
  readonly tanks: readonly { stationId: string; id: string; steps: readonly TankStep[] }[]
  readonly staff: readonly {
    enterpriseId: string
    operator: string
    certifiedUntil: string | null
  }[]
  readonly shifts: readonly OpenShift[]
  readonly activations: readonly RuleActivation[]
  readonly profiles: readonly unknown[]
}

/** Ids hold no '/'. */
const pair = (first: string, second: string): string => `${first}/${second}`

/** An immutable snapshot; every look-up is one of a map. */
export const createSiteBook = (rows: SiteRows): SiteBook => {
  const stations = new Map(rows.stations.map((station) => [station.id, station]))
  const scales = new Map(rows.scales.map((scale) => [scale.id, scale]))
  const tanks = new Map(
    rows.tanks.map(({ stationId, id, steps }) => [pair(stationId, id), orderSteps(steps)]),
  )
  const staff = new Map(rows.staff.map((one) => [pair(one.enterpriseId, one.operator), one]))
  // The last to sign in at a place works there.
  const shifts = new Map(rows.shifts.map((shift) => [pair(shift.stationId, shift.scale), shift]))
  return {
    version: rows.version,
    activations: rows.activations,
    profiles: rows.profiles,
    station: (id) => stations.get(id),
    scale: (id) => scales.get(id),
    tank: (stationId, id) => tanks.get(pair(stationId, id)),
    staff: (enterpriseId, operator) => staff.get(pair(enterpriseId, operator)),
    operatorAt: (stationId, scale) =>
      (shifts.get(pair(stationId, scale)) ?? shifts.get(pair(stationId, '')))?.operator,
  }
}
