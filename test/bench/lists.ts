import pg from 'pg'
import { requestsFor, type ListRequest } from '#test/lists/list-values.ts'
import { type PageList, pageLists } from '#test/lists/page-lists.ts'
import type { Bench } from './bench.ts'
import { atMost, type Figure, rounded } from './figure.ts'
import { startChild } from './child-process.ts'
import { ADMIN_PASSWORD, type Program, programFile, startProgram } from './program.ts'

const REACH_MS = 50
const CYLINDERS = Number(process.env['LPG_BENCH_CYLINDERS'] ?? 100_000)
/** Every list, role, filter and page is asked so often; where the slowest of it is within reach, so is its p99. */
const REPEATS = 12
/** Where it is not, so often: enough for a p99. */
const REPEATS_OF_SLOW = 200
/** The first requests find connections, caches and compilers cold. */
const WARM_UP = 3
/** So many pages of 500 lie before the deep one. */
const DEEP = 20
const LOAD_MS = 15 * 60_000

const ROLES = [
  ['admin', {}],
  ['office', { enterpriseId: 'c-ent-1' }],
  ['station', { enterpriseId: 'c-ent-1', stationId: 'c-st-1' }],
  ['courier', { enterpriseId: 'c-ent-1' }],
  ['lab', { enterpriseId: 'c-lab' }],
  ['regulator', { regionPrefix: '3703' }],
] as const

/** Not a list to look through but a month judged anew, window by window. */
const COMPUTED = ['/v1/rule-profiles/{id}/what-if']

type Measured = {
  readonly list: string
  readonly role: string
  readonly filter: string
  readonly page: 'first' | 'deep'
  readonly p50Ms: number
  readonly p99Ms: number
}

type Asking = { readonly http: string; readonly token: string; readonly role: string }

const endDay = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

/** A city that the given server has already is measured as it is: seeding takes minutes. */
const isThere = async (): Promise<boolean> => {
  const url = process.env['DATABASE_URL'] ?? ''
  if (url === '') return false
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(`select from station where id = 'c-st-1'`)).rowCount === 1
  } catch {
    // Not migrated yet.
    return false
  } finally {
    await client.end()
  }
}

const seed = async (env: Readonly<Record<string, string>>): Promise<void> => {
  if (await isThere()) return
  const child = startChild(
    ['--max-semi-space-size=64', programFile(), 'seed-city', '--cylinders', String(CYLINDERS)],
    env,
  )
  console.error(await child.line('{"', LOAD_MS))
  await child.stop()
}

const post = async (url: string, body: object, token?: string): Promise<Record<string, string>> => {
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Record<string, string>
}

const logIn = async (http: string): Promise<Asking[]> => {
  const url = `${http}/v1/sessions`
  const { token = '' } = await post(url, { username: 'admin', password: ADMIN_PASSWORD })
  const asking: Asking[] = [{ http, token, role: 'admin' }]
  for (const [role, reach] of ROLES.slice(1)) {
    const user = { username: `bench-${role}`, password: ADMIN_PASSWORD, role, ...reach }
    // There already when the same database is measured again.
    await post(`${http}/v1/users`, user, token).catch(() => undefined)
    const own = await post(url, { username: user.username, password: ADMIN_PASSWORD })
    asking.push({ http, token: own['token'] ?? '', role })
  }
  return asking
}

const ask = async ({ http, token }: Asking, url: string) => {
  const answer = await fetch(`${http}${url}`, { headers: { authorization: `Bearer ${token}` } })
  const body = (await answer.json()) as { items?: unknown[]; next?: string | null }
  return { status: answer.status, next: body.next ?? null }
}

/** Milliseconds of each repeat, sorted. */
const timesOf = async (asking: Asking, url: string): Promise<number[]> => {
  const times: number[] = []
  let repeats = REPEATS
  for (let i = 0; i < WARM_UP + repeats; i += 1) {
    const begin = performance.now()
    await ask(asking, url)
    if (i < WARM_UP) continue
    const took = performance.now() - begin
    times.push(took)
    if (took > REACH_MS) repeats = REPEATS_OF_SLOW
  }
  return times.toSorted((a, b) => a - b)
}

const deepCursor = async (asking: Asking, url: string): Promise<string | null> => {
  let cursor: string | null = null
  for (let page = 0; page < DEEP; page += 1) {
    const at: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const { next }: { next: string | null } = await ask(asking, `${url}&limit=500${at}`)
    if (next === null) return cursor
    cursor = next
  }
  return cursor
}

const measureRequest = async (
  asking: Asking,
  { path, name, url }: ListRequest,
): Promise<Measured[]> => {
  if ((await ask(asking, url)).status !== 200) return []
  const row = async (page: Measured['page'], address: string): Promise<Measured> => {
    const times = await timesOf(asking, address)
    const at = (share: number) => times[Math.ceil(times.length * share) - 1] ?? 0
    const [p50Ms, p99Ms] = [rounded(at(0.5)), rounded(at(0.99))]
    return { list: path, role: asking.role, filter: name, page, p50Ms, p99Ms }
  }
  const first = await row('first', url)
  const cursor = await deepCursor(asking, url)
  if (cursor === null) return [first]
  return [first, await row('deep', `${url}&cursor=${encodeURIComponent(cursor)}`)]
}

const measureList = async (
  everybody: readonly Asking[],
  list: PageList,
  { sql }: Program,
): Promise<Measured[]> => {
  const query = async (text: string) => (await sql.query<Record<string, unknown>>(text)).rows
  const endMs = Date.parse(`${endDay()}T00:00:00+08:00`)
  const rows: Measured[] = []
  for (const request of await requestsFor(list, query, endMs)) {
    for (const asking of everybody) rows.push(...(await measureRequest(asking, request)))
  }
  return rows
}

const print = (rows: readonly Measured[]): void => {
  for (const { list, role, filter, page, p50Ms, p99Ms } of rows) {
    const mark = p99Ms > REACH_MS ? '!' : ' '
    const what = `${list} ${filter}`.trim()
    console.error(
      `${mark} ${String(p50Ms).padStart(7)} ${String(p99Ms).padStart(7)} ms  ${page.padEnd(5)} ${role.padEnd(9)} ${what}`,
    )
  }
}

/**
 * Every list of the API over a made-up city, by every role that may ask, with every filter, first page and a deep one: the slowest
 * p99 of all. The table goes to standard error, slowest first.
 */
export const lists = async ({ cleanup }: Bench): Promise<Figure> => {
  const program = await startProgram(cleanup, { before: seed })
  const everybody = await logIn(program.http)
  const rows: Measured[] = []
  const all = (await pageLists()).filter(({ path }) => !COMPUTED.includes(path))
  for (const list of all) rows.push(...(await measureList(everybody, list, program)))
  const slowest = rows.toSorted((a, b) => b.p99Ms - a.p99Ms)
  print(slowest)
  const [worst] = slowest
  return {
    figure: 'lists p99',
    unit: 'ms',
    ...atMost(worst?.p99Ms ?? Number.POSITIVE_INFINITY, REACH_MS),
    cylinders: CYLINDERS,
    lists: all.length,
    requests: rows.length,
    over: rows.filter(({ p99Ms }) => p99Ms > REACH_MS).length,
    slowest: `${worst?.role} ${worst?.page} ${worst?.list} ${worst?.filter}`.trim(),
  }
}
