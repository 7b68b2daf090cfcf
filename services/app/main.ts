#!/usr/bin/env node
import cluster from 'node:cluster'
import { randomUUID } from 'node:crypto'
import closeWithGrace, { type Signals } from 'close-with-grace'
import { Command, Option } from 'commander'
import { pino } from 'pino'
import { dayOf } from '#domain/calendar.ts'
import { epochMs } from '#domain/units.ts'
import { type AccountFlags, brokerAccounts } from './commands/broker-accounts.ts'
import type { CityLoadOptions } from './city/load-city.ts'
import { seedCity } from './city/seed-city.ts'
import { type Config, readConfig } from './config.ts'
import { runDemo } from './demo.ts'
import {
  type IssueFlags,
  issueDeviceCert,
  listDeviceCerts,
  type RenewFlags,
  renewDeviceCert,
  revokeDeviceCert,
} from './device-cert/device-cert.ts'
import type { WorkerMessage } from './start/gateway-workers.ts'
import { addLedgerCommands } from './ledger/ledger-commands.ts'
import { type Role, serve } from './serve.ts'
import { StartupError } from './start/startup-error.ts'
import { rotatePiiKey } from './keys/rotate-pii-key.ts'
import { refuseTakenPorts } from './start/taken-ports.ts'

/** Longer than the gateway's own patience with what is still being committed. */
const GRACE_MS = 20_000

/** Ctrl-C and a stop of the whole control group reach every process: the one that started the others decides the order. */
const SIGNALS: Signals[] = ['SIGINT', 'SIGTERM']

/** A gateway process ends when it is told to, and does not outlive the one that started it. */
const followPrimary = (end: () => unknown): void => {
  for (const signal of SIGNALS) process.on(signal, () => undefined)
  process.once('disconnect', () => process.exit(1))
  process.on('message', (message: WorkerMessage) => {
    if (message.kind === 'stop') end()
  })
}

const PORTS = {
  all: ['HTTP_PORT', 'MQTT_PORT'],
  gateway: ['MQTT_PORT'],
  api: ['HTTP_PORT'],
  jobs: [],
} as const

/** With an external broker devices connect there. */
const portsOf = (role: Role, { MQTT_URL }: Config) =>
  PORTS[role].filter((port) => port !== 'MQTT_PORT' || MQTT_URL === undefined)

type SeedFlags = Omit<CityLoadOptions, 'onProgress'>

const chinaToday = (): string => dayOf(epochMs(Date.now()))

const program = new Command('lpg-trace').description('Traceability of LPG cylinders')

program
  .command('serve')
  .description('gateway, API and jobs, configured by the environment')
  .addOption(
    new Option('--role <role>', 'only a part of it')
      .choices(['all', 'gateway', 'api', 'jobs'])
      .default('all'),
  )
  .action(async ({ role }: { role: Role }) => {
    const config = readConfig(process.env)
    const log = pino({ level: config.LPG_LOG_LEVEL }, pino.destination(2))
    if (!cluster.isWorker) await refuseTakenPorts(config, portsOf(role, config), 'npm start')
    const served = await serve(config, role, log)
    const ending = closeWithGrace(
      { delay: GRACE_MS, logger: log, ...(cluster.isWorker ? { skip: SIGNALS } : {}) },
      async ({ err }) => {
        if (err) log.fatal({ err }, 'ended by a defect')
        await served.stop()
      },
    )
    if (cluster.isWorker) return followPrimary(() => ending.close())
    if (served.adminPassword !== null) {
      console.log(`admin password (shown once): ${served.adminPassword}`)
    }
    const parts = [served.http && `http=${served.http}`, served.mqtt && `mqtt=${served.mqtt}`]
    console.log(['ready', ...parts.filter((part) => part !== null)].join(' '))
  })

program
  .command('demo')
  .description('everything at once on this machine, with a simulated station')
  .action(() => runDemo(process.env))

program
  .command('seed-city')
  .description('writes a year of a made-up city into the store, for trials and measurements')
  .option('--cylinders <n>', 'how many', Number, 2000)
  .option('--seed <n>', 'the same seed gives the same city', Number, 1)
  .option('--end-day <day>', 'the day after the last, in China', chinaToday())
  .option('--days <n>', 'how many days', Number, 365)
  .option('--prefix <text>', 'before its ids and codes', 'c')
  .option('--password <text>', 'of all its users', randomUUID())
  .action(async (flags: SeedFlags) => {
    const config = readConfig(process.env)
    const log = pino({ level: config.LPG_LOG_LEVEL }, pino.destination(2))
    const onProgress = (line: string): void => console.error(line)
    console.log(JSON.stringify(await seedCity(config, { ...flags, onProgress }, log)))
  })

program
  .command('rotate-pii-key')
  .description('wraps the keys of all persons under a new LPG_PII_KEY=<new>,<old>')
  .action(async () => console.log(await rotatePiiKey(readConfig(process.env))))

program
  .command('broker-accounts <directory>')
  .description('writes the accounts of all devices for an external mosquitto: passwd and acl')
  .option('--prefix <text>', 'mount point of the devices', 'devices')
  .option('--follow', 'again at each change of a device')
  .action((directory: string, flags: AccountFlags) =>
    brokerAccounts(readConfig(process.env), directory, flags, (line) => console.log(line)),
  )

const deviceCert = program
  .command('device-cert')
  .description(
    'certificates of devices for MQTT over mutual TLS; the first one makes the authority',
  )

const issuing = (command: Command): Command =>
  command
    .option('--out <directory>', 'where key and certificate are written', '.')
    .option('--days <n>', 'how long it is good', Number, 365)
    .option('--ca <directory>', 'where the authority lies (DATA_DIR/device-ca)')

issuing(deviceCert.command('issue <station/device>'))
  .description('a key and a certificate for a registered device')
  .action(async (name: string, flags: IssueFlags) =>
    console.log(await issueDeviceCert(readConfig(process.env), name, flags)),
  )

issuing(deviceCert.command('renew <station/device>'))
  .description('a new one; those before it stay good for the overlap')
  .option('--overlap-days <n>', 'days', Number, 7)
  .action(async (name: string, flags: RenewFlags) =>
    console.log(await renewDeviceCert(readConfig(process.env), name, flags)),
  )

deviceCert
  .command('revoke <which>')
  .description(
    'ends one certificate (its serial), or all of a device (station/device), now: living connections too',
  )
  .option('--reason <text>', 'kept with it', 'revoked')
  .action(async (which: string, { reason }: { reason: string }) =>
    console.log(await revokeDeviceCert(readConfig(process.env), which, reason)),
  )

deviceCert
  .command('list [station/device]')
  .description('all certificates, newest first')
  .action(async (name: string | undefined) =>
    console.log(await listDeviceCerts(readConfig(process.env), name ?? null)),
  )

addLedgerCommands(program)

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof StartupError)) throw error
  console.error(error.message)
  // Whatever hangs (a directory that cannot be made) must not keep the process.
  process.exit(1)
}
