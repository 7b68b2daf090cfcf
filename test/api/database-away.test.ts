import { Registry } from 'prom-client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createApi } from '#api/create-api.ts'
import { defaultApiConfig } from '#api/api-deps.ts'
import { createProfileBook } from '#rules/profile-book.ts'
import { createPool } from '#store/pool.ts'
import { createApiQueries } from '#store/queries/api-queries.ts'
import { testVault } from '#test/setup/vault.ts'

// Port 9 (discard): nothing listens there.
const pool = createPool('postgres://x:x@127.0.0.1:9/x')
const never = () => Promise.reject(new Error('not asked'))
const app = createApi({
  queries: createApiQueries(pool, pool, testVault(pool)),
  recorder: {
    record: never,
    recordAtSite: never,
    register: never,
    bindTag: never,
    releaseTag: never,
  },
  profiles: createProfileBook(),
  replay: never,
  siteChanged: () => undefined,
  clock: () => Date.now(),
  newId: () => '',
  logger: false,
  config: defaultApiConfig,
  probes: [{ name: 'hangs', check: () => new Promise(() => undefined) }],
  metrics: new Registry(),
})
beforeAll(async () => {
  await app.ready()
})
afterAll(async () => {
  await app.close()
  await pool.end()
})

it('lives, is not ready, and says which probe failed', async () => {
  expect((await app.inject('/health/live')).statusCode).toBe(200)
  const ready = await app.inject('/health/ready')
  expect(ready.statusCode).toBe(503)
  expect(ready.json()).toEqual({ ok: false, checks: { database: false, hangs: false } })
})

it.each([
  ['POST', '/v1/sessions', { username: 'admin', password: 'x' }, {}],
  ['GET', '/v1/cylinders', undefined, { authorization: `Bearer ${'A'.repeat(43)}` }],
  ['GET', '/v1/public/cylinders/A', undefined, {}],
] as const)('%s %s is 503, to be tried again', async (method, url, payload, headers) => {
  const answer = await app.inject({ method, url, headers, ...(payload ? { payload } : {}) })
  expect(answer.statusCode).toBe(503)
  expect(answer.json()).toMatchObject({ code: 'STORE_UNAVAILABLE' })
  expect(answer.headers['retry-after']).toBe('2')
  expect(answer.body).not.toContain('127.0.0.1')
})

it('a resident is told on a page to come again', async () => {
  const answer = await app.inject('/t/A')
  expect(answer.statusCode).toBe(503)
  expect(answer.headers).toMatchObject({ 'retry-after': '2' })
  expect(answer.headers['content-type']).toContain('text/html')
  expect(answer.body).not.toContain('127.0.0.1')
})
