import { numberedCylinder } from '#sim/load/cylinder-table.ts'
import type { LoadCylinder, LoadDevice } from '#sim/load/load-types.ts'
import { type SmallTown, smallTown, type TownEdge } from './small-town.ts'

export type LoadTown = SmallTown & {
  readonly devices: readonly LoadDevice[]
  readonly cylinders: readonly LoadCylinder[]
}

/** The running program with devices and cylinders for the load generator. */
export const loadTown = async (
  devices: number,
  cylinders: number,
  env: Readonly<Record<string, string>> = {},
  edge?: TownEdge,
): Promise<LoadTown> => {
  const town = await smallTown(env, edge)
  const registered = Array.from({ length: cylinders }, (_, i) => numberedCylinder(i))
  const all: LoadDevice[] = []
  for (let i = 0; i < devices; i++) {
    const { password } = await town.newDevice(`load-${i}`)
    all.push({ stationId: 'st-1', deviceId: `load-${i}`, password, scale: 'scale-1' })
  }
  for (let i = 0; i < registered.length; i += 50) {
    await Promise.all(
      registered
        .slice(i, i + 50)
        .map((cylinder) => town.admin.create('/v1/cylinders', { ...cylinder, ownerId: 'gas-1' })),
    )
  }
  return { ...town, devices: all, cylinders: registered }
}
