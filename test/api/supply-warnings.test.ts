import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { supplyWarnings } from '#jobs/supply-warnings.ts'
import { SupplyWarningStore } from '#store/deadlines/supply-warning-store.ts'
import type { Json } from './api-harness.ts'
import { type DeskWorld, startDesk } from './desk-world.ts'

const NOW = '2026-11-20T08:00:00.000Z'

const storm = (more: object = {}) => ({
  kind: 'weather',
  level: 'yellow',
  area: '3703',
  title: '寒潮黄色预警',
  cause: '气温骤降，气化变慢',
  advice: '勿用火烤、热水浸泡气瓶',
  startsAt: '2026-11-20T12:00:00.000Z',
  endsAt: '2026-11-22T12:00:00.000Z',
  important: true,
  ...more,
})

describe('warnings and interruptions', () => {
  let desk: DeskWorld
  const tell = () =>
    supplyWarnings(new SupplyWarningStore(desk.api.database.pool), () => desk.api.clock.now, 1).run(
      new AbortController().signal,
    )
  const told = async (): Promise<Json[]> => {
    const { rows } = await desk.api.database.pool.query(
      `select template, channel, params, to_ref as "to" from notification where template like 'supply-warning%' order by key`,
    )
    return rows
  }
  const list = async (query = '', role = 'office'): Promise<Json[]> =>
    (await desk.get(`/v1/supply-warnings${query}`, role)).body.items

  beforeAll(async () => {
    desk = await startDesk()
    desk.at(NOW)
    // One of another region, who is not told of this one.
    await desk.must('/v1/customers', {
      kind: 'resident',
      region: '370402',
      name: '李四',
      phone: '13805330002',
      ofAge: true,
    })
  }, 60_000)
  afterAll(() => desk.api.close())

  it('R003-5.12.6-8: weather is told to the customers of the area once, published, and changed by level', async () => {
    const { id } = await desk.must('/v1/supply-warnings', storm())
    expect(await list('', 'courier')).toEqual([
      expect.objectContaining({ id, inForce: true, told: 0, toldAll: false }),
    ])
    await tell()
    await tell()
    expect(await told()).toEqual([
      expect.objectContaining({
        template: 'supply-warning',
        channel: 'in-app',
        to: desk.customerId,
      }),
    ])
    expect((await list())[0]).toMatchObject({ told: 1, toldAll: true })
    // Worse: everybody is told anew, at any hour, also by SMS.
    await desk.must(`/v1/supply-warnings/${id}/level`, { level: 'red', reason: '升级' })
    await tell()
    expect((await told()).map(({ template, channel }) => `${template} ${channel}`)).toEqual([
      'supply-warning in-app',
      'supply-warning-urgent in-app',
      'supply-warning-urgent sms',
    ])
    const { body } = await desk.get('/v1/public/enterprises/ent-a', 'courier')
    expect(body.warnings).toEqual([
      expect.objectContaining({
        level: 'red',
        area: '3703',
        cause: '气温骤降，气化变慢',
        advice: '勿用火烤、热水浸泡气瓶',
      }),
    ])
    expect(body.warnings[0].changes).toBeUndefined()
    const page = await desk.api.app.inject({ url: '/e/ent-a' })
    expect(page.body).toContain('勿用火烤、热水浸泡气瓶')
  })

  it('R003-5.12.6-8: an important one waits for its report, once', async () => {
    const [{ id } = { id: '' }] = await list('?state=unreported')
    const report = { reportedAt: NOW, authority: '淄博市住建局', number: '2026-17' }
    expect(await desk.must(`/v1/supply-warnings/${id}/report`, report)).toMatchObject({
      reportedAt: NOW,
      authority: '淄博市住建局',
    })
    expect((await desk.post(`/v1/supply-warnings/${id}/report`, report)).body.code).toBe(
      'ALREADY_CLOSED',
    )
    expect(await list('?state=unreported')).toEqual([])
  })

  it('R000-6.2.5: an interruption says cause and what to do to whoever asks, and that it is over', async () => {
    desk.at('2026-11-20T09:00:00.000Z')
    const { id } = await desk.must(
      '/v1/supply-warnings',
      storm({
        kind: 'interruption',
        level: 'blue',
        endsAt: undefined,
        title: '充装站抢修停气',
        cause: '充装泵故障',
      }),
    )
    await tell()
    const [first] = await list('', 'station')
    expect(first).toMatchObject({ id, cause: '充装泵故障', advice: '勿用火烤、热水浸泡气瓶' })
    expect((await told()).filter(({ params }) => params.title === '充装站抢修停气')).toHaveLength(2)
    await desk.must(`/v1/supply-warnings/${id}/lift`, { reason: '恢复供气' })
    await tell()
    expect(
      (await told()).filter(({ template }) => template === 'supply-warning-lifted'),
    ).toHaveLength(2)
    expect((await list()).map((one) => one.id)).not.toContain(id)
    expect((await list('?state=all')).map((one) => one.id)).toContain(id)
    const again = await desk.post(`/v1/supply-warnings/${id}/lift`, { reason: 'x' })
    expect(again.body.code).toBe('ALREADY_CLOSED')
  })

  it('ends by itself when its time is over', async () => {
    expect(await list()).toHaveLength(1)
    desk.at('2026-11-22T12:00:00.000Z')
    expect(await list()).toEqual([])
    desk.at(NOW)
  })

  it.each([
    ['an end before the beginning', { endsAt: '2026-11-20T11:00:00.000Z' }, '/endsAt'],
    ['an end that is over', { startsAt: '2026-11-19T00:00:00Z', endsAt: NOW }, '/endsAt'],
    ['three digits of a region', { area: '370' }, '/area'],
    ['blank advice', { advice: '  ' }, '/advice'],
  ])('refuses %s by field', async (_what, more, path) => {
    const { status, body } = await desk.post('/v1/supply-warnings', storm(more))
    expect(status).toBeGreaterThanOrEqual(400)
    expect(JSON.stringify(body)).toContain(`"${path}"`)
  })

  it('is the own enterprise’s', async () => {
    const [{ id } = { id: '' }] = await list()
    expect(await list('', 'office-b')).toEqual([])
    for (const [step, body] of [
      ['lift', { reason: 'x' }],
      ['level', { level: 'blue', reason: 'x' }],
      ['report', { reportedAt: NOW, authority: 'x' }],
    ] as const) {
      expect((await desk.post(`/v1/supply-warnings/${id}/${step}`, body, 'office-b')).status).toBe(
        404,
      )
    }
  })
})
