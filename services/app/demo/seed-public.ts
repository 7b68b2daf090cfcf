import { must, rows } from './demo-answer.ts'
import type { DemoApi } from './demo-api.ts'

const DAY_MS = 86_400_000
const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** What the company publishes: numbers that stand on every cylinder's page, hours, the gas; and the badge of its courier. Once. */
export const seedPublic = async (api: DemoApi, today: number): Promise<void> => {
  if (rows(await must(api.get('/v1/badges?limit=1'))).length > 0) return
  await api.ensure('/v1/public-profiles', {
    enterpriseId: 'zibo-gas',
    validFrom: new Date(today + DAY_MS / 3).toISOString().slice(0, 10),
    hours: [{ days: WEEK, from: '07:30', to: '20:00' }],
    phones: {
      business: '0533-5180001',
      repair: '0533-5180002',
      complaint: '0533-5180003',
      supervision: '0533-5181234',
    },
    gas: { type: 'LPG', composition: 'C3 30 %, C4 70 %', calorificMjM3: 108.4, pressurePa: 2800 },
    payment: ['cash', 'wechat'],
  })
  await must(
    api.post('/v1/badges', {
      enterpriseId: 'zibo-gas',
      operator: 'courier',
      badgeNo: 'ZB-PS-0007',
      post: '配送员',
      supervisionPhone: '0533-5181234',
      validUntil: new Date(today + 365 * DAY_MS).toISOString().slice(0, 10),
    }),
  )
}
