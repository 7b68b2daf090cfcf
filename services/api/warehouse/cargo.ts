import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { modelOf } from '#domain/cylinder-model.ts'
import type { Condition } from '#domain/event-types.ts'
import { type Registry, valueAt } from '#domain/registry.ts'
import type { EpochMs } from '#domain/units.ts'
import type { TripRow } from '#store/queries/warehouse/trips.ts'
import type { MovedCylinder } from './stock-desk.ts'

/** What a cylinder weighs on the road, g: its tare, and full the gas that it is stamped with. What nobody registered weighs nothing. */
export const massOnRoad = (registry: Registry, condition: Condition, at: EpochMs): number => {
  const { facts } = registry
  const tareG = valueAt(registry.tare, at) ?? 0
  if (condition === 'empty' || facts === null) return tareG
  return tareG + (facts.stampedMaxG ?? modelOf(facts.model)?.maxG ?? 0)
}

type Cargo = Pick<MovedCylinder, 'code' | 'eventId'> & { readonly condition: Condition }

/** Notes on trips what events have moved: the events are the truth, a trip is the list of them. */
export const cargoDesk = ({ queries }: ApiDeps) => {
  const { sales, trips, vehicles } = queries

  const weighed = async (list: readonly Cargo[], at: EpochMs) => {
    const known = await queries.beyond(() => sales.cylinders(list.map(({ code }) => code)))
    return list.map((one) => {
      const registry = known.get(one.code)?.registry
      return { ...one, massG: registry === undefined ? 0 : massOnRoad(registry, one.condition, at) }
    })
  }

  return {
    weighed,

    load: async (trip: TripRow, list: readonly Cargo[], at: EpochMs): Promise<void> =>
      trips.load(trip, await weighed(list, at), at),

    unload: async (trip: TripRow, list: readonly Cargo[], at: EpochMs): Promise<void> =>
      trips.unload(trip, await weighed(list, at), at),

    /**
     * A vehicle of the enterprise is called by its id wherever it was named by its plate. What a company writes that has registered no
     * vehicle at all stays as it is, unless it is somebody else's. @throws UNKNOWN_REFERENCE
     */
    vehicleNamed: async (
      enterpriseId: string,
      text: string | undefined,
      path = '/vehicle',
    ): Promise<string | undefined> => {
      if (text === undefined) return undefined
      const found = await vehicles.named(enterpriseId, text)
      if (found !== null) return found.id
      if (await vehicles.mayBeCalled(enterpriseId, text)) return text
      const detail = {
        zh: `${text} 不是本企业在用车辆：请先登记（POST /v1/vehicles）或更正`,
        en: `${text} is no vehicle of the enterprise in use: register it first (POST /v1/vehicles), or correct it`,
      }
      throw problem('UNKNOWN_REFERENCE', { path, detail })
    },

    /** What arrives though nobody loaded it, nor took it into this vehicle on the way. A repeat finds what it unloaded itself on the list. */
    notAboard: async (trip: TripRow, list: readonly { readonly code: string }[]) => {
      const codes = list.map(({ code }) => code)
      const known = await queries.beyond(() => sales.cylinders(codes))
      const listed = new Map((await trips.cargo(trip.id)).map((one) => [one.code, one]))
      return codes.filter((code) => {
        const { kind, id } = known.get(code)?.state.custody ?? {}
        return !listed.has(code) && !(kind === 'vehicle' && id === trip.vehicleId)
      })
    },

    /** Cylinders that an order handed over into a vehicle stand on its trip too, where it is on one. */
    loadForOrder: async (
      vehicle: string,
      list: readonly MovedCylinder[],
      at: EpochMs,
    ): Promise<void> => {
      const trip = await trips.underWay(vehicle)
      if (trip === null) return
      const cargo = list.map((one) => ({ ...one, condition: 'full' as const }))
      await trips.load(trip, await weighed(cargo, at), at)
    },
  }
}
