import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '#app/config.ts'
import { StartupError } from './startup-error.ts'

/** Gateway processes of a killed program hold their port until they notice. */
const PATIENCE_MS = 2_000

const isTaken = (error: unknown): boolean => (error as { code?: string }).code === 'EADDRINUSE'

const isFree = async (host: string, port: number): Promise<boolean> => {
  const probe = createServer()
  try {
    probe.listen(port, host)
    await once(probe, 'listening')
    return true
  } catch (error) {
    if (!isTaken(error)) {
      throw new StartupError(`HOST ${host}, port ${port}: ${(error as Error).message}`)
    }
    return false
  } finally {
    probe.close()
  }
}

const becomesFree = async (host: string, port: number): Promise<boolean> => {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await sleep(100)) {
    if (await isFree(host, port)) return true
  }
  return isFree(host, port)
}

/** Asked before PostgreSQL is started, not after. @throws StartupError that names the ports and says how to choose others */
export const refuseTakenPorts = async (
  config: Config,
  names: readonly ('HTTP_PORT' | 'MQTT_PORT')[],
  command: string,
): Promise<void> => {
  const host = config.LPG_MQTT_OPEN ? '127.0.0.1' : config.HOST
  const free = await Promise.all(names.map((name) => becomesFree(host, config[name])))
  const taken = names.filter((_, i) => free[i] === false)
  if (taken.length === 0) return
  const which = taken.map((name) => `${name} ${config[name]}`).join(' and ')
  throw new StartupError(
    `${which}: somebody else listens there. Choose other ports, 0 = any free one:\n  HTTP_PORT=18080 MQTT_PORT=11883 ${command}`,
  )
}
