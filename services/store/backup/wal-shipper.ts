import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { copyDurably } from './copy-files.ts'

/** Beside the 60 s of `archive_timeout` it does not count. */
const EVERY_MS = 5_000

/** A segment is left in `archive` until PostgreSQL has renamed it to its name. */
const FINISHED = /^[0-9A-F]{24}$|^[0-9A-F]{24}\.[0-9A-F]{8}\.backup$|^[0-9A-F]{8}\.history$/

/**
 * Settings under which the embedded server hands over its log of writes: to `cluster/archive`, which its own user may write, from where
 * {@link WalShipper} carries it to the backup. A path from the data directory, which may be reached only from inside.
 */
export const archiveSettings: Readonly<Record<string, string>> = {
  archive_mode: 'on',
  archive_library: 'basic_archive',
  'basic_archive.archive_directory': '../archive',
  // What is lost at most when the disk is lost.
  archive_timeout: '60s',
}

/** Carries finished segments of the log of writes to where the backups are. */
export class WalShipper {
  readonly #from: string
  readonly #to: string
  readonly #onError: (error: unknown) => void
  #stopping = new AbortController()
  #running: Promise<void> = Promise.resolve()

  constructor(from: string, to: string, onError: (error: unknown) => void) {
    this.#from = from
    this.#to = to
    this.#onError = onError
  }

  start(): void {
    this.#stopping = new AbortController()
    this.#running = this.#loop(this.#stopping.signal)
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#running
  }

  /** @returns how many were carried over */
  async ship(): Promise<number> {
    await mkdir(this.#to, { recursive: true, mode: 0o700 })
    const names = (await readdir(this.#from)).filter((name) => FINISHED.test(name)).sort()
    for (const name of names) {
      const [source, target] = [join(this.#from, name), join(this.#to, name)]
      await copyDurably(source, `${target}.part`)
      await rename(`${target}.part`, target)
      await rm(source)
    }
    return names.length
  }

  async #loop(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.ship().catch(this.#onError)
      await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined)
    }
    // PostgreSQL stops after us: what it hands over last waits for the next start.
    if ((await stat(this.#from).catch(() => null)) !== null) await this.ship().catch(this.#onError)
  }
}
