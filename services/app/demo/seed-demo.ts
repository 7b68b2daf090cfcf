import { StartupError } from '#app/start/startup-error.ts'
import { DemoApi } from './demo-api.ts'
import { demoCases, demoCylinders } from './demo-cylinders.ts'
import { type DemoSecrets, newPassword, saveSecrets } from './demo-secrets.ts'
import { demoWorld } from './demo-world.ts'
import { seedClaim } from './seed-claim.ts'
import { seedDesk } from './seed-desk.ts'
import { seedHomes } from './seed-homes.ts'
import { dayIn } from './demo-day.ts'
import { seedLab } from './seed-lab.ts'
import { seedOversight } from './seed-oversight.ts'
import { seedPublic } from './seed-public.ts'
import { seedSales } from './seed-sales.ts'
import { seedVehicles } from './seed-vehicles.ts'

export type SeedTarget = {
  readonly url: string
  readonly mqtt: string
  readonly dataDir: string
  readonly secrets: DemoSecrets
  /** ms since 1970. */
  readonly today: number
}

const seedSites = async (api: DemoApi, today: number): Promise<void> => {
  const until = dayIn(today, 1000)
  for (const enterprise of demoWorld.enterprises) await api.ensure('/v1/enterprises', enterprise)
  for (const station of demoWorld.stations) {
    await api.ensure('/v1/stations', { ...station, licenceUntil: until })
  }
  for (const scale of demoWorld.scales) {
    await api.ensure('/v1/scales', { ...scale, verifiedUntil: dayIn(today, 200) })
  }
  for (const operator of demoWorld.operators) {
    const staff = { enterpriseId: 'zibo-gas', operator, certifiedUntil: until }
    await api.ensure('/v1/staff', staff)
  }
}

/** A device whose password we lost gets a new one. */
const seedDevices = async (api: DemoApi, { dataDir, secrets }: SeedTarget): Promise<void> => {
  for (const device of demoWorld.devices) {
    const username = `${device.stationId}/${device.deviceId}`
    if (secrets.devices[username] !== undefined) continue
    let { status, body } = await api.post('/v1/devices', device)
    if (status === 409) ({ status, body } = await api.post(`/v1/devices/${username}/rotate`, {}))
    if (typeof body['password'] !== 'string') throw new Error(`device ${username}: ${status}`)
    secrets.devices[username] = body['password']
  }
  await saveSecrets(dataDir, secrets)
}

const seedUsers = async (api: DemoApi, { dataDir, secrets }: SeedTarget): Promise<void> => {
  for (const user of demoWorld.users) secrets.users[user.username] ??= newPassword()
  // Saved before they are used: a start that is killed in between must not lock the next one out.
  await saveSecrets(dataDir, secrets)
  await Promise.all(
    // A customer's account comes with the customer.
    demoWorld.users
      .filter(({ role }) => role !== 'customer')
      .map((user) => api.ensure('/v1/users', { ...user, password: secrets.users[user.username] })),
  )
}

const seedCylinders = async (api: DemoApi, today: number): Promise<void> => {
  await Promise.all(demoCylinders(today).map((cylinder) => api.ensure('/v1/cylinders', cylinder)))
  await api.ensure(`/v1/cylinders/${demoCases.retired}/retire`, { reason: '阀座裂纹，判废' })
}

/**
 * Registers the demo's world over the API, as often as one likes.
 *
 * @throws StartupError when the data directory has another administrator's password
 */
export const seedDemo = async (target: SeedTarget): Promise<void> => {
  const { url, mqtt, secrets, today } = target
  const token = await new DemoApi(url).signIn('admin', secrets.users['admin'] ?? '')
  if (token === null) {
    throw new StartupError(
      `${target.dataDir} was not made by the demo: give its password as LPG_ADMIN_PASSWORD, or another DATA_DIR`,
    )
  }
  const api = new DemoApi(url, token)
  await seedSites(api, today)
  await Promise.all([seedDevices(api, target), seedCylinders(api, today)])
  await seedUsers(api, target)
  // Before anything is loaded: where a company has vehicles, a van is one of them.
  await seedVehicles(api, today)
  await Promise.all([
    seedDesk(api, today),
    seedSales(url, api, secrets.users, today).then(() =>
      Promise.all([
        seedClaim(api, { mqtt, password: secrets.devices[demoWorld.freeDevice] ?? '', today }),
        seedHomes(api, today),
      ]),
    ),
    seedLab(url, api, secrets.users, today),
    seedOversight(url, api, secrets.users, today),
  ])
  await seedPublic(api, today)
}
