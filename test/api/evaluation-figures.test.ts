import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from './api-harness.ts'
import { type EvaluationDesk, period, scores, startEvaluations } from './evaluation-desk.ts'

let desk: EvaluationDesk

beforeAll(async () => {
  desk = await startEvaluations()
}, 90_000)
afterAll(() => desk?.api.close())

describe('the figures of an evaluation', () => {
  it('count what the registers show, with the lists of the records', async () => {
    await desk.must('/v1/publicity-events', {
      heldOn: '2026-06-01',
      topics: ['basics'],
      audience: 'school',
      ways: ['lecture'],
      content: '安全用气进校园',
      people: 120,
    })
    const made = await desk.begun(period)
    const item = (no: string): Json => made.items.find((one: Json) => one.no === no)
    expect(item('1').evidence).toMatchObject([
      { name: 'stations-licensed', good: 1, all: 1, link: '/v1/stations' },
    ])
    expect(item('1').suggested).toEqual({ points: 3 })
    // One of the staff is certified by nobody, and was trained: half of 3 points, cut down to halves.
    expect(item('4').evidence).toMatchObject([
      { name: 'staff-certified', good: 0, all: 1 },
      { name: 'staff-trained', good: 1, all: 1 },
    ])
    expect(item('4').suggested).toEqual({ points: 1.5 })
    expect(item('20').evidence).toMatchObject([{ good: 0, all: 2 }])
    // Nothing was warned of: nothing is suggested, and the expert says what was seen.
    expect(item('21')).toMatchObject({ evidenceName: 'warnings', suggested: null, value: null })
    expect(item('14').evidence).toMatchObject([{ name: 'public-publicity', good: 1, all: 1 }])
    expect(item('14').suggested).toEqual({ points: 2 })
    expect(item('6')).toMatchObject({ evidenceName: null, suggested: null, value: null })
    expect(item('27').evidence).toMatchObject([{ name: 'scales-verified', good: 1, all: 1 }])
    expect(made).toMatchObject({ status: 'draft', total: null, band: null })
  })

  it('other points than counted want a reason, uncounted ones an attachment or a remark', async () => {
    const made = await desk.begun(period, 'office')
    const post = (item: object) => desk.step(made.id, 'items', { items: [item] }, 'office')
    const refusal = { status: 422, body: { code: 'INCONSISTENT_REQUEST', path: '/items/0/reason' } }
    expect(await post({ no: '1', points: 2 })).toMatchObject(refusal)
    expect((await post({ no: '1', points: 2, reason: '换证晚了一个月' })).status).toBe(200)
    expect(await post({ no: '21', points: 2 })).toMatchObject({
      ...refusal,
      body: { ...refusal.body, clause: 'R004-5.3' },
    })
    expect((await post({ no: '21', points: 0 })).status).toBe(200)
    const attach = { item: '21', object: await desk.picture('office'), note: '节日值班表' }
    expect((await desk.step(made.id, 'attachments', attach, 'office')).status).toBe(200)
    expect((await post({ no: '21', points: 2 })).status).toBe(200)
  })

  it('collected anew, what stood by the counts alone is asked for again', async () => {
    const made = await desk.begun({ from: '2026-01-02', to: '2027-01-02' })
    await desk.must(`/v1/evaluations/${made.id}/items`, { items: scores(made) }, 'regulator')
    await desk.must('/v1/staff', { enterpriseId: 'ent-a', operator: `op-${randomUUID()}` })
    const { body } = await desk.step(made.id, 'collect')
    const item = body.items.find(({ no }: Json) => no === '4')
    expect(body.status).toBe('draft')
    expect(item).toMatchObject({ value: null, suggested: { points: 0.5 } })
  })

  it('R000-10.0.3: rates are held against their target, others are recorded', async () => {
    const made = await desk.begun({ sheet: 'cn-65-table-10-0-3' })
    const items = scores(made).map((one) => {
      const { no } = one as { no: string }
      if (no === '6.2b') return { no, good: 80, all: 100, reason: '抽样' }
      return no === '5.2b' ? { no, good: 70, all: 100, reason: '抽样' } : one
    })
    const { body } = await desk.step(made.id, 'items', { items })
    const met = (no: string) => body.items.find((one: Json) => one.no === no).isMet
    // More than 80 %, and not less than 70 %.
    expect([met('6.2b'), met('5.2b'), met('6.1')]).toEqual([false, true, null])
    expect(body).toMatchObject({ status: 'scored', total: null, band: null })
    const wrong = await desk.step(made.id, 'items', { items: [{ no: '5.4', points: 3 }] })
    expect(wrong.body).toMatchObject({ path: '/items/0/met' })
  })

  it('R000-10.0.3: a rate of the table is the figure of /v1/kpis, and a deadline to come breaks nothing', async () => {
    const { api, world } = desk
    await world.cylinder('EV-1')
    const test = (kind: string, passed: boolean, at: string, retest = false) =>
      api.database.pool.query(
        `insert into kpi_test (source, event_id, kind, cylinder_id, enterprise_id, station_id, region, tested_at, passed, retest)
         values (1, $1, $2, (select id from cylinder where code = 'EV-1'), 'ent-a', 'st-a', '370302', $3, $4, $5)`,
        [randomUUID(), kind, at, passed, retest],
      )
    // Three tested, one of them overfilled; mended it passed a second test, which is no first one.
    for (const passed of [true, true, false]) await test('fill', passed, '2026-10-01T02:00:00Z')
    await test('fill', true, '2026-10-01T03:00:00Z', true)
    await test('leak', true, '2026-10-01T02:00:00Z')
    // Due in a week: neither kept nor broken.
    const about = { enterpriseId: 'ent-a', region: '370302', channel: 'phone', topic: 'delivery' }
    await desk.must('/v1/complaints', { ...about, text: '未按时送达' })
    const kpis = (await desk.get('/v1/kpis?from=2026-01-03&to=2027-01-02&enterprise=ent-a')).body
    const made = await desk.begun({
      sheet: 'cn-65-table-10-0-3',
      from: '2026-01-03',
      to: '2027-01-03',
    })
    for (const item of made.items.filter(({ kpi }: Json) => kpi !== undefined)) {
      const { numerator, denominator } = kpis.items.find(({ id }: Json) => id === item.kpi)
      expect([item.kpi, item.evidence[0].good, item.evidence[0].all]).toEqual([
        item.kpi,
        numerator,
        denominator,
      ])
    }
    const of = (no: string): Json => made.items.find((one: Json) => one.no === no)
    expect(of('4.3.1a').suggested).toEqual({ good: 2, all: 3 })
    expect(of('4.3.1a').evidence[0].words.zh).toBe('满瓶充装量合格率')
    expect(of('4.3.1b').suggested).toEqual({ met: true })
    expect(of('8')).toMatchObject({ suggested: null, evidence: [{ good: 0, all: 0 }] })
    const annex = await desk.begun({ from: '2026-01-03', to: '2027-01-03' })
    expect(annex.items[31]).toMatchObject({ no: '32', suggested: null, evidence: [{ all: 0 }] })
    const records = await desk.get(`${of('4.3.1a').evidence[0].link}&limit=10`)
    expect([records.status, records.body.items.length]).toEqual([200, 4])
  })

  it('an appointment to which nobody came is one that was not kept', async () => {
    const { world } = desk
    const appointment = { from: '2026-11-19T01:00:00.000Z', to: '2026-11-19T03:00:00.000Z' }
    const { id } = await world.order({ id: desk.customerId, premisesId: desk.premisesId })
    await desk.api.database.pool.query(
      'update sale_order set appointment_from = $2, appointment_to = $3 where id = $1',
      [id, appointment.from, appointment.to],
    )
    const made = await desk.begun({ from: '2026-01-04', to: '2027-01-04' })
    const item = made.items.find(({ no }: Json) => no === '33')
    expect(item.evidence).toMatchObject([{ name: 'appointments-kept', good: 0, all: 1 }])
    expect(item.suggested).toEqual({ points: 0 })
  })
})
