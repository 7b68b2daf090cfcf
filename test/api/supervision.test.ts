import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packagedCalendar } from '#jobs/packaged-calendar.ts'
import { createProfileBook } from '#rules/profile-book.ts'
import { WorkDeadlines } from '#jobs/work-deadlines.ts'
import { DeadlineStore } from '#store/deadlines/deadline-store.ts'
import { calendarQueries } from '#store/queries/system/calendar.ts'
import type { Json } from './api-harness.ts'
import { type DeskWorld, startDesk } from './desk-world.ts'
import { pngOf } from './sales-world.ts'

const NOW = '2026-11-20T08:00:00.000Z'

let desk: DeskWorld
let elsewhere: string

beforeAll(async () => {
  desk = await startDesk()
  const { api, world } = desk
  for (const [username, regionPrefix] of [
    ['regulator-65', '65'],
    ['regulator-3703', '3703'],
  ] as const) {
    const user = { username, password: 'correct horse battery', role: 'regulator', regionPrefix }
    await api.call('POST', '/v1/users', world.tokens['admin'], user)
  }
  elsewhere = await api.login('regulator-65')
}, 90_000)
afterAll(() => desk?.api.close())

const picture = async (role = 'regulator'): Promise<string> => {
  const { api, world } = desk
  const url = '/v1/objects?kind=photo&enterpriseId=ent-a'
  const answer = await api.call('POST', url, undefined, pngOf(randomUUID()), {
    headers: { authorization: `Bearer ${world.tokens[role]}`, 'content-type': 'image/png' },
  })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body.object
}

const caseBody = (more: object = {}) => ({
  subject: { kind: 'station', id: 'st-a' },
  finding: '灌装间灭火器过期',
  clauses: ['R004-A2-9'],
  ...more,
})

const opened = (more: object = {}): Promise<Json> =>
  desk.must('/v1/supervision-cases', caseBody(more), 'regulator')

const step = (id: string, body: object, role = 'regulator') =>
  desk.post(`/v1/supervision-cases/${id}/steps`, body, role)

const ordered = async (id: string, order: object): Promise<Json> => {
  const { status, body } = await step(id, { type: 'order', what: '立即停用', ...order })
  expect(status, JSON.stringify(body)).toBe(200)
  return body.measures.at(-1)
}

const rectify = (id: string, workingDays = 5): Promise<Json> =>
  ordered(id, { kind: 'rectify', what: '更换灭火器', workingDays })

describe('supervision cases', () => {
  it('run from the finding over order, answer and acceptance to the end, and are closed for good', async () => {
    desk.at(NOW)
    const made = await opened({ objects: [await picture()] })
    expect(made).toMatchObject({ enterpriseId: 'ent-a', region: '370302', status: 'open' })
    const measure = await rectify(made.id)
    // Friday; the fifth working day after it is Friday again.
    expect(measure).toMatchObject({
      dueAt: '2026-11-27T15:59:59.999Z',
      provisional: false,
      overdue: false,
    })
    const measureId = measure.id
    expect((await step(made.id, { type: 'accept', measureId })).body.code).toBe('CASE_STATE')
    const answer = { type: 'answer', measureId, note: '已更换', objects: [await picture('office')] }
    const { body: answered } = await step(made.id, answer, 'office')
    expect(answered.status).toBe('answered')
    const { body: sentBack } = await step(made.id, { type: 'reject', measureId, note: '照片不清' })
    expect(sentBack.status).toBe('open')
    await step(made.id, answer, 'station')
    expect((await step(made.id, { type: 'close', note: '已查' })).body.code).toBe('CASE_STATE')
    expect((await step(made.id, { type: 'accept', measureId })).status).toBe(200)
    const { body: closed } = await step(made.id, { type: 'close', note: '复查合格' })
    expect(closed).toMatchObject({ status: 'closed', closedAt: NOW })
    expect(closed.steps.map(({ type, role }: Json) => `${type} ${role}`)).toEqual([
      'open regulator',
      'order regulator',
      'answer office',
      'reject regulator',
      'answer station',
      'accept regulator',
      'close regulator',
    ])
    for (const [body, role] of [
      [{ type: 'answer', note: 'x' }, 'office'],
      [{ type: 'order', kind: 'rectify', what: 'x', workingDays: 1 }, 'regulator'],
      [{ type: 'close', note: 'x' }, 'regulator'],
    ] as const) {
      const late = await step(made.id, body, role)
      expect(late, body.type).toMatchObject({ status: 409, body: { code: 'CASE_STATE' } })
    }
  })

  it('steps are only added: the API has no right to change or take one away', async () => {
    const { pool } = desk.api.database
    const { rows } = await pool.query(
      `select t, p from unnest(array['supervision_step', 'evaluation_step', 'spot_check_item']) t,
         unnest(array['update', 'delete']) p where has_table_privilege('lpg_api', t, p)`,
    )
    expect(rows).toEqual([])
  })

  it('a deadline runs over a holiday week, is overdue after its last millisecond, in both work lists', async () => {
    desk.at('2026-09-30T02:00:00.000Z')
    const made = await opened()
    // National Day 2026: 1 to 7 October off.
    const measure = await rectify(made.id, 2)
    expect(measure.dueAt).toBe('2026-10-09T15:59:59.999Z')
    const state = async () => (await desk.get(`/v1/supervision-cases/${made.id}`)).body.overdue
    desk.at('2026-10-09T15:59:59.999Z')
    expect(await state()).toBe(false)
    desk.at('2026-10-09T16:00:00.000Z')
    expect(await state()).toBe(true)
    for (const role of ['office', 'regulator']) {
      const url = '/v1/work-items?kind=supervision-rectification'
      const { body } = await desk.get(url, role)
      const item = body.items.find(({ caseId }: Json) => caseId === made.id)
      expect(item, role).toMatchObject({
        kind: 'supervision-rectification',
        dueAt: measure.dueAt,
        detail: { area: 'supervision', waitsFor: 'company', what: '更换灭火器' },
      })
    }
    const { body: all } = await desk.get('/v1/work-items?limit=500', 'regulator')
    expect(all.items.map(({ caseId }: Json) => caseId)).toContain(made.id)
    const { body: extended } = await step(made.id, {
      type: 'extend',
      measureId: measure.id,
      workingDays: 1,
      note: '配件缺货',
    })
    // Extended when it was over already: a day from now. That it was overdue stays in the record. The 10th is a working Saturday.
    expect(extended.measures[0]).toMatchObject({ overdue: false })
    expect(extended.steps.at(-1)).toMatchObject({ type: 'extend', body: { overdue: true } })
    desk.at(NOW)
  })

  it('beyond what the notices settle a deadline is provisional, and is counted anew with them', async () => {
    const { pool } = desk.api.database
    desk.at('2026-12-25T02:00:00.000Z')
    const made = await opened()
    const measure = await rectify(made.id, 10)
    expect(measure.provisional).toBe(true)
    const calendars = calendarQueries(pool)
    const { entries } = packagedCalendar()
    const more = [...entries, { day: '2027-01-04', kind: 'off', source: 'test' }]
    await calendars.fill(more as never, '2027-12-28' as never, desk.api.clock.now)
    const job = new WorkDeadlines(new DeadlineStore(pool), calendars, 1000, createProfileBook())
    await job.run(new AbortController().signal)
    const { body } = await desk.get(`/v1/supervision-cases/${made.id}`)
    expect(body.measures[0].provisional).toBe(false)
    expect(Date.parse(body.measures[0].dueAt)).toBeGreaterThan(Date.parse(measure.dueAt))
    desk.at(NOW)
  })

  it('lock a scale and a station; released by the case alone, while another case holds on', async () => {
    const [one, two] = [await opened({ subject: { kind: 'scale', id: 'scale-a' } }), await opened()]
    const first = await ordered(one.id, { kind: 'lock-scale', targets: ['scale-a'] })
    const second = await ordered(two.id, { kind: 'lock-scale', targets: ['scale-a'] })
    const locked = async () => (await desk.get('/v1/scales/scale-a')).body
    expect(await locked()).toMatchObject({ locked: true, lockedBy: 'regulator:regulator' })
    for (const role of ['office', 'admin', 'regulator']) {
      const { status, body } = await desk.post('/v1/scales/scale-a/unlock', { reason: 'x' }, role)
      expect([status, body.code], role).toEqual([409, 'REGULATOR_ORDER'])
    }
    const off = (caseId: string, { id }: Json, role?: string) =>
      step(caseId, { type: 'release', measureId: id, note: '已检定' }, role)
    expect((await off(one.id, first, 'office')).status).toBe(403)
    expect((await off(one.id, first)).status).toBe(200)
    expect((await locked()).locked).toBe(true)
    expect((await off(two.id, second)).status).toBe(200)
    expect((await locked()).locked).toBe(false)
    const { body: log } = await desk.get('/v1/scales/scale-a/locks')
    expect(log.items.map(({ action }: Json) => action)).toEqual(['unlock', 'lock', 'lock'])
    const station = await ordered(two.id, { kind: 'lock-station', targets: ['st-a'] })
    expect((await desk.get('/v1/stations/st-a')).body.locked).toBe(true)
    const plain = await desk.post('/v1/stations/st-a/unlock', { reason: 'x' }, 'regulator')
    expect(plain.body.code).toBe('REGULATOR_ORDER')
    await off(two.id, station)
    expect((await desk.get('/v1/stations/st-a')).body.locked).toBe(false)
  })

  it('set cylinders apart as events, and lift their own order alone', async () => {
    const { world } = desk
    const get = (url: string) => desk.get(url)
    await world.cylinder('SUP-1')
    await world.cylinder('SUP-2')
    const service = async (code: string) => (await get(`/v1/cylinders/${code}`)).body.service
    await desk.must('/v1/cylinders/SUP-2/quarantine', { reason: '企业自查' }, 'office')
    const made = await opened({ subject: { kind: 'cylinder', id: 'SUP-1' } })
    const targets = ['SUP-1', 'SUP-2']
    const order = { type: 'order', kind: 'quarantine', what: '疑似翻新瓶', targets }
    const headers = {
      authorization: `Bearer ${world.tokens['regulator']}`,
      'idempotency-key': `sup-${randomUUID()}`,
    }
    const url = `/v1/supervision-cases/${made.id}/steps`
    const answers = await Promise.all(
      [1, 2, 3].map(() => desk.api.call('POST', url, undefined, order, { headers })),
    )
    for (const { status, body } of answers) expect([status, body.measures.length]).toEqual([200, 1])
    expect(await service('SUP-1')).toMatchObject({ state: 'quarantined' })
    const trace = await get('/v1/cylinders/SUP-1/trace')
    const types = trace.body.events.map(({ type }: Json) => type)
    expect(types.filter((type: string) => type === 'cylinder.quarantined')).toHaveLength(1)
    const plain = await desk.post('/v1/cylinders/SUP-1/release', { reason: 'x' }, 'regulator')
    expect(plain.body).toMatchObject({ code: 'REGULATOR_ORDER' })
    const release = {
      type: 'release',
      measureId: answers[0]?.body.measures[0].id,
      note: '查无问题',
    }
    expect((await step(made.id, release, 'station')).status).toBe(403)
    expect((await step(made.id, release)).status).toBe(200)
    expect(await service('SUP-1')).toMatchObject({ state: 'in-service', reasons: [] })
    // The company's own quarantine is not the regulator's to forget.
    expect(await service('SUP-2')).toMatchObject({ state: 'quarantined', reasons: ['ORDERED'] })
  })

  it.each([
    [{ subject: { kind: 'enterprise', id: 'ent-b' } }, 422, '/subject/id'],
    [{ subject: { kind: 'station', id: 'st-b' } }, 422, '/subject/id'],
    [{ subject: { kind: 'scale', id: 'scale-b' } }, 422, '/subject/id'],
    [{ subject: { kind: 'cylinder', id: 'CYL-b' } }, 422, '/subject/id'],
    [{ subject: { kind: 'receipt', id: randomUUID() } }, 422, '/subject/id'],
    [{ subject: { kind: 'spot-check', id: randomUUID() } }, 422, '/subject/id'],
    [{ subject: { kind: 'river', id: 'x' } }, 400, '/subject/kind'],
    [{ finding: '' }, 400, '/finding'],
    [{ clauses: ['R004-A2-9', 'R9'] }, 422, '/clauses/1'],
    [{ objects: ['a'.repeat(64)] }, 422, '/objects/0'],
  ])('refuses %o by field', async (change, status, path) => {
    const answer = await desk.post('/v1/supervision-cases', caseBody(change), 'regulator')
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status })
    expect(answer.body.path ?? answer.body.errors?.[0]?.path).toBe(path)
  })

  it.each([
    [{ type: 'order', kind: 'lock-scale', what: 'x', targets: ['scale-b'] }, 422, '/targets/0'],
    [{ type: 'order', kind: 'lock-scale', what: 'x' }, 422, '/targets'],
    [{ type: 'order', kind: 'quarantine', what: 'x', targets: ['NO-1'] }, 422, '/targets/0'],
    [{ type: 'order', kind: 'quarantine', what: 'x', targets: ['A', 'A'] }, 422, '/targets'],
    [{ type: 'order', kind: 'rectify', what: 'x' }, 422, '/workingDays'],
    [{ type: 'order', kind: 'rectify', what: 'x', workingDays: 0 }, 400, '/workingDays'],
    [
      { type: 'order', kind: 'lock-scale', what: 'x', targets: ['scale-a'], workingDays: 3 },
      422,
      '/workingDays',
    ],
    [{ type: 'accept', measureId: randomUUID() }, 422, '/measureId'],
    [{ type: 'nothing' }, 400, '/type'],
  ])('a step %o is refused by field', async (body, status, path) => {
    const made = await opened()
    const answer = await step(made.id, body)
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status })
    expect(answer.body.path ?? answer.body.errors?.[0]?.path).toBe(path)
  })

  it('are seen by the region and by the company they are about', async () => {
    const { api } = desk
    const made = await opened()
    const url = `/v1/supervision-cases/${made.id}`
    const token = await api.login('regulator-3703')
    expect((await api.call('GET', url, token)).status).toBe(200)
    for (const as of [elsewhere, await api.login('office-b')]) {
      expect((await api.call('GET', url, as)).status).toBe(404)
      const body = { type: 'answer', note: 'x' }
      expect((await api.call('POST', `${url}/steps`, as, body)).status).toBe(404)
      expect((await api.call('GET', '/v1/supervision-cases', as)).body.items).toEqual([])
    }
    expect((await step(made.id, { type: 'close', note: 'x' }, 'office')).status).toBe(403)
    expect((await step(made.id, { type: 'answer', note: 'x' })).status).toBe(403)
    const { body: open } = await desk.get('/v1/supervision-cases?status=open&limit=1')
    expect(open.items).toHaveLength(1)
    expect(open.next).not.toBeNull()
    // A case of the whole province is not of one of its cities.
    const wide = await opened({ subject: { kind: 'enterprise', id: 'ent-a' } })
    expect(wide.region).toBe('37')
    const wideUrl = `/v1/supervision-cases/${wide.id}`
    expect((await api.call('GET', wideUrl, token)).status).toBe(404)
    expect((await desk.get(wideUrl)).status).toBe(200)
  })

  it('accepted by two at once it is accepted once', async () => {
    const made = await opened()
    const { id: measureId } = await rectify(made.id)
    await step(made.id, { type: 'answer', measureId, note: '已整改' }, 'office')
    const answers = await Promise.all(
      [1, 2, 3].map(() => step(made.id, { type: 'accept', measureId })),
    )
    const codes = answers.map(({ status }) => status).toSorted((a, b) => a - b)
    expect(codes).toEqual([200, 409, 409])
  })
})
