import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { idempotencyQueries } from '#store/queries/system/idempotency.ts'
import { type ApiUnderTest, startApi } from './api-harness.ts'
import { buildWorld, cylinderBody, type World } from './small-world.ts'

describe('Idempotency-Key', () => {
  let api: ApiUnderTest
  let world: World
  beforeAll(async () => {
    api = await startApi()
    world = await buildWorld(api)
  })
  afterAll(() => api.close())

  const post = (url: string, key: string, body: object | undefined, role = 'admin') =>
    api.call('POST', url, undefined, body, {
      headers: { authorization: `Bearer ${world.tokens[role]}`, 'idempotency-key': key },
    })

  it('ten concurrent repeats have one effect and the same answer', async () => {
    const body = { reason: '抽查' }
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => post('/v1/cylinders/CYL-a/quarantine', 'q-1', body)),
    )
    for (const answer of answers) {
      expect(answer.status).toBe(201)
      expect(answer.body).toEqual(answers[0]?.body)
    }
    const { rows } = await api.database.pool.query(
      `select count(*)::int as n from cylinder_life where type = 'cylinder.quarantined'`,
    )
    expect(rows[0].n).toBe(1)
  })

  it('remembers refusals too', async () => {
    const first = await post('/v1/cylinders', 'c-1', cylinderBody('CYL-a'))
    const second = await post('/v1/cylinders', 'c-1', cylinderBody('CYL-a'))
    expect(first.body.code).toBe('CYLINDER_EXISTS')
    expect(second).toMatchObject({ status: 409, body: first.body })
    expect(second.headers['content-type']).toContain('problem+json')
    expect(second.headers['idempotent-replayed']).toBe('true')
  })

  it('another body or address with the same key is 422', async () => {
    await post('/v1/enterprises', 'e-1', { id: 'one', name: 'One' })
    const other = await post('/v1/enterprises', 'e-1', { id: 'two', name: 'Two' })
    expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } })
    const elsewhere = await post('/v1/staff', 'e-1', { enterpriseId: 'ent-a', operator: 's' })
    expect(elsewhere.status).toBe(422)
  })

  it('keys belong to their user', async () => {
    const lock = (role: string) => post('/v1/scales/scale-a/lock', 'same', { reason: role }, role)
    expect((await lock('office')).body.lockedBy).toBe('office:office')
    expect((await lock('regulator')).body.lockedBy).toBe('regulator:regulator')
  })

  it('answers a device password again without the table telling it', async () => {
    const body = { stationId: 'st-a', deviceId: 'idem', kind: 'scale' }
    const first = await post('/v1/devices', 'a-secret-key', body)
    const second = await post('/v1/devices', 'a-secret-key', body)
    expect(second.body).toEqual(first.body)
    const { rows } = await api.database.pool.query(
      `select key, encode(body, 'escape') as body from idempotency_key`,
    )
    const table = JSON.stringify(rows)
    expect(table).not.toContain(first.body.password)
    expect(table).not.toContain('a-secret-key')
  })

  it.each([' ', 'ü', 'x'.repeat(256)])('refuses the key %j', async (key) => {
    const answer = await post('/v1/enterprises', key, { id: 'three', name: 'Three' })
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_IDEMPOTENCY_KEY' } })
  })

  it('a key whose request died is free again after 15 s, and not before', async () => {
    const { pool } = api.database
    await post('/v1/enterprises', 'dead', { id: 'dead', name: 'Dead' })
    await pool.query(`delete from enterprise where id = 'dead'`)
    await pool.query(
      `update idempotency_key set status = null, body = null where status is not null`,
    )
    await pool.query('update idempotency_key set created_at = $1', [new Date(api.clock.now)])
    api.clock.now += 14_000
    const queries = idempotencyQueries(pool)
    const held = await pool.query('select user_id, key, request_sha256 as sha from idempotency_key')
    for (const { user_id: user, key, sha } of held.rows) {
      expect(await queries.claim(user, key, sha, api.clock.now)).toEqual({ state: 'running' })
    }
    api.clock.now += 2_000
    const again = await post('/v1/enterprises', 'dead', { id: 'dead', name: 'Dead' })
    expect(again.status).toBe(201)
  })
})

it('a request that runs longer than a dead one may keeps its key', {
  timeout: 60_000,
}, async () => {
  let go: () => void = () => undefined
  const gate = new Promise<void>((resolve) => {
    go = resolve
  })
  const api = await startApi({
    change: (deps) => {
      const { recorder } = deps
      return {
        ...deps,
        recorder: {
          recordAtSite: (event) => recorder.recordAtSite(event),
          register: (rows) => recorder.register(rows),
          bindTag: (change) => recorder.bindTag(change),
          releaseTag: (change) => recorder.releaseTag(change),
          record: async (code, event, decide) => {
            await gate
            return recorder.record(code, event, decide)
          },
        },
      }
    },
  })
  try {
    const world = await buildWorld(api)
    const headers = { authorization: `Bearer ${world.tokens['admin']}`, 'idempotency-key': 'slow' }
    const body = { reason: '抽查' }
    const url = '/v1/cylinders/CYL-a/quarantine'
    const first = api.call('POST', url, undefined, body, { headers })
    await vi.waitFor(async () => {
      const { rows } = await api.database.pool.query('select from idempotency_key')
      expect(rows).toHaveLength(1)
    })
    const renewed = api.clock.now + 10_000
    await vi.waitFor(
      async () => {
        api.clock.now = renewed
        const { rows } = await api.database.pool.query('select created_at from idempotency_key')
        expect(rows.map((row) => Number(row.created_at))).toEqual([renewed])
      },
      { timeout: 12_000, interval: 200 },
    )
    go()
    expect((await first).status).toBe(201)
  } finally {
    go()
    await api.close()
  }
})
