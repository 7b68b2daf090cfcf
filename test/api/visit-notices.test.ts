import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { homeDues } from '#jobs/home-dues.ts'
import { HomeDueStore } from '#store/deadlines/home-due-store.ts'
import type { Json } from './api-harness.ts'
import { type DeskWorld, startDesk } from './desk-world.ts'

const NOW = '2026-11-20T08:00:00.000Z'
const VISIT = { from: '2026-11-23T01:00:00.000Z', to: '2026-11-23T03:00:00.000Z' }

describe('what customers are told of visits', () => {
  let desk: DeskWorld
  let planId: string
  const told = async (template: string): Promise<Json[]> => {
    const { rows } = await desk.api.database.pool.query(
      'select channel, params, to_ref as "to", expires_at as "expiresAt" from notification where template = $1 order by created_at',
      [template],
    )
    return rows
  }
  const dues = () =>
    homeDues(new HomeDueStore(desk.api.database.pool), () => desk.api.clock.now, 1).run(
      new AbortController().signal,
    )

  beforeAll(async () => {
    desk = await startDesk()
    desk.at(NOW)
    await desk.must('/v1/home-plans', { year: 2026 })
    const { body } = await desk.get(`/v1/home-plans?premisesId=${desk.premisesId}`)
    planId = body.items[0].id
  }, 60_000)
  afterAll(() => desk.api.close())

  it('R000-5.2.2: that an inspection is due is told thirty days before, once', async () => {
    await dues()
    expect(await told('inspection-due')).toEqual([])
    desk.at('2026-12-01T00:00:00.000Z')
    await Promise.all([dues(), dues()])
    await dues()
    expect(await told('inspection-due')).toEqual([
      expect.objectContaining({ to: desk.customerId, params: { dueOn: '2026-12-31' } }),
    ])
    desk.at(NOW)
  })

  it.each([
    ['a visit that begins now', { from: NOW }, '/from'],
    ['one that ends before it begins', { to: VISIT.from }, '/to'],
    ['a time that is none', { from: 'tomorrow' }, '/from'],
  ])('refuses %s by field', async (_what, more, path) => {
    const answer = await desk.post(`/v1/home-plans/${planId}/visit`, { ...VISIT, ...more })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(JSON.stringify(answer.body)).toContain(`"${path}"`)
  })

  it('R000-5.2.2, R002-5.11.1-4, R003-5.11.2-5: the time of a planned visit is told before, once', async () => {
    const url = `/v1/home-plans/${planId}/visit`
    expect(await desk.must(url, VISIT)).toMatchObject({ visitFrom: VISIT.from, visitTo: VISIT.to })
    await desk.must(url, VISIT)
    expect(await told('inspection-visit')).toEqual([
      expect.objectContaining({
        channel: 'sms',
        to: desk.customerId,
        params: { from: '2026-11-23 09:00', to: '2026-11-23 11:00' },
        expiresAt: Date.parse(VISIT.to),
      }),
    ])
    expect((await desk.post(url, VISIT, 'office-b')).status).toBe(404)
  })

  it('R000-6.3.1.1: another time says why, with an apology', async () => {
    const url = `/v1/home-plans/${planId}/visit`
    const later = { from: '2026-11-24T01:00:00.000Z', to: '2026-11-24T03:00:00.000Z' }
    const silent = await desk.post(url, later)
    expect([silent.status, silent.body.errors?.[0]?.path ?? silent.body.path]).toEqual([
      422,
      '/reason',
    ])
    await desk.must(url, { ...later, reason: '抢修占用人员' })
    const [moved] = await told('inspection-moved')
    expect(moved.params).toMatchObject({ reason: '抢修占用人员', from: '2026-11-24 09:00' })
    const { body } = await desk.get('/v1/notification-templates')
    const shown = JSON.stringify(body)
    expect(shown).toContain('非常抱歉，因{reason}不能按约上门安检')
  })

  it('counts for punctuality: whoever came by the end of the agreed time was there', async () => {
    const rate = async () => {
      const { body } = await desk.get('/v1/kpis?from=2026-11-20&to=2026-11-30', 'admin')
      const item = body.items.find((one: Json) => one.id === 'on-site-punctuality')
      return [item.numerator, item.denominator]
    }
    desk.at('2026-11-25T00:00:00.000Z')
    expect(await rate()).toEqual([0, 1])
    await desk.must(
      '/v1/safety-inspections',
      {
        premisesId: desk.premisesId,
        happenedAt: '2026-11-24T03:00:00.000Z',
        kind: 'periodic',
        outcome: 'nobody-home',
        note: { phone: '13805330001', proposedOn: '2026-11-26' },
      },
      'courier',
    )
    expect(await rate()).toEqual([1, 1])
    desk.at(NOW)
  })

  it('R000-6.3.1.1: who cannot bring an order apologises; where the fault is not ours nobody does', async () => {
    const { customerId, premisesId, world } = desk
    await desk.must(`/v1/customers/${customerId}/verifications`, {
      method: 'paper-seen',
      result: 'verified',
    })
    const appointment = { from: '2026-12-01T01:00:00.000Z', to: '2026-12-01T03:00:00.000Z' }
    let day = 20
    for (const [reason, template] of [
      ['cannot-come', 'visit-apology'],
      ['cylinder-blocked', 'cylinder-apology'],
      ['nobody-home', 'visit-failed'],
    ] as const) {
      const now = `2026-11-${day}T08:00:00.000Z`
      desk.at(now)
      day += 1
      const order = await world.order({ id: customerId, premisesId })
      const failed = { happenedAt: now, reason, notifiedAt: now, appointment }
      await desk.must(`/v1/orders/${order.id}/fail`, failed, 'courier')
      expect(await told(template), reason).toEqual([
        expect.objectContaining({ params: expect.objectContaining({ orderNo: order.no }) }),
      ])
    }
    desk.at(NOW)
  })

  it('a visit of an inspection that is done is refused', async () => {
    await desk.api.database.pool.query(
      `update home_plan set done_on = '2026-11-20' where id = $1`,
      [planId],
    )
    const late = { from: '2026-11-26T01:00:00.000Z', to: '2026-11-26T03:00:00.000Z' }
    const { body } = await desk.post(`/v1/home-plans/${planId}/visit`, { ...late, reason: 'x' })
    expect(body.code).toBe('ALREADY_CLOSED')
  })
})
