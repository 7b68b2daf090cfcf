import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packagedCalendar } from '#jobs/packaged-calendar.ts'
import { calendarQueries } from '#store/queries/system/calendar.ts'
import { type ApiUnderTest, startApi } from './api-harness.ts'
import { buildWorld, type World } from './small-world.ts'

describe('the calendar of working days over HTTP', () => {
  let api: ApiUnderTest
  let world: World
  const as = (role: string, method: string, url: string, body?: object) =>
    api.call(method, url, world.tokens[role], body)
  const deadline = async (from: string, workingDays: number) =>
    (await as('courier', 'GET', `/v1/calendar/deadline?from=${from}&workingDays=${workingDays}`))
      .body

  beforeAll(async () => {
    api = await startApi()
    world = await buildWorld(api)
    const { entries, coveredUntil } = packagedCalendar()
    await calendarQueries(api.database.pool).fill(entries, coveredUntil, api.clock.now)
  })
  afterAll(() => api.close())

  it('counts as facts F7 does', async () => {
    expect(await deadline('2026-09-30', 5)).toEqual({ day: '2026-10-13', provisional: false })
    expect(await deadline('2026-02-12', 5)).toEqual({ day: '2026-02-26', provisional: false })
    expect(await deadline('2027-09-30', 5)).toEqual({ day: '2027-10-07', provisional: true })
  })

  it('shows what does not follow its weekday, from this January on', async () => {
    const { body } = await as('station', 'GET', '/v1/calendar')
    expect(body.coveredUntil).toBe('2026-12-28')
    expect(body.days[0]).toEqual({
      day: '2026-01-01',
      kind: 'off',
      source: 'chinese-days',
      recordedBy: 'system',
    })
    const october = await as('station', 'GET', '/v1/calendar?from=2026-10-08&to=2026-10-31')
    expect(october.body.days).toMatchObject([{ day: '2026-10-10', kind: 'work' }])
    const wrong = await as('station', 'GET', '/v1/calendar?from=2026-10-08&to=2026-10-01')
    expect(wrong).toMatchObject({ status: 422, body: { path: 'to' } })
  })

  it('an office corrects a day, with its source and its name', async () => {
    const body = { kind: 'off', source: '自治区通知' }
    const put = await as('office', 'PUT', '/v1/calendar/days/2026-11-25', body)
    expect(put).toMatchObject({
      status: 200,
      body: { days: [{ day: '2026-11-25', recordedBy: 'office:office', ...body }] },
    })
    expect(await deadline('2026-11-24', 1)).toEqual({ day: '2026-11-26', provisional: false })
  })

  it.each([
    ['/v1/calendar/days/2026-02-30', { kind: 'off', source: 'x' }, 400, '/day'],
    ['/v1/calendar/days/2026-02-20', { kind: 'free', source: 'x' }, 400, '/kind'],
    ['/v1/calendar/days/2026-02-20', { kind: 'off' }, 400, '/source'],
    ['/v1/calendar/years/2027', { off: [], work: [], source: 'x' }, 400, '/off'],
    ['/v1/calendar/years/2027', { off: ['2027-01-01'], work: [], source: 'x' }, 422, '/off'],
    [
      '/v1/calendar/years/2027',
      { off: ['2027-01-01', '2027-10-01'], work: ['2027-01-01'], source: 'x' },
      422,
      '/work/0',
    ],
    [
      '/v1/calendar/years/2027',
      { off: ['2027-01-01', '2028-10-01'], work: [], source: 'x' },
      422,
      '/off/1',
    ],
    [
      '/v1/calendar/years/2029',
      { off: ['2029-01-01', '2029-10-01'], work: [], source: 'x' },
      422,
      'year',
    ],
  ])('PUT %s %j is refused with %i at %s', async (url, body, status, path) => {
    expect(await as('office', 'PUT', url, body)).toMatchObject({ status, body: { path } })
  })

  it('the notice of the next year makes its deadlines firm', async () => {
    const off = ['2026-12-31', '2027-01-01', '2027-10-01', '2027-10-04', '2027-10-05']
    const notice = { off, work: ['2027-01-02'], source: '国办发明电〔2026〕x号' }
    const put = await as('admin', 'PUT', '/v1/calendar/years/2027', notice)
    expect(put).toMatchObject({ status: 200, body: { coveredUntil: '2027-12-28' } })
    expect(put.body.days).toHaveLength(6)
    expect(await deadline('2026-12-30', 1)).toEqual({ day: '2027-01-02', provisional: false })
    expect(await deadline('2027-09-30', 1)).toEqual({ day: '2027-10-06', provisional: false })
  })

  it('an enterprise with a USCC that cannot exist is refused, naming the field', async () => {
    const make = (id: string, uscc: string) =>
      as('admin', 'POST', '/v1/enterprises', { id, name: '某燃气', uscc })
    expect(await make('u-1', '91310115MA1H8R7C6D')).toMatchObject({
      status: 422,
      body: { code: 'INVALID_IDENTITY', path: '/uscc', detail: expect.stringContaining('check') },
    })
    expect(await make('u-1', '91350100M000100Y4')).toMatchObject({
      status: 422,
      body: { code: 'INVALID_IDENTITY', path: '/uscc' },
    })
    expect(await make('u-1', '91350100m000100y43')).toMatchObject({
      status: 201,
      body: { uscc: '91350100M000100Y43' },
    })
  })
})
