import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { Listener } from '#store/listen.ts'
import { createPool } from '#store/pool.ts'
import { topicTemplates } from '#schemas/topics.ts'
import type { Config } from '#app/config.ts'
import { StartupError } from '#app/start/startup-error.ts'

/** A registration of many devices is written once, not once a device. */
const GATHER_MS = 500

type Account = { readonly name: string; readonly secret: string | null }

const ACCOUNTS = `select station_id || '/' || device_id as name, broker_secret as secret
  from device where key <> 0 and disabled_at is null order by key`

/**
 * The rights of all devices in mosquitto's own words: `%u` is the name `station/device`, so each line is a device's own two ids.
 * Its subscriptions are not checked there, only what it is sent: that is why `mount_point` belongs to it (gateway/README).
 */
export const aclOf = (prefix: string): string => {
  const own = (kind: keyof typeof topicTemplates): string =>
    prefix + topicTemplates[kind].replace('{stationId}/{deviceId}', '%u')
  return [
    ...(['event', 'samples', 'status'] as const).map((kind) => `pattern write ${own(kind)}`),
    `pattern read ${own('down')}`,
    '',
  ].join('\n')
}

/** A reader sees the old file or the new one. */
const replaceFile = async (path: string, text: string): Promise<void> => {
  await writeFile(`${path}.new`, text, { mode: 0o640 })
  await rename(`${path}.new`, path)
}

const writeAccounts = async (pool: Pool, directory: string, prefix: string): Promise<string> => {
  const { rows } = await pool.query<Account>(ACCOUNTS)
  const known = rows.filter(({ secret }) => secret !== null)
  const lines = known.map(({ name, secret }) => `${name}:${secret}\n`)
  await replaceFile(join(directory, 'acl'), aclOf(prefix))
  await replaceFile(join(directory, 'passwd'), lines.join(''))
  const without = rows.length - known.length
  const rest = without === 0 ? '' : `; ${without} need a new password first (rotate)`
  return `${known.length} devices in ${directory}${rest}`
}

/** Resolves at SIGTERM or SIGINT. */
const ended = (): Promise<void> =>
  new Promise((resolve) => {
    process.once('SIGTERM', () => resolve())
    process.once('SIGINT', () => resolve())
  })

const follow = async (url: string, write: () => Promise<void>): Promise<void> => {
  const listener = new Listener(url)
  let timer: NodeJS.Timeout | undefined
  const later = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined
      write().catch((error: unknown) => {
        console.error(`not written: ${(error as Error).message}`)
        later()
      })
    }, GATHER_MS)
  }
  listener.on('device', later)
  listener.onGap(later)
  await listener.start()
  await write()
  await ended()
  clearTimeout(timer)
  await listener.stop()
}

export type AccountFlags = { readonly prefix: string; readonly follow?: boolean }

/**
 * Writes `passwd` and `acl` for mosquitto from the registered devices; it reads them again at SIGHUP. With `follow` each change of
 * a device writes them anew, until the process is ended. @throws StartupError without `DATABASE_URL`
 */
export const brokerAccounts = async (
  config: Config,
  directory: string,
  flags: AccountFlags,
  say: (line: string) => void,
): Promise<void> => {
  const url = config.DATABASE_URL
  if (url === undefined) throw new StartupError('broker-accounts needs DATABASE_URL')
  const pool = createPool(url, { max: 1, name: 'lpg-trace broker-accounts' })
  const prefix = flags.prefix.replace(/^\/+|\/+$/g, '')
  const write = async (): Promise<void> => {
    say(await writeAccounts(pool, directory, prefix === '' ? '' : `${prefix}/`))
  }
  try {
    await mkdir(directory, { recursive: true })
    await (flags.follow === true ? follow(url, write) : write())
  } finally {
    await pool.end()
  }
}
