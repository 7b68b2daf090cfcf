import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, type ApiUnderTest, startApi } from '#test/api/api-harness.ts'
import { buildWorld, cylinderBody, type World } from '#test/api/small-world.ts'

let api: ApiUnderTest
let world: World
/** A walk over all endpoints ends sessions too. */
let tokens: Record<string, string> = {}
let consoleDir: string

beforeAll(async () => {
  consoleDir = await mkdtemp(join(tmpdir(), 'lpg-console-'))
  await mkdir(join(consoleDir, 'assets'))
  await writeFile(join(consoleDir, 'index.html'), '<!doctype html><title>console</title>')
  await writeFile(join(consoleDir, 'assets/app-1.js'), 'export {}')
  api = await startApi({ config: { consoleDir } })
  world = await buildWorld(api)
  tokens = { ...world.tokens }
  await api.call('POST', '/v1/cylinders', tokens['admin'], cylinderBody('S-1', {}))
}, 60_000)
afterAll(async () => {
  await api?.close()
  await rm(consoleDir, { recursive: true, force: true })
})

const { paths } = JSON.parse(readFileSync('schemas/generated/openapi.json', 'utf8')) as {
  paths: Record<string, Record<string, unknown>>
}
const UUID = '00000000-0000-4000-8000-000000000000'
const concrete = (path: string): string => path.replace(/\{\w+\}/g, UUID)
const page = { headers: { accept: 'text/html' } }

type Try = readonly [what: string, call: () => Promise<Answer>]

/** One of each kind of response that there is. */
const kinds: readonly Try[] = [
  ['the console', () => api.call('GET', '/', undefined, undefined, page)],
  ['a page of the console', () => api.call('GET', '/cylinders', undefined, undefined, page)],
  ['a script of the console', () => api.call('GET', '/assets/app-1.js')],
  ["the resident's page", () => api.call('GET', '/t/S-1')],
  ["the resident's page of nothing", () => api.call('GET', '/t/NOBODY')],
  ['the documentation', () => api.call('GET', '/docs/')],
  ['OpenAPI', () => api.call('GET', '/docs/json')],
  ['health', () => api.call('GET', '/health/live')],
  ['metrics', () => api.call('GET', '/metrics')],
  ['a good answer', () => api.call('GET', '/v1/cylinders', tokens['admin'])],
  ['a label', () => api.call('GET', '/v1/cylinders/S-1/label.svg', tokens['admin'])],
  ['401', () => api.call('GET', '/v1/cylinders')],
  ['403', () => api.call('POST', '/v1/users', tokens['courier'], {})],
  ['404 of a resource', () => api.call('GET', '/v1/cylinders/NONE', tokens['admin'])],
  ['404 of an address', () => api.call('GET', '/nowhere')],
  ['405', () => api.call('DELETE', '/v1/sessions', tokens['admin'])],
  ['400', () => api.call('POST', '/v1/cylinders', tokens['admin'], { code: 1 })],
  ['an address with a broken percent sign', () => api.call('GET', '/v1/cylinders/%zz')],
  ['a parameter without end', () => api.call('GET', `/v1/cylinders/${'x'.repeat(5000)}`)],
  ['413', () => api.call('POST', '/v1/cylinders', tokens['admin'], { code: 'x'.repeat(300_000) })],
  [
    '415',
    () =>
      api.call('POST', '/v1/cylinders', tokens['admin'], 'code=1', {
        headers: {
          authorization: `Bearer ${tokens['admin']}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
      }),
  ],
]

const expectHeaders = ({ status, headers }: Answer, what: string): void => {
  const csp = String(headers['content-security-policy'])
  expect(csp, what).toMatch(/default-src '(self|none)'/)
  expect(csp, what).not.toMatch(/'unsafe-eval'|script-src[^;]*('unsafe-inline'|https?:|\*)/)
  expect(headers['x-content-type-options'], what).toBe('nosniff')
  expect(headers['x-frame-options'], what).toBe('DENY')
  expect(headers['referrer-policy'], what).toBe('no-referrer')
  expect(headers['strict-transport-security'], what).toMatch(/max-age=31536000/)
  expect(headers['cross-origin-opener-policy'], what).toBe('same-origin')
  expect(headers['permissions-policy'], what).toContain('microphone=()')
  expect(headers['x-powered-by'], what).toBeUndefined()
  expect(headers['server'], what).toBeUndefined()
  if (status !== 204)
    expect(headers['content-type'], what).toMatch(/^(image\/|application\/(pdf|zip)|.+charset=)/)
  // Nobody else's page may read it, and no cookie is there to be ridden on.
  expect(headers['access-control-allow-origin'], what).toBeUndefined()
  expect(headers['set-cookie'], what).toBeUndefined()
}

it('an address that nobody serves is not there, with the console beside it or not; one that takes another method says so', async () => {
  for (const method of ['GET', 'POST']) {
    const answer = await api.call(method, '/v1/nothing', tokens['admin'])
    expect(answer, method).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } })
  }
  const other = await api.call('DELETE', '/v1/orders', tokens['admin'])
  expect(other).toMatchObject({ status: 405, body: { code: 'METHOD_NOT_ALLOWED' } })
})

describe('security headers', () => {
  it.each(kinds)('stand on %s', async (what, call) => {
    expectHeaders(await call(), what)
  })

  it('stand on the answer of every endpoint, signed in and not; what it says is kept nowhere', async () => {
    for (const [path, methods] of Object.entries(paths)) {
      // It never ends.
      if (path.startsWith('/v1/live')) continue
      for (const method of Object.keys(methods)) {
        for (const token of [undefined, tokens['admin']]) {
          const what = `${method} ${path}`
          const body = method === 'get' || method === 'delete' ? undefined : {}
          const answer = await api.call(method.toUpperCase(), concrete(path), token, body)
          expectHeaders(answer, what)
          if (path.startsWith('/v1/')) {
            const kept = String(answer.headers['cache-control'])
            expect(kept, what).toMatch(/no-store|no-cache|max-age=\d{1,3}\b|immutable/)
          }
        }
        // Whoever disables a user or ends a session in this walk hits nobody: the ids are made up.
        tokens['admin'] = await again(tokens['admin'] ?? '')
      }
    }
  }, 120_000)
})

/** `DELETE /v1/sessions/current` is part of the walk. */
const again = async (token: string): Promise<string> => {
  const { status } = await api.call('GET', '/v1/sessions/current', token)
  return status === 200 ? token : api.login('admin')
}

describe('parameters', () => {
  it('that stand twice are refused, also hidden in an encoded name', async () => {
    for (const query of ['limit=1&limit=2', 'limit=1&%6Cimit=2', 'cursor=a&cursor=b']) {
      const answer = await api.call('GET', `/v1/cylinders?${query}`, tokens['admin'])
      expect(answer, query).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } })
    }
  })
})

describe('cross-site requests', () => {
  const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }

  it('a browser that was signed in carries nothing by itself: without the header nobody is signed in', async () => {
    const headers = {
      ...foreign,
      cookie: `token=${tokens['admin']}; session=${tokens['admin']}`,
    }
    const answer = await api.call('POST', '/v1/users', undefined, {}, { headers })
    expect(answer.status).toBe(401)
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'a form of another page (%s) is not read as JSON',
    async (type) => {
      const headers = { ...foreign, 'content-type': type }
      const body = '{"username":"admin","password":"correct horse battery"}'
      const answer = await api.call('POST', '/v1/sessions', undefined, body, { headers })
      expect(answer.status).toBe(415)
    },
  )

  it('no preflight is answered with a permission', async () => {
    const headers = { ...foreign, 'access-control-request-method': 'POST' }
    const answer = await api.call('OPTIONS', '/v1/sessions', undefined, undefined, { headers })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(JSON.stringify(answer.headers)).not.toContain('access-control-allow')
  })

  it('a token in the address is none', async () => {
    const answer = await api.call(
      'GET',
      `/v1/users?token=${tokens['admin']}&access_token=${tokens['admin']}`,
    )
    expect(answer.status).toBe(401)
  })
})

describe('uploads', () => {
  const send = (url: string, type: string, body: Buffer | string) =>
    api.call('POST', url, undefined, body, {
      headers: { authorization: `Bearer ${tokens['office']}`, 'content-type': type },
    })

  it.each([
    ['beyond 1 MiB', 'image/png', Buffer.alloc(1024 * 1024 + 1), 413],
    ['HTML under the name of a picture', 'image/png', '<html><script>1</script>', 400],
    ['SVG, which carries scripts', 'image/svg+xml', '<svg onload="x()"/>', 415],
    ['HTML', 'text/html', '<p>', 415],
    ['a program', 'application/octet-stream', Buffer.from('MZ'), 415],
  ])('a picture that is %s is refused', async (_what, type, body, status) => {
    const answer = await send('/v1/objects', type, body)
    expect(answer.status, JSON.stringify(answer.body)).toBe(status)
  })

  it('JSON beyond 256 KiB is refused everywhere', async () => {
    const big = JSON.stringify({ text: 'x'.repeat(256 * 1024) })
    for (const [path, methods] of Object.entries(paths)) {
      if (!('post' in methods) || /\/(import|objects|track)$/.test(path)) continue
      const answer = await send(concrete(path), 'application/json', big)
      // Who may not call it is refused before the body is looked at.
      expect([413, 403], path).toContain(answer.status)
    }
  })
})
