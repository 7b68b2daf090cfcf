import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isCommonPassword } from '#schemas/common-passwords.ts'
import { type ApiUnderTest, startApi } from '#test/api/api-harness.ts'

describe('passwords of people', () => {
  it.each([
    '12345678',
    '87654321',
    '88888888',
    '11223344556677889900'.slice(0, 20).replace(/./g, '1'),
    'password',
    'P@ssw0rd',
    'qwertyuiop',
    '1qaz2wsx',
    'abcd1234',
    'woaini1314',
    'admin888',
    'abcabcabcabc',
    'Lpg-Trace',
  ])('%s is refused', (text) => expect(isCommonPassword(text)).toBe(true))

  it.each([
    'correct horse battery',
    'a good password',
    '长长的口令一二三',
    'ئۈرۈمچى گاز',
    'tree lamp 7',
    'aaaaaaab-c',
    '😀😃😄😁 smile',
    'nur kleine buchstaben',
  ])('%s is good: nobody asks for kinds of characters', (text) =>
    expect(isCommonPassword(text)).toBe(false),
  )
})

describe('at the door', () => {
  let api: ApiUnderTest
  beforeAll(async () => {
    api = await startApi({ config: { loginsPerMinute: 20 } })
  })
  afterAll(() => api.close())

  const logIn = (username: string, password: string, headers = {}) =>
    api.call('POST', '/v1/sessions', undefined, { username, password }, { headers })

  it('a new user gets no common password, and is told so by field', async () => {
    const admin = await api.login('admin')
    const body = { username: 'weak', role: 'customer', password: 'password1' }
    const made = await api.call('POST', '/v1/users', admin, body)
    expect(made).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST', path: '/password' },
    })
    const change = { password: 'correct horse battery', newPassword: 'qwertyuiop' }
    const changed = await api.call('POST', '/v1/sessions/current/password', admin, change)
    expect(changed).toMatchObject({ status: 400, body: { path: '/newPassword' } })
  })

  it('a refused log-in is logged with its address, and with neither name nor password', async () => {
    api.log.length = 0
    await logIn('my-secret-typed-as-name', 'wrong-password-typed')
    const line = api.log.find((one) => one.includes('log-in refused')) ?? ''
    expect(JSON.parse(line)).toMatchObject({ address: '127.0.0.1', code: 'INVALID_CREDENTIALS' })
    expect(api.log.join('')).not.toMatch(/typed-as-name|password-typed/)
  })

  it('a header that names another address counts for nothing without a proxy', async () => {
    let limited = 0
    for (let n = 0; n < 30; n += 1) {
      const { status } = await logIn(`u-${n}`, 'wrong', { 'x-forwarded-for': `10.0.0.${n}` })
      if (status === 429) limited += 1
    }
    expect(limited).toBeGreaterThanOrEqual(10)
  })
})
