import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Json } from './api-harness.ts'
import {
  BEFORE_HOLIDAYS,
  type ComplaintDesk,
  due,
  startComplaints,
  text,
} from './complaint-desk.ts'

let desk: ComplaintDesk

beforeAll(async () => {
  desk = await startComplaints()
}, 60_000)
afterAll(() => desk.api.close())
beforeEach(() => desk.at(BEFORE_HOLIDAYS))

describe('customers', () => {
  beforeAll(async () => {
    await desk.api.database.pool.query(
      `insert into customer_account (user_id, enterprise_id, customer_id, person_id, created_at)
       select $1, 'ent-a', id, person_id, now() from customer where id = $2`,
      [desk.users['customer'], desk.customerId],
    )
  })

  it('tell us, follow what becomes of it, appeal and withdraw; they see nothing of the inside', async () => {
    const told = await desk.must(
      '/v1/complaints',
      { channel: 'app', topic: 'delivery', text: '送气迟到两小时' },
      'customer',
    )
    expect(told).toMatchObject({
      customerId: desk.customerId,
      enterpriseId: 'ent-a',
      region: '370302',
      status: 'open',
    })
    expect(due(told, 'complaint-answer').dueAt).toBe('2026-10-13T15:59:59.999Z')
    await desk.step(told.id, { type: 'assign', userId: desk.users['clerk'], note: '内部备注' })
    await desk.step(told.id, { type: 'note', note: '司机已承认' })
    await desk.step(told.id, { type: 'answer', note: '向您致歉，已扣罚' }, 'clerk')
    const { body } = await desk.get(`/v1/complaints/${told.id}`, 'customer')
    expect(body.entries.map((one: Json) => [one.type, one.note])).toEqual([
      ['open', '送气迟到两小时'],
      ['answer', '向您致歉，已扣罚'],
    ])
    expect(JSON.stringify(body)).not.toMatch(/内部备注|已承认/)
    expect((await desk.step(told.id, { type: 'answer', note: 'x' }, 'customer')).status).toBe(403)
    const appealed = await desk.step(told.id, { type: 'appeal', note: '不接受' }, 'customer')
    expect(appealed.body).toMatchObject({ status: 'appealed' })
    expect((await desk.step(told.id, { type: 'withdraw' }, 'customer')).body.status).toBe(
      'withdrawn',
    )
    const mine = (await desk.get('/v1/complaints', 'customer')).body.items
    expect(mine.every((one: Json) => one.customerId === desk.customerId)).toBe(true)
  })

  it('never reach the cases of others', async () => {
    const other = await desk.must('/v1/complaints', {
      region: '370302',
      channel: 'phone',
      topic: 'other',
      text,
    })
    expect((await desk.get(`/v1/complaints/${other.id}`, 'customer')).status).toBe(404)
    expect((await desk.step(other.id, { type: 'withdraw' }, 'customer')).status).toBe(404)
    const someone = await desk.world.customer()
    const asked = { channel: 'app', topic: 'other', text }
    expect(
      (await desk.post('/v1/complaints', { ...asked, customerId: someone.id }, 'customer')).body
        .path,
    ).toBe('/customerId')
    expect(
      (await desk.post('/v1/complaints', { ...asked, premisesId: someone.premisesId }, 'customer'))
        .body.path,
    ).toBe('/premisesId')
    const repair = await desk.must(
      '/v1/repairs',
      { channel: 'app', topic: 'hose', text: '软管老化', premisesId: desk.premisesId },
      'customer',
    )
    expect(repair.premisesId).toBe(desk.premisesId)
    expect(
      (await desk.post(`/v1/repairs/${repair.id}/steps`, { type: 'arrive' }, 'customer')).status,
    ).toBe(403)
    expect(
      (await desk.post(`/v1/repairs/${repair.id}/steps`, { type: 'cancel' }, 'customer')).body
        .status,
    ).toBe('cancelled')
    const leak = await desk.must(
      '/v1/incidents',
      { channel: 'app', text: '闻到煤气味' },
      'customer',
    )
    expect(leak.prompts).toHaveLength(5)
  })

  it('are not erased while a case of theirs is open', async () => {
    await desk.complain()
    const { body } = await desk.get(`/v1/customers/${desk.customerId}/erasure`)
    expect(body.holds.map(({ reason }: Json) => reason)).toContain('CASE_OPEN')
  })
})
