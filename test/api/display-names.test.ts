import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { idempotencyQueries } from '#store/queries/system/idempotency.ts'
import { ADMIN_PASSWORD, type ApiUnderTest, startApi } from './api-harness.ts'

describe('display names', () => {
  let api: ApiUnderTest
  let admin: string
  beforeAll(async () => {
    api = await startApi()
    admin = await api.login('admin')
  })
  afterAll(() => api.close())

  const create = (username: string, more: object = {}) =>
    api.call('POST', '/v1/users', admin, {
      username,
      password: ADMIN_PASSWORD,
      role: 'regulator',
      ...more,
    })

  it('are kept with personal data, shown to administrators and to whose they are', async () => {
    const { status, body } = await create('reg-1', { displayName: '阿依古丽·买买提' })
    expect([status, body.displayName]).toEqual([201, '阿依古丽·买买提'])
    const { body: list } = await api.call('GET', '/v1/users', admin)
    const names = list.items.map((user: { displayName: string | null }) => user.displayName)
    expect(names).toEqual([null, '阿依古丽·买买提'])
    const own = await api.call('GET', '/v1/sessions/current', await api.login('reg-1'))
    expect(own.body.displayName).toBe('阿依古丽·买买提')
    const { rows } = await api.database.pool.query<{ all: string }>(
      `select (select json_agg(u)::text from app_user u) || (select json_agg(s)::text from person_secret s) as all`,
    )
    expect(rows[0]?.all).not.toContain('阿依古丽')
  })

  it('change, and come to accounts that had none', async () => {
    const { body } = await create('reg-2')
    expect(body.displayName).toBeNull()
    for (const displayName of ['张三', '李四']) {
      const answer = await api.call('PATCH', `/v1/users/${body.id}`, admin, { displayName })
      expect([answer.status, answer.body.displayName]).toEqual([200, displayName])
    }
    const disabled = await api.call('PATCH', `/v1/users/${body.id}`, admin, { disabled: true })
    expect(disabled.body).toMatchObject({ disabled: true, displayName: '李四' })
    const wrong = await create('reg-3', { displayName: '' })
    expect([wrong.status, wrong.body.path]).toEqual([400, '/displayName'])
  })

  it('answers for repeats are forgotten after a day', async () => {
    const answers = idempotencyQueries(api.database.pool)
    const headers = { authorization: `Bearer ${admin}`, 'idempotency-key': 'k-1' }
    const body = { id: 'ent-x', name: 'x' }
    const first = await api.call('POST', '/v1/enterprises', admin, body, { headers })
    expect(first.status).toBe(201)
    expect(await answers.purge(api.clock.now)).toBe(0)
    expect(await answers.purge(api.clock.now + 1)).toBe(1)
  })
})
