import closeWithGrace from 'close-with-grace'
import { type Logger, pino } from 'pino'
import { type Config, readConfig } from './config.ts'
import { DemoApi } from './demo/demo-api.ts'
import { demoDataDir } from './demo/demo-data-dir.ts'
import { newPassword, readSecrets, saveSecrets } from './demo/demo-secrets.ts'
import { DemoStation } from './demo/demo-station.ts'
import { demoText } from './demo/demo-text.ts'
import { seedDemo } from './demo/seed-demo.ts'
import { serve, type Served } from './serve.ts'
import { refuseTakenPorts } from './start/taken-ports.ts'

type Environment = Readonly<Record<string, string | undefined>>

const GRACE_MS = 20_000

/** Only this machine sees the demo unless `HOST` says otherwise. */
const demoConfig = (env: Environment): Config =>
  readConfig({ ...env, HOST: env['HOST'] ?? '127.0.0.1' })

/** Saved before the first start creates the administrator with it. */
const withAdmin = async (config: Config) => {
  const secrets = await readSecrets(config.DATA_DIR)
  secrets.users['admin'] = config.LPG_ADMIN_PASSWORD ?? secrets.users['admin'] ?? newPassword()
  await saveSecrets(config.DATA_DIR, secrets)
  return secrets
}

const startDemo = async (
  config: Config,
  served: Served,
  log: Logger,
): Promise<() => Promise<void>> => {
  const { http, mqtt } = served
  if (http === null || mqtt === null) throw new Error('the demo needs gateway and API')
  const dataDir = config.DATA_DIR
  const secrets = await readSecrets(dataDir)
  const today = Date.now()
  await seedDemo({ url: http, mqtt, dataDir, secrets, today })
  const onTrouble = (err: unknown): void => log.warn({ err }, 'the demo could not sell a cylinder')
  const station = new DemoStation({ url: http, mqtt, dataDir, secrets, today, onTrouble })
  station.start()
  const token =
    (await new DemoApi(http).signIn('regulator', secrets.users['regulator'] ?? '')) ?? ''
  console.log(demoText({ http, mqtt, dataDir, token }, secrets))
  return () => station.stop()
}

/** Everything at once on this machine: the product, a registry, and a simulated station at work. */
export const runDemo = async (env: Environment): Promise<void> => {
  const wanted = demoConfig(env)
  await refuseTakenPorts(wanted, ['HTTP_PORT', 'MQTT_PORT'], 'npm run demo')
  const { path, instead } = await demoDataDir(wanted.DATA_DIR)
  if (instead !== null) console.log(`${instead} cannot be written; the data goes to ${path}`)
  const config = { ...wanted, DATA_DIR: path }
  const secrets = await withAdmin(config)
  const log = pino({ level: config.LPG_LOG_LEVEL }, pino.destination(2))
  const served = await serve({ ...config, LPG_ADMIN_PASSWORD: secrets.users['admin'] }, 'all', log)
  let stopStation: (() => Promise<void>) | null = null
  closeWithGrace({ delay: GRACE_MS, logger: log }, async ({ err }) => {
    if (err) log.fatal({ err }, 'ended by a defect')
    await stopStation?.()
    await served.stop()
  })
  try {
    stopStation = await startDemo(config, served, log)
  } catch (error) {
    await served.stop()
    throw error
  }
  console.log(`ready http=${served.http} mqtt=${served.mqtt}`)
}
