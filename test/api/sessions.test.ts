import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApiQueries } from '#store/queries/api-queries.ts'
import { ensureAdmin } from '#api/system/ensure-admin.ts'
import { ADMIN_PASSWORD, type ApiUnderTest, startApi } from './api-harness.ts'
import { testVault } from '#test/setup/vault.ts'

describe('sessions', () => {
  let api: ApiUnderTest
  beforeAll(async () => {
    api = await startApi({ config: { loginsPerMinute: 40 } })
  })
  afterAll(() => api.close())

  const attempt = (username: string, password: string) =>
    api.call('POST', '/v1/sessions', undefined, { username, password })

  it('opens, shows, ends and expires', async () => {
    const token = await api.login('admin')
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/)
    const me = await api.call('GET', '/v1/sessions/current', token)
    expect(me).toMatchObject({ status: 200, body: { username: 'admin', role: 'admin' } })
    expect((await api.call('DELETE', '/v1/sessions/current', token)).status).toBe(204)
    const after = await api.call('GET', '/v1/sessions/current', token)
    expect(after).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } })

    const second = await api.login('admin')
    api.clock.now += 12 * 3_600_000
    expect((await api.call('GET', '/v1/sessions/current', second)).status).toBe(401)
  })

  it('stores neither token nor password, and logs neither', async () => {
    const token = await api.login('admin')
    const { rows } = await api.database.pool.query(
      `select row_to_json(s)::text as s, row_to_json(u)::text as u from session s, app_user u`,
    )
    const stored = JSON.stringify(rows) + api.log.join('')
    expect(stored).not.toContain(token)
    expect(stored).not.toContain(ADMIN_PASSWORD)
  })

  it.each(['guessed', 'no-such-user'])('locks %s out after five wrong passwords', async (name) => {
    const admin = await api.login('admin')
    const user = { username: 'guessed', password: 'a good password', role: 'customer' }
    await api.call('POST', '/v1/users', admin, user)
    for (let i = 0; i < 5; i++) {
      expect(await attempt(name, `wrong ${i}`)).toMatchObject({
        status: 401,
        body: { code: 'INVALID_CREDENTIALS' },
      })
    }
    const locked = await attempt(name, 'a good password')
    expect(locked).toMatchObject({ status: 429, body: { code: 'LOGIN_LOCKED' } })
    expect(Number(locked.headers['retry-after'])).toBe(30)
    api.clock.now += 31_000
    const later = await attempt(name, 'a good password')
    expect(later.status).toBe(name === 'guessed' ? 201 : 401)
  })

  it('ends the sessions of a user who is disabled or gets a new password', async () => {
    const admin = await api.login('admin')
    const user = { username: 'leaver', password: 'a good password', role: 'customer' }
    const made = await api.call('POST', '/v1/users', admin, user)
    const token = await api.login('leaver', user.password)
    await api.call('PATCH', `/v1/users/${made.body.id}`, admin, { disabled: true })
    expect((await api.call('GET', '/v1/sessions/current', token)).status).toBe(401)
    expect((await attempt('leaver', user.password)).status).toBe(401)
  })

  it('limits log-ins by address', async () => {
    let last = 0
    for (let i = 0; i < 41 && last !== 429; i++) {
      last = (await attempt(`user-${i}`, 'x'.repeat(8))).status
    }
    const answer = await attempt('one-more', 'x')
    expect(answer).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } })
  })

  it('creates an administrator once', async () => {
    const queries = createApiQueries(
      api.database.pool,
      api.database.pool,
      testVault(api.database.pool),
    )
    expect(await ensureAdmin(queries, undefined)).toBeNull()
    await api.database.pool.query(`update app_user set role = 'office', username = 'former-' || id`)
    const password = await ensureAdmin(queries, undefined)
    expect(password).toHaveLength(24)
  })
})
