import { must, rows } from './demo-answer.ts'
import type { DemoApi } from './demo-api.ts'
import { demoCustomers } from './demo-customers.ts'
import { demoSignature } from './demo-signature.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const WELL = ['cylinder', 'regulator', 'appliance', 'environment'].map((item) => ({
  item,
  ok: true,
}))

type Home = { readonly customerId: string; readonly premisesId: string }

const homeOf = async (api: DemoApi, phone: string): Promise<Home | null> => {
  const [known] = rows(await must(api.post('/v1/customers/lookup', { phone })))
  if (known === undefined) return null
  const customerId = String(known['id'])
  const [place] = rows(await must(api.get(`/v1/customers/${customerId}/premises`)))
  return place === undefined ? null : { customerId, premisesId: String(place['id']) }
}

/** Found three weeks ago, mended and seen again ten days later: what an archive is for. */
const mendedHose = async (api: DemoApi, home: Home, today: number): Promise<void> => {
  const object = await api.picture(demoSignature, home.customerId)
  const signature = { kind: 'signature', object }
  const found = today - 21 * DAY_MS
  const dueOn = new Date(found + 15 * DAY_MS).toISOString().slice(0, 10)
  const seen = await must(
    api.post('/v1/safety-inspections', {
      premisesId: home.premisesId,
      happenedAt: new Date(found).toISOString(),
      kind: 'on-demand',
      check: { items: [...WELL, { item: 'hose', ok: false, defect: 'aged' }] },
      signature,
      notice: { dueOn, signature },
    }),
  )
  await must(
    api.post(`/v1/rectifications/${String(seen['rectificationId'])}/close`, {
      happenedAt: new Date(found + 10 * DAY_MS).toISOString(),
      check: { items: [...WELL, { item: 'hose', ok: true }] },
      signature,
    }),
  )
}

/** The plan of this year and the next, a visit agreed for it, and a door that stayed closed. */
const planVisits = async (
  api: DemoApi,
  { mine, closed }: { mine: Home; closed: Home },
  today: number,
) => {
  const year = new Date(today).getUTCFullYear()
  for (const one of [year, year + 1]) {
    await must(api.post('/v1/home-plans', { enterpriseId: 'zibo-gas', year: one }))
  }
  const open = await must(api.get(`/v1/home-plans?limit=1&premisesId=${mine.premisesId}`))
  const [plan] = rows(open)
  if (plan !== undefined) {
    const begins = Date.parse(`${String(plan['fromOn'])}T09:00:00+08:00`)
    const from = Math.max(begins, today) + 9 * DAY_MS
    const visit = {
      from: new Date(from).toISOString(),
      to: new Date(from + 2 * HOUR_MS).toISOString(),
    }
    await must(api.post(`/v1/home-plans/${String(plan['id'])}/visit`, visit))
  }
  await must(
    api.post('/v1/safety-inspections', {
      premisesId: closed.premisesId,
      happenedAt: new Date(today - 2 * HOUR_MS).toISOString(),
      kind: 'periodic',
      outcome: 'nobody-home',
      note: {
        phone: '0533-2345678',
        proposedOn: new Date(today + 3 * DAY_MS).toISOString().slice(0, 10),
      },
    }),
  )
}

/** 站内: one hazard that is being mended, and a route that is due today. */
const seedStation = async (api: DemoApi, today: number): Promise<void> => {
  await must(
    api.post('/v1/company-hazards', {
      stationId: 'zb-zichuan',
      source: 'self-check',
      what: '2 号灌装台静电接地线端子锈蚀，接地电阻超标。',
      control: '停用 2 号灌装台，悬挂警示牌。',
      foundAt: new Date(today - DAY_MS).toISOString(),
      dueOn: new Date(today + 6 * DAY_MS).toISOString().slice(0, 10),
    }),
  )
  await must(
    api.post('/v1/patrol-routes', {
      stationId: 'zb-zichuan',
      name: '罐区与灌装间日巡',
      everyDays: 1,
      items: ['储罐液位与压力', '紧急切断阀', '可燃气体报警器', '消防水与灭火器', '静电接地'],
    }),
  )
  await must(
    api.post('/v1/badges', {
      enterpriseId: 'zibo-gas',
      operator: 'courier',
      badgeNo: 'FW-0001',
      post: '送气工',
      supervisionPhone: '0533-2345678',
    }),
  )
}

/** What a year owes to homes and stations. Once. */
export const seedHomes = async (api: DemoApi, today: number): Promise<void> => {
  if (rows(await must(api.get('/v1/company-hazards?limit=1'))).length > 0) return
  const mine = await homeOf(api, demoCustomers[0].phone)
  const closed = await homeOf(api, demoCustomers[3].phone)
  if (mine !== null && closed !== null) {
    await mendedHose(api, mine, today)
    await planVisits(api, { mine, closed }, today)
  }
  await seedStation(api, today)
}
