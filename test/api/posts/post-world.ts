import { packagedCalendar } from '#jobs/packaged-calendar.ts'
import { calendarQueries } from '#store/queries/system/calendar.ts'
import type { PersonVault } from '#store/people/person-vault.ts'
import { testVault } from '#test/setup/vault.ts'
import { ADMIN_PASSWORD, type ApiUnderTest, type Json, startApi } from '#test/api/api-harness.ts'
import { archived, home } from '#test/api/people-world.ts'
import { buildSales, type SalesWorld, visit } from '#test/api/sales-world.ts'

/** A valid request, ready to be sent. */
export type PostRequest = {
  readonly url: string
  readonly body?: unknown
  /** A role of the small world, or a token. Default: office. */
  readonly as?: string
  readonly contentType?: string
}

export type PostWorld = {
  readonly api: ApiUnderTest
  readonly sales: SalesWorld
  readonly vault: PersonVault
  /** Another number each time, the same in two worlds that do the same. */
  next(): number
  token(as: string): string
  /** @throws Error unless it is answered with 2xx */
  must(url: string, body?: unknown, as?: string, method?: string): Promise<Json>
  sql(text: string, values?: unknown[]): Promise<Json[]>
  /** A customer with a key of their own and premises. */
  customer(): Promise<{ id: string; premisesId: string; phone: string }>
  /** An order that was delivered, and what was. */
  delivered(): Promise<{ order: Json; customer: { id: string; premisesId: string }; code: string }>
  openOrder(): Promise<Json>
  /** A customer who is logged in. */
  holder(): Promise<{ id: string; premisesId: string; token: string }>
  cylinder(): Promise<string>
}

export type PostTable = Readonly<Record<string, (world: PostWorld) => Promise<PostRequest>>>

export const NOW = '2026-11-20T07:30:00.000Z'
export const TODAY = '2026-11-20'
export const why = { reason: '核对' }

const users = [
  ['lab-one', 'lab', { enterpriseId: 'lab-1' }],
  ['lab-two', 'lab', { enterpriseId: 'lab-1' }],
  ['clerk', 'office', { enterpriseId: 'ent-a' }],
] as const

const addUsers = async (world: PostWorld, tokens: Map<string, string>): Promise<void> => {
  await world.must('/v1/enterprises', { id: 'lab-1', name: '某某气瓶检验站' }, 'admin')
  for (const [username, role, reach] of users) {
    await world.must('/v1/users', { username, password: ADMIN_PASSWORD, role, ...reach }, 'admin')
    tokens.set(username, await world.api.login(username))
  }
  await world.must('/v1/staff', { enterpriseId: 'ent-a', operator: 'op-1' })
}

/** The sales world with a laboratory, a second clerk and the calendar of the package. */
export const startPostWorld = async (): Promise<PostWorld> => {
  const api = await startApi()
  const sales = await buildSales(api)
  const { pool } = api.database
  const { entries, coveredUntil } = packagedCalendar()
  await calendarQueries(pool).fill(entries, coveredUntil, api.clock.now)
  const vault = testVault(pool)
  await vault.start()
  const tokens = new Map(Object.entries(sales.tokens))
  let serial = 0
  const world: PostWorld = {
    api,
    sales,
    vault,
    next: () => (serial += 1),
    token: (as) => tokens.get(as) ?? as,
    must: async (url, body, as = 'office', method = 'POST') => {
      const answer = await api.call(method, url, world.token(as), body)
      if (answer.status < 300) return answer.body
      throw new Error(`${method} ${url}: ${answer.status} ${JSON.stringify(answer.body)}`)
    },
    sql: async (text, values = []) => (await pool.query(text, values)).rows,
    customer: async () => {
      const n = world.next()
      const body = archived(n)
      const { id } = await world.must('/v1/customers', body)
      const where = home(`淄博市淄川区般阳路 ${n} 号`, { region: '370302' })
      const premises = await world.must(`/v1/customers/${id}/premises`, where)
      await world.must(`/v1/customers/${id}/verifications`, {
        method: 'paper-seen',
        result: 'verified',
      })
      return { id, premisesId: premises.id, phone: body.phone }
    },
    cylinder: async () => {
      const code = `P-${world.next()}`
      await sales.cylinder(code)
      return code
    },
    holder: async () => {
      const customer = await world.customer()
      const { phone } = customer
      await world.must('/v1/sessions/codes', { phone })
      const mac = vault.mac('login-code', `${phone} 123456`)
      const who = vault.mac('phone', phone)
      await world.sql('update login_code set code_mac = $1 where phone_mac = $2', [mac, who])
      const { token } = await world.must('/v1/sessions/phone', { phone, code: '123456' })
      return { ...customer, token }
    },
    openOrder: async () => sales.order(await world.customer()),
    delivered: async () => {
      const customer = await world.customer()
      const [order, code] = [await sales.order(customer), await world.cylinder()]
      await world.must(`/v1/orders/${order.id}/deliver`, visit([code]), 'courier')
      return { order, customer, code }
    },
  }
  await addUsers(world, tokens)
  return world
}
