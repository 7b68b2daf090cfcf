import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN_PASSWORD, type ApiUnderTest, startApi } from '#test/api/api-harness.ts'
import { CITY_END, loadSmallCity } from './small-city.ts'
import { requestsFor } from './list-values.ts'
import { pageLists } from './page-lists.ts'
import { isBounded, walkList } from './walk-list.ts'

const lists = await pageLists()
const ROLES = ['admin', 'office', 'regulator'] as const
/** Enough for several cursors; a page of one would take a minute on the longest lists. */
const PAGES = 9
const ALL = 500

describe('lists of a city, page by page', () => {
  let api: ApiUnderTest
  let stopped = false
  let noise: Promise<number>
  const tokens = new Map<string, string>()

  /** Other cities come into being meanwhile: rows before, between and behind those of a page. */
  const makeNoise = async (): Promise<number> => {
    let cities = 0
    while (!stopped) {
      cities += 1
      const tiny = { prefix: `n${cities}`, seed: cities, cylinders: 24, days: 8 }
      await loadSmallCity(api.database, tiny)
    }
    return cities
  }

  beforeAll(async () => {
    api = await startApi()
    await loadSmallCity(api.database)
    tokens.set('admin', await api.login('admin'))
    for (const [role, reach] of [
      ['office', { enterpriseId: 'c-ent-1' }],
      ['regulator', { regionPrefix: '3703' }],
    ] as const) {
      const user = { username: `all-${role}`, password: ADMIN_PASSWORD, role, ...reach }
      await api.call('POST', '/v1/users', tokens.get('admin'), user)
      tokens.set(role, await api.login(`all-${role}`))
    }
    noise = makeNoise()
    noise.catch(() => undefined)
  }, 60_000)
  afterAll(async () => {
    stopped = true
    expect(await noise).toBeGreaterThan(0)
    await api.close()
  })

  it('all of them are paged, but for a handful that cannot grow', () => {
    expect(lists.length).toBeGreaterThan(30)
    expect(lists.filter(({ path, paged }) => !paged && !isBounded(path))).toEqual([])
  })

  it.each(lists)('$path is complete, without doubles, in every filter', async (list) => {
    const ask = async (sql: string) => (await api.database.pool.query(sql)).rows
    const endMs = Date.parse(`${CITY_END}T00:00:00+08:00`)
    const requests = await requestsFor(list, ask, endMs)
    for (const role of ROLES) {
      const get = (url: string) => api.call('GET', url, tokens.get(role))
      const { status } = await get(requests[0]?.url ?? '')
      if (status === 403) continue
      // An id of the sample may lie beyond this role's reach.
      if (status === 404 && list.path.includes('{')) continue
      for (const { url } of requests) {
        // Some filters are for administrators alone.
        if ((await get(`${url}&limit=1`)).status === 403) continue
        const before = await walkList(get, url, ALL)
        const walked = await walkList(get, url, Math.max(1, Math.ceil(before.length / PAGES)))
        expect(new Set(walked).size, `${role} ${url}: doubles`).toBe(walked.length)
        const missing = before.filter((key) => !new Set(walked).has(key))
        expect(missing, `${role} ${url}: gaps`).toEqual([])
      }
    }
  })
})
