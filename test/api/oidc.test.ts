import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { oidcProvider } from '#app/channels/oidc-provider.ts'
import { type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { startOpenIdProvider, type TestProvider } from './openid-provider.ts'
import { buildWorld, type World } from './small-world.ts'

const SECRET = 'a secret of the client'

describe('log-in through an OpenID provider', () => {
  let provider: TestProvider
  let api: ApiUnderTest
  let world: World
  let officeId: string
  beforeAll(async () => {
    provider = await startOpenIdProvider(SECRET)
    const oidc = oidcProvider({
      issuer: provider.issuer,
      clientId: 'lpg-trace',
      clientSecret: SECRET,
      claim: 'sub',
      redirectUri: 'https://trace.example.cn/login/oidc',
    })
    api = await startApi({ change: (deps) => ({ ...deps, oidc }) })
    world = await buildWorld(api)
    const { body } = await api.call('GET', '/v1/users', world.tokens['admin'])
    officeId = body.items.find(({ username }: Json) => username === 'office').id
    const linked = await link(officeId, 'wang')
    expect(linked).toMatchObject({
      status: 201,
      body: { issuer: provider.issuer, subject: 'wang' },
    })
  })
  afterAll(async () => {
    await api.close()
    await provider.stop()
  })

  const link = (id: string, subject: string, role = 'admin') =>
    api.call('POST', `/v1/users/${id}/identities`, world.tokens[role], { subject })
  const begin = async (): Promise<{ authorizationUrl: string; attempt: string }> => {
    const { status, body } = await api.call('POST', '/v1/oidc/attempts')
    expect(status).toBe(201)
    return body
  }
  const finish = (body: object) => api.call('POST', '/v1/oidc/sessions', undefined, body)
  const comeBack = async (subject: string, change?: object, more: object = {}) => {
    const { attempt, authorizationUrl } = await begin()
    return finish({ attempt, ...provider.approve(authorizationUrl, subject, change), ...more })
  }

  it('asks with code, PKCE, state and nonce, and nothing of it is told twice', async () => {
    const [one, two] = [await begin(), await begin()]
    const asked = new URL(one.authorizationUrl).searchParams
    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: 'code',
      client_id: 'lpg-trace',
      code_challenge_method: 'S256',
      scope: 'openid',
      redirect_uri: 'https://trace.example.cn/login/oidc',
    })
    const other = new URL(two.authorizationUrl).searchParams
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(asked.get(name)).toMatch(/.{40}/)
      expect(asked.get(name)).not.toBe(other.get(name))
    }
  })

  it('opens a session of the linked user, with the rights that it has here', async () => {
    const { status, body } = await comeBack('wang', { role: 'admin', groups: ['admin'] })
    expect([status, body.user?.username, body.user?.role]).toEqual([201, 'office', 'office'])
    const me = await api.call('GET', '/v1/sessions/current', body.token)
    expect(me).toMatchObject({ status: 200, body: { userId: officeId, enterpriseId: 'ent-a' } })
    expect((await api.call('GET', '/v1/users', body.token)).status).toBe(403)
  })

  it('opens no account for somebody whom nobody linked', async () => {
    expect(await comeBack('admin')).toMatchObject({
      status: 401,
      body: { code: 'INVALID_CREDENTIALS' },
    })
    const { rows } = await api.database.pool.query('select from app_user')
    expect(rows).toHaveLength(7)
  })

  it.each([
    ['a nonce of another attempt', { nonce: 'other' }, {}],
    ['a state of another attempt', {}, { state: 'other' }],
    ['a code that nobody was given', {}, { code: 'guessed' }],
    ['an attempt that nobody made', {}, { attempt: 'A'.repeat(43) }],
    ['a token for another client', { aud: 'somebody-else' }, {}],
    ['an issuer of another name', {}, { iss: 'https://evil.example' }],
  ])('refuses %s', async (_what, change, more) => {
    const answer = await comeBack('wang', change, more)
    expect(answer).toMatchObject({ status: 401, body: { code: 'INVALID_CREDENTIALS' } })
  })

  it('takes an attempt once, by the browser that made it, within ten minutes', async () => {
    const { attempt, authorizationUrl } = await begin()
    const back = { attempt, ...provider.approve(authorizationUrl, 'wang') }
    expect((await finish(back)).status).toBe(201)
    expect((await finish(back)).status).toBe(401)
    const [mine, theirs] = [await begin(), await begin()]
    const stolen = provider.approve(theirs.authorizationUrl, 'wang')
    expect((await finish({ attempt: mine.attempt, ...stolen })).status).toBe(401)
    const late = await begin()
    api.clock.now += 11 * 60_000
    const tooLate = { attempt: late.attempt, ...provider.approve(late.authorizationUrl, 'wang') }
    expect((await finish(tooLate)).status).toBe(401)
  })

  it('is linked and taken away by administrators alone; a disabled user stays outside', async () => {
    expect((await link(officeId, 'wang')).body.code).toBe('ALREADY_EXISTS')
    expect((await link('00000000-0000-4000-8000-000000000000', 'li')).status).toBe(404)
    expect((await link(officeId, 'li', 'office')).status).toBe(403)
    const admin = world.tokens['admin']
    const user = `/v1/users/${officeId}`
    await api.call('PATCH', user, admin, { disabled: true })
    expect((await comeBack('wang')).status).toBe(401)
    await api.call('PATCH', user, admin, { disabled: false })
    expect((await comeBack('wang')).status).toBe(201)
    const { body } = await api.call('GET', `${user}/identities`, admin)
    expect(body.items).toMatchObject([{ issuer: provider.issuer, subject: 'wang' }])
    expect((await api.call('DELETE', `${user}/identities`, admin)).status).toBe(204)
    expect((await comeBack('wang')).status).toBe(401)
  })

  it('is off where no provider is configured', async () => {
    const plain = await startApi()
    const answer = await plain.call('POST', '/v1/oidc/attempts')
    await plain.close()
    expect(answer).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } })
  })
})
