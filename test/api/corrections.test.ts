import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildWorld, cylinderBody, type World } from './small-world.ts'

describe('corrections: a further event by name and with a reason, nothing is overwritten', () => {
  let api: ApiUnderTest
  let world: World
  const post = (path: string, body: object, who = 'office', more?: object) =>
    api.call('POST', path, world.tokens[who], body, more)
  const register = async (code: string, ownerId = 'ent-a') => {
    const answer = await post('/v1/cylinders', cylinderBody(code, { ownerId }), 'admin')
    expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  }
  /** A fill as the recorder takes it, at a station. */
  const filled = async (code: string, grossG: number, more: object = {}) => {
    api.clock.now += 60_000
    const body = { scale: 'scale-a', grossG, tareG: 16_480 }
    const id = randomUUID()
    const head = { id, type: 'fill.completed', at: api.clock.now, stationId: 'st-a' } as const
    const result = await api.recorder.record(code, {
      ...(head as unknown as Parameters<typeof api.recorder.record>[1]),
      operator: 's-1',
      body,
      ...more,
    })
    if (result === null || !result.ok) throw new Error('not recorded')
    api.clock.now += 60_000
    return id
  }
  const traced = async (code: string, id: string): Promise<Json> => {
    const { body } = await api.call('GET', `/v1/cylinders/${code}/trace`, world.tokens['admin'])
    return body.events.find((event: Json) => event.id === id)
  }
  const codes = (findings: readonly { code: string }[]) => findings.map(({ code }) => code)

  beforeAll(async () => {
    api = await startApi()
    world = await buildWorld(api)
  })
  afterAll(() => api.close())

  it('a corrected tare judges what came after its day anew, and keeps the verdict that it had', async () => {
    await register('T-1')
    const fill = await filled('T-1', 31_000)
    expect(codes((await traced('T-1', fill)).findings)).not.toContain('OVERFILL')
    const from = new Date(api.clock.now - 86_400_000).toISOString()
    const body = { tareG: 15_900, validFrom: from, reason: '复称' }
    const answer = await post('/v1/cylinders/T-1/tare', body)
    expect(answer.status, JSON.stringify(answer.body)).toBe(201)
    expect(answer.body.cylinder).toMatchObject({ tareG: 15_900 })
    const judged = await traced('T-1', fill)
    expect(codes(judged.findings)).toContain('OVERFILL')
    const first = judged.verdicts[0]
    expect(codes(first.findings)).not.toContain('OVERFILL')
    expect(await traced('T-1', answer.body.eventId)).toMatchObject({
      type: 'tare.corrected',
      operator: 'office',
      body: { tareG: 15_900, validFrom: from, reason: '复称' },
    })
  })

  it('without a day it holds from now on; not from tomorrow, not by a few grams, not for another company', async () => {
    await register('T-2')
    const fill = await filled('T-2', 31_000)
    expect((await post('/v1/cylinders/T-2/tare', { tareG: 15_900, reason: 'x' })).status).toBe(201)
    expect(codes((await traced('T-2', fill)).findings)).not.toContain('OVERFILL')
    const next = await filled('T-2', 31_000)
    expect(codes((await traced('T-2', next)).findings)).toContain('OVERFILL')
    const validFrom = new Date(api.clock.now + 1000).toISOString()
    const wrong: readonly [object, string][] = [
      [{ tareG: 16_000, validFrom, reason: 'x' }, '/validFrom'],
      [{ tareG: 999, reason: 'x' }, '/tareG'],
    ]
    for (const [body, path] of wrong) {
      const answer = await post('/v1/cylinders/T-2/tare', body)
      expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST', path } })
    }
    expect(await post('/v1/cylinders/T-2/tare', { tareG: 16_000 })).toMatchObject({ status: 400 })
    const body = { tareG: 16_000, reason: 'x' }
    expect((await post('/v1/cylinders/CYL-b/tare', body)).status).toBe(404)
  })

  it('an annulled event counts for nothing, stays readable, and is annulled once', async () => {
    await register('A-1')
    const fill = await filled('A-1', 31_700)
    expect(codes((await traced('A-1', fill)).findings)).toContain('OVERFILL')
    const reason = '秤上是另一只瓶'
    const answer = await post(`/v1/events/${fill}/annul`, { reason })
    expect(answer.status, JSON.stringify(answer.body)).toBe(201)
    expect(answer.body.cylinder.service.state).toBe('in-service')
    const annulled = await traced('A-1', fill)
    expect(annulled).toMatchObject({ findings: [], body: { grossG: 31_700 } })
    expect(codes(annulled.superseded)).toContain('OVERFILL')
    expect(await traced('A-1', answer.body.eventId)).toMatchObject({
      type: 'event.annulled',
      operator: 'office',
      body: { eventId: fill, reason },
    })
    const again = await post(`/v1/events/${fill.toUpperCase()}/annul`, { reason })
    expect(again).toMatchObject({ status: 409, body: { code: 'ALREADY_ANNULLED' } })
    const back = await post(`/v1/events/${answer.body.eventId}/annul`, { reason }, 'admin')
    expect(back).toMatchObject({ status: 409, body: { code: 'NOT_ANNULLABLE' } })
  })

  it('a repeat with its key is one annulment', async () => {
    await register('A-2')
    const fill = await filled('A-2', 31_700)
    const more = {
      headers: { authorization: `Bearer ${world.tokens['office']}`, 'idempotency-key': 'a2' },
    }
    const answers = await Promise.all(
      [1, 2, 3].map(() => post(`/v1/events/${fill}/annul`, { reason: 'x' }, 'office', more)),
    )
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    expect(new Set(answers.map(({ body }) => body.eventId)).size).toBe(1)
  })

  it('annuls nothing unknown, of others, of oneself, of a regulator, or for ever', async () => {
    const annul = (id: string, who = 'office') =>
      post(`/v1/events/${id}/annul`, { reason: 'x' }, who)
    expect((await annul(randomUUID())).status).toBe(404)
    expect((await annul('none')).status).toBe(400)
    await register('A-3', 'ent-b')
    const elsewhere = await filled('A-3', 31_700, { stationId: 'st-b' })
    expect((await annul(elsewhere)).status).toBe(404)
    expect((await annul(elsewhere, 'admin')).status).toBe(201)
    // A cylinder of others, filled at one's own station.
    expect((await annul(await filled('A-3', 31_700))).status).toBe(201)
    await register('A-4')
    const own = await filled('A-4', 31_000, { operator: 'office' })
    expect((await annul(own)).body.code).toBe('RELEASER_IS_OPERATOR')
    const ordered = await post('/v1/cylinders/A-4/quarantine', { reason: 'x' }, 'regulator')
    expect((await annul(ordered.body.eventId)).body.code).toBe('REGULATOR_ORDER')
    const retired = await post('/v1/cylinders/A-4/retire', { reason: 'x' }, 'lab')
    expect((await annul(retired.body.eventId)).body.code).toBe('NOT_ANNULLABLE')
  })
})
