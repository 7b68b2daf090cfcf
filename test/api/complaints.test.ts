import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Json } from './api-harness.ts'
import { BEFORE_HOLIDAYS, type ComplaintDesk, startComplaints, text } from './complaint-desk.ts'

let desk: ComplaintDesk

beforeAll(async () => {
  desk = await startComplaints()
}, 60_000)
afterAll(() => desk.api.close())
beforeEach(() => desk.at(BEFORE_HOLIDAYS))

describe('reach, repeats, and what is kept where', () => {
  it('names the wrong field', async () => {
    const wrong = async (more: object) =>
      (
        await desk.post('/v1/complaints', {
          customerId: desk.customerId,
          channel: 'phone',
          topic: 'other',
          text,
          ...more,
        })
      ).body
    expect(await wrong({ topic: 'x' })).toMatchObject({
      code: 'INVALID_REQUEST',
      errors: [{ path: '/topic' }],
    })
    expect(await wrong({ customerId: randomUUID() })).toMatchObject({
      code: 'UNKNOWN_REFERENCE',
      path: '/customerId',
    })
    expect(await wrong({ premisesId: randomUUID() })).toMatchObject({
      code: 'UNKNOWN_REFERENCE',
      path: '/premisesId',
    })
    expect(await wrong({ repeatOf: randomUUID() })).toMatchObject({
      code: 'UNKNOWN_REFERENCE',
      path: '/repeatOf',
    })
    expect(await wrong({ against: {} })).toMatchObject({ code: 'INVALID_REQUEST' })
    expect(await wrong({ receivedAt: '2026-09-30T03:00:00.000Z' })).toMatchObject({
      path: '/receivedAt',
    })
    expect(await wrong({ customerId: undefined })).toMatchObject({
      code: 'INVALID_REQUEST',
      path: '/region',
    })
    const { id } = await desk.complain()
    expect(
      (await desk.step(id, { type: 'answer', note: 'x', at: '2026-09-30T01:00:00.000Z' })).body,
    ).toMatchObject({ path: '/at' })
    expect(
      (await desk.step(id, { type: 'answer', note: 'x', at: '2026-09-30T03:00:00.000Z' })).body,
    ).toMatchObject({ path: '/at' })
    expect(
      (await desk.step(id, { type: 'assign', userId: desk.users['office-b'] })).body,
    ).toMatchObject({ code: 'UNKNOWN_REFERENCE', path: '/userId' })
  })

  it('is not there for another enterprise or another region', async () => {
    const { id } = await desk.complain()
    for (const role of ['office-b', 'customer']) {
      expect((await desk.get(`/v1/complaints/${id}`, role)).status).toBe(404)
      expect((await desk.step(id, { type: 'withdraw' }, role)).status).toBe(404)
    }
    const far = await desk.must('/v1/complaints', {
      region: '650102',
      channel: 'phone',
      topic: 'other',
      text,
    })
    expect((await desk.get(`/v1/complaints/${far.id}`, 'regulator')).status).toBe(404)
    expect((await desk.get(`/v1/complaints/${id}`, 'regulator')).body.entries[0].note).toBe(text)
    const kept = await desk.complain({ confidential: true })
    expect(
      (await desk.get(`/v1/complaints/${kept.id}`, 'regulator')).body.entries[0].note,
    ).toBeNull()
    expect(
      (
        await desk.post(
          '/v1/complaints',
          { customerId: desk.customerId, channel: 'phone', topic: 'other', text },
          'office-b',
        )
      ).body.path,
    ).toBe('/customerId')
  })

  it('happens once, however often it is sent at the same time', async () => {
    const id = randomUUID()
    const body = { id, customerId: desk.customerId, channel: 'app', topic: 'other', text }
    const all = await Promise.all(
      Array.from({ length: 6 }, () => desk.post('/v1/complaints', body)),
    )
    expect(all.map(({ status }) => status)).toEqual(Array(6).fill(201))
    const headers = { 'idempotency-key': 'answer-once' }
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, i) => desk.step(id, { type: 'note', note: `第${i}次` })),
    )
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    const { body: after } = await desk.get(`/v1/complaints/${id}`)
    expect(after.entries.map((one: Json) => one.seq)).toEqual([1, 2, 3, 4, 5, 6, 7])
    const { tokens } = desk.world
    const keyed = () =>
      desk.step(id, { type: 'answer', note: 'x' }, 'office', {
        headers: { ...headers, authorization: `Bearer ${tokens['office']}` },
      })
    const [first, second] = await Promise.all([keyed(), keyed()])
    expect([first.status, second.status]).toEqual([200, 200])
    expect(second.body.entries.filter((one: Json) => one.type === 'answer')).toHaveLength(1)
  })

  it('keeps what was written sealed, and shows numbers only for a reason', async () => {
    const { id, person } = await desk.complain()
    expect(person).toMatchObject({ name: '张*', phone: '138****0001' })
    const { rows } = await desk.api.database.pool.query<{ all: string }>(
      `select coalesce(string_agg(e::text, ' '), '') || coalesce((select string_agg(k::text, ' ') from service_case k), '') as all from service_entry e`,
    )
    expect(rows[0]?.all).not.toMatch(/13812345678|13805330001|张三|检漏/)
    expect(desk.api.log.join('\n')).not.toMatch(/13812345678|检漏就走/)
    const { body } = await desk.post(`/v1/complaints/${id}/reveal`, {
      fields: ['phone', 'address'],
      reason: '回访',
    })
    expect(body.values).toMatchObject({ phone: '13805330001' })
    const { rows: audit } = await desk.api.database.pool.query(
      `select purpose from reveal_audit order by id desc limit 1`,
    )
    expect(audit).toEqual([{ purpose: 'complaint' }])
  })

  it('lists newest first, a page at a time', async () => {
    for (let i = 0; i < 11; i += 1) await desk.complain()
    const seen: string[] = []
    for (let cursor = ''; ; ) {
      const { body } = await desk.get(`/v1/complaints?limit=7&state=open${cursor}`)
      seen.push(...body.items.map((one: Json) => one.id))
      expect(body.items.every((one: Json) => one.endedAt === null)).toBe(true)
      if (body.next === null) break
      cursor = `&cursor=${body.next}`
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBeGreaterThan(10)
  })
})
