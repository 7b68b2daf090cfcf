import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from './api-harness.ts'
import { archived, home, type PeopleWorld, startPeopleWorld } from './people-world.ts'
import { goodCheck, leaving, safetyTraining, visit } from './sales-world.ts'
import { cylinderBody } from './small-world.ts'

let people: PeopleWorld
let courierId: string

beforeAll(async () => {
  people = await startPeopleWorld()
  await people.must('POST', '/v1/prices', {
    enterpriseId: 'ent-a',
    model: 'YSP-15',
    labelledNetG: 14_500,
    gasFen: 11_600,
    deliveryFeeFen: 500,
    publishedFenPerKg: 780,
    validFrom: '2026-01-01',
  })
  await people.must('POST', '/v1/staff', { enterpriseId: 'ent-a', operator: 'courier' })
  await people.must('POST', '/v1/trainings', safetyTraining('ent-a', 'courier'))
  const { rows } = await people.api.database.pool.query<{ id: string }>(
    `select id from app_user where username = 'courier'`,
  )
  courierId = rows[0]?.id ?? ''
}, 60_000)
afterAll(() => people?.api.close())

let n = 0
const order = async (cylinder: string | null, more: object = {}): Promise<Json> => {
  n += 1
  const customer = await people.must('POST', '/v1/customers', archived(n))
  const url = `/v1/customers/${customer.id}/premises`
  const premises = await people.must('POST', url, home(`柳泉路 ${n} 号`, { region: '370302' }))
  const placed = await people.must('POST', '/v1/orders', {
    customerId: customer.id,
    premisesId: premises.id,
    lines: [{ model: 'YSP35.5', quantity: 1 }],
  })
  if (cylinder !== null) {
    const body = cylinderBody(cylinder, { content: 'full', needsVacuum: false })
    await people.call('POST', '/v1/cylinders', body, people.world.tokens['admin'])
  }
  await people.must('POST', `/v1/orders/${placed.id}/assign`, {
    courierId,
    vehicle: 'van-1',
    cylinders: cylinder === null ? [] : [cylinder],
    ...more,
  })
  return placed
}

const mine = async (): Promise<Json> => {
  const token = people.world.tokens['courier']
  const { status, body } = await people.call('GET', '/v1/me/stops', undefined, token)
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}

describe('the day of a courier', () => {
  it('has whom to visit, where, the last check, and what rides along', async () => {
    const first = await order('SB-0001')
    const token = people.world.tokens['courier']
    const out = { cylinders: [leaving('SB-0001')] }
    await people.call('POST', `/v1/orders/${first.id}/stock-out`, out, token)
    const { items, van } = await mine()
    expect(items).toMatchObject([
      {
        order: { id: first.id, vehicle: 'van-1', totalFen: 12_100 },
        customer: { name: '张三', phone: '13805330001', identified: false },
        address: '柳泉路 1 号',
        prefill: { manualVersion: null, atCustomer: [] },
      },
    ])
    expect(items[0].prefill.check.items).toHaveLength(5)
    expect(van).toMatchObject([{ code: 'SB-0001', vehicle: 'van-1', content: 'full', block: null }])
  })

  it('writes down each look at a name', async () => {
    const placed = await order(null)
    await mine()
    const { items } = await people.must('GET', `/v1/reveals?customerId=${placed.customerId}`)
    expect(items).toMatchObject([
      { action: 'reveal', userId: courierId, purpose: 'delivery', reason: placed.no },
    ])
  })

  it('says what stands against a cylinder that rides along', async () => {
    const next = await order('SB-0002')
    const token = people.world.tokens['courier']
    const out = { cylinders: [leaving('SB-0002')] }
    await people.call('POST', `/v1/orders/${next.id}/stock-out`, out, token)
    await people.must('POST', '/v1/cylinders/SB-0002/quarantine', { reason: '阀门松动' })
    const { van } = await mine()
    expect(van.find(({ code }: Json) => code === 'SB-0002').block).toMatchObject({
      code: 'QUARANTINED',
    })
  })

  it('forgets who was visited: a delivered order shows no name any more', async () => {
    const last = await order('SB-0003')
    const token = people.world.tokens['courier']
    const told = visit(['SB-0003'], { check: goodCheck })
    await people.call('POST', `/v1/orders/${last.id}/deliver`, told, token)
    const { items } = await mine()
    expect(items.map(({ order: { id } }: Json) => id)).not.toContain(last.id)
  })

  it("has nothing of another courier's", async () => {
    const placed = await order(null)
    await people.must('POST', `/v1/orders/${placed.id}/assign`, {
      courierId: (await people.must('GET', `/v1/orders/${placed.id}`)).courierId,
    })
    await people.api.database.pool.query(
      `update sale_order set courier_id = (select id from app_user where username = 'office') where id = $1`,
      [placed.id],
    )
    const { items } = await mine()
    expect(items.map(({ order: { id } }: Json) => id)).not.toContain(placed.id)
  })
})
