import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { uuid7 } from '#app/uuid7.ts'
import { epochMs } from '#domain/units.ts'
import { sha256 } from '#ingest/hashing.ts'
import { ADMIN_PASSWORD, type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildWorld } from './small-world.ts'

let api: ApiUnderTest
const tokens: Record<string, string> = {}
const NAME = '张三丰 13800138000'

const post = (body: unknown, who = 'office', more?: object) =>
  api.call('POST', '/v1/redactions', tokens[who], body, more)

const incident = async (stationId: string | null = 'st-a'): Promise<string> => {
  const id = uuid7()
  await api.recorder.record('CYL-a', {
    id,
    type: 'incident.reported',
    at: epochMs(api.clock.now),
    stationId,
    operator: 's-1',
    body: { what: NAME, by: 'u-1' },
  })
  return id
}

const rawOf = async (id: string): Promise<{ raw: Buffer; sha256: Buffer }> => {
  const { rows } = await api.database.pool.query(
    `select e.raw, l.sha256 from cylinder_event e join cylinder_life l using (source, event_id) where event_id = $1`,
    [id],
  )
  return rows[0]
}

const rejected = async (stationId: string): Promise<string> => {
  const { rows } = await api.database.pool.query(
    `insert into rejected_message (received_at, station_id, device_id, topic, code, message, raw, batch_id)
     values (now(), $1, 'dev-1', 't', 'INVALID_FIELD', 'm', $2, 1) returning id::text as id`,
    [stationId, Buffer.from(NAME)],
  )
  return rows[0].id
}

beforeAll(async () => {
  api = await startApi()
  Object.assign(tokens, (await buildWorld(api)).tokens)
  const user = { username: 'office-b', password: ADMIN_PASSWORD, role: 'office' }
  await api.call('POST', '/v1/users', tokens['admin'], { ...user, enterpriseId: 'ent-b' })
  tokens['office-b'] = await api.login('office-b')
}, 60_000)
afterAll(() => api?.close())

describe('redaction', () => {
  it('R002-5.5.6 empties the bytes of an event; its hash stays and the trace says so', async () => {
    const id = await incident()
    const before = await rawOf(id)
    expect(before.raw.toString()).toContain(NAME)
    const answer = await post({ eventId: id, fields: ['what'], reason: '误填姓名' })
    expect(answer, JSON.stringify(answer.body)).toMatchObject({
      status: 201,
      body: { eventId: id, sha256: before.sha256.toString('hex'), bytes: before.raw.length },
    })
    const after = await rawOf(id)
    expect(after.raw.length).toBe(0)
    // The leaf is made of this hash: a proof holds, and whoever kept the bytes can still show them.
    expect(after.sha256).toEqual(sha256(before.raw))
    const trace = await api.call('GET', '/v1/cylinders/CYL-a/trace', tokens['office'])
    const event = trace.body.events.find((one: Json) => one.id === id)
    expect(event).toMatchObject({
      redactedAt: answer.body.redactedAt,
      body: { what: '[redacted]' },
    })
    const { rows } = await api.database.pool.query(
      `select (select count(*)::int from cylinder_event where event_id = $1 and raw::text like '%13800138000%')
         + (select count(*)::int from cylinder_life where event_id = $1 and body::text like '%13800138000%') as n`,
      [id],
    )
    expect(rows[0].n).toBe(0)
    expect(await post({ eventId: id, reason: 'x' })).toMatchObject({
      status: 409,
      body: { code: 'ALREADY_REDACTED' },
    })
    const audit = await api.call('GET', '/v1/redactions', tokens['regulator'])
    expect(audit.body.items[0]).toMatchObject({ eventId: id, reason: '误填姓名', fields: ['what'] })
  })

  it('empties a rejected message, which is not replayed any more', async () => {
    const id = await rejected('st-a')
    const answer = await post({ rejectedMessageId: id, reason: '姓名' })
    expect(answer).toMatchObject({
      status: 201,
      body: { rejectedMessageId: id, sha256: sha256(Buffer.from(NAME)).toString('hex') },
    })
    const shown = await api.call('GET', `/v1/rejected-messages/${id}`, tokens['office'])
    expect(shown.body).toMatchObject({ payload: null, redactedAt: answer.body.redactedAt })
    const replay = await api.call('POST', `/v1/rejected-messages/${id}/replay`, tokens['office'])
    expect(replay.body.code).toBe('ALREADY_REDACTED')
  })

  it('is done once, within the enterprise', async () => {
    const id = await incident()
    const body = { eventId: id, reason: 'x' }
    expect(await post(body, 'office-b')).toMatchObject({ status: 422, body: { path: '/eventId' } })
    const message = await rejected('st-b')
    expect(await post({ rejectedMessageId: message, reason: 'x' })).toMatchObject({
      status: 422,
      body: { path: '/rejectedMessageId' },
    })
    const headers = { authorization: `Bearer ${tokens['office']}`, 'idempotency-key': 'r-1' }
    const answers = await Promise.all([1, 2, 3].map(() => post(body, 'office', { headers })))
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    const audit = await api.call('GET', '/v1/redactions', tokens['office-b'])
    expect(audit.body.items).toEqual([])
  })

  it.each([
    [{ reason: 'x' }, 422, 'INCONSISTENT_REQUEST', '/eventId'],
    [{ eventId: 'x', reason: 'x' }, 400, 'INVALID_REQUEST', '/eventId'],
    [{ eventId: uuid7() }, 400, 'INVALID_REQUEST', '/reason'],
    [{ eventId: uuid7(), reason: 'x' }, 422, 'UNKNOWN_REFERENCE', '/eventId'],
    [{ eventId: uuid7(), reason: 'x', fields: ['grossG'] }, 400, 'INVALID_REQUEST', '/fields/0'],
    [{ rejectedMessageId: '999', reason: 'x' }, 422, 'UNKNOWN_REFERENCE', '/rejectedMessageId'],
  ])('refuses %o by field', async (body, status, code, path) => {
    expect(await post(body)).toMatchObject({ status, body: { code, path } })
  })

  it('leaves the reason that a state keeps', async () => {
    const id = uuid7()
    await api.recorder.record('CYL-a', {
      id,
      type: 'cylinder.quarantined',
      at: epochMs(api.clock.now),
      stationId: 'st-a',
      operator: 's-1',
      body: { reason: NAME, by: 'u-1', role: 'office' },
    })
    expect(await post({ eventId: id, reason: 'x', fields: ['reason'] })).toMatchObject({
      status: 422,
      body: { path: '/fields/0' },
    })
  })
})
