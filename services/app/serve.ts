import { readFileSync } from 'node:fs'
import type { Logger } from 'pino'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { defaultApiConfig } from '#api/api-deps.ts'
import { createApi } from '#api/create-api.ts'
import { ensureAdmin } from '#api/ensure-admin.ts'
import type { DownlinkPort } from '#domain/ports.ts'
import { Gateway } from '#gateway/gateway.ts'
import { createApiQueries } from '#store/queries/api-queries.ts'
import { ReplayStore } from '#store/replay-store.ts'
import type { Config } from './config.ts'
import { createIngestMetrics } from './ingest-metrics.ts'
import { OpenIngest } from './open-ingest.ts'
import { createReplay } from './replay.ts'
import { Running } from './running.ts'
import { type IngestParts, startIngest } from './start-ingest.ts'
import { type Store, startStore } from './start-store.ts'
import { uuid7 } from './uuid7.ts'

export type Role = 'all' | 'gateway' | 'api' | 'jobs'

export type Served = {
  readonly http: string | null
  readonly mqtt: string | null
  /** The administrator's password, when it was generated just now. */
  readonly adminPassword: string | null
  readonly databaseUrl: string
  stop(): Promise<void>
}

const LOOPBACK = '127.0.0.1'

const shown = (host: string): string => (host === '0.0.0.0' || host === '::' ? 'localhost' : host)

const startGateway = async (
  config: Config,
  store: Store,
  parts: IngestParts,
  running: Running,
  log: Logger,
): Promise<{ gateway: Gateway; url: string }> => {
  const open = config.LPG_MQTT_OPEN
  const gateway = new Gateway({
    ingest: open ? new OpenIngest(parts.ingest, store.directory) : parts.ingest,
    directory: store.directory,
    outbox: store.outbox,
    presence: store.presence,
    port: config.MQTT_PORT,
    host: config.HOST,
    open,
    now: () => Date.now(),
    log: (event, detail) => log.info(detail, event),
    ...(config.MQTTS_PORT === undefined
      ? {}
      : {
          tls: {
            port: config.MQTTS_PORT,
            key: readFileSync(config.MQTTS_KEY_FILE as string),
            cert: readFileSync(config.MQTTS_CERT_FILE as string),
          },
        }),
  })
  const { port } = await gateway.start()
  running.add('gateway', () => gateway.stop())
  return { gateway, url: `mqtt://${open ? LOOPBACK : shown(config.HOST)}:${port}` }
}

const startApi = async (
  config: Config,
  store: Store,
  parts: IngestParts,
  metrics: Registry,
  running: Running,
  log: Logger,
): Promise<{ url: string; adminPassword: string | null }> => {
  const queries = createApiQueries(store.pool, store.read)
  const adminPassword = await ensureAdmin(queries.users, config.LPG_ADMIN_PASSWORD)
  const app = createApi({
    queries,
    recorder: parts.recorder,
    replay: createReplay(new ReplayStore(store.pool), parts.ingest, () => Date.now()),
    siteChanged: () => {
      store.sites.refresh().catch(() => undefined)
    },
    clock: () => Date.now(),
    newId: uuid7,
    logger: log,
    config: {
      ...defaultApiConfig,
      publicUrl: config.PUBLIC_URL ?? `http://${shown(config.HOST)}:${config.HTTP_PORT}`,
      trustProxy: config.TRUST_PROXY,
    },
    probes: [],
    metrics,
  })
  const address = await app.listen({ port: config.HTTP_PORT, host: config.HOST })
  running.add('api', () => app.close())
  return { url: `http://${shown(config.HOST)}:${new URL(address).port}`, adminPassword }
}

/** Starts what a role asks for; `stop` ends it in the right order: edges first, PostgreSQL last. */
export const serve = async (config: Config, role: Role, log: Logger): Promise<Served> => {
  const running = new Running()
  const stop = async (): Promise<void> => {
    for (const { name, error } of await running.stop()) log.error({ error }, `${name} did not stop`)
  }
  try {
    const metrics = new Registry()
    collectDefaultMetrics({ register: metrics })
    const store = await startStore(config, running, log)
    let gateway: Gateway | null = null
    let parts: IngestParts | null = null
    const downlink: DownlinkPort = { push: (items) => gateway?.downlink.push(items) }
    const ingestMetrics = createIngestMetrics(metrics, () => parts?.ingest.depth ?? 0)
    const lanes = role === 'all' || role === 'gateway' ? config.LPG_LANES : 1
    parts = startIngest(store, lanes, downlink, ingestMetrics, running, log)
    let mqtt: string | null = null
    if (role === 'all' || role === 'gateway') {
      const started = await startGateway(config, store, parts, running, log)
      gateway = started.gateway
      mqtt = started.url
    }
    const api =
      role === 'all' || role === 'api'
        ? await startApi(config, store, parts, metrics, running, log)
        : null
    return {
      http: api?.url ?? null,
      mqtt,
      adminPassword: api?.adminPassword ?? null,
      databaseUrl: store.url,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
