import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from './api-harness.ts'
import { type DeskWorld, startDesk } from './desk-world.ts'
import { pngOf } from './sales-world.ts'

let desk: DeskWorld
let other: string

const period = { from: '2026-01-01', to: '2027-01-01' }

beforeAll(async () => {
  desk = await startDesk()
  const { api, world } = desk
  const user = { username: 'regulator-65', password: 'correct horse battery', role: 'regulator' }
  await api.call('POST', '/v1/users', world.tokens['admin'], { ...user, regionPrefix: '65' })
  other = await api.login('regulator-65')
}, 90_000)
afterAll(() => desk?.api.close())

const picture = async (role = 'regulator'): Promise<string> => {
  const { api, world } = desk
  const url = '/v1/objects?kind=signature&enterpriseId=ent-a'
  const answer = await api.call('POST', url, undefined, pngOf(randomUUID()), {
    headers: { authorization: `Bearer ${world.tokens[role]}`, 'content-type': 'image/png' },
  })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body.object
}

/** Each evaluation has a period of its own: the same one twice is refused. */
let year = 1990
const begun = async (more: object = {}, role = 'regulator'): Promise<Json> => {
  year += 1
  const body = {
    enterpriseId: 'ent-a',
    sheet: 'cn-3704-annex-2',
    from: `${year}-01-01`,
    to: `${year + 1}-01-01`,
    ...more,
  }
  return desk.must('/v1/evaluations', body, role)
}

/** What the sheet suggests, else the maximum with a remark. */
const scores = ({ items }: Json): object[] =>
  items.map(({ no, suggested, scoring }: Json) => {
    if (suggested !== null) return { no, ...suggested }
    if (scoring.kind === 'points') return { no, points: scoring.max, reason: '现场查看' }
    return scoring.kind === 'yes-no'
      ? { no, met: true, reason: '现场查看' }
      : { no, good: 9, all: 10, reason: '抽查10项' }
  })

const step = (id: string, name: string, body: object = {}, role = 'regulator') =>
  desk.post(`/v1/evaluations/${id}/${name}`, body, role)

const signed = async (made: Json): Promise<Json> => {
  await desk.must(`/v1/evaluations/${made.id}/items`, { items: scores(made) }, 'regulator')
  const object = await picture()
  return desk.must(`/v1/evaluations/${made.id}/sign`, { object }, 'regulator')
}

describe('score sheets', () => {
  it('R004-5.2: 35 items in six groups are 100 points; row 21 says that it was lost', async () => {
    const { body } = await desk.get('/v1/score-sheets')
    const sheet = body.items.find(({ id }: Json) => id === 'cn-3704-annex-2')
    const sum = (items: Json[]): number => items.reduce((all, { scoring }) => all + scoring.max, 0)
    expect([sheet.items.length, sum(sheet.items)]).toEqual([35, 100])
    for (const { name, points } of sheet.groups) {
      const own = sheet.items.filter(({ group }: Json) => group === name)
      expect([name, sum(own)]).toEqual([name, points])
    }
    expect(sheet.items[20].reading.zh).toMatch(/缺第21项/)
    expect(sheet.readings.map(({ about }: Json) => about)).toEqual(
      expect.arrayContaining(['C20', 'A18', 'A20']),
    )
    expect(sheet.items[0].text.zh).toMatch(/依法取得燃气经营许可证/)
  })

  it('table 10.0.3 is whole: 61 rows, each once, each with its own text', async () => {
    const { body } = await desk.get('/v1/score-sheets')
    const { items } = body.items.find(({ id }: Json) => id === 'cn-65-table-10-0-3')
    // Counted in the draft, without pipelines (4.2), vehicles (4.4) and meter reading (5.1): rows under each number.
    const printed = {
      '3.1': 1,
      '3.2': 2,
      '3.3': 4,
      '3.4': 2,
      '3.5': 1,
      '3.7': 1,
      '3.8': 3,
      '3.10': 1,
      '3.11': 1,
      '4.1': 3,
      '4.3': 5,
      '5.1': 3,
      '5.2': 4,
      '5.3': 1,
      '5.4': 6,
      '6.1': 1,
      '6.2': 3,
      '6.3': 3,
      '6.4': 5,
      '7': 2,
      '8': 2,
      '9.1': 4,
      '9.2': 2,
      '9.3': 1,
    }
    const under = (no: string) => /^\d+(?:\.\d+)?/.exec(no)?.[0] ?? no
    const counts: Record<string, number> = {}
    for (const { no } of items) counts[under(no)] = (counts[under(no)] ?? 0) + 1
    expect(counts).toEqual(printed)
    expect(new Set(items.map(({ text }: Json) => text.zh)).size).toBe(61)
    const rates = items.filter(({ scoring }: Json) => scoring.kind === 'rate')
    expect(rates.map(({ no }: Json) => no)).toEqual([
      '3.3',
      '4.1.1',
      '4.3.1a',
      '5.2b',
      '6.1',
      '6.2a',
      '6.2b',
      '6.3',
      '6.3b',
      '7',
      '8',
      '9.2',
    ])
  })
})

describe('evaluations', () => {
  it('count what the registers show, with the lists of the records', async () => {
    await desk.must('/v1/publicity-events', {
      heldOn: '2026-06-01',
      topics: ['basics'],
      audience: 'school',
      ways: ['lecture'],
      content: '安全用气进校园',
      people: 120,
    })
    const made = await begun(period)
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

  it('run draft, scored, signed, final; a correction is a new version', async () => {
    const made = await begun()
    const [first, ...rest] = scores(made)
    const { body: half } = await step(made.id, 'items', { items: rest })
    expect(half.status).toBe('draft')
    expect((await step(made.id, 'sign', { object: await picture() })).body.code).toBe('CASE_STATE')
    const { body: scored } = await step(made.id, 'items', { items: [first] })
    expect(scored.status).toBe('scored')
    expect((await step(made.id, 'finalise')).body.code).toBe('CASE_STATE')
    const object = await picture()
    const { body: withName } = await step(made.id, 'sign', { object })
    expect(withName).toMatchObject({
      status: 'signed',
      signatures: [{ by: desk.users['regulator'], object }],
    })
    const late = await step(made.id, 'items', { items: [first] })
    expect(late).toMatchObject({ status: 409, body: { code: 'CASE_STATE' } })
    const { body: final } = await step(made.id, 'finalise')
    expect(final.status).toBe('final')
    for (const [name, body] of [
      ['items', { items: [first] }],
      ['vetoes', { code: 'accident', reason: 'x' }],
      ['sign', { object }],
      ['finalise', {}],
    ] as const) {
      expect((await step(made.id, name, body)).body.code, name).toBe('CASE_STATE')
    }
    const correction = { corrects: made.id, reason: '第8项计分有误' }
    const next = await desk.must('/v1/evaluations', correction, 'regulator')
    expect(next).toMatchObject({ version: 2, status: 'scored', corrects: made.id, signatures: [] })
    const again = await desk.post('/v1/evaluations', { ...correction, reason: 'y' }, 'regulator')
    expect(again.body).toMatchObject({ code: 'ALREADY_EXISTS', path: '/corrects' })
    const { body: old } = await desk.get(`/v1/evaluations/${made.id}`)
    expect(old).toMatchObject({ status: 'final', correctedBy: next.id, total: final.total })
    expect(old.steps.map(({ type }: Json) => type)).toEqual(
      ['create', 'items', 'items', 'sign', 'finalise'].map((type) =>
        type === 'items' ? 'score' : type,
      ),
    )
  })

  it.each([
    [100, 'excellent'],
    [90, 'excellent'],
    [89.5, 'qualified'],
    [70, 'qualified'],
    [69.5, 'unqualified'],
    [0, 'unqualified'],
  ])('C20: %d points are %s', async (total, band) => {
    const made = await begun()
    let left = total
    const items = made.items.map(({ no, scoring }: Json) => {
      const points = Math.min(left, scoring.max)
      left -= points
      return { no, points, reason: '现场查看' }
    })
    const { body } = await step(made.id, 'items', { items })
    expect([body.total, body.band.name]).toEqual([total, band])
  })

  it('R004-4.2: a veto puts the band down and leaves the points; withdrawn it is gone', async () => {
    const made = await begun()
    const full = made.items.map(({ no, scoring }: Json) => ({
      no,
      points: scoring.max,
      reason: '现场查看',
    }))
    await desk.must(`/v1/evaluations/${made.id}/items`, { items: full }, 'regulator')
    const veto = { code: 'accident', reason: '3月12日责任事故', objects: [await picture()] }
    const { body: put } = await step(made.id, 'vetoes', veto)
    expect(put).toMatchObject({ vetoed: true, total: 100, band: { name: 'unqualified' } })
    expect((await step(made.id, 'vetoes', veto)).body).toMatchObject({ path: '/code' })
    const gone = { code: 'accident', reason: '经复议非责任事故', withdraw: true }
    const { body: lifted } = await step(made.id, 'vetoes', gone)
    expect(lifted).toMatchObject({ vetoed: false, band: { name: 'excellent' } })
    expect(lifted.vetoes[0].withdrawn.reason).toBe(gone.reason)
  })

  it('other points than counted want a reason, uncounted ones an attachment or a remark', async () => {
    const made = await begun(period, 'office')
    const post = (item: object) => step(made.id, 'items', { items: [item] }, 'office')
    const refusal = { status: 422, body: { code: 'INCONSISTENT_REQUEST', path: '/items/0/reason' } }
    expect(await post({ no: '1', points: 2 })).toMatchObject(refusal)
    expect((await post({ no: '1', points: 2, reason: '换证晚了一个月' })).status).toBe(200)
    expect(await post({ no: '21', points: 2 })).toMatchObject({
      ...refusal,
      body: { ...refusal.body, clause: 'R004-5.3' },
    })
    expect((await post({ no: '21', points: 0 })).status).toBe(200)
    const attach = { item: '21', object: await picture('office'), note: '节日值班表' }
    expect((await step(made.id, 'attachments', attach, 'office')).status).toBe(200)
    expect((await post({ no: '21', points: 2 })).status).toBe(200)
  })

  it('collected anew, what stood by the counts alone is asked for again', async () => {
    const made = await begun({ from: '2026-01-02', to: '2027-01-02' })
    await desk.must(`/v1/evaluations/${made.id}/items`, { items: scores(made) }, 'regulator')
    await desk.must('/v1/staff', { enterpriseId: 'ent-a', operator: `op-${randomUUID()}` })
    const { body } = await step(made.id, 'collect')
    const item = body.items.find(({ no }: Json) => no === '4')
    expect(body.status).toBe('draft')
    expect(item).toMatchObject({ value: null, suggested: { points: 0.5 } })
  })

  it('R000-10.0.3: rates are held against their target, others are recorded', async () => {
    const made = await begun({ sheet: 'cn-65-table-10-0-3' })
    const items = scores(made).map((one) => {
      const { no } = one as { no: string }
      if (no === '6.2b') return { no, good: 80, all: 100, reason: '抽样' }
      return no === '5.2b' ? { no, good: 70, all: 100, reason: '抽样' } : one
    })
    const { body } = await step(made.id, 'items', { items })
    const met = (no: string) => body.items.find((one: Json) => one.no === no).isMet
    // More than 80 %, and not less than 70 %.
    expect([met('6.2b'), met('5.2b'), met('6.1')]).toEqual([false, true, null])
    expect(body).toMatchObject({ status: 'scored', total: null, band: null })
    const wrong = await step(made.id, 'items', { items: [{ no: '5.4', points: 3 }] })
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
    const made = await begun({ sheet: 'cn-65-table-10-0-3', from: '2026-01-03', to: '2027-01-03' })
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
    const annex = await begun({ from: '2026-01-03', to: '2027-01-03' })
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
    const made = await begun({ from: '2026-01-04', to: '2027-01-04' })
    const item = made.items.find(({ no }: Json) => no === '33')
    expect(item.evidence).toMatchObject([{ name: 'appointments-kept', good: 0, all: 1 }])
    expect(item.suggested).toEqual({ points: 0 })
  })

  it.each([
    [{ enterpriseId: 'ent-b' }, 422, 'UNKNOWN_REFERENCE', '/enterpriseId'],
    [{ enterpriseId: 'nobody' }, 422, 'UNKNOWN_REFERENCE', '/enterpriseId'],
    [{ sheet: 'other' }, 422, 'UNKNOWN_REFERENCE', '/sheet'],
    [{ sheet: undefined }, 400, 'INVALID_REQUEST', '/sheet'],
    [{ from: '2026-02-30' }, 400, 'INVALID_REQUEST', '/from'],
    [{ to: '2026-01-01' }, 422, 'INCONSISTENT_REQUEST', '/to'],
    [{ from: '2026-12-01' }, 422, 'INCONSISTENT_REQUEST', '/from'],
    [{ kind: 'self' }, 422, 'INCONSISTENT_REQUEST', '/kind'],
    [{ kind: 'x' }, 400, 'INVALID_REQUEST', '/kind'],
    [{ corrects: randomUUID() }, 422, 'UNKNOWN_REFERENCE', '/corrects'],
  ])('refuses %o by field', async (change, status, code, path) => {
    const body = { enterpriseId: 'ent-a', sheet: 'cn-3704-annex-2', ...period, ...change }
    const answer = await desk.post('/v1/evaluations', body, 'regulator')
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status, body: { code, path } })
  })

  it.each([
    ['items', { items: [] }, 400, '/items'],
    ['items', { items: [{ no: '1', points: 0.3 }] }, 400, '/items/0/points'],
    ['items', { items: [{ no: '1', points: 3.5 }] }, 422, '/items/0/points'],
    ['items', { items: [{ no: '36', points: 1 }] }, 422, '/items/0/no'],
    ['items', { items: [{ no: '1' }] }, 400, '/items/0'],
    ['items', { items: [{ no: '1', points: 1, met: true }] }, 400, '/items/0'],
    ['attachments', { item: '1', object: 'a'.repeat(64) }, 422, '/object'],
    ['vetoes', { code: 'late', reason: 'x' }, 422, '/code'],
    ['vetoes', { code: 'accident', reason: 'x', withdraw: true }, 422, '/code'],
    ['sign', { object: 'x' }, 400, '/object'],
  ])('%s refuses %o by field', async (name, body, status, path) => {
    const made = await begun()
    const answer = await step(made.id, name, body)
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status, body: { path } })
  })

  it('belong to whoever began them; others are not there, or read', async () => {
    const made = await begun()
    const own = await begun({}, 'office')
    const { api } = desk
    for (const token of [other, 'office-b']) {
      const as = token === other ? other : await api.login('office-b')
      expect((await api.call('GET', `/v1/evaluations/${made.id}`, as)).status).toBe(404)
      expect((await api.call('POST', `/v1/evaluations/${made.id}/finalise`, as)).status).toBe(404)
      const list = await api.call('GET', '/v1/evaluations', as)
      expect(list.body.items).toEqual([])
    }
    expect((await desk.get(`/v1/evaluations/${made.id}`)).status).toBe(200)
    const points = { items: [{ no: '6', points: 3, reason: 'x' }] }
    expect((await step(made.id, 'items', points, 'office')).status).toBe(403)
    expect((await step(own.id, 'items', points)).status).toBe(403)
    // The company brings its papers to the evaluation of the authority.
    const attach = { item: '6', object: await picture('office') }
    expect((await step(made.id, 'attachments', attach, 'office')).status).toBe(200)
  })

  it('of the same period are begun once, however many begin at once', async () => {
    year += 1
    const body = {
      enterpriseId: 'ent-a',
      sheet: 'cn-3704-annex-2',
      from: `${year}-01-01`,
      to: `${year}-07-01`,
    }
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => desk.post('/v1/evaluations', body, 'regulator')),
    )
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      201, 409, 409, 409,
    ])
    const made = answers.find(({ status }) => status === 201)?.body
    await desk.must(`/v1/evaluations/${made.id}/items`, { items: scores(made) }, 'regulator')
    const object = await picture()
    const signs = await Promise.all([1, 2, 3].map(() => step(made.id, 'sign', { object })))
    expect(signs.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409])
  })

  it('print as a sheet in Chinese', async () => {
    const made = await signed(await begun(period, 'regulator').catch(() => begun()))
    const { api, world } = desk
    const answer = await api.app.inject({
      url: `/v1/evaluations/${made.id}/pdf`,
      headers: { authorization: `Bearer ${world.tokens['regulator']}` },
    })
    expect(answer.headers['content-type']).toBe('application/pdf')
    const text = answer.rawPayload.toString('latin1')
    expect(text.startsWith('%PDF-1.')).toBe(true)
    // The Chinese font travels in the file: no reader has to have it.
    expect(text).toContain('NotoSansSC')
    expect(text).toContain('/FontFile2')
    expect(answer.rawPayload.length).toBeGreaterThan(20_000)
  })

  it('R004-4.3: the unqualified are the list of key supervision, the newest version alone', async () => {
    const made = await begun()
    const none = made.items.map(({ no }: Json) => ({ no, points: 0, reason: '未开展' }))
    await desk.must(`/v1/evaluations/${made.id}/items`, { items: none }, 'regulator')
    await desk.must(`/v1/evaluations/${made.id}/sign`, { object: await picture() }, 'regulator')
    const key = '/v1/evaluations?status=final&band=unqualified'
    const listed = async () =>
      (await desk.get(key, 'regulator')).body.items.map(({ id }: Json) => id)
    expect(await listed()).not.toContain(made.id)
    await step(made.id, 'finalise')
    expect(await listed()).toContain(made.id)
    await desk.must('/v1/evaluations', { corrects: made.id, reason: '漏评' }, 'regulator')
    expect(await listed()).not.toContain(made.id)
    expect((await desk.get('/v1/evaluations?band=good')).status).toBe(400)
  })

  it('are listed the newest first, page by page', async () => {
    const seen: string[] = []
    let next: string | null = ''
    while (next !== null) {
      const url = `/v1/evaluations?limit=2${next === '' ? '' : `&cursor=${next}`}`
      const { body }: Json = await desk.get(url, 'regulator')
      seen.push(...body.items.map(({ no }: Json) => no))
      next = body.next
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBeGreaterThan(3)
  })
})
