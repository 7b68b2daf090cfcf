import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EventType } from '#domain/event-types.ts'
import { epochMs } from '#domain/units.ts'
import { trace as traceSchema } from '#schemas/api/trace.ts'
import { type ApiUnderTest, startApi } from './api-harness.ts'
import { buildWorld, cylinderBody, type World } from './small-world.ts'

describe('trace, release and retirement', () => {
  let api: ApiUnderTest
  let world: World
  const token = (role = 'admin') => world.tokens[role]

  beforeAll(async () => {
    api = await startApi()
    world = await buildWorld(api)
  })
  afterAll(() => api.close())

  /** As a device would have sent it, `agoMs` before now. */
  const happened = async (code: string, type: EventType, body: object, agoMs = 0) => {
    const event = {
      id: randomUUID(),
      type,
      at: epochMs(api.clock.now - agoMs),
      stationId: 'st-a',
      operator: 's-1024',
      body: body as Record<string, unknown>,
    }
    const result = await api.recorder.record(code, event)
    if (result === null || !result.ok) throw new Error(`${type} was not recorded`)
    return { id: event.id, findings: result.recorded.findings.map((finding) => finding.code) }
  }
  const fill = (code: string, grossG: number, agoMs = 0) =>
    happened(code, 'fill.completed', { scale: 'scale-a', grossG, tareG: 16_480 }, agoMs)
  const register = (code: string, more: object = {}) =>
    api.call('POST', '/v1/cylinders', token(), cylinderBody(code, more))
  const trace = (code: string, query = '', role = 'admin') =>
    api.call('GET', `/v1/cylinders/${code}/trace${query}`, token(role))

  it('tells events in effective order with finding, clause, measured and limit', async () => {
    await register('TR-1')
    api.clock.now += 1000
    const late = await fill('TR-1', 16_480 + 15_130)
    api.clock.now += 1000
    await happened('TR-1', 'cylinder.scanned', { purpose: 'x' }, 3_600_000)
    const { status, body } = await trace('TR-1')
    expect(status).toBe(200)
    // The route sends without checking: here it is checked.
    expect(traceSchema.parse(body)).toEqual(body)
    expect(body.events.map((event: { type: string }) => event.type)).toEqual([
      'cylinder.scanned',
      'cylinder.registered',
      'fill.completed',
    ])
    const filled = body.events.find((event: { id: string }) => event.id === late.id)
    expect(filled).toMatchObject({ stationId: 'st-a', operator: 's-1024' })
    expect(filled.findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: 'OVERFILL', measured: 15_130, limit: 14_900, unit: 'g' }),
      ]),
    )
    expect(filled.findings[0].clause).toBeTruthy()
    expect(filled.findings[0].message.zh).toContain('15.13 kg')
    expect(body.cylinder.service).toMatchObject({ state: 'quarantined' })
    expect(body.next).toBeNull()
  })

  it('pages through a life without a gap or a repeat', async () => {
    await register('TR-2')
    for (let i = 0; i < 6; i++)
      await happened('TR-2', 'cylinder.scanned', { purpose: `${i}` }, 60_000)
    const ids: string[] = []
    let query = '?limit=2'
    for (;;) {
      const { body } = await trace('TR-2', query)
      ids.push(...body.events.map((event: { id: string }) => event.id))
      if (body.next === null) break
      query = `?limit=2&cursor=${body.next}`
    }
    expect(ids).toHaveLength(7)
    expect(new Set(ids).size).toBe(7)
  })

  it('answers what we knew at asOf, and keeps the verdict that a late event replaced', async () => {
    await register('TR-3')
    const overfilled = await fill('TR-3', 16_480 + 14_700)
    const before = new Date(api.clock.now).toISOString()
    api.clock.now += 3_600_000
    // A corrected tare, valid from before the fill: what looked fine was an overfill.
    await happened('TR-3', 'tare.corrected', {
      tareG: 16_000,
      validFrom: api.clock.now - 30 * 86_400_000,
      by: 'x',
    })
    const now = await trace('TR-3')
    const event = now.body.events.find(({ id }: { id: string }) => id === overfilled.id)
    expect(event.findings.map(({ code }: { code: string }) => code)).toContain('OVERFILL')
    expect(event.verdicts).toHaveLength(1)
    expect(now.body.cylinder.service.state).toBe('quarantined')

    const then = await trace('TR-3', `?asOf=${before}`)
    const earlier = then.body.events.find(({ id }: { id: string }) => id === overfilled.id)
    expect(then.body.events.map(({ type }: { type: string }) => type)).not.toContain(
      'tare.corrected',
    )
    expect(earlier.findings.map(({ code }: { code: string }) => code)).not.toContain('OVERFILL')
    expect(earlier.verdicts).toEqual([])
    expect(then.body.cylinder.tareG).toBe(16_480)
    expect(then.body.cylinder.service.reasons).not.toContain('OVERFILL')

    const long = await trace('TR-3', '?asOf=2020-01-01T00:00:00Z')
    expect(long.body.events).toEqual([])
    const wrong = await trace('TR-3', '?asOf=yesterday')
    expect(wrong).toMatchObject({ status: 400, body: { path: 'asOf' } })
  })

  it('does not release an overfill for a reason typed in: 409 with rule, clause and remedy', async () => {
    await register('RE-1')
    await fill('RE-1', 16_480 + 15_130)
    const answer = await api.call('POST', '/v1/cylinders/RE-1/release', token('office'), {
      reason: 'looks fine to me',
    })
    expect(answer).toMatchObject({
      status: 409,
      body: {
        code: 'NOT_RELEASABLE',
        rule: 'OVERFILL',
        measured: 15_130,
        limit: 14_900,
        remedy: 'removal',
      },
    })
    expect(answer.body.clause).toBeTruthy()
    expect((await trace('RE-1')).body.events.map((e: { type: string }) => e.type)).not.toContain(
      'quarantine.released',
    )
  })

  it("lifts a regulator's order only by a regulator", async () => {
    await register('RE-2')
    const order = { reason: '抽查' }
    const url = '/v1/cylinders/RE-2'
    await api.call('POST', `${url}/quarantine`, token('regulator'), order)
    const office = await api.call('POST', `${url}/release`, token('office'), order)
    expect(office).toMatchObject({ status: 409, body: { code: 'REGULATOR_ORDER' } })
    const regulator = await api.call('POST', `${url}/release`, token('regulator'), order)
    expect(regulator, JSON.stringify(regulator.body)).toMatchObject({
      status: 201,
      body: { cylinder: { service: { state: 'in-service' } } },
    })
    const again = await api.call('POST', `${url}/release`, token('regulator'), order)
    expect(again).toMatchObject({ status: 409, body: { code: 'NOT_QUARANTINED' } })
  })

  it('retires for ever', async () => {
    await register('RT-1')
    const body = { reason: '报废' }
    const first = await api.call('POST', '/v1/cylinders/RT-1/retire', token(), body)
    expect(first.body.cylinder.service.state).toBe('retired')
    const second = await api.call('POST', '/v1/cylinders/RT-1/retire', token(), body)
    expect(second).toMatchObject({ status: 409, body: { code: 'ALREADY_RETIRED' } })
    expect((await register('RT-1')).body.code).toBe('CYLINDER_EXISTS')
  })

  it('recalls what was filled on a scale, and where it is now', async () => {
    api.clock.now += 60_000
    await register('RC-1')
    await fill('RC-1', 16_480 + 14_500)
    const from = new Date(api.clock.now - 1000).toISOString()
    const to = new Date(api.clock.now + 1000).toISOString()
    const url = `/v1/recalls?scale=scale-a&from=${from}&to=${to}`
    const { status, body } = await api.call('GET', url, token('regulator'))
    expect(status).toBe(200)
    expect(body.items).toEqual([
      expect.objectContaining({ code: 'RC-1', fills: 1, custody: expect.any(Object) }),
    ])
    const none = await api.call('GET', `/v1/recalls?from=${from}&to=${to}`, token())
    expect(none).toMatchObject({ status: 422, body: { code: 'INCONSISTENT_REQUEST' } })
  })

  it('shows an enterprise that only holds the cylinder the events of its own stations', async () => {
    await register('SC-1', { ownerId: 'ent-b' })
    expect((await trace('SC-1', '', 'office')).status).toBe(404)
    await happened('SC-1', 'cylinder.scanned', { purpose: 'gate' })
    const seen = await trace('SC-1', '', 'office')
    expect(seen.body.events.map((event: { type: string }) => event.type)).toEqual([
      'cylinder.scanned',
    ])
  })
})
