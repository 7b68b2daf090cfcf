import { must } from './demo-answer.ts'
import type { DemoApi } from './demo-api.ts'

const DAY_MS = 86_400_000
const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** What the company publishes: the numbers that stand on every cylinder's page, its hours, the gas. Once. */
export const seedPublic = async (api: DemoApi, today: number): Promise<void> => {
  const { profile } = await must(api.get('/v1/public/enterprises/zibo-gas'))
  if (profile !== null) return
  await must(
    api.post('/v1/public-profiles', {
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
    }),
  )
}
