import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bench } from './bench.ts'
import { startChild } from './child-process.ts'
import { atMost, type Figure, rounded } from './figure.ts'
import { freshDirectory, programFile } from './program.ts'

const REACH_S = 10
const TIMEOUT_MS = 60_000

/** From the start of the demo, as `npm run demo` starts it, on an empty DATA_DIR until it says that it serves. */
export const demoReady = async ({ cleanup }: Bench): Promise<Figure> => {
  const dataDir = join(await freshDirectory(cleanup), 'data')
  await mkdir(dataDir, { mode: 0o755 })
  const begin = performance.now()
  const child = startChild(['--max-semi-space-size=64', programFile(), 'demo'], {
    DATABASE_URL: '',
    DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    HTTP_PORT: '0',
    MQTT_PORT: '0',
  })
  cleanup.add(child.stop)
  await child.line('ready', TIMEOUT_MS)
  const seconds = (performance.now() - begin) / 1000
  await child.stop()
  return { figure: 'demo-ready', unit: 's', ...atMost(rounded(seconds, 2), REACH_S) }
}
