import { randomUUID } from 'node:crypto'
import type { FastifyInstance, InjectOptions } from 'fastify'
import pino from 'pino'
import { Registry } from 'prom-client'
import type { ApiConfig, ApiDeps } from '#api/api-deps.ts'
import { defaultApiConfig } from '#api/api-deps.ts'
import { createApi } from '#api/create-api.ts'
import { ensureAdmin } from '#api/system/ensure-admin.ts'
import type { Recorder } from '#domain/recorder.ts'
import { epochMs } from '#domain/units.ts'
import { ContextBuilder } from '#ingest/context-builder.ts'
import { RecentAnchors } from '#ingest/recent-anchors.ts'
import { IngestRecorder } from '#ingest/recorder.ts'
import { decideFill } from '#rules/fill-gate.ts'
import { createSiteJudge } from '#rules/judge-site.ts'
import { createJudge } from '#rules/judge.ts'
import { createProfileShelf } from '#rules/profile-shelf.ts'
import { PgContextStore } from '#store/batch/context-store.ts'
import { Listener } from '#store/listen.ts'
import { createApiQueries } from '#store/queries/api-queries.ts'
import { createReachPool, reachConfig, ReachPool } from '#store/reach-pool.ts'
import { PgRegistryLane } from '#store/batch/registry-lane.ts'
import { SiteBookStore } from '#store/site/site-book-store.ts'
import { createTestDatabase, type TestDatabase } from '#test/setup/database.ts'
import { testVault } from '#test/setup/vault.ts'

export const ADMIN_PASSWORD = 'correct horse battery'

/** Parsed JSON, unchecked: what the tests look at is what they assert. */
export type Json = ReturnType<typeof JSON.parse>

export type Answer = { readonly status: number; readonly body: Json; readonly headers: Json }

export type ApiUnderTest = {
  readonly app: FastifyInstance
  readonly database: TestDatabase
  readonly recorder: Recorder
  /** What was logged, a line an entry. */
  readonly log: string[]
  readonly clock: { now: number }
  readonly replayed: string[]
  call(method: string, url: string, token?: string, body?: unknown, more?: object): Promise<Answer>
  login(username: string, password?: string): Promise<string>
  close(): Promise<void>
}

export type HarnessOptions = {
  readonly config?: Partial<ApiConfig>
  readonly change?: (deps: ApiDeps) => ApiDeps
}

const startRecorder = async (database: TestDatabase, clock: { now: number }) => {
  const listener = new Listener(database.url)
  const book = createProfileShelf()
  const sites = new SiteBookStore(database.pool, listener, ({ profiles }) => book.follow(profiles))
  await listener.start()
  await sites.start()
  const contexts = new PgContextStore(database.pool)
  const recorder = new IngestRecorder(() => new PgRegistryLane(database.url), 2, {
    sourceOf: () => undefined,
    sites,
    contexts,
    builder: new ContextBuilder(contexts, (region, day) => book.select(region, day, [])),
    judge: createJudge(book),
    judgeSite: createSiteJudge(book),
    recent: new RecentAnchors(),
    gate: (question) => decideFill({ ...question, book }),
    now: () => epochMs(clock.now),
  })
  const stop = async () => {
    await recorder.stop()
    sites.stop()
    await listener.stop()
  }
  return { recorder, book, stop }
}

/** As a replica would take it: what is read there must not write. */
const readOnlyPool = (url: string): ReachPool => {
  const config = reachConfig(url, { name: 'api reads' })
  const pool = new ReachPool({
    ...config,
    options: `${config.options ?? ''} -c default_transaction_read_only=on`,
  })
  pool.on('error', () => undefined)
  return pool
}

/** The API over a database of its own, with the real recorder and a clock that tests may set. */
export const startApi = async (options: HarnessOptions = {}): Promise<ApiUnderTest> => {
  const database = await createTestDatabase()
  const clock = { now: Date.parse('2026-11-20T08:00:00.000Z') }
  const { recorder, book, stop } = await startRecorder(database, clock)
  const vault = testVault(database.pool)
  await vault.start()
  const pool = createReachPool(database.url, { name: 'api' })
  const read = readOnlyPool(database.url)
  const queries = createApiQueries(pool, read, vault)
  const log: string[] = []
  const replayed: string[] = []
  const deps: ApiDeps = {
    queries,
    recorder,
    profiles: book,
    replay: async (id) => {
      replayed.push(id)
      return { outcome: 'rejected', code: 'INVALID_FIELD', message: 'still wrong' }
    },
    siteChanged: () => undefined,
    clock: () => clock.now,
    newId: () => randomUUID(),
    logger: pino({ level: 'info' }, { write: (line: string) => void log.push(line) }),
    config: {
      ...defaultApiConfig,
      loginsPerMinute: 1000,
      publicPerMinute: 1000,
      ...options.config,
    },
    probes: [],
    metrics: new Registry(),
  }
  const app = createApi(options.change?.(deps) ?? deps)
  await app.ready()
  await ensureAdmin(queries, ADMIN_PASSWORD)
  const call: ApiUnderTest['call'] = async (method, url, token, body, more = {}) => {
    const response = await app.inject({
      method,
      url,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { payload: body }),
      ...more,
    } as InjectOptions)
    const isJson = String(response.headers['content-type']).includes('json')
    const text = isJson && response.body !== '' ? JSON.parse(response.body) : response.body
    return { status: response.statusCode, body: text, headers: response.headers }
  }
  return {
    app,
    database,
    recorder,
    log,
    clock,
    replayed,
    call,
    login: async (username, password = ADMIN_PASSWORD) => {
      const { status, body } = await call('POST', '/v1/sessions', undefined, { username, password })
      if (status !== 201) throw new Error(`login of ${username}: ${status} ${JSON.stringify(body)}`)
      return body.token
    },
    close: async () => {
      await app.close()
      await stop()
      await Promise.all([pool.end(), read.end()])
      await database.drop()
    },
  }
}
