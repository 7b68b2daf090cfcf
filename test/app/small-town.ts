import { ApiClient, plainCylinder } from './api-client.ts'
import { Program } from './program.ts'
import { type Credentials, TestDevice } from './test-device.ts'

export type SmallTown = {
  readonly program: Program
  readonly admin: ApiClient
  readonly credentials: Credentials
  /** A scale controller of station `st-1`, connected. */
  readonly device: TestDevice
  /** Registers a cylinder in good order. */
  register(code: string, change?: Parameters<typeof plainCylinder>[1]): Promise<void>
  newDevice(deviceId: string): Promise<Credentials>
  end(): Promise<void>
}

/** Where devices connect, when not to the program itself; `admit` after each that was registered. */
export type TownEdge = {
  readonly mqtt: string
  admit(databaseUrl: string, device: Credentials): Promise<void>
}

/** The running program with one enterprise, station, scale, operator and device. */
export const smallTown = async (
  env: Readonly<Record<string, string>> = {},
  edge?: TownEdge,
): Promise<SmallTown> => {
  const program = new Program(env)
  await program.create()
  const admin = await new ApiClient(program.url).signIn('admin', program.adminPassword)
  await admin.create('/v1/enterprises', { id: 'gas-1', name: '示范燃气' })
  await admin.create('/v1/enterprises', { id: 'gas-2', name: '别家燃气' })
  await admin.create('/v1/stations', {
    id: 'st-1',
    name: '充装站',
    region: '370302',
    enterpriseId: 'gas-1',
    licenceNo: 'TS-1',
    licenceUntil: '2099-12-31',
  })
  await admin.create('/v1/scales', {
    id: 'scale-1',
    stationId: 'st-1',
    verifiedUntil: '2099-12-31',
    toleranceG: 20,
  })
  const operator = { enterpriseId: 'gas-1', operator: 's-1', certifiedUntil: '2099-12-31' }
  await admin.create('/v1/staff', operator)
  const newDevice = async (deviceId: string): Promise<Credentials> => {
    const body = { stationId: 'st-1', deviceId, kind: 'scale' }
    const device = (await admin.create('/v1/devices', body)) as Credentials
    await edge?.admit(await program.databaseUrl(), device)
    return device
  }
  const credentials = await newDevice('dev-1')
  const device = new TestDevice(edge?.mqtt ?? program.mqtt, credentials)
  await device.connect()
  return {
    program,
    admin,
    credentials,
    device,
    register: async (code, change) => {
      await admin.create('/v1/cylinders', plainCylinder(code, change))
    },
    newDevice,
    end: async () => {
      await device.disconnect()
      await program.destroy()
    },
  }
}
