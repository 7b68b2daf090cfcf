import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { uuid7 } from '#app/uuid7.ts'
import type { EventType } from '#domain/event-types.ts'
import { epochMs } from '#domain/units.ts'
import { type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildWorld } from './small-world.ts'

let api: ApiUnderTest
const tokens: Record<string, string> = {}

const HOUR = 3_600_000
const ago = (hours: number): string => new Date(api.clock.now - hours * HOUR).toISOString()
const post = (url: string, body: unknown, who = 'station', more?: object) =>
  api.call('POST', url, tokens[who], body, more)
const on = async (query = ''): Promise<unknown[]> => {
  const { body } = await api.call('GET', `/v1/shifts?state=on${query}`, tokens['station'])
  return body.items.map(({ scale, operator, certificate }: Json) => [scale, operator, certificate])
}
const sign = (action: 'in' | 'out', body: object, who?: string, more?: object) =>
  post(`/v1/shifts/sign-${action}`, { stationId: 'st-a', ...body }, who, more)

beforeAll(async () => {
  api = await startApi()
  Object.assign(tokens, (await buildWorld(api)).tokens)
  const staff = { enterpriseId: 'ent-a' }
  for (const [operator, certifiedUntil] of [
    ['s-1', '2027-01-01'],
    ['s-2', '2026-11-20'],
    ['s-old', '2026-11-19'],
    ['s-none', undefined],
  ]) {
    await post('/v1/staff', { ...staff, operator, certifiedUntil }, 'office')
  }
}, 60_000)
afterAll(() => api?.close())

describe('shifts', () => {
  it('R002-5.7.1 say who works where, with which certificate', async () => {
    const scale = 'scale-a'
    expect((await sign('in', { scale, operator: 's-1' })).status).toBe(200)
    expect((await sign('in', { operator: 's-2' })).status).toBe(200)
    expect((await sign('in', { operator: 's-none' })).status).toBe(200)
    expect(await on()).toEqual([
      [scale, 's-1', 'valid'],
      [null, 's-2', 'valid'],
      [null, 's-none', 'unknown'],
    ])
    expect(await on(`&scale=${scale}`)).toEqual([[scale, 's-1', 'valid']])
    api.clock.now += 24 * HOUR
    for (const role of ['station', 'regulator']) tokens[role] = await api.login(role)
    await sign('in', { operator: 's-1' })
    // What nobody ended ends after a day; a certificate ends with its day.
    expect(await on()).toEqual([[null, 's-1', 'valid']])
    const out = await sign('out', { operator: 's-1' })
    expect(out.body.items.map(({ onShift }: Json) => onShift)).toContain(false)
    expect(await on()).toEqual([])
    expect(await sign('out', { operator: 's-1' })).toMatchObject({
      status: 409,
      body: { code: 'NOT_ON_SHIFT' },
    })
  })

  it.each([
    [{ operator: 's-old' }, 409, 'UNCERTIFIED', '/operator'],
    [{ operator: 's-nobody' }, 422, 'UNKNOWN_REFERENCE', '/operator'],
    [{ operator: 's-1', scale: 'scale-b' }, 422, 'UNKNOWN_REFERENCE', '/scale'],
    [{ operator: 's-1', stationId: 'st-b' }, 422, 'UNKNOWN_REFERENCE', '/stationId'],
    [{ operator: '' }, 400, 'INVALID_REQUEST', '/operator'],
    [
      { operator: 's-1', happenedAt: '2027-01-01T00:00:00Z' },
      422,
      'INCONSISTENT_REQUEST',
      '/happenedAt',
    ],
  ])('refuses %o by field', async (body, status, code, path) => {
    expect(await sign('in', body)).toMatchObject({ status, body: { code, path } })
  })

  it('are told once, and seen by their enterprise alone', async () => {
    const headers = {
      authorization: `Bearer ${tokens['station']}`,
      'idempotency-key': 'shift-1',
    }
    const body = { operator: 's-1', happenedAt: ago(1) }
    await Promise.all([1, 2, 3].map(() => sign('in', body, 'station', { headers })))
    const { rows } = await api.database.pool.query(
      `select count(*)::int as n from cylinder_life where type = 'operator.signed-in' and at = $1`,
      [ago(1)],
    )
    expect(rows[0].n).toBe(1)
    const region = await api.call('GET', '/v1/shifts?stationId=st-b', tokens['regulator'])
    expect(region.body.items).toEqual([])
  })

  it('R001-6.2-cl a trace names checker and filler apart, also over the end of a page', async () => {
    const tell = (minutes: number, type: EventType, operator: string, body: object) =>
      api.recorder.record('CYL-a', {
        id: uuid7(),
        type,
        at: epochMs(api.clock.now - HOUR + minutes * 60_000),
        stationId: 'st-a',
        operator,
        body: { ...body },
      })
    const fill = { scale: 'scale-a', grossG: 30_900, tareG: 16_480 }
    await tell(1, 'prefill.checked', 's-2', { passed: true })
    await tell(2, 'fill.completed', 's-1', fill)
    await tell(3, 'fill.completed', 's-1', fill)
    const people: unknown[] = []
    for (let next = ''; next !== null; ) {
      const url = `/v1/cylinders/CYL-a/trace?limit=1${next && `&cursor=${next}`}`
      const { body } = await api.call('GET', url, tokens['station'])
      for (const event of body.events as Json[]) {
        if (event.type === 'fill.completed') people.push([event.checkedBy, event.filledBy])
      }
      next = body.next
    }
    expect(people).toEqual([
      ['s-2', 's-1'],
      [undefined, undefined],
    ])
  })
})
