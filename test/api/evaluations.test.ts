import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from './api-harness.ts'
import { type EvaluationDesk, period, scores, startEvaluations } from './evaluation-desk.ts'

let desk: EvaluationDesk
let other: string

beforeAll(async () => {
  desk = await startEvaluations()
  const { api, world } = desk
  const user = { username: 'regulator-65', password: 'correct horse battery', role: 'regulator' }
  await api.call('POST', '/v1/users', world.tokens['admin'], { ...user, regionPrefix: '65' })
  other = await api.login('regulator-65')
}, 90_000)
afterAll(() => desk?.api.close())

describe('evaluations', () => {
  it('run draft, scored, signed, final; a correction is a new version', async () => {
    const made = await desk.begun()
    const [first, ...rest] = scores(made)
    const { body: half } = await desk.step(made.id, 'items', { items: rest })
    expect(half.status).toBe('draft')
    expect((await desk.step(made.id, 'sign', { object: await desk.picture() })).body.code).toBe(
      'CASE_STATE',
    )
    const { body: scored } = await desk.step(made.id, 'items', { items: [first] })
    expect(scored.status).toBe('scored')
    expect((await desk.step(made.id, 'finalise')).body.code).toBe('CASE_STATE')
    const object = await desk.picture()
    const { body: withName } = await desk.step(made.id, 'sign', { object })
    expect(withName).toMatchObject({
      status: 'signed',
      signatures: [{ by: desk.users['regulator'], object }],
    })
    const late = await desk.step(made.id, 'items', { items: [first] })
    expect(late).toMatchObject({ status: 409, body: { code: 'CASE_STATE' } })
    const { body: final } = await desk.step(made.id, 'finalise')
    expect(final.status).toBe('final')
    for (const [name, body] of [
      ['items', { items: [first] }],
      ['vetoes', { code: 'accident', reason: 'x' }],
      ['sign', { object }],
      ['finalise', {}],
    ] as const) {
      expect((await desk.step(made.id, name, body)).body.code, name).toBe('CASE_STATE')
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
    const made = await desk.begun()
    let left = total
    const items = made.items.map(({ no, scoring }: Json) => {
      const points = Math.min(left, scoring.max)
      left -= points
      return { no, points, reason: '现场查看' }
    })
    const { body } = await desk.step(made.id, 'items', { items })
    expect([body.total, body.band.name]).toEqual([total, band])
  })

  it('R004-4.2: a veto puts the band down and leaves the points; withdrawn it is gone', async () => {
    const made = await desk.begun()
    const full = made.items.map(({ no, scoring }: Json) => ({
      no,
      points: scoring.max,
      reason: '现场查看',
    }))
    await desk.must(`/v1/evaluations/${made.id}/items`, { items: full }, 'regulator')
    const veto = { code: 'accident', reason: '3月12日责任事故', objects: [await desk.picture()] }
    const { body: put } = await desk.step(made.id, 'vetoes', veto)
    expect(put).toMatchObject({ vetoed: true, total: 100, band: { name: 'unqualified' } })
    expect((await desk.step(made.id, 'vetoes', veto)).body).toMatchObject({ path: '/code' })
    const gone = { code: 'accident', reason: '经复议非责任事故', withdraw: true }
    const { body: lifted } = await desk.step(made.id, 'vetoes', gone)
    expect(lifted).toMatchObject({ vetoed: false, band: { name: 'excellent' } })
    expect(lifted.vetoes[0].withdrawn.reason).toBe(gone.reason)
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
    const made = await desk.begun()
    const answer = await desk.step(made.id, name, body)
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status, body: { path } })
  })

  it('belong to whoever began them; others are not there, or read', async () => {
    const made = await desk.begun()
    const own = await desk.begun({}, 'office')
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
    expect((await desk.step(made.id, 'items', points, 'office')).status).toBe(403)
    expect((await desk.step(own.id, 'items', points)).status).toBe(403)
    // The company brings its papers to the evaluation of the authority.
    const attach = { item: '6', object: await desk.picture('office') }
    expect((await desk.step(made.id, 'attachments', attach, 'office')).status).toBe(200)
  })

  it('of the same period are begun once, however many begin at once', async () => {
    const year = desk.freshYear()
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
    const object = await desk.picture()
    const signs = await Promise.all([1, 2, 3].map(() => desk.step(made.id, 'sign', { object })))
    expect(signs.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409])
  })

  it('print as a sheet in Chinese', async () => {
    const made = await desk.signed(await desk.begun(period, 'regulator').catch(() => desk.begun()))
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
    const made = await desk.begun()
    const none = made.items.map(({ no }: Json) => ({ no, points: 0, reason: '未开展' }))
    await desk.must(`/v1/evaluations/${made.id}/items`, { items: none }, 'regulator')
    await desk.must(
      `/v1/evaluations/${made.id}/sign`,
      { object: await desk.picture() },
      'regulator',
    )
    const key = '/v1/evaluations?status=final&band=unqualified'
    const listed = async () =>
      (await desk.get(key, 'regulator')).body.items.map(({ id }: Json) => id)
    expect(await listed()).not.toContain(made.id)
    await desk.step(made.id, 'finalise')
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
