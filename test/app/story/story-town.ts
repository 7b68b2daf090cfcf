import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Device, type DeviceOptions } from '#sim/devices/device.ts'
import { handScanner } from '#sim/devices/hand-scanner.ts'
import type { Machine } from '#sim/devices/machine.ts'
import { rfidPortal } from '#sim/devices/rfid-portal.ts'
import { scaleController } from '#sim/devices/scale-controller.ts'
import { usualScale } from '#sim/devices/scale-state.ts'
import { seededRandom } from '#sim/wire/random.ts'
import { pngOf, safetyTraining } from '#test/api/sales-world.ts'
import { ApiClient, type Answer } from '#test/app/api-client.ts'
import { type SmallTown, smallTown } from '#test/app/small-town.ts'

export type Home = { readonly id: string; readonly premisesId: string }
export const PASSWORD = 'correct horse battery'
export const now = (): string => new Date().toISOString()

/** Devices of the simulator at station `st-1`: a scale, the checker's scanner, the gate. */
const buildDevices = async (town: SmallTown) => {
  const device = async <S, I>(deviceId: string, machine: Machine<S, I>, seed: number) => {
    const { password } = await town.newDevice(deviceId)
    const options: DeviceOptions = {
      mqtt: town.program.mqtt,
      address: { stationId: 'st-1', deviceId },
      password,
      dataDir: join(town.program.dataDir, 'devices'),
      random: seededRandom(seed),
    }
    const built = new Device(machine, options)
    built.start()
    return built
  }
  // A fill in a second, with a curve of fifty points.
  const quick = { ...usualScale, scale: 'scale-1', flowGps: 15_000, stepMs: 20 }
  return {
    scale: await device('sim-scale', scaleController(quick), 7),
    scanner: await device('sim-scanner', handScanner({ operator: 's-1' }), 8),
    portal: await device('sim-portal', rfidPortal({ siteId: 'st-1', passageMs: 1 }), 9),
  }
}

type Devices = Awaited<ReturnType<typeof buildDevices>>

/** Everybody who touches the cylinder, signed in under their own name. */
const PEOPLE = [
  ['office-1', 'office', { enterpriseId: 'gas-1' }],
  ['courier-1', 'courier', { enterpriseId: 'gas-1' }],
  ['lab-zhang', 'lab', { enterpriseId: 'lab-1' }],
  ['lab-li', 'lab', { enterpriseId: 'lab-1' }],
  ['regulator-37', 'regulator', { regionPrefix: '3703' }],
  ['regulator-65', 'regulator', { regionPrefix: '65' }],
] as const

export type Who = (typeof PEOPLE)[number][0]

const hire = async ({ admin, program }: SmallTown) => {
  await admin.create('/v1/enterprises', { id: 'lab-1', name: '淄博气瓶检验站' })
  await admin.create('/v1/staff', { enterpriseId: 'gas-1', operator: 'courier-1' })
  await admin.create('/v1/trainings', safetyTraining('gas-1', 'courier-1'))
  const operator = { enterpriseId: 'gas-1', operator: 's-2', certifiedUntil: '2099-12-31' }
  await admin.create('/v1/staff', operator)
  const clients = new Map<string, ApiClient>()
  const ids = new Map<string, string>()
  for (const [username, role, reach] of PEOPLE) {
    const user = { username, password: PASSWORD, role, ...reach }
    ids.set(username, (await admin.create('/v1/users', user)).id)
    clients.set(username, await new ApiClient(program.url).signIn(username, PASSWORD))
  }
  return {
    ids,
    as: (who: Who): ApiClient => {
      const client = clients.get(who)
      if (client === undefined) throw new Error(`nobody is called ${who}`)
      return client
    },
  }
}

/** A picture of its own. @returns its hash */
const uploaded = async (client: ApiClient, query: string): Promise<string> => {
  const response = await fetch(`${client.url}/v1/objects?${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${client.token}`, 'content-type': 'image/png' },
    body: new Uint8Array(pngOf(randomUUID())),
  })
  const { object } = (await response.json()) as { object: string }
  return object
}

export type Story = Awaited<ReturnType<typeof storyTown>>

/** The running program, its people, and devices of the simulator. */
export const storyTown = async () => {
  const town = await smallTown()
  const people = await hire(town)
  const devices = await buildDevices(town)
  const { admin } = town
  await admin.create('/v1/prices', {
    enterpriseId: 'gas-1',
    model: 'YSP-15',
    labelledNetG: 14_500,
    gasFen: 11_600,
    deliveryFeeFen: 500,
    publishedFenPerKg: 780,
    validFrom: '2026-01-01',
  })
  const picture = (who: Who, kind: string, customerId?: string): Promise<string> => {
    const whose = customerId === undefined ? '' : `&customerId=${customerId}`
    return uploaded(people.as(who), `kind=${kind}${whose}`)
  }
  return {
    ...town,
    ...people,
    devices,
    picture,
    /** All that the devices said is committed, and the next step is later. */
    settled: async (): Promise<void> => {
      for (const device of Object.values(devices)) await device.until(({ owed }) => owed === 0)
      await sleep(5)
    },
    end: async (): Promise<void> => {
      for (const device of Object.values(devices)) await device.stop()
      await town.end()
    },
  }
}

export const tagOf = (code: string) => ({ scheme: 'qr' as const, value: `qr-${code}` })

/** One step of a device, and its acknowledgement. */
export const step = async <D extends keyof Devices>(
  { devices, settled }: Story,
  device: D,
  input: Parameters<Devices[D]['input']>[0],
): Promise<void> => {
  ;(devices[device].input as (input: unknown) => void)(input)
  await settled()
}

/** Asks for a permit, and fills when it comes. @returns the codes of a refusal */
export const fillOn = async (story: Story): Promise<readonly string[]> => {
  const { scale } = story.devices
  scale.input({ on: 'fill' })
  await scale.until(({ state }) => state.stage.is === 'filled' || state.stage.is === 'denied')
  await story.settled()
  const { stage } = scale.state
  return stage.is === 'denied' ? stage.codes : []
}

/** Checked, filled, checked again: three people's hands, one cylinder. */
export const filled = async (story: Story, code: string, tareG: number): Promise<void> => {
  const tag = tagOf(code)
  await step(story, 'scanner', { on: 'scan', tag, purpose: 'prefill' })
  await step(story, 'scanner', { on: 'pass' })
  await step(story, 'scale', { on: 'place', load: { tag, tareG, grossG: tareG } })
  const denied = await fillOn(story)
  if (denied.length > 0) throw new Error(`denied: ${denied.join(', ')}`)
  const checkWeighG = tareG + 14_500
  const sealNo = `封-${code}`
  await step(story, 'scale', {
    on: 'check-after',
    checkWeighG,
    leakFree: true,
    sealed: true,
    sealNo,
  })
  await step(story, 'scale', { on: 'take-off' })
}

export const moveIn = async (home: string, phone: string, story: Story): Promise<Home> => {
  const office = story.as('office-1')
  const made = await office.create('/v1/customers', {
    kind: 'resident',
    region: '370302',
    name: home,
    phone,
    ofAge: true,
  })
  const seen = { method: 'paper-seen', result: 'verified' }
  await office.create(`/v1/customers/${made.id}/verifications`, seen)
  const premises = await office.create(`/v1/customers/${made.id}/premises`, {
    region: '370302',
    address: `柳泉路 8 号 ${home} 家`,
    class: 'urban',
    inPipeArea: false,
    place: 'indoors',
    roomUse: 'kitchen',
    floor: 2,
    ventilation: 'window',
    gasAlarm: true,
    secondGasSource: 'none',
  })
  return { id: made.id, premisesId: premises.id }
}

/** Ordered, put on the courier's list and handed into the van. */
export const onTheWay = async (story: Story, home: Home, code: string): Promise<Answer['body']> => {
  const courier = story.as('courier-1')
  const order = await courier.create('/v1/orders', {
    customerId: home.id,
    premisesId: home.premisesId,
    lines: [{ model: 'YSP35.5', quantity: 1 }],
  })
  const assigned = await story.as('office-1').call('POST', `/v1/orders/${order.id}/assign`, {
    courierId: story.ids.get('courier-1'),
    vehicle: 'van-1',
    cylinders: [code],
  })
  if (assigned.status !== 200) throw new Error(JSON.stringify(assigned.body))
  await courier.create(`/v1/orders/${order.id}/stock-out`, {
    cylinders: [{ code, appearanceOk: true, leakFree: true }],
  })
  await story.settled()
  return order
}

export const checkItems = (bad?: string) => ({
  items: ['cylinder', 'regulator', 'hose', 'appliance', 'environment'].map((item) => ({
    item,
    ok: item !== bad,
    ...(item === bad ? { defect: 'aged' } : {}),
  })),
})
