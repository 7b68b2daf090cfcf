import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from './api-harness.ts'
import { type DeskWorld, startDesk } from './desk-world.ts'
import { visit } from './sales-world.ts'

const NOW = '2026-11-20T08:00:00.000Z'
const EARLIER = '2026-11-20T07:30:00.000Z'
const starred = { name: expect.stringContaining('*'), phone: expect.stringContaining('*') }
const fine = { solved: 'solved', satisfaction: 'satisfied', onTime: true, chargesShown: true }

describe('call-backs', () => {
  let desk: DeskWorld
  let orderId: string
  const calling = (more: object = {}) => ({
    customerId: desk.customerId,
    about: 'delivery',
    calledAt: EARLIER,
    channel: 'phone',
    reached: true,
    answers: fine,
    ...more,
  })
  const summary = async (role = 'office'): Promise<Json[]> =>
    (await desk.get('/v1/call-backs/summary?year=2026', role)).body.items

  beforeAll(async () => {
    desk = await startDesk()
    desk.at(NOW)
    const { customerId, premisesId, world } = desk
    await desk.must(`/v1/customers/${customerId}/verifications`, {
      method: 'paper-seen',
      result: 'verified',
    })
    const order = await world.order({ id: customerId, premisesId })
    orderId = order.id
    await world.cylinder('CB-1')
    await desk.must(
      `/v1/orders/${orderId}/deliver`,
      visit(['CB-1'], { happenedAt: '2026-11-20T07:00:00.000Z' }),
      'courier',
    )
  }, 60_000)
  afterAll(() => desk.api.close())

  it.each([
    ['reached without answers', { answers: undefined }, '/answers'],
    ['answers of nobody', { reached: false }, '/answers'],
    [
      'dissatisfied without a cause',
      { answers: { ...fine, satisfaction: 'dissatisfied' } },
      '/answers/cause',
    ],
    [
      'dissatisfied without handling',
      { answers: { ...fine, satisfaction: 'dissatisfied', cause: 'late' } },
      '/answers/handling',
    ],
    ['R003-9.3.1 periodic without guidance', { about: 'periodic' }, '/guidance'],
    ['an order of nobody', { orderId: '00000000-0000-4000-8000-000000000000' }, '/orderId'],
    ['tomorrow', { calledAt: '2026-11-21T08:00:00.000Z' }, '/calledAt'],
    ['six stars', { answers: { ...fine, grades: { gas: 6 } } }, '/answers/grades/gas'],
  ])('refuses %s by field', async (_what, more, path) => {
    const { status, body } = await desk.post('/v1/call-backs', calling(more))
    expect(status, JSON.stringify(body)).toBeGreaterThanOrEqual(400)
    expect(JSON.stringify(body)).toContain(`"${path}"`)
  })

  it('reach no customer of others', async () => {
    const { status, body } = await desk.post('/v1/call-backs', calling(), 'office-b')
    expect([status, body.code]).toEqual([422, 'UNKNOWN_REFERENCE'])
  })

  it('R001-8.1-fo-fp: the share of a year that was called back stands against its plan', async () => {
    const plan = {
      year: 2026,
      sharePermille: 1000,
      everyMonths: 12,
      outline: '是否按时、是否亮价、是否解决、是否满意',
      assessment: '每季考核',
      validFrom: '2026-01-01',
    }
    await desk.must('/v1/call-back-plans', plan)
    expect((await desk.post('/v1/call-back-plans', plan)).body.code).toBe('ALREADY_EXISTS')
    const before = {
      deliveries: { services: 1, calledBack: 0 },
      share: 0,
      plannedShare: 1,
      met: false,
    }
    expect(await summary()).toEqual([expect.objectContaining(before)])
    await desk.must('/v1/call-backs', calling({ orderId, reached: false, answers: undefined }))
    expect((await summary())[0]).toMatchObject(before)
    // Twice called is one service called back.
    await desk.must('/v1/call-backs', calling({ orderId }))
    await desk.must(
      '/v1/call-backs',
      calling({
        orderId,
        answers: {
          ...fine,
          onTime: false,
          satisfaction: 'dissatisfied',
          cause: 'late',
          handling: '致歉并改约',
          grades: { timeliness: 2, attitude: 5 },
        },
      }),
    )
    expect((await summary())[0]).toMatchObject({
      deliveries: { services: 1, calledBack: 1 },
      share: 1,
      met: true,
      dissatisfied: 1,
    })
    expect((await desk.get('/v1/call-back-plans')).body.items).toHaveLength(1)
  })

  it('R001-9.4.2, R002-9.4.5: satisfaction by grade, and by what it is made of', async () => {
    const { body } = await desk.get('/v1/satisfaction?from=2026-11-20&to=2026-11-20')
    expect(body.grades).toEqual([
      { of: 'call-back', grade: 'dissatisfied', count: 1 },
      { of: 'call-back', grade: 'satisfied', count: 1 },
    ])
    const parts = Object.fromEntries(body.parts.map((one: Json) => [one.part, one]))
    expect(parts['on-time']).toMatchObject({ answers: 2, conforming: 1, mean: null })
    expect(parts['timeliness']).toMatchObject({ answers: 1, conforming: 0, mean: 2 })
    expect(parts['attitude']).toMatchObject({ answers: 1, conforming: 1, mean: 5 })
    expect((await desk.get('/v1/satisfaction?from=2026-11-21&to=2026-11-20')).status).toBe(422)
    const other = await desk.get('/v1/satisfaction?from=2026-11-20&to=2026-11-20', 'office-b')
    expect(other.body.asked).toBe(0)
    const kpis = await desk.get('/v1/kpis?from=2026-11-01&to=2026-11-30', 'admin')
    const rate = kpis.body.items.find((one: Json) => one.id === 'satisfaction')
    expect(rate).toMatchObject({ numerator: 1, denominator: 2 })
  })

  it('R003-9.3.1: who was not reached for as long as the plan says is due, and no longer after the call', async () => {
    const due = async () => (await desk.get('/v1/call-backs/due')).body.items
    expect(await due()).toEqual([])
    desk.at('2027-11-21T08:00:00.000Z')
    expect(await due()).toEqual([
      expect.objectContaining({
        customerId: desk.customerId,
        lastReachedAt: EARLIER,
        customer: starred,
      }),
    ])
    const guidance = ['operation', 'precautions', 'leak']
    const calledAt = '2027-11-21T08:00:00.000Z'
    await desk.must('/v1/call-backs', calling({ about: 'periodic', guidance, calledAt }))
    expect(await due()).toEqual([])
    const [called] = (await desk.get('/v1/call-backs?about=periodic')).body.items
    expect(called).toMatchObject({ customerId: desk.customerId, customer: starred })
    desk.at(NOW)
  })
})
