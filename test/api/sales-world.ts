import { randomUUID } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { epochMs } from '#domain/units.ts'
import { testVault } from '#test/setup/vault.ts'
import type { ApiUnderTest, Json } from './api-harness.ts'
import { buildWorld, cylinderBody, type World } from './small-world.ts'

export type Customer = { readonly id: string; readonly premisesId: string }

type Answered = { status: number; body: Json }

export type SalesWorld = World & {
  readonly courierId: string
  customer(more?: { enterpriseId?: string; identity?: string; region?: string }): Promise<Customer>
  /** A full cylinder of enterprise a, in good order. */
  cylinder(code: string, more?: object): Promise<void>
  /** Uploads a picture of its own. @returns its hash */
  picture(role?: string): Promise<string>
  order(customer: Customer, more?: object): Promise<Json>
  /** To the courier, with a vehicle. */
  assign(order: Json, cylinders: readonly string[], more?: object): Promise<Answered>
  /** A cylinder and its events. */
  trace(code: string): Promise<Json>
  post(url: string, body: object, role?: string, more?: object): Promise<Answered>
}

export const codesOf = (findings: readonly { readonly code: string }[]): string[] =>
  findings.map(({ code }) => code)

/** The smallest PNG that differs from all others: its bytes carry a number. */
export const pngOf = (seed: string): Buffer =>
  Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    deflateSync(Buffer.from(`picture ${seed}`)),
  ])

/** The small world with prices, a courier by id, and people to sell to. */
export const buildSales = async (api: ApiUnderTest): Promise<SalesWorld> => {
  const world = await buildWorld(api)
  const { pool } = api.database
  const vault = testVault(pool)
  const post: SalesWorld['post'] = (url, body, role = 'office', more = {}) =>
    api.call('POST', url, world.tokens[role], body, more)
  await post('/v1/prices', {
    enterpriseId: 'ent-a',
    model: 'YSP-15',
    labelledNetG: 14_500,
    gasFen: 11_600,
    deliveryFeeFen: 500,
    publishedFenPerKg: 780,
    validFrom: '2026-01-01',
  })
  // R003-7.2.2: whoever brings cylinders to homes in Zibo has passed a safety training. A user name is a job number.
  await post('/v1/staff', { enterpriseId: 'ent-a', operator: 'courier' })
  await post('/v1/trainings', safetyTraining('ent-a', 'courier'))
  const { rows } = await pool.query<{ id: string }>(
    `select id from app_user where username = 'courier'`,
  )
  const courierId = rows[0]?.id ?? ''
  return {
    ...world,
    courierId,
    post,
    customer: async ({ enterpriseId = 'ent-a', identity = 'verified', region = '370302' } = {}) => {
      const [person, id, premisesId] = [randomUUID(), randomUUID(), randomUUID()]
      await vault.create(pool, { id: person, enterpriseId, at: epochMs(api.clock.now) })
      await pool.query(
        `insert into customer (id, kind, person_id, enterprise_id, region, identity_state, identity_mac, created_at)
         values ($1, 'resident', $2, $3, $4, $5, $6, now())`,
        [id, person, enterpriseId, region, identity, Buffer.from(id)],
      )
      await pool.query(
        `insert into premises (id, customer_id, enterprise_id, region, class, in_pipe_area, place, room_use, ventilation,
           second_gas_source, created_at, changed_at)
         values ($1, $2, $3, $4, 'urban', false, 'indoors', 'kitchen', 'window', 'none', now(), now())`,
        [premisesId, id, enterpriseId, region],
      )
      return { id, premisesId }
    },
    cylinder: async (code, more = {}) => {
      const body = cylinderBody(code, { content: 'full', needsVacuum: false, ...more })
      const { status, body: answer } = await post('/v1/cylinders', body, 'admin')
      if (status !== 201) throw new Error(`${code}: ${status} ${JSON.stringify(answer)}`)
    },
    picture: async (role = 'courier') => {
      const { status, body } = await api.call(
        'POST',
        '/v1/objects?kind=signature',
        world.tokens[role],
        pngOf(randomUUID()),
        {
          headers: {
            authorization: `Bearer ${world.tokens[role]}`,
            'content-type': 'image/png',
          },
        },
      )
      if (status !== 201) throw new Error(`picture: ${status} ${JSON.stringify(body)}`)
      return body.object
    },
    assign: (order, cylinders, more = {}) =>
      post(`/v1/orders/${order.id}/assign`, { courierId, vehicle: 'van-1', cylinders, ...more }),
    trace: async (code) =>
      (await api.call('GET', `/v1/cylinders/${code}/trace`, world.tokens['admin'])).body,
    order: async (customer, more = {}) => {
      const { status, body } = await post('/v1/orders', {
        customerId: customer.id,
        premisesId: customer.premisesId,
        lines: [{ model: 'YSP35.5', quantity: 1 }],
        ...more,
      })
      if (status !== 201) throw new Error(`order: ${status} ${JSON.stringify(body)}`)
      return body
    },
  }
}

export const safetyTraining = (enterpriseId: string, operator: string) => ({
  enterpriseId,
  heldOn: '2026-01-10',
  topics: ['safety'],
  content: '入户安装、检漏、点火',
  minutes: 120,
  people: [{ operator, passed: true }],
})

/** A full cylinder that leaves, looked at (R000-4.3.3.5). */
export const leaving = (code: string) => ({ code, appearanceOk: true, leakFree: true })

export const goodCheck = {
  items: ['cylinder', 'regulator', 'hose', 'appliance', 'environment'].map((item) => ({
    item,
    ok: true,
  })),
}

export const visit = (delivered: readonly string[], more: object = {}) => ({
  happenedAt: '2026-11-20T07:30:00.000Z',
  delivered,
  installation: { state: 'done', leakFree: true, ignited: true },
  check: goodCheck,
  signature: { kind: 'refused' },
  manualVersion: '2026-1',
  ...more,
})
