import { must, rows } from './demo-answer.ts'
import type { DemoApi } from './demo-api.ts'
import { demoCustomers, demoVan, vanCylinders } from './demo-customers.ts'

const HOUR_MS = 3_600_000

const home = (address: string) => ({
  region: '370302',
  class: 'urban',
  inPipeArea: false,
  place: 'indoors',
  roomUse: 'kitchen',
  ventilation: 'window',
  secondGasSource: 'none',
  floor: 5,
  gasAlarm: true,
  address,
})

const seedCourier = async (api: DemoApi, today: number): Promise<string> => {
  const heldOn = new Date(today - 30 * 24 * HOUR_MS).toISOString().slice(0, 10)
  const fresh = await api.ensure('/v1/staff', { enterpriseId: 'zibo-gas', operator: 'courier' })
  if (fresh === 'created') {
    await must(
      api.post('/v1/trainings', {
        enterpriseId: 'zibo-gas',
        heldOn,
        topics: ['safety'],
        content: '入户安装、检漏、点火',
        minutes: 120,
        people: [{ operator: 'courier', passed: true }],
      }),
    )
  }
  const users = rows(await must(api.get('/v1/users?limit=100')))
  const courier = users.find(({ username }) => username === 'courier')
  return String(courier?.['id'])
}

type Sold = { readonly customerId: string; readonly orderId: string }

/** An order for today, between one and three hours ahead. */
const sellTo = async (
  api: DemoApi,
  { name, phone, address }: (typeof demoCustomers)[number],
  today: number,
): Promise<Sold> => {
  const where = { enterpriseId: 'zibo-gas', region: '370302' }
  const customer = await must(
    api.post('/v1/customers', { kind: 'resident', ...where, name, phone, ofAge: true }),
  )
  const customerId = String(customer['id'])
  const premises = await must(api.post(`/v1/customers/${customerId}/premises`, home(address)))
  const from = new Date(today + HOUR_MS).toISOString()
  const to = new Date(today + 3 * HOUR_MS).toISOString()
  const order = await must(
    api.post('/v1/orders', {
      customerId,
      premisesId: premises['id'],
      lines: [{ model: 'YSP35.5', quantity: 1 }],
      appointment: { from, to },
    }),
  )
  return { customerId, orderId: String(order['id']) }
}

const load = async (api: DemoApi, orderId: string, courierId: string, cylinder: string) => {
  const assigned = { courierId, vehicle: demoVan, cylinders: [cylinder] }
  await must(api.post(`/v1/orders/${orderId}/assign`, assigned))
  const scan = { code: cylinder, appearanceOk: true, leakFree: true }
  await must(api.post(`/v1/orders/${orderId}/stock-out`, { cylinders: [scan] }))
}

/**
 * Households, an order for each on the courier's list with a cylinder in the van, one that waits to be assigned, and the household
 * behind the user `customer`. Once: whoever is known by phone is left as they are.
 */
export const seedSales = async (
  api: DemoApi,
  users: Readonly<Record<string, string>>,
  today: number,
): Promise<void> => {
  await api.ensure('/v1/prices', {
    enterpriseId: 'zibo-gas',
    model: 'YSP-15',
    labelledNetG: 14_500,
    gasFen: 11_600,
    deliveryFeeFen: 500,
    publishedFenPerKg: 800,
    validFrom: '2026-01-01',
  })
  const courierId = await seedCourier(api, today)
  const aboard = vanCylinders(today)
  for (const cylinder of aboard) await api.ensure('/v1/cylinders', cylinder)
  for (const [i, customer] of demoCustomers.entries()) {
    const found = await must(api.post('/v1/customers/lookup', { phone: customer.phone }))
    if (rows(found).length > 0) continue
    const { customerId, orderId } = await sellTo(api, customer, today)
    const waits = i === demoCustomers.length - 1
    if (!waits) await load(api, orderId, courierId, aboard[i]?.code ?? '')
    if ('account' in customer) {
      const { account: username } = customer
      const user = { username, role: 'customer', password: users[username], customerId }
      await api.ensure('/v1/users', user)
    }
  }
}
