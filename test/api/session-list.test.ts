import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN_PASSWORD, type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildWorld } from './small-world.ts'

describe('sessions as a list, and passwords', () => {
  let api: ApiUnderTest
  beforeAll(async () => {
    api = await startApi()
    await buildWorld(api)
  })
  afterAll(() => api.close())

  const list = async (token: string, query = ''): Promise<Json> =>
    (await api.call('GET', `/v1/sessions${query}`, token)).body
  const works = async (token: string): Promise<boolean> =>
    (await api.call('GET', '/v1/sessions/current', token)).status === 200

  it('shows my own, page by page, never a token; I end one of them, not those of others', async () => {
    const [mine, other, courier] = [
      await api.login('office'),
      await api.login('office'),
      await api.login('courier'),
    ]
    const all = await list(mine)
    expect(all.items).toHaveLength(3)
    expect(all.items.filter(({ current }: Json) => current)).toHaveLength(1)
    expect(JSON.stringify(all)).not.toContain(mine)
    const seen: string[] = []
    for (let query = '?limit=1'; query !== ''; ) {
      const page = await list(mine, query)
      seen.push(...page.items.map(({ id }: Json) => id))
      query = page.next === null ? '' : `?limit=1&cursor=${page.next}`
    }
    expect(new Set(seen)).toEqual(new Set(all.items.map(({ id }: Json) => id)))
    const theirs = (await list(courier)).items.find(({ current }: Json) => current)
    expect((await api.call('DELETE', `/v1/sessions/${theirs.id}`, mine)).status).toBe(404)
    const owner = theirs.userId
    expect((await api.call('GET', `/v1/sessions?userId=${owner}`, mine)).status).toBe(403)
    const others = (await list(other)).items.find(({ current }: Json) => current)
    expect((await api.call('DELETE', `/v1/sessions/${others.id}`, mine)).status).toBe(204)
    expect([await works(mine), await works(other), await works(courier)]).toEqual([
      true,
      false,
      true,
    ])
  })

  it('an administrator looks at and ends the sessions of anybody', async () => {
    const admin = await api.login('admin')
    const lab = await api.login('lab')
    const { userId } = (await api.call('GET', '/v1/sessions/current', lab)).body
    const { items } = await list(admin, `?userId=${userId}`)
    expect(items.length).toBeGreaterThan(0)
    for (const { id } of items) {
      expect((await api.call('DELETE', `/v1/sessions/${id}`, admin)).status).toBe(204)
    }
    expect(await works(lab)).toBe(false)
  })

  it('a new password needs the old one, ends the other sessions and is guarded like the door', async () => {
    const change = (token: string, password: string, newPassword = 'a new good password') =>
      api.call('POST', '/v1/sessions/current/password', token, { password, newPassword })
    const [mine, other] = [await api.login('station'), await api.login('station')]
    expect((await change(mine, ADMIN_PASSWORD, 'short')).status).toBe(400)
    expect(await change(mine, 'wrong')).toMatchObject({
      status: 401,
      body: { code: 'INVALID_CREDENTIALS' },
    })
    expect((await change(mine, ADMIN_PASSWORD)).status).toBe(200)
    expect([await works(mine), await works(other)]).toEqual([true, false])
    await api.login('station', 'a new good password')
    for (let i = 0; i < 5; i++) await change(mine, `guess ${i}`)
    expect(await change(mine, 'a new good password')).toMatchObject({
      status: 429,
      body: { code: 'LOGIN_LOCKED' },
    })
  })

  it('counts guesses that are sent at once, and lets many sign in at once with the right password', async () => {
    const admin = await api.login('admin')
    const attempt = (username: string, password: string) =>
      api.call('POST', '/v1/sessions', undefined, { username, password })
    const user = { username: 'crowd', password: 'a good password', role: 'customer' }
    await api.call('POST', '/v1/users', admin, user)
    const right = await Promise.all(
      Array.from({ length: 8 }, () => attempt('crowd', user.password)),
    )
    expect(right.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201))
    const wrong = await Promise.all(
      Array.from({ length: 12 }, (_, i) => attempt('crowd', `no ${i}`)),
    )
    expect(wrong.filter(({ status }) => status === 401)).toHaveLength(5)
    expect(wrong.filter(({ status }) => status === 429)).toHaveLength(7)
  })
})
