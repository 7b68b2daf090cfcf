import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Json } from './api-harness.ts'
import { type DeskWorld, startDesk } from './desk-world.ts'

let desk: DeskWorld

beforeAll(async () => {
  desk = await startDesk()
}, 60_000)
afterAll(() => desk.api.close())
beforeEach(() => desk.at('2026-11-21T18:00:00.000Z'))

describe('hazards and patrols of a company', () => {
  const found = {
    stationId: 'st-a',
    source: 'self-check',
    what: '消防器材过期',
    dueOn: '2026-11-25',
  }
  const act = (id: string, body: object, role = 'office') =>
    desk.post(`/v1/company-hazards/${id}/steps`, body, role)

  it('closes the loop only by other eyes, a major one only after the report (R004-A2-9, R003-5.11.10)', async () => {
    const { id } = await desk.must('/v1/company-hazards', { ...found, major: true })
    expect((await act(id, { type: 'recheck', passed: true, finding: 'x' })).body).toMatchObject({
      code: 'CASE_STATE',
      clause: 'R004-A2-9',
    })
    await act(id, { type: 'rectify', remedy: '更换灭火器' })
    expect((await act(id, { type: 'recheck', passed: true, finding: 'x' })).body.code).toBe(
      'RECUSED',
    )
    expect(
      (await act(id, { type: 'recheck', passed: true, finding: 'x' }, 'clerk')).body.clause,
    ).toBe('R003-5.11.10')
    await act(id, { type: 'report', to: '市燃气主管部门', no: 'ZD-1' })
    expect(
      (await act(id, { type: 'recheck', passed: false, finding: '数量不足' }, 'clerk')).body.path,
    ).toBe('/dueOn')
    await act(
      id,
      { type: 'recheck', passed: false, finding: '数量不足', dueOn: '2026-11-28' },
      'clerk',
    )
    await act(id, { type: 'rectify', remedy: '补足' })
    const { body } = await act(id, { type: 'recheck', passed: true, finding: '合格' }, 'clerk')
    expect(body).toMatchObject({ dueOn: '2026-11-28', overdue: false })
    expect(body.closedAt).not.toBeNull()
    expect(body.steps.map((one: Json) => one.type)).toEqual([
      'rectify',
      'report',
      'recheck',
      'rectify',
      'recheck',
    ])
    expect((await act(id, { type: 'rectify', remedy: 'x' })).body.code).toBe('CASE_STATE')
  })

  it('lists open ones by day, overdue from the day after', async () => {
    await desk.must('/v1/company-hazards', found)
    desk.at('2026-11-25T15:59:59.999Z')
    const list = async (role = 'office') => (await desk.get('/v1/company-hazards', role)).body.items
    expect((await list())[0]).toMatchObject({ dueOn: '2026-11-25', overdue: false })
    desk.at('2026-11-25T16:00:00.000Z')
    expect((await list())[0]).toMatchObject({ overdue: true })
    expect(await list('office-b')).toEqual([])
    expect((await desk.post('/v1/company-hazards', found, 'office-b')).body.path).toBe('/stationId')
    expect(
      (await desk.post('/v1/company-hazards', { ...found, dueOn: '2026-11-01' })).body.path,
    ).toBe('/dueOn')
  })

  it('a round looks at every item, and what is wrong becomes a hazard, once', async () => {
    const items = ['储罐区', '灌装间', '可燃气体报警器']
    const route = await desk.must('/v1/patrol-routes', {
      stationId: 'st-a',
      name: '日巡',
      everyDays: 1,
      items,
    })
    expect(route).toMatchObject({ dueOn: '2026-11-22', overdue: false })
    const id = randomUUID()
    const all = items.map((item) => ({ item, ok: true }))
    const round = (results: object[], more: object = {}) =>
      desk.post('/v1/patrols', { id, routeId: route.id, results, ...more })
    expect((await round(all.slice(1))).body.path).toBe('/results')
    expect((await round([...all, { item: '食堂', ok: true }])).body.path).toBe('/results/3/item')
    const bad = [...all.slice(0, 2), { item: '可燃气体报警器', ok: false, remark: '探头故障' }]
    expect((await round(bad)).body.path).toBe('/hazardDueOn')
    const before = (await desk.get('/v1/company-hazards')).body.items.length
    const sent = await Promise.all([1, 2, 3].map(() => round(bad, { hazardDueOn: '2026-11-30' })))
    expect(sent.map(({ status }) => status)).toEqual([201, 201, 201])
    const open = (await desk.get('/v1/company-hazards')).body.items
    expect(open).toHaveLength(before + 1)
    expect(open.at(-1)).toMatchObject({ source: 'patrol', what: '可燃气体报警器：探头故障' })
    const [after] = (await desk.get('/v1/patrol-routes')).body.items
    expect(after).toMatchObject({ dueOn: '2026-11-23', overdue: false })
    desk.at('2026-11-23T16:00:00.000Z')
    expect((await desk.get('/v1/patrol-routes')).body.items[0].overdue).toBe(true)
    expect(
      (await desk.post('/v1/patrols', { routeId: route.id, results: all }, 'office-b')).body.path,
    ).toBe('/routeId')
  })
})
