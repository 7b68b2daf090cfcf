import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from './api-harness.ts'
import { type DeskWorld, startDesk } from './desk-world.ts'
import { visit } from './sales-world.ts'

const NOW = '2026-11-20T08:00:00.000Z'
const EARLIER = '2026-11-20T07:00:00.000Z'

describe('duties at the counter, the desk and the door', () => {
  let desk: DeskWorld
  beforeAll(async () => {
    desk = await startDesk()
    desk.at(NOW)
  }, 60_000)
  afterAll(() => desk.api.close())

  it('R001-6.2-11, R002-7.1.8: a cylinder is weighed and leak-checked before the customer, against the limits of the place', async () => {
    const { world, customerId } = desk
    await world.cylinder('W-1', { tareG: 16_480 })
    const url = '/v1/sites/st-a/customer-weighings'
    const weighed = { code: 'W-1', weighedAt: EARLIER, grossG: 30_980, leakFree: true }
    const good = await desk.must(url, { ...weighed, customerId, carried: true }, 'station')
    expect(good).toMatchObject({ netG: 14_500, mayBeSold: true, findings: [], carried: true })
    const short = await desk.must(url, { ...weighed, weighedAt: NOW, grossG: 30_000 }, 'station')
    expect(short).toMatchObject({ netG: 13_520, mayBeSold: false })
    expect(short.findings[0]).toMatchObject({ code: 'UNDERFILL', measured: 13_520 })
    // It is a fact of the cylinder's life, and a leak holds it back.
    const leaking = { ...weighed, weighedAt: NOW, leakFree: false }
    expect(await desk.must(url, leaking, 'station')).toMatchObject({ mayBeSold: false })
    const trace = await desk.get('/v1/cylinders/W-1/trace')
    const codes = trace.body.events.flatMap(({ findings }: Json) =>
      findings.map((f: Json) => f.code),
    )
    expect(codes).toContain('LEAKING')
    expect((await desk.get('/v1/customer-weighings?code=W-1')).body.items).toHaveLength(3)
    expect((await desk.get('/v1/customer-weighings', 'office-b')).body.items).toEqual([])
    for (const [more, status, path] of [
      [{ weighedAt: '2026-11-21T08:00:00.000Z' }, 422, '/weighedAt'],
      [{ customerId: '00000000-0000-4000-8000-000000000000' }, 422, '/customerId'],
      [{ grossG: 0 }, 400, '/grossG'],
    ] as const) {
      const { status: got, body } = await desk.post(url, { ...weighed, ...more }, 'station')
      expect([got, body.errors?.[0]?.path ?? body.path]).toEqual([status, path])
    }
    expect((await desk.post('/v1/sites/st-b/customer-weighings', weighed, 'station')).status).toBe(
      404,
    )
  })

  it('R001-6.1-1, R002-4.2.5: whoever is eligible is served; whoever is turned away stands in a list with rule and clause, and in the returns', async () => {
    const { customerId, premisesId, world } = desk
    const order = {
      customerId,
      premisesId,
      channel: 'delivery',
      lines: [{ model: 'YSP35.5', quantity: 1 }],
    }
    await desk.api.database.pool.query('update premises set in_pipe_area = true where id = $1', [
      premisesId,
    ])
    const key = {
      headers: { authorization: `Bearer ${world.tokens['office']}`, 'idempotency-key': 'refuse-1' },
    }
    for (let i = 0; i < 2; i += 1) {
      const { status, body } = await desk.api.call('POST', '/v1/orders', undefined, order, key)
      expect([status, body.code], JSON.stringify(body)).toEqual([409, 'SALE_REFUSED'])
    }
    const list = async (role = 'office') =>
      (await desk.get('/v1/service-refusals', role)).body.items
    const [first] = await list()
    expect(first).toMatchObject({ kind: 'order', customerId, clause: 'R003-7.1.1' })
    expect(await list()).toHaveLength(1)
    expect(await list('office-b')).toEqual([])
    await desk.api.database.pool.query('update premises set in_pipe_area = false where id = $1', [
      premisesId,
    ])
    await desk.must(`/v1/customers/${customerId}/verifications`, {
      method: 'paper-seen',
      result: 'verified',
    })
    await world.order({ id: customerId, premisesId })
    await desk.must('/v1/service-refusals', {
      region: '370302',
      refusedAt: EARLIER,
      cause: 'no-capacity',
      reason: '当日无运力，已约次日',
    })
    const { body } = await desk.get('/v1/statistics-returns?from=2026-11-01&to=2026-12-01&by=kind')
    const parts = body.parts.filter(({ name }: Json) => name === 'refused-orders')
    expect(body.totals.find(({ name }: Json) => name === 'refused-orders').value).toBe(2)
    expect(parts.map(({ value }: Json) => value)).toEqual([1, 1])
  })

  it('R001-8.2-2, R002-5.8.2: the archive of a user is one page: basic data starred out, use, and what was seen at home', async () => {
    const { customerId, premisesId, world } = desk
    desk.at('2026-11-22T08:00:00.000Z')
    await world.cylinder('ARC-1')
    const order = await world.order({ id: customerId, premisesId })
    const told = visit(['ARC-1'], { happenedAt: '2026-11-22T07:00:00.000Z' })
    await desk.must(`/v1/orders/${order.id}/deliver`, told, 'courier')
    await desk.must('/v1/repairs', {
      customerId,
      channel: 'phone',
      topic: 'stove',
      text: '打不着火',
    })
    const { status, body } = await desk.get(`/v1/customers/${customerId}/archive`)
    expect(status, JSON.stringify(body)).toBe(200)
    expect(body.customer.name).toMatch(/\*/)
    expect(body.used).toEqual([expect.objectContaining({ code: 'ARC-1', model: 'YSP35.5' })])
    expect(body.inspections).toHaveLength(1)
    expect(body.cases).toEqual([expect.objectContaining({ area: 'repair' })])
    expect(body.counts).toMatchObject({ cylinders: 1, inspections: 1, cases: 1 })
    expect((await desk.get(`/v1/customers/${customerId}/archive`, 'office-b')).status).toBe(404)
    desk.at(NOW)
  })

  it('R002-5.11.5: hidden joints, firm connections and flues are items of their own; what nobody looked at is told', async () => {
    const { premisesId } = desk
    const five = ['cylinder', 'regulator', 'hose', 'appliance', 'environment'].map((item) => ({
      item,
      ok: true,
    }))
    const inspection = (items: readonly object[]) => ({
      premisesId,
      happenedAt: EARLIER,
      kind: 'periodic',
      check: { items },
      signature: { kind: 'refused' },
    })
    const bare = await desk.must('/v1/safety-inspections', inspection(five), 'courier')
    expect(bare.notLookedAt).toEqual(['hidden-joints', 'firm-connection', 'flue'])
    const whole = await desk.must(
      '/v1/safety-inspections',
      {
        ...inspection([
          ...five,
          { item: 'hidden-joints', ok: false, defect: 'hidden' },
          { item: 'firm-connection', ok: true },
          { item: 'flue', ok: true, absent: true },
        ]),
        happenedAt: NOW,
        notice: { dueOn: '2026-12-01', signature: { kind: 'refused' } },
      },
      'courier',
    )
    expect(whole).toMatchObject({ notLookedAt: [], outcome: 'failed' })
    const { body } = await desk.get('/v1/rectifications')
    expect(body.items[0].hazards).toEqual([expect.objectContaining({ item: 'hidden-joints' })])
    const odd = await desk.post(
      '/v1/safety-inspections',
      inspection([{ item: 'cylinder', ok: true, absent: true }]),
      'courier',
    )
    expect(odd.status).toBe(400)
    expect(JSON.stringify(odd.body)).toContain('/check/items/0/absent')
  })

  it('R000-4.1.1.3: the odour of each tank is tested again in time, and reminded of when not', async () => {
    await desk.must('/v1/tanks', { stationId: 'st-a', id: 't-1', medium: 'LPG' })
    const due = async (): Promise<Json> => (await desk.get('/v1/gas-tests/odour-due')).body.items[0]
    expect(await due()).toMatchObject({
      tank: 't-1',
      lastTestedAt: null,
      dueOn: '2026-11-20',
      overdue: false,
    })
    desk.at('2026-11-21T08:00:00.000Z')
    expect(await due()).toMatchObject({ overdue: true, clause: 'R000-4.1.1.3' })
    const test = {
      stationId: 'st-a',
      tank: 't-1',
      happenedAt: '2026-11-21T07:00:00.000Z',
      passed: true,
    }
    await desk.must('/v1/gas-tests', { ...test, tester: 'lab-9' })
    expect((await due()).lastTestedAt).toBeNull()
    const smelled = { ...test, happenedAt: '2026-11-21T07:30:00.000Z', odorantDetected: true }
    await desk.must('/v1/gas-tests', { ...smelled, tester: 'lab-9' })
    expect(await due()).toMatchObject({ dueOn: '2026-12-21', overdue: false })
    desk.at('2026-12-22T08:00:00.000Z')
    expect(await due()).toMatchObject({ overdue: true })
    desk.at(NOW)
    expect((await desk.get('/v1/gas-tests/odour-due', 'office-b')).body.items).toEqual([])
  })

  it('R000-3.0.11: repairs of people with special care are a channel of their own, and nobody reads why', async () => {
    const { customerId } = desk
    const open = async () => (await desk.get('/v1/repairs?care=true&state=open')).body.items
    expect(await open()).toEqual([])
    await desk.must(`/v1/customers/${customerId}/care`, { needs: ['elderly'] })
    const found = await open()
    expect(found.length).toBeGreaterThan(0)
    expect(JSON.stringify(found)).not.toContain('elderly')
    expect((await desk.get('/v1/repairs?care=yes')).status).toBe(400)
  })

  it('R001-8.3-4, R002-5.7.5, R003-5.6.4: a badge prints with all that it has to show', async () => {
    await desk.must('/v1/staff', { enterpriseId: 'ent-a', operator: 'op-9' })
    const made = await desk.must('/v1/badges', {
      enterpriseId: 'ent-a',
      operator: 'op-9',
      badgeNo: 'GZ-009',
      post: '送气工',
      supervisionPhone: '0533-2345678',
      name: '王五',
      nameAgreedOn: '2026-11-01',
    })
    const url = `/v1/badges/${made.badge}/card.pdf`
    const headers = { authorization: `Bearer ${desk.world.tokens['office']}` }
    const { statusCode, headers: told, rawPayload } = await desk.api.app.inject({ url, headers })
    expect(statusCode).toBe(200)
    expect(told['content-type']).toBe('application/pdf')
    expect(rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
    expect(rawPayload.length).toBeGreaterThan(3_000)
    expect((await desk.get(url, 'office-b')).status).toBe(404)
    await desk.must(`/v1/badges/${made.badge}/revoke`, { reason: '离职' })
    expect((await desk.get(url)).body.code).toBe('ALREADY_CLOSED')
  })

  it('R001-6.2-ck: the page behind a cylinder shows company, service phone and supervision phone', async () => {
    const page = async () => (await desk.get('/v1/public/cylinders/ARC-1')).body
    expect(await page()).toMatchObject({ servicePhone: null, supervisionPhone: null })
    await desk.must('/v1/public-profiles', {
      validFrom: '2026-11-20',
      hours: [{ days: ['mon'], from: '08:00', to: '18:00' }],
      phones: {
        business: '0533-2345601',
        repair: '0533-2345602',
        complaint: '0533-2345603',
        supervision: '0533-2345604',
      },
      gas: { type: 'LPG', composition: '丙烷、丁烷', calorificMjM3: 100, pressurePa: 2_800 },
      payment: ['cash'],
    })
    expect(await page()).toMatchObject({
      owner: '企业 a',
      servicePhone: '0533-2345601',
      supervisionPhone: '0533-2345604',
    })
    const { body } = await desk.api.app.inject({ url: '/t/ARC-1' })
    expect(body).toContain('0533-2345604')
  })

  it('R001-6.2-10: whoever buys chooses the station: any of the company serves, no order is bound to one', async () => {
    const { world } = desk
    const customer = await world.customer()
    const station = { id: 'st-a2', name: '第二供应站', region: '370303', enterpriseId: 'ent-a' }
    await desk.must('/v1/stations', station, 'admin')
    for (const [n, site] of ['st-a', 'st-a2'].entries()) {
      desk.at(`2026-11-2${3 + n}T08:00:00.000Z`)
      const code = `CH-${n}`
      await world.cylinder(code)
      const cylinders = [{ code, condition: 'full', appearanceOk: true, leakFree: true }]
      await desk.must(`/v1/sites/${site}/stock-in`, { cylinders })
      const order = await world.order(customer)
      expect(JSON.stringify(order)).not.toContain('st-a')
      const told = visit([code], { happenedAt: new Date(desk.api.clock.now).toISOString() })
      const { findings, orderState } = await desk.must(
        `/v1/orders/${order.id}/deliver`,
        told,
        'courier',
      )
      expect([site, orderState]).toEqual([site, 'delivered'])
      expect(findings.filter(({ severity }: Json) => severity === 'block')).toEqual([])
    }
    desk.at(NOW)
  })
})
