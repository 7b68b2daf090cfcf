import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN_PASSWORD, type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildSales, type Customer, goodCheck, type SalesWorld } from './sales-world.ts'

const HOUR_MS = 3_600_000

describe('one home, as its customer and its office see it', () => {
  let api: ApiUnderTest
  let world: SalesWorld
  let mine: Customer
  let other: Customer
  let token: string

  const call = (method: string, url: string, body?: object, as = world.tokens['office'] ?? '') =>
    api.call(method, url, as, body)
  const must = async (method: string, url: string, body?: object, as?: string): Promise<Json> => {
    const answer = await call(method, url, body, as)
    if (answer.status < 300) return answer.body
    throw new Error(`${url}: ${answer.status} ${JSON.stringify(answer.body)}`)
  }
  const instant = (hours: number): string => new Date(api.clock.now + hours * HOUR_MS).toISOString()
  const planOf = async ({ premisesId }: Customer): Promise<Json> =>
    (await must('GET', `/v1/home-plans?premisesId=${premisesId}`)).items[0]

  beforeAll(async () => {
    api = await startApi({ config: { sessionMs: 10 * 366 * 24 * HOUR_MS } })
    world = await buildSales(api)
    mine = await world.customer()
    other = await world.customer()
    const user = { username: 'resident', role: 'customer', password: ADMIN_PASSWORD }
    await must('POST', '/v1/users', { ...user, customerId: mine.id }, world.tokens['admin'])
    token = await api.login('resident')
    const clerk = { username: 'office-b', role: 'office', enterpriseId: 'ent-b' }
    await must('POST', '/v1/users', { ...clerk, password: ADMIN_PASSWORD }, world.tokens['admin'])
    await must('POST', '/v1/home-plans', { year: 2026 })
  }, 60_000)
  afterAll(() => api.close())

  it('R000-5.2.2: shows a customer when somebody comes to the own home, and to no other', async () => {
    const { id } = await planOf(mine)
    const visit = { from: instant(24), to: instant(26) }
    await must('POST', `/v1/home-plans/${id}/visit`, visit)
    const { items } = await must('GET', '/v1/me/home-plans', undefined, token)
    expect(items).toEqual([
      expect.objectContaining({ id, visitFrom: visit.from, visitTo: visit.to, wishFrom: null }),
    ])
    expect((await must('GET', '/v1/me/home-plans?state=done', undefined, token)).items).toEqual([])
  })

  it('lets a customer ask for another time, which stands until the office agrees one', async () => {
    const { id } = await planOf(mine)
    const url = `/v1/me/home-plans/${id}/wish`
    const wish = { from: instant(48), to: instant(50) }
    const past = await call('POST', url, { from: instant(-2), to: instant(2) }, token)
    expect([past.status, past.body.path]).toEqual([422, '/from'])
    const turned = await call('POST', url, { from: wish.to, to: wish.from }, token)
    expect([turned.status, turned.body.path]).toEqual([422, '/to'])
    const foreign = (await planOf(other)).id
    expect((await call('POST', `/v1/me/home-plans/${foreign}/wish`, wish, token)).status).toBe(404)
    expect((await must('GET', '/v1/home-plans?wished=true')).items).toEqual([])

    const asked = await must('POST', url, wish, token)
    expect(asked).toMatchObject({ wishFrom: wish.from, wishTo: wish.to, visitFrom: instant(24) })
    const { items } = await must('GET', '/v1/home-plans?wished=true')
    expect(items.map((one: Json) => one.id)).toEqual([id])
    const reason = '按用户要求改约'
    const agreed = await must('POST', `/v1/home-plans/${id}/visit`, { ...wish, reason })
    expect(agreed).toMatchObject({ visitFrom: wish.from, wishFrom: null, wishTo: null })
    expect((await must('GET', '/v1/home-plans?wished=true')).items).toEqual([])
  })

  it('R001-5.5-¶8: keeps checks, notices, proofs and refusals of a home for three years, with what was signed', async () => {
    const signed = { kind: 'signature', object: await world.picture() }
    const at = (hours: number, more: object) => ({
      premisesId: mine.premisesId,
      happenedAt: instant(hours),
      kind: 'periodic',
      ...more,
    })
    const items = goodCheck.items.map((one) =>
      one.item === 'hose' ? { item: 'hose', ok: false, defect: 'aged' } : one,
    )
    const found = await must(
      'POST',
      '/v1/safety-inspections',
      at(-3, {
        check: { items },
        signature: signed,
        notice: { dueOn: '2026-12-31', signature: signed },
      }),
      world.tokens['courier'],
    )
    const proof = { repairedOn: '2026-11-20', firm: '燃具维修部' }
    await must('POST', `/v1/rectifications/${found.rectificationId}/proofs`, proof)
    const note = { phone: '0533-2345678', proposedOn: '2026-12-01' }
    await must('POST', '/v1/safety-inspections', at(-2, { outcome: 'nobody-home', note }))
    // Before the archive begins, and another home's: neither is in it.
    await api.database.pool.query(
      `insert into safety_inspection (id, enterprise_id, premises_id, customer_id, region, kind, outcome, items, happened_at, recorded_at,
         inspector_id)
       select gen_random_uuid(), enterprise_id, premises_id, customer_id, region, kind, outcome, items, '2023-01-01', '2023-01-01',
         inspector_id from safety_inspection where premises_id = $1`,
      [mine.premisesId],
    )
    const url = `/v1/customers/${mine.id}/premises/${mine.premisesId}/archive`
    const archive = await must('GET', url)
    expect(archive.from).toBe('2023-11-20')
    expect(archive.visits.map((one: Json) => one.outcome)).toEqual(['nobody-home', 'failed'])
    expect(archive.visits[1].signature).toEqual(signed)
    expect(archive.notices).toEqual([
      expect.objectContaining({
        id: found.rectificationId,
        signature: signed,
        closing: null,
        proofs: [expect.objectContaining({ firm: '燃具维修部', accepted: null })],
      }),
    ])
    expect(archive.refusals).toEqual([expect.objectContaining({ kind: 'absent', linkage: [] })])

    const wrong = `/v1/customers/${other.id}/premises/${mine.premisesId}/archive`
    expect((await call('GET', wrong)).status).toBe(404)
    expect((await call('GET', url, undefined, await api.login('office-b'))).status).toBe(404)
  })
})
