import { randomUUID } from 'node:crypto'
import { must, rows } from './demo-answer.ts'
import { DemoApi } from './demo-api.ts'
import { deliveredAlready, demoCustomers, demoVan, vanCylinders } from './demo-customers.ts'
import { demoSignature } from './demo-signature.ts'

const HOUR_MS = 3_600_000
const ITEMS = ['cylinder', 'regulator', 'hose', 'appliance', 'environment']

/** A kitchen where gas may be used. */
export const demoHome = (address: string) => ({
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

/** Trained; @returns the id of their user */
const seedCourier = async (api: DemoApi, operator: string, today: number): Promise<string> => {
  const heldOn = new Date(today - 30 * 24 * HOUR_MS).toISOString().slice(0, 10)
  const fresh = await api.ensure('/v1/staff', { enterpriseId: 'zibo-gas', operator })
  if (fresh === 'created') {
    await must(
      api.post('/v1/trainings', {
        enterpriseId: 'zibo-gas',
        heldOn,
        topics: ['safety'],
        content: '入户安装、检漏、点火',
        minutes: 120,
        people: [{ operator, passed: true }],
      }),
    )
  }
  const users = rows(await must(api.get('/v1/users?limit=100')))
  const courier = users.find(({ username }) => username === operator)
  return String(courier?.['id'])
}

type Sold = { readonly customerId: string; readonly orderId: string }

/** An order for today: within three hours where somebody still has to bring it. */
const sellTo = async (
  api: DemoApi,
  { name, phone, address, buys }: (typeof demoCustomers)[number],
  today: number,
): Promise<Sold> => {
  const where = { enterpriseId: 'zibo-gas', region: '370302' }
  const customer = await must(
    api.post('/v1/customers', { kind: 'resident', ...where, name, phone, ofAge: true }),
  )
  const customerId = String(customer['id'])
  const premises = await must(api.post(`/v1/customers/${customerId}/premises`, demoHome(address)))
  const from = new Date(today + HOUR_MS).toISOString()
  const to = new Date(today + 3 * HOUR_MS).toISOString()
  const order = await must(
    api.post('/v1/orders', {
      customerId,
      premisesId: premises['id'],
      lines: [{ model: 'YSP35.5', quantity: 1 }],
      ...(buys === 'brought' ? {} : { appointment: { from, to } }),
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

/** A visit with all that belongs to it; `object` = the signature. */
export const wholeVisit = (cylinder: string, object: string) => ({
  visitId: randomUUID(),
  happenedAt: new Date().toISOString(),
  delivered: [cylinder],
  installation: { state: 'done', leakFree: true, ignited: true },
  check: { items: ITEMS.map((item) => ({ item, ok: true })) },
  signature: { kind: 'signature', object },
  manualVersion: '2026',
})

/** What a cylinder of each size costs: labelled mass, gas and delivery. */
const PRICES = [
  ['YSP-5', 4_800, 3_900, 300],
  ['YSP-15', 14_500, 11_600, 500],
] as const

/** This morning's delivery, whole: what a customer finds under receipts and cylinders, and may rate. */
const deliver = async (
  url: string,
  api: DemoApi,
  { customerId, orderId }: Sold,
  { courierId, password, today }: { courierId: string; password: string; today: number },
): Promise<void> => {
  const cylinder = deliveredAlready(today)
  await api.ensure('/v1/cylinders', cylinder)
  await must(
    api.post(`/v1/customers/${customerId}/verifications`, {
      method: 'paper-seen',
      result: 'verified',
    }),
  )
  await load(api, orderId, courierId, cylinder.code)
  const courier = new DemoApi(url, (await api.signIn('courier', password)) ?? '')
  const object = await courier.picture(demoSignature, customerId)
  await must(
    courier.post(`/v1/orders/${orderId}/deliver`, {
      ...wholeVisit(cylinder.code, object),
      vehicle: demoVan,
      payments: [{ method: 'wechat', amountFen: 12_100 }],
    }),
  )
}

/**
 * Households with what they buy; behind the user `customer` is the one that has it already. Once: whoever is known by phone is left as they are.
 */
export const seedSales = async (
  url: string,
  api: DemoApi,
  users: Readonly<Record<string, string>>,
  today: number,
): Promise<void> => {
  for (const [model, labelledNetG, gasFen, deliveryFeeFen] of PRICES) {
    await api.ensure('/v1/prices', {
      enterpriseId: 'zibo-gas',
      model,
      labelledNetG,
      gasFen,
      deliveryFeeFen,
      publishedFenPerKg: 800,
      validFrom: '2026-01-01',
    })
  }
  const courierId = await seedCourier(api, 'courier', today)
  await seedCourier(api, 'courier-2', today)
  const full = vanCylinders(today)
  for (const cylinder of full) await api.ensure('/v1/cylinders', cylinder)
  const aboard = demoCustomers.filter(({ buys }) => buys === 'aboard')
  for (const customer of demoCustomers) {
    const found = await must(api.post('/v1/customers/lookup', { phone: customer.phone }))
    if (rows(found).length > 0) continue
    const sold = await sellTo(api, customer, today)
    const place = aboard.findIndex(({ phone }) => phone === customer.phone)
    if (place >= 0) await load(api, sold.orderId, courierId, full[place]?.code ?? '')
    if (customer.buys !== 'brought') continue
    const { customerId } = sold
    const user = { username: 'customer', role: 'customer', password: users['customer'], customerId }
    await api.ensure('/v1/users', user)
    const password = users['courier'] ?? ''
    await deliver(url, api, sold, { courierId, password, today })
  }
}
