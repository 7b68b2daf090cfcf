import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { surveyItems } from '#rules/survey-items.ts'
import { clauseById } from '#rules/clauses/clause-by-id.ts'
import { type DeskWorld, startDesk } from './desk-world.ts'
import type { Json } from './api-harness.ts'

const NOW = '2026-11-20T08:00:00.000Z'
const PERIOD = 'from=2026-11-01&to=2026-11-30'

const surveyOf = (kind: string, items: readonly object[], more: object = {}) => ({
  kind,
  surveyedAt: '2026-11-20T07:00:00.000Z',
  surveyor: 'company',
  method: 'visit',
  items,
  ...more,
})

describe('surveys of service', () => {
  let desk: DeskWorld
  beforeAll(async () => {
    desk = await startDesk()
    desk.at(NOW)
  }, 60_000)
  afterAll(() => desk.api.close())

  const figure = async (id: string, more = ''): Promise<Json> => {
    const { body } = await desk.get(`/v1/kpis?${PERIOD}${more}`, 'admin')
    return body.items.find((one: Json) => one.id === id)
  }

  it('R000-10.0.3: what is looked at stands in clauses, and is told', async () => {
    const { body } = await desk.get('/v1/survey-items', 'courier')
    expect(body.kinds.map(({ kind }: Json) => kind)).toEqual([
      'window',
      'hotline',
      'on-site',
      'staff',
    ])
    for (const { item, clauses, zh, en } of Object.values(surveyItems).flat()) {
      expect(clauses.length, item).toBeGreaterThan(0)
      for (const id of clauses) expect(clauseById(id), id).toBeDefined()
      expect([zh, en].every((words) => words !== '')).toBe(true)
    }
  })

  it('R002-5.9.3-6, R003-5.9.1-7: conduct in the home is surveyed item by item, and counted as a share', async () => {
    const answer = await desk.must(
      '/v1/surveys',
      surveyOf('on-site', [
        { item: 'uniform-and-badge', ok: true },
        { item: 'privacy', ok: true },
        { item: 'tools-and-shoe-covers', ok: false, remark: '未带鞋套' },
        { item: 'cleaned', ok: true },
      ]),
    )
    expect(answer).toMatchObject({ kind: 'on-site', enterpriseId: 'ent-a', surveyor: 'company' })
    expect(await figure('on-site-compliance')).toMatchObject({
      numerator: 3,
      denominator: 4,
      value: 0.75,
      clauses: ['R000-10.0.3-6.3'],
    })
    const { body } = await desk.get(`/v1/kpis/on-site-compliance/records?${PERIOD}`, 'admin')
    const bad = body.items.find(({ inNumerator }: Json) => !inNumerator)
    expect(bad.detail).toMatchObject({ item: 'tools-and-shoe-covers', remark: '未带鞋套' })
  })

  it('a window belongs to its station, a hotline to none', async () => {
    const items = [{ item: 'prices-shown', ok: true }]
    await desk.must('/v1/surveys', surveyOf('window', items, { stationId: 'st-a' }), 'station')
    await desk.must('/v1/surveys', surveyOf('hotline', [{ item: 'greeting', ok: true }]))
    expect(await figure('window-compliance', '&station=st-a')).toMatchObject({ denominator: 1 })
    expect(await figure('hotline-compliance', '&station=st-a')).toMatchObject({ denominator: 0 })
    expect(await figure('hotline-compliance')).toMatchObject({ denominator: 1 })
  })

  it.each([
    ['an item of another kind', { items: [{ item: 'greeting', ok: true }] }, '/items/0/item'],
    [
      'an item twice',
      {
        items: [
          { item: 'prices-shown', ok: true },
          { item: 'prices-shown', ok: true },
        ],
      },
      '/items/1/item',
    ],
    ['no remark', { items: [{ item: 'prices-shown', ok: false }] }, '/items/0/remark'],
    ['the future', { surveyedAt: '2026-12-01T00:00:00Z' }, '/surveyedAt'],
    ['a station of others', { stationId: 'st-b' }, '/stationId'],
    ['no items', { items: [] }, '/items'],
  ])('refuses %s by field', async (_what, more, path) => {
    const ok = surveyOf('window', [{ item: 'prices-shown', ok: true }])
    const { status, body } = await desk.post('/v1/surveys', { ...ok, ...more })
    expect(status).toBeGreaterThanOrEqual(400)
    expect(JSON.stringify(body)).toContain(`"${path}"`)
  })

  it('is listed newest first for its own enterprise, and no other', async () => {
    const { body } = await desk.get('/v1/surveys?kind=window')
    expect(body.items).toHaveLength(1)
    expect((await desk.get('/v1/surveys', 'office-b')).body.items).toEqual([])
    const first = await desk.get('/v1/surveys?limit=2')
    const second = await desk.get(`/v1/surveys?limit=2&cursor=${first.body.next}`)
    const ids = [...first.body.items, ...second.body.items].map(({ id }: Json) => id)
    expect(new Set(ids).size).toBe(3)
  })
})
