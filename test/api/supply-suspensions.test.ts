import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HomesWorld, startHomes } from './homes-world.ts'
import type { Customer } from './sales-world.ts'

let homes: HomesWorld

beforeAll(async () => {
  homes = await startHomes()
}, 60_000)
afterAll(() => homes.api.close())

describe('suspension after notice (R000-5.2.6, R001-4.3)', () => {
  const suspend = (home: Customer, more: object = {}) =>
    homes.world.post('/v1/supply-suspensions', {
      premisesId: home.premisesId,
      reason: 'refused-entry',
      notifiedAt: '2026-11-12T02:00:00.000Z',
      effectiveAt: '2026-11-20T02:00:00.000Z',
      signature: { kind: 'refused' },
      ...more,
    })

  const order = (home: Customer) =>
    homes.world.post('/v1/orders', {
      customerId: home.id,
      premisesId: home.premisesId,
      lines: [{ model: 'YSP35.5', quantity: 1 }],
    })

  it('wants three closed doors and seven days of notice, and then refuses an order with its clause', async () => {
    const home = await homes.resident()
    await homes.closedDoor(home, '2026-11-08')
    await homes.closedDoor(home, '2026-11-09')
    const few = await suspend(home)
    expect(few).toMatchObject({
      status: 409,
      body: { code: 'SUSPENSION_UNFOUNDED', measured: 2, limit: 3, clause: 'R000-5.2.6' },
    })
    await homes.closedDoor(home, '2026-11-10')
    // The seventh day after the 12th is the 19th, and it is the customer's to its end.
    const soon = await suspend(home, { effectiveAt: '2026-11-19T15:59:59.999Z' })
    expect(soon.body).toMatchObject({ path: '/effectiveAt', limit: '2026-11-19T15:59:59.999Z' })
    const answers = await Promise.all([suspend(home), suspend(home)])
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409])
    const standing = answers.find(({ status }) => status === 201)?.body
    expect(standing.no).toMatch(/^TG261112-/)
    const refused = await order(home)
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'SALE_REFUSED', rule: 'SUPPLY_SUSPENDED', clause: 'R000-5.2.6' },
    })
    const url = `/v1/supply-suspensions/${standing.id}/lift`
    expect(
      (await homes.world.post(url, { reason: 'checked on the 21st' })).body.liftedAt,
    ).not.toBeNull()
    expect((await homes.world.post(url, { reason: 'again' })).status).toBe(409)
    expect((await order(home)).status).toBe(201)
  })

  it('holds from its hour on, not before', async () => {
    const home = await homes.resident()
    for (const day of ['2026-11-08', '2026-11-09', '2026-11-10']) await homes.closedDoor(home, day)
    expect((await suspend(home, { effectiveAt: '2026-11-20T08:00:00.001Z' })).status).toBe(201)
    expect((await order(home)).status).toBe(201)
    homes.api.clock.now += 1
    expect((await order(home)).status).toBe(409)
    homes.api.clock.now -= 1
  })

  it('comes at once where somebody is in danger', async () => {
    const home = await homes.resident()
    const now = '2026-11-20T07:00:00.000Z'
    const more = { reason: 'danger', notifiedAt: '2026-11-20T07:30:00.000Z', effectiveAt: now }
    expect((await suspend(home, more)).body).toMatchObject({ clause: 'R001-4.3' })
    expect((await order(home)).body.rule).toBe('SUPPLY_SUSPENDED')
  })

  it('follows a hazard that is overdue, or that the customer will not mend', async () => {
    const home = await homes.resident()
    const row = await homes.hazard(home, 'aged', { stopsSupply: false, dueOn: '2026-11-19' })
    const more = { reason: 'overdue-rectification', rectificationId: row.id }
    const early = await suspend(home, { ...more, notifiedAt: '2026-11-19T15:59:59.999Z' })
    expect(early.body).toMatchObject({ code: 'SUSPENSION_UNFOUNDED' })
    const unrefused = await suspend(home, {
      reason: 'refused-rectification',
      rectificationId: row.id,
    })
    expect(unrefused.body.path).toBe('/reason')
    const told = { happenedAt: '2026-11-19T09:00:00.000Z' }
    expect((await homes.world.post(`/v1/rectifications/${row.id}/refusal`, told)).status).toBe(200)
    const founded = await suspend(home, {
      reason: 'refused-rectification',
      rectificationId: row.id,
    })
    expect(founded.status).toBe(201)
    const other = await homes.hazard(await homes.resident())
    const foreign = await suspend(await homes.resident(), { ...more, rectificationId: other.id })
    expect(foreign.body).toMatchObject({ code: 'UNKNOWN_REFERENCE', path: '/rectificationId' })
  })
})
