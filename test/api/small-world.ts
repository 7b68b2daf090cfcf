import { ADMIN_PASSWORD, type ApiUnderTest, type Json } from './api-harness.ts'

export const ROLES = [
  'admin',
  'office',
  'station',
  'courier',
  'lab',
  'regulator',
  'customer',
] as const

export type World = { readonly tokens: Readonly<Record<string, string>> }

const must = async (answer: Promise<{ status: number; body: unknown }>): Promise<Json> => {
  const { status, body } = await answer
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`)
  return body
}

/** What a cylinder needs at least, and a little more. */
export const cylinderBody = (code: string, more: object = {}) => ({
  code,
  model: 'YSP35.5',
  waterVolumeMl: 35_500,
  stampedMaxG: 14_900,
  tareG: 16_480,
  madeOn: '2022-03',
  designLifeYears: 8,
  manufacturer: '某某钢瓶厂',
  serialNo: 'SN-1',
  ownerId: 'ent-a',
  inspectedOn: '2024-03-01',
  nextInspectionOn: '2028-03-01',
  ...more,
})

/** Two enterprises in two regions, a station, scale, device and cylinder each, and a user of every role in the first. */
export const buildWorld = async (api: ApiUnderTest): Promise<World> => {
  const admin = await api.login('admin')
  const post = (url: string, body: object) => must(api.call('POST', url, admin, body))
  const sites = [
    ['a', '370302'],
    ['b', '650102'],
  ] as const
  for (const [x, region] of sites) {
    await post('/v1/enterprises', { id: `ent-${x}`, name: `企业 ${x}` })
    await post('/v1/stations', {
      id: `st-${x}`,
      name: `站 ${x}`,
      region,
      enterpriseId: `ent-${x}`,
      licenceNo: 'TS-1',
      licenceUntil: '2030-01-01',
    })
    await post('/v1/scales', {
      id: `scale-${x}`,
      stationId: `st-${x}`,
      verifiedUntil: '2027-01-01',
    })
    await post('/v1/devices', { stationId: `st-${x}`, deviceId: 'dev-1', kind: 'scale' })
    await post('/v1/cylinders', cylinderBody(`CYL-${x}`, { ownerId: `ent-${x}` }))
  }
  const tokens: Record<string, string> = { admin }
  for (const role of ROLES) {
    if (role === 'admin') continue
    const reach =
      role === 'regulator'
        ? { regionPrefix: '37' }
        : { enterpriseId: 'ent-a', ...(role === 'station' ? { stationId: 'st-a' } : {}) }
    await post('/v1/users', { username: role, password: ADMIN_PASSWORD, role, ...reach })
    tokens[role] = await api.login(role)
  }
  return { tokens }
}
