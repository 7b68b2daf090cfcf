import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clauseById } from '#rules/clauses/clause-by-id.ts'
import { manualContents } from '#domain/service/publicity.ts'
import type { Json } from './api-harness.ts'
import { type DeskWorld, startDesk } from './desk-world.ts'
import { visit } from './sales-world.ts'

const NOW = '2026-11-20T08:00:00.000Z'
const ALL = manualContents.map(([content]) => content)

describe('publicity', () => {
  let desk: DeskWorld
  beforeAll(async () => {
    desk = await startDesk()
    desk.at(NOW)
  }, 60_000)
  afterAll(() => desk.api.close())

  const held = (more: object = {}) => ({
    heldOn: '2026-06-01',
    topics: ['leak-response'],
    audience: 'rural',
    ways: ['lecture'],
    content: '泄漏后怎么办',
    people: 80,
    ...more,
  })
  const year = async (query = 'year=2026', role = 'office'): Promise<Json> =>
    (await desk.get(`/v1/publicity-events/summary?${query}`, role)).body

  it('R001-8.1-8..10: a plan has topic, content, ways, period and who organises it, and is counted against what was held', async () => {
    const plan = {
      year: 2026,
      topic: 'appliances',
      audience: 'school',
      content: '灶具的正确使用',
      ways: ['lecture', 'leaflet'],
      timesPerYear: 2,
      organiser: '客服部',
    }
    const { id } = await desk.must('/v1/publicity-plans', plan)
    expect((await year()).plans).toEqual([
      expect.objectContaining({ planId: id, held: 0, met: false }),
    ])
    await desk.must(
      '/v1/publicity-events',
      held({ planId: id, topics: ['appliances'], audience: 'school' }),
    )
    // What names no plan counts for the plan that it fits.
    await desk.must(
      '/v1/publicity-events',
      held({ topics: ['appliances'], audience: 'all' }),
      'station',
    )
    await desk.must('/v1/publicity-events', held({ topics: ['appliances'], audience: 'unit' }))
    const found = await year()
    expect(found.plans).toEqual([expect.objectContaining({ times: 2, held: 2, met: true })])
    expect(found.topics).toContainEqual({ topic: 'appliances', held: 3, people: 240 })
    expect(found.topics).toContainEqual({ topic: 'accidents', held: 0, people: 0 })
  })

  it('R003-5.12.5: rural residents of Zibo are told twice a year what to do at a leak; elsewhere nobody says how often', async () => {
    const duty = async () => (await year()).duties[0]
    expect(await duty()).toMatchObject({ times: 2, held: 0, met: false, clause: 'R003-5.12.5' })
    await desk.must('/v1/publicity-events', held())
    await desk.must('/v1/publicity-events', held({ audience: 'urban' }))
    await desk.must('/v1/publicity-events', held({ heldOn: '2025-12-31' }))
    expect(await duty()).toMatchObject({ held: 1, met: false })
    await desk.must('/v1/publicity-events', held({ heldOn: '2026-11-20', audience: 'all' }))
    expect(await duty()).toMatchObject({ held: 2, met: true })
    expect((await year('year=2026', 'office-b')).duties).toEqual([])
  })

  it.each([
    ['what lies ahead', { heldOn: '2026-11-21' }, '/heldOn'],
    ['a plan of nobody', { planId: '00000000-0000-4000-8000-000000000000' }, '/planId'],
    ['no topic', { topics: [] }, '/topics'],
    ['nobody', { people: 0 }, '/people'],
    ['a picture that was not uploaded', { photos: ['00'.repeat(32)] }, '/photos/0'],
  ])('refuses %s by field', async (_what, more, path) => {
    const { status, body } = await desk.post('/v1/publicity-events', held(more))
    expect(status).toBeGreaterThanOrEqual(400)
    expect(JSON.stringify(body)).toContain(`"${path}"`)
  })

  it('is the own enterprise’s, and a regulator reads that of the region', async () => {
    expect((await desk.get('/v1/publicity-events', 'office-b')).body.items).toEqual([])
    expect((await year('year=2026&enterpriseId=ent-a', 'office-b')).code).toBe('UNKNOWN_REFERENCE')
    const seen = await year('year=2026&enterpriseId=ent-a', 'regulator')
    expect(seen.topics.length).toBe(7)
  })
})

describe('the safety manual', () => {
  let desk: DeskWorld
  let document: string
  beforeAll(async () => {
    desk = await startDesk()
    desk.at(NOW)
    document = await desk.world.picture()
  }, 60_000)
  afterAll(() => desk.api.close())

  const manual = (version: string, more: object = {}) => ({
    version,
    validFrom: '2026-01-01',
    document,
    contents: ALL,
    review: { reviewedOn: '2025-12-20', panel: '三名专家', minutes: document },
    ...more,
  })
  const give = (manualId: string, more: object = {}) => ({
    customerId: desk.customerId,
    manualId,
    handedAt: NOW,
    way: 'paper',
    explained: true,
    ...more,
  })

  it('R002-5.6.2, R003-5.10.1: its contents stand in clauses; what is left out is told, and without a review it is not ready', async () => {
    for (const [content, clauses] of manualContents) {
      for (const id of clauses) expect(clauseById(id), `${content} ${id}`).toBeDefined()
    }
    const whole = await desk.must('/v1/safety-manuals', manual('1.0'))
    expect(whole).toMatchObject({ missing: [], ready: true })
    const half = await desk.must(
      '/v1/safety-manuals',
      manual('0.9', { contents: ALL.filter((one) => one !== 'unlawful-use' && one !== 'phones') }),
    )
    expect(half.ready).toBe(false)
    expect(half.missing.map(({ content }: Json) => content)).toEqual(['phones', 'unlawful-use'])
    const unread = await desk.must('/v1/safety-manuals', manual('1.1', { review: undefined }))
    expect(unread).toMatchObject({ ready: false, missing: [] })
    expect((await desk.post('/v1/safety-manuals', manual('1.0'))).body.code).toBe('ALREADY_EXISTS')
    expect((await desk.get('/v1/safety-manuals', 'courier')).body.items).toHaveLength(3)
    for (const { id } of [half, unread]) {
      const { status, body } = await desk.post('/v1/manual-handovers', give(id))
      expect([status, body.code]).toEqual([422, 'INCONSISTENT_REQUEST'])
    }
  })

  it('R001-6.1-3: whoever applied gets one; until then the archive says who did not', async () => {
    const missing = async (role = 'office') =>
      (await desk.get('/v1/manual-handovers/missing', role)).body.items
    const customer = { name: expect.stringContaining('*'), phone: expect.stringContaining('*') }
    const starred = expect.objectContaining({ customerId: desk.customerId, customer })
    expect(await missing()).toEqual([starred])
    const { items } = (await desk.get('/v1/safety-manuals')).body
    const ready = items.find((one: Json) => one.ready)
    const object = await desk.world.picture()
    const signature = { kind: 'signature', object }
    const given = await desk.must('/v1/manual-handovers', give(ready.id, { signature }))
    expect(given).toMatchObject({ signed: true, explained: true, way: 'paper' })
    expect(await missing()).toEqual([])
    expect(await missing('office-b')).toEqual([])
    const list = await desk.get(`/v1/manual-handovers?customerId=${desk.customerId}`)
    expect(list.body.items).toEqual([starred])
  })

  it('R001-6.1-3: one that was left at a visit counts, and a visit without one does not', async () => {
    const { world } = desk
    const missing = async (): Promise<string[]> =>
      (await desk.get('/v1/manual-handovers/missing')).body.items.map((one: Json) => one.customerId)
    const customer = await world.customer()
    const bring = async (code: string, more: object) => {
      await world.cylinder(code)
      const { id } = await world.order(customer)
      const told = await world.post(`/v1/orders/${id}/deliver`, visit([code], more), 'courier')
      expect(told.status).toBe(201)
    }
    await bring('MAN-1', { manualVersion: undefined })
    expect(await missing()).toContain(customer.id)
    await bring('MAN-2', {})
    expect(await missing()).not.toContain(customer.id)
  })

  it.each([
    ['a customer of nobody', { customerId: '00000000-0000-4000-8000-000000000000' }, '/customerId'],
    ['tomorrow', { handedAt: '2026-11-21T08:00:00.000Z' }, '/handedAt'],
    ['before it was in force', { handedAt: '2025-12-31T08:00:00.000Z' }, '/manualId'],
  ])('refuses %s by field', async (_what, more, path) => {
    const { items } = (await desk.get('/v1/safety-manuals')).body
    const { id } = items.find((one: Json) => one.ready)
    const { status, body } = await desk.post('/v1/manual-handovers', give(id, more))
    expect(status).toBeGreaterThanOrEqual(400)
    expect(JSON.stringify(body)).toContain(`"${path}"`)
  })
})
