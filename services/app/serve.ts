import cluster from 'node:cluster'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { defaultApiConfig } from '#api/api-deps.ts'
import { createApi } from '#api/create-api.ts'
import { ensureAdmin } from '#api/system/ensure-admin.ts'
import type { DownlinkPort } from '#domain/edge-ports.ts'
import { decode } from '#gateway/codec/decode.ts'
import { SettledIds } from '#gateway/external/settled-ids.ts'
import { freePort } from '#store/embedded/free-port.ts'
import { packageRoot } from '#store/embedded/package-root.ts'
import { createApiQueries } from '#store/queries/api-queries.ts'
import { ReplayStore } from '#store/replay-store.ts'
import type { Config } from './config.ts'
import { GatewayWorkers, type WorkerMessage } from './start/gateway-workers.ts'
import { createIngestMetrics } from './metrics/ingest-metrics.ts'
import { oidcProvider } from './channels/oidc-provider.ts'
import { piiKeys } from './keys/pii-keys.ts'
import { createReplay } from './commands/replay.ts'
import { payChannelOf } from './channels/pay-channel.ts'
import { openVault } from './keys/rotate-pii-key.ts'
import { ProgramMetrics } from './metrics/program-metrics.ts'
import { createNoteSigning } from './ledger/note-signing.ts'
import { Running } from './start/running.ts'
import { type IngestParts, startIngest } from './start/start-ingest.ts'
import { shown, type StartedGateway, startGateway, tell } from './start/start-gateway.ts'
import { startJobs } from './start/start-jobs.ts'
import { startApiPools } from './start/start-api-pools.ts'
import { type Store, startStore } from './start/start-store.ts'
import { followHttps, httpsOf } from './tls/https-files.ts'
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

/** `build.ts` puts it there; without it the API serves alone. */
const builtConsole = (): string | null => {
  const directory = join(packageRoot(), 'dist/console')
  return existsSync(join(directory, 'index.html')) ? directory : null
}

/** Four cores carry two gateway processes beside PostgreSQL and the API; below that one process does everything. */
const gatewayProcesses = (config: Config): number =>
  config.LPG_GATEWAYS ?? (availableParallelism() >= 4 ? 2 : 0)

const oidcOf = ({ OIDC_ISSUER, OIDC_CLIENT_ID, PUBLIC_URL, ...config }: Config) =>
  OIDC_ISSUER === undefined || OIDC_CLIENT_ID === undefined
    ? undefined
    : oidcProvider({
        issuer: OIDC_ISSUER,
        clientId: OIDC_CLIENT_ID,
        clientSecret: config.OIDC_CLIENT_SECRET,
        claim: config.OIDC_CLAIM,
        redirectUri: `${PUBLIC_URL}/login/oidc`,
      })

const startApi = async (
  config: Config,
  store: Store,
  parts: IngestParts,
  metrics: Registry,
  running: Running,
  log: Logger,
): Promise<{ url: string; adminPassword: string | null }> => {
  const vault = await openVault(store.pool, await piiKeys(config))
  const { pool, replica } = await startApiPools(config, store.url, metrics, running, log)
  const queries = createApiQueries(pool, replica ?? pool, vault)
  const adminPassword = await ensureAdmin(queries, config.LPG_ADMIN_PASSWORD)
  const tls = httpsOf(config)
  const scheme = tls === null ? 'http' : 'https'
  const app = createApi({
    queries,
    signNote: createNoteSigning(config, log),
    recorder: parts.recorder,
    profiles: store.profiles,
    replay: createReplay(new ReplayStore(store.pool), parts.ingest, () => Date.now()),
    siteChanged: () => {
      store.sites.refresh().catch(() => undefined)
    },
    oidc: oidcOf(config),
    pay: payChannelOf(config),
    clock: () => Date.now(),
    newId: uuid7,
    logger: log,
    config: {
      ...defaultApiConfig,
      publicUrl: config.PUBLIC_URL ?? `${scheme}://${shown(config.HOST)}:${config.HTTP_PORT}`,
      trustProxy: config.TRUST_PROXY,
      consoleDir: builtConsole(),
      tls,
    },
    probes: [],
    replica: replica === null ? undefined : () => replica.state,
    metrics,
  })
  const address = await app.listen({ port: config.HTTP_PORT, host: config.HOST })
  running.add('api', () => app.close())
  followHttps(config, app.server, running, log)
  return { url: `${scheme}://${shown(config.HOST)}:${new URL(address).port}`, adminPassword }
}

const startGatewayWorkers = async (
  config: Config,
  store: Store,
  running: Running,
  log: Logger,
): Promise<string> => {
  const { HOST } = config
  // Chosen here when any will do: after a moment without a living gateway process the next one would choose another.
  const port = config.MQTT_PORT === 0 ? await freePort(HOST) : config.MQTT_PORT
  const env = { DATABASE_URL: store.url, HOST, MQTT_PORT: String(port) }
  return new GatewayWorkers(gatewayProcesses(config), env, log).start(running)
}

type Edge = { readonly mqtt: string | null; readonly parts: IngestParts }

/** The MQTT side of a role, in this process or in processes of its own, and ingest for whatever this process commits itself. */
const startEdge = async (
  config: Config,
  role: Role,
  store: Store,
  metrics: Registry,
  running: Running,
  log: Logger,
): Promise<Edge> => {
  let gateway: StartedGateway | null = null
  const downlink: DownlinkPort = {
    push: (items) => {
      gateway?.downlink.push(items)
      store.outbox.announce(items.filter((item) => gateway?.delivers(item) !== true))
    },
  }
  const apart = role === 'all' && gatewayProcesses(config) > 0 && !config.LPG_MQTT_OPEN
  const here = !apart && (role === 'all' || role === 'gateway')
  const ingestMetrics = createIngestMetrics(
    here ? metrics : new Registry(),
    () => parts.ingest.depth,
  )
  const lanes = here ? config.LPG_LANES : 1
  const ids = new SettledIds()
  const reading = config.MQTT_URL === undefined ? decode : ids.decode
  const parts: IngestParts = startIngest(
    store,
    lanes,
    downlink,
    ingestMetrics,
    running,
    log,
    reading,
  )
  if (apart) return { mqtt: await startGatewayWorkers(config, store, running, log), parts }
  if (!here) return { mqtt: null, parts }
  const started = await startGateway({ config, store, parts, ids, metrics, running, log })
  gateway = started
  process.on('message', (message: WorkerMessage) => {
    if (message.kind === 'client') started.endClient(message.clientId)
  })
  tell({ kind: 'ready', mqtt: started.url })
  return { mqtt: started.url, parts }
}

/** Starts what a role asks for; `stop` ends it in the right order: edges first, PostgreSQL last. */
export const serve = async (config: Config, role: Role, log: Logger): Promise<Served> => {
  const running = new Running()
  const stop = async (): Promise<void> => {
    for (const { name, error } of await running.stop())
      log.error({ err: error }, `${name} did not stop`)
  }
  try {
    const metrics = new ProgramMetrics()
    if (!cluster.isWorker) collectDefaultMetrics({ register: metrics })
    const store = await startStore(config, running, log)
    const { mqtt, parts } = await startEdge(config, role, store, metrics, running, log)
    const api =
      role === 'all' || role === 'api'
        ? await startApi(config, store, parts, metrics, running, log)
        : null
    if (role === 'all' || role === 'jobs') {
      await startJobs(config, store, parts.recorder, running, log)
    }
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
