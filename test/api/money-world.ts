import { expect } from 'vitest'
import { type Answer, type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildSales, type Customer, type SalesWorld, visit } from './sales-world.ts'

const MODEL = 'YSP12'
export const GAS = 4_500
export const FEE = 300
export const DEPOSIT = 8_000

export const lines = [{ model: MODEL, quantity: 1 }]
export const period = 'from=2026-01-01&to=2026-12-31'

type Visited = { readonly order: Json; readonly code: string; readonly answer: { body: Json } }

export type MoneyWorld = {
  readonly api: ApiUnderTest
  readonly world: SalesWorld
  get(url: string, role?: string): Promise<Answer>
  /** A small full cylinder. @returns its code */
  small(): Promise<string>
  /** A visit of a courier that brings one cylinder and takes back others. */
  deliver(customer: Customer, more?: object): Promise<Visited>
  account(customer: Customer): Promise<Json>
  trial(): Promise<Json>
}

/** Sales with a price that has gas, fee and deposit. */
export const startMoney = async (): Promise<MoneyWorld> => {
  const api = await startApi()
  const world = await buildSales(api)
  const price = {
    enterpriseId: 'ent-a',
    model: MODEL,
    labelledNetG: 4_800,
    gasFen: GAS,
    deliveryFeeFen: FEE,
    depositFen: DEPOSIT,
    publishedFenPerKg: 900,
    validFrom: '2026-01-01',
  }
  expect((await world.post('/v1/prices', price)).status).toBe(201)
  let serial = 0
  const get: MoneyWorld['get'] = (url, role = 'office') => api.call('GET', url, world.tokens[role])
  const small = async (): Promise<string> => {
    serial += 1
    const code = `MONEY-${serial}`
    const size = { waterVolumeMl: 12_000, stampedMaxG: 5_000, tareG: 6_500 }
    await world.cylinder(code, { model: MODEL, ...size })
    return code
  }
  return {
    api,
    world,
    get,
    small,
    deliver: async (customer, more = {}) => {
      const order = await world.order(customer, { lines })
      const code = await small()
      const url = `/v1/orders/${order.id}/deliver`
      const answer = await world.post(url, visit([code], more), 'courier')
      expect(answer.body).toMatchObject({ outcome: 'delivered' })
      return { order, code, answer }
    },
    account: async (customer) => (await get(`/v1/customers/${customer.id}/account`)).body,
    trial: async () => (await get(`/v1/trial-balance?${period}`)).body,
  }
}
