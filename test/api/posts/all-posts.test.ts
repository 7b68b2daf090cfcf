import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anomalyPosts } from './anomaly-posts.ts'
import { deskPosts } from './desk-posts.ts'
import { accountPosts, lawPosts, peoplePosts } from './people-posts.ts'
import { type PostRequest, startPostWorld, type PostTable, type PostWorld } from './post-world.ts'
import { cylinderPosts, sitePosts } from './registry-posts.ts'
import { homePosts } from './home-posts.ts'
import { publicPosts } from './public-posts.ts'
import { supervisionPosts } from './supervision-posts.ts'
import { warehousePosts } from './warehouse-posts.ts'
import { moneyPosts, salePosts } from './sale-posts.ts'

/** A valid request of every POST route. A new route gets its row here, or a reason below. */
const table: PostTable = {
  ...sitePosts,
  ...cylinderPosts,
  ...salePosts,
  ...moneyPosts,
  ...peoplePosts,
  ...lawPosts,
  ...accountPosts,
  ...warehousePosts,
  ...publicPosts,
  ...homePosts,
  ...deskPosts,
  ...supervisionPosts,
  ...anomalyPosts,
}

/** Routes whose repeats are no repeats. */
const exempt: Readonly<Record<string, string>> = {
  '/v1/sessions': 'each log-in is a session of its own (design §6)',
  '/v1/oidc/attempts': 'nobody is logged in; each attempt is its own',
  '/v1/oidc/sessions': 'nobody is logged in; an attempt is good once',
  '/v1/users/{id}/identities': 'needs an identity provider: oidc.test.ts',
  '/v1/sessions/codes': 'nobody is logged in; asked again within a minute it is refused',
  '/v1/sessions/phone': 'nobody is logged in; a code is good once',
  '/v1/me/payments': 'needs a provider of payments: online-payments.test.ts',
  '/v1/public/cylinders/{code}/mismatch-reports':
    'nobody is logged in; told again it is counted: mismatch-reports.test.ts',
  '/v1/public/payment-notices': 'signed by a provider, booked once: online-payments.test.ts',
  '/v1/sessions/current/password': 'ends the session that the key belongs to',
  '/v1/customers/{id}/reveal': 'each look at personal data is a line in the log',
  '/v1/customers/{id}/export': 'each look at personal data is a line in the log',
  '/v1/complaints/{id}/reveal': 'each look at personal data is a line in the log',
  '/v1/repairs/{id}/reveal': 'each look at personal data is a line in the log',
  '/v1/incidents/{id}/reveal': 'each look at personal data is a line in the log',
  '/v1/me/export': 'each look at personal data is a line in the log',
  '/v1/orders/{id}/code/check': 'guesses are counted: phone-login.test.ts, visit-duties.test.ts',
}

const REPEATS = 8
/** What a request leaves behind besides its effect;
 * contexts are shared with what came before, and marks of due dates are taken by whoever comes by. */
const BESIDE = new Set([
  'idempotency_key',
  'session',
  'site_version',
  'judging_context',
  'deadline_dirty',
])

const { paths } = JSON.parse(
  await readFile(
    new URL(
      import.meta
        .resolve('#test/api/posts/all-posts.test.ts')
        .replace(/test\/api\/.*$/, 'schemas/generated/openapi.json'),
    ),
    'utf8',
  ),
) as { paths: Readonly<Record<string, { readonly post?: object }>> }

const routes = Object.keys(paths).filter((path) => paths[path]?.post !== undefined)

/** Rows of every table. */
const rowsOf = async (world: PostWorld): Promise<Map<string, number>> => {
  const rows = await world.sql(
    `select relname as name, (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %I', relname), false, true, '')))[1]::text::int as n
     from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  )
  return new Map(
    rows.flatMap(({ name, n }): [string, number][] => (BESIDE.has(name) ? [] : [[name, n]])),
  )
}

const effectOf = async (world: PostWorld, work: () => Promise<unknown>): Promise<object> => {
  const before = await rowsOf(world)
  await work()
  const after = await rowsOf(world)
  return Object.fromEntries(
    [...after].flatMap(([name, n]) => {
      const more = n - (before.get(name) ?? 0)
      return more === 0 ? [] : [[name, more]]
    }),
  )
}

const send = (
  world: PostWorld,
  { url, body, as = 'office', contentType }: PostRequest,
  key: string,
) =>
  world.api.call('POST', url, undefined, body, {
    headers: {
      authorization: `Bearer ${world.token(as)}`,
      'idempotency-key': key,
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
    },
  })

describe('POST with a key, sent by many at once', () => {
  /** In one world it is sent once, in the other one by eight. */
  let once: PostWorld
  let often: PostWorld
  beforeAll(async () => {
    ;[once, often] = await Promise.all([startPostWorld(), startPostWorld()])
  }, 60_000)
  afterAll(() => Promise.all([once, often].map(({ api }) => api.close())))

  it('every route of the document has its row or its reason', () => {
    const known = [...Object.keys(table), ...Object.keys(exempt)]
    expect(routes.filter((route) => !known.includes(route))).toEqual([])
    expect(known.filter((route) => !routes.includes(route))).toEqual([])
  })

  it.each(Object.keys(table))('%s has one effect and one answer', async (route) => {
    const make = table[route]
    if (make === undefined) throw new Error(`no row for ${route}`)
    const [single, repeated] = [await make(once), await make(often)]
    const effect = await effectOf(once, async () => {
      const { status, body } = await send(once, single, `once ${route}`.replaceAll(' ', '-'))
      expect(status, JSON.stringify(body)).toBeLessThan(300)
    })
    const effects = await effectOf(often, async () => {
      const key = `often ${route}`.replaceAll(' ', '-')
      const answers = await Promise.all(
        Array.from({ length: REPEATS }, () => send(often, repeated, key)),
      )
      for (const { status, body } of answers) {
        expect(status, JSON.stringify(body)).toBe(answers[0]?.status)
        expect(body).toEqual(answers[0]?.body)
      }
      expect(answers[0]?.status, JSON.stringify(answers[0]?.body)).toBeLessThan(300)
    })
    expect(effects).toEqual(effect)
  })
})
