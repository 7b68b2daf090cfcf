import { randomUUID } from 'node:crypto'
import { connectAsync } from 'mqtt'
import { buildTopic } from '#schemas/topics.ts'
import { must, rows } from './demo-answer.ts'
import type { DemoApi } from './demo-api.ts'
import { claimed, demoCustomers } from './demo-customers.ts'
import { demoWorld } from './demo-world.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const CHINA_MS = 8 * HOUR_MS
/** R002-7.1.14d: a claim is paid within so many working days of its weighing. */
const PAID_WITHIN = 5
/** Left in the cylinder, of which 435 g are allowed (R003-7.1.14c). */
const RESIDUAL_G = 1_260

const dayOf = (ms: number): string => new Date(ms + CHINA_MS).toISOString().slice(0, 10)

/** The last morning whose claim is due after today, which is tomorrow unless nobody works then. */
const weighedAt = async (api: DemoApi, today: number): Promise<number> => {
  for (let at = today; ; at -= DAY_MS) {
    const asked = `from=${dayOf(at - DAY_MS)}&workingDays=${PAID_WITHIN}`
    const { day } = await must(api.get(`/v1/calendar/deadline?${asked}`))
    if (String(day) <= dayOf(today)) return Date.parse(`${dayOf(at)}T09:30:00+08:00`)
  }
}

/**
 * Somebody brought a cylinder back with gas in it, some days ago: what is owed for that is due tomorrow. Weighed by a device that
 * had no line until now, as it happens. Once.
 */
export const seedClaim = async (
  api: DemoApi,
  { mqtt, password, today }: { mqtt: string; password: string; today: number },
): Promise<void> => {
  const { phone } = demoCustomers[0]
  const known = await must(api.post('/v1/customers/lookup', { phone }))
  const customerId = String(rows(known)[0]?.['id'])
  const claims = await must(api.get(`/v1/residual-claims?state=all&customerId=${customerId}`))
  if (rows(claims).length > 0) return
  const cylinder = claimed(today)
  await api.ensure('/v1/cylinders', cylinder)
  const at = await weighedAt(api, today)
  const [stationId = '', deviceId = ''] = demoWorld.freeDevice.split('/')
  await must(
    api.post('/v1/returns', {
      happenedAt: new Date(at - HOUR_MS).toISOString(),
      broughtBy: 'customer',
      stationId,
      customerId,
      returned: [{ code: cylinder.code }],
    }),
  )
  const client = await connectAsync(mqtt, { username: demoWorld.freeDevice, password })
  const weighed = {
    id: randomUUID(),
    type: 'residual.weighed',
    at: new Date(at).toISOString(),
    tag: { scheme: 'code', value: cylinder.code },
    operator: demoWorld.operators[0],
    tareG: cylinder.tareG,
    grossG: cylinder.tareG + RESIDUAL_G,
  }
  const topic = buildTopic('event', { stationId, deviceId })
  await client.publishAsync(topic, JSON.stringify(weighed), { qos: 1 })
  await client.endAsync()
}
