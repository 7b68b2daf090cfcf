import cluster from 'node:cluster'
import { hostname } from 'node:os'
import type { Logger } from 'pino'
import { Gauge, type Registry } from 'prom-client'
import type { DownlinkPort } from '#domain/edge-ports.ts'
import { type BrokerUrl, parseBrokerUrl } from '#gateway/external/broker-url.ts'
import { ExternalGateway } from '#gateway/external/external-gateway.ts'
import type { SettledIds } from '#gateway/external/settled-ids.ts'
import type { TlsOptions } from '#gateway/gateway-options.ts'
import { Gateway } from '#gateway/gateway.ts'
import type { Config } from '#app/config.ts'
import type { WorkerMessage } from './gateway-workers.ts'
import { OpenIngest } from './open-ingest.ts'
import type { Running } from './running.ts'
import type { IngestParts } from './start-ingest.ts'
import type { Store } from './start-store.ts'
import { StartupError } from './startup-error.ts'
import { followTlsFiles, readTlsFile } from '#app/tls/tls-files.ts'

const LOOPBACK = '127.0.0.1'

/** The MQTT side as the rest of the process knows it, whether devices connect here or to a broker of their own. */
export type StartedGateway = {
  readonly url: string
  readonly downlink: DownlinkPort
  /** Is a message for this device delivered from here? What is not is announced to the other processes. */
  readonly delivers: (address: { readonly stationId: string; readonly deviceId: string }) => boolean
  /** The client has connected to another process. */
  readonly endClient: (clientId: string) => void
}

/** What both kinds need; `ids` are those of the messages that ingest has decoded. */
export type GatewayContext = {
  readonly config: Config
  readonly store: Store
  readonly parts: IngestParts
  readonly ids: SettledIds
  readonly metrics: Registry
  readonly running: Running
  readonly log: Logger
}

export const shown = (host: string): string =>
  host === '0.0.0.0' || host === '::' ? 'localhost' : host

/** To the process that started this one, if any. */
export const tell = (message: WorkerMessage): void => {
  if (cluster.isWorker) process.send?.(message)
}

const TLS_FILES = ['MQTTS_KEY_FILE', 'MQTTS_CERT_FILE', 'MQTTS_CLIENT_CA_FILE'] as const

const tlsFiles = (config: Config): string[] =>
  TLS_FILES.map((variable) => config[variable]).filter((file) => file !== undefined)

/** Undefined without `MQTTS_PORT`. @throws StartupError when a file cannot be read */
const tlsOf = (config: Config): TlsOptions | undefined => {
  const { MQTTS_PORT, MQTTS_CLIENT_CA_FILE } = config
  if (MQTTS_PORT === undefined) return undefined
  const read = (variable: (typeof TLS_FILES)[number]): Buffer =>
    readTlsFile(variable, config[variable] as string)
  return {
    port: MQTTS_PORT,
    key: read('MQTTS_KEY_FILE'),
    cert: read('MQTTS_CERT_FILE'),
    ...(MQTTS_CLIENT_CA_FILE === undefined ? {} : { clientCa: read('MQTTS_CLIENT_CA_FILE') }),
    clientCertRequired: config.MQTTS_CLIENT_CERT === 'required',
  }
}

const startOwn = async (context: GatewayContext): Promise<StartedGateway> => {
  const { config, store, parts, running, log } = context
  const open = config.LPG_MQTT_OPEN
  const tls = tlsOf(config)
  const gateway = new Gateway({
    ingest: open ? new OpenIngest(parts.ingest, store.directory) : parts.ingest,
    directory: store.directory,
    outbox: store.outbox,
    presence: store.presence,
    port: config.MQTT_PORT,
    host: config.MQTT_TLS_ONLY ? LOOPBACK : config.HOST,
    tlsHost: config.HOST,
    open,
    now: () => Date.now(),
    log: (event, detail) => log.info(detail, event),
    onClient: (clientId) => tell({ kind: 'client', clientId }),
    ...(tls === undefined ? {} : { tls }),
  })
  const { port } = await gateway.start()
  running.add('gateway', () => gateway.stop())
  const renew = (): void => gateway.renewTls(tlsOf(config) as TlsOptions)
  if (tls !== undefined) followTlsFiles(tlsFiles(config), renew, running, log)
  return {
    url: `mqtt://${open ? LOOPBACK : shown(config.HOST)}:${port}`,
    downlink: gateway.downlink,
    delivers: (address) => gateway.delivers(address),
    endClient: (clientId) => gateway.endClient(clientId),
  }
}

/** Stable over restarts, as the broker keeps the session by it; one a process. */
const clientIdOf = ({ MQTT_CLIENT_ID, LPG_GATEWAY_SLOT }: Config): string =>
  `lpg-trace-${MQTT_CLIENT_ID === '' ? hostname() : MQTT_CLIENT_ID}-${LPG_GATEWAY_SLOT}`

const gauges = (metrics: Registry, gateway: ExternalGateway): void => {
  const figures = {
    lpg_broker_connected: ['1 = connected to the external broker', 'connected'],
    lpg_broker_received: ['Publishes taken from the external broker', 'received'],
    lpg_broker_pending: ['Publishes that are read and not committed', 'pendingPublishes'],
    lpg_broker_down_waiting: ['Publishes to devices that the broker has not taken', 'downDepth'],
  } as const
  for (const [name, [help, field]] of Object.entries(figures)) {
    new Gauge({
      name,
      help,
      registers: [metrics],
      collect() {
        this.set(Number(gateway.stats()[field]))
      },
    })
  }
}

const startExternal = async (
  { config, store, parts, ids, metrics, running, log }: GatewayContext,
  url: BrokerUrl,
): Promise<StartedGateway> => {
  const gateway = new ExternalGateway({
    url,
    clientId: clientIdOf(config),
    ingest: parts.ingest,
    idsOf: (uplink) => ids.of(uplink),
    outbox: store.outbox,
    presence: store.presence,
    now: () => Date.now(),
    log: (event, detail) => log.warn(detail, event),
  })
  try {
    await gateway.start()
  } catch (error) {
    throw new StartupError(`MQTT_URL ${url.shown}: ${(error as Error).message}`, { cause: error })
  }
  running.add('external gateway', () => gateway.stop())
  gauges(metrics, gateway)
  return {
    url: url.shown,
    downlink: gateway.downlink,
    delivers: () => gateway.delivers(),
    endClient: () => undefined,
  }
}

/** Our own edge, or with `MQTT_URL` our side of an external broker. @throws StartupError where that cannot be used */
export const startGateway = (context: GatewayContext): Promise<StartedGateway> => {
  const { MQTT_URL } = context.config
  const url = MQTT_URL === undefined ? null : parseBrokerUrl(MQTT_URL)
  return url === null ? startOwn(context) : startExternal(context, url)
}
