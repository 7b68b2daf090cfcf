import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildWorld, cylinderBody, type World } from './small-world.ts'

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

describe('a resident compares the metal with the page', () => {
  let api: ApiUnderTest
  let world: World
  beforeAll(async () => {
    api = await startApi()
    world = await buildWorld(api)
    const tags = [{ scheme: 'qr', value: 'https://other.example/q?n=7' }]
    await api.call('POST', '/v1/cylinders', world.tokens['admin'], cylinderBody('M-1', { tags }))
    await api.call('POST', '/v1/cylinders', world.tokens['admin'], cylinderBody('M-2'))
  })
  afterAll(() => api.close())

  /** Each from an address of its own: the limit is for one. */
  let peers = 0
  const post = (url: string, payload: string, from = `10.1.${++peers >> 8}.${peers & 255}`) =>
    api.app.inject({ method: 'POST', url, headers: FORM, payload, remoteAddress: from })
  const told = (url: string, body: object) =>
    api.app.inject({ method: 'POST', url, payload: body, remoteAddress: `10.2.0.${++peers}` })
  const list = async (role: string, query = ''): Promise<Json> =>
    (await api.call('GET', `/v1/mismatch-reports${query}`, world.tokens[role])).body.items

  it('tells with the form of the page, without a script and without a name', async () => {
    const page = (await api.call('GET', '/t/M-1')).body as string
    expect(page).toContain('<form method="post" action="/t/M-1/mismatch">')
    expect(page).not.toMatch(/name="(name|phone|tel)"/)
    const { statusCode, body, headers } = await post(
      '/t/M-1/mismatch',
      'differs=serial&stamped=sn+99',
    )
    expect(statusCode).toBe(202)
    expect(headers['content-type']).toContain('text/html')
    expect(body).toContain('已收到')
    expect(await list('office', '?code=M-1')).toMatchObject([
      { code: 'M-1', enterpriseId: 'ent-a', differs: 'serial', stamped: 'SN99', times: 1 },
    ])
  })

  it('counts what is told again, also by the value of the QR tag', async () => {
    const qr = encodeURIComponent('https://other.example/q?n=7')
    const url = `/v1/public/cylinders/${qr}/mismatch-reports`
    const again = await told(url, { differs: 'serial', stamped: 'Sn99' })
    expect([again.statusCode, again.json()]).toMatchObject([202, { code: 'M-1' }])
    expect(await list('office', '?code=M-1')).toMatchObject([{ times: 2 }])
    await told(url, { differs: 'owner' })
    expect(await list('office', '?code=M-1')).toHaveLength(2)
  })

  it('stands in the work list of the owner until somebody has looked', async () => {
    const work = async (query: string) =>
      (
        await api.call(
          'GET',
          `/v1/work-items?kind=mismatch-reported${query}`,
          world.tokens['office'],
        )
      ).body.items
    const open = await work('')
    expect(open).toMatchObject([
      { kind: 'mismatch-reported', code: 'M-1', detail: { differs: 'serial', times: 2 } },
      { kind: 'mismatch-reported', code: 'M-1', detail: { differs: 'owner' } },
    ])
    expect(Date.parse(open[0].dueAt) - Date.parse(open[0].openedAt)).toBe(86_400_000)
    const counts = await api.call('GET', '/v1/work-items/summary', world.tokens['office'])
    expect(counts.body.items).toContainEqual({ kind: 'mismatch-reported', open: 2, overdue: 0 })

    const close = (role: string, body: object) =>
      api.call(
        'POST',
        `/v1/mismatch-reports/${open[0].detail.reportId}/close`,
        world.tokens[role],
        body,
      )
    const found = { outcome: 'copied-tag', note: '钢印与登记不符，标签系仿冒' }
    expect((await close('regulator', found)).status).toBe(403)
    expect((await close('office', { outcome: 'copied-tag' })).status).toBe(400)
    expect((await close('office', found)).body).toMatchObject({ outcome: 'copied-tag' })
    expect((await close('office', found)).status).toBe(409)
    expect(await work('')).toHaveLength(1)
    expect(await work('&state=closed')).toMatchObject([{ closeReason: 'MET' }])
    // What is told after that is a report of its own.
    await told('/v1/public/cylinders/M-1/mismatch-reports', { differs: 'serial', stamped: 'SN99' })
    expect(await list('office', '?code=M-1&state=open')).toHaveLength(2)
  })

  it('the regulator sees it as a sign against the code; who has nothing to do with it does not', async () => {
    expect(await list('regulator', '?code=M-1')).toHaveLength(3)
    expect(await list('regulator')).toHaveLength(3)
    expect((await api.call('GET', '/v1/mismatch-reports', world.tokens['courier'])).status).toBe(
      403,
    )
    await told('/v1/public/cylinders/CYL-b/mismatch-reports', { differs: 'look' })
    expect(await list('admin', '?code=CYL-b')).toHaveLength(1)
    expect(await list('office', '?code=CYL-b')).toEqual([])
    expect(await list('regulator', '?code=CYL-b')).toEqual([])
  })

  it('takes nothing that could be about a person, and nothing of unknown cylinders', async () => {
    const url = '/v1/public/cylinders/M-2/mismatch-reports'
    for (const stamped of ['王秀兰', 'call 13805330001 please', 'x'.repeat(25), '<b>'])
      expect([stamped, (await told(url, { differs: 'serial', stamped })).statusCode]).toEqual([
        stamped,
        400,
      ])
    const again = await post('/t/M-2/mismatch', 'differs=price')
    expect([again.statusCode, again.body.includes('请再填一次')]).toEqual([400, true])
    expect((await post('/t/NOBODY/mismatch', 'differs=serial')).statusCode).toBe(404)
    expect((await post('/t/M-2/mismatch', `differs=${'x'.repeat(2000)}`)).statusCode).toBe(413)
    expect(await list('office', '?code=M-2')).toEqual([])
  })

  it('whoever makes up numbers fills no table', async () => {
    for (let n = 0; n < 25; n++) await post('/t/M-2/mismatch', `differs=serial&stamped=N${n}`)
    expect(await list('office', '?code=M-2')).toHaveLength(20)
  })

  it('is limited by address, and says so on a page', async () => {
    let last = await post('/t/M-2/mismatch', 'differs=look', '10.9.9.9')
    for (let i = 0; i < 10; i++) last = await post('/t/M-2/mismatch', 'differs=look', '10.9.9.9')
    expect(last.statusCode).toBe(429)
    expect(last.headers['content-type']).toContain('text/html')
    expect(last.body).toContain('请求太频繁')
  })

  it('what cannot be read is said on a page where people look, and as a problem where programs do', async () => {
    const page = await api.call('GET', `/t/${'x'.repeat(300)}`)
    expect([page.status, page.headers['content-type']]).toEqual([400, 'text/html; charset=utf-8'])
    expect(page.body).toContain('无法识别此地址')
    const program = await api.call('GET', `/v1/public/cylinders/${'x'.repeat(300)}`)
    expect(program.headers['content-type']).toContain('application/problem+json')
  })
})
