import { numberedCylinder } from '#sim/load/cylinder-table.ts'
import type { LoadCylinder, LoadDevice } from '#sim/load/load-types.ts'
import { ADMIN_PASSWORD, type Program } from './program.ts'

const ENTERPRISES = 4
const STATIONS = 20
/** The operator that the load generator's events name. */
const OPERATOR = 'op-1'

export type Site = {
  readonly devices: readonly LoadDevice[]
  readonly cylinders: readonly LoadCylinder[]
}

type Post = <T>(path: string, body: unknown) => Promise<T>

const answerOf = async <T>(path: string, response: Response): Promise<T> => {
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as T
}

const posting =
  (http: string, token?: string): Post =>
  async <T>(path: string, body: unknown) => {
    const headers = {
      'content-type': typeof body === 'string' ? 'text/csv' : 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    }
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    return answerOf<T>(path, await fetch(`${http}${path}`, { method: 'POST', headers, body: text }))
  }

const registerStations = async (post: Post): Promise<void> => {
  for (let i = 0; i < ENTERPRISES; i++) {
    const id = `bench-${i}`
    await post('/v1/enterprises', { id, name: `Bench ${i}` })
    await post('/v1/staff', { enterpriseId: id, operator: OPERATOR, certifiedUntil: '2039-12-31' })
  }
  for (let i = 0; i < STATIONS; i++) {
    await post('/v1/stations', {
      id: `bench-${i}`,
      name: `Station ${i}`,
      region: i % 2 === 0 ? '370302' : '370402',
      enterpriseId: `bench-${i % ENTERPRISES}`,
      licenceNo: `B-${i}`,
      licenceUntil: '2039-12-31',
    })
  }
}

const registerDevice = async (post: Post, index: number): Promise<LoadDevice> => {
  const stationId = `bench-${index % STATIONS}`
  const deviceId = `dev-${index}`
  const scale = `${stationId}-${deviceId}`
  await post('/v1/scales', { id: scale, stationId, verifiedUntil: '2039-12-31', toleranceG: 20 })
  const { password } = await post<{ password: string }>('/v1/devices', {
    stationId,
    deviceId,
    kind: 'scale',
  })
  return { stationId, deviceId, password, scale }
}

/** A cylinder belongs to the enterprise at whose station the load generator's device handles it. */
const rowOf = (index: number, cylinders: number, devices: number) => {
  const { targetNetG, ...facts } = numberedCylinder(index)
  void targetNetG // what the station aims at, no fact of the cylinder
  const device = Math.floor((index * devices) / cylinders)
  return { ...facts, ownerId: `bench-${(device % STATIONS) % ENTERPRISES}` }
}

const csvOf = (cylinders: number, devices: number): string => {
  const rows = Array.from({ length: cylinders }, (_, i) => rowOf(i, cylinders, devices))
  const lines = rows.map((row) => Object.values(row).join(','))
  return [Object.keys(rows[0] ?? {}).join(','), ...lines].join('\n')
}

/** Enterprises, stations, operators, one scale a device, and cylinders, all through the API as an office would. */
export const registerSite = async (
  { http, sql }: Program,
  devices: number,
  cylinders: number,
): Promise<Site> => {
  const login = { username: 'admin', password: ADMIN_PASSWORD }
  const { token } = await posting(http)<{ token: string }>('/v1/sessions', login)
  const post = posting(http, token)
  await registerStations(post)
  const registered: LoadDevice[] = []
  for (let i = 0; i < devices; i++) registered.push(await registerDevice(post, i))
  const report = await post<{ created: number; errors: unknown[] }>(
    '/v1/cylinders/import',
    csvOf(cylinders, devices),
  )
  if (report.created !== cylinders) {
    throw new Error(`imported ${report.created}: ${JSON.stringify(report.errors.slice(0, 3))}`)
  }
  await sql.query('vacuum analyze')
  return {
    devices: registered,
    cylinders: Array.from({ length: cylinders }, (_, i) => numberedCylinder(i)),
  }
}
