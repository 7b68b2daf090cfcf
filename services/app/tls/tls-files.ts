import { readFileSync, statSync } from 'node:fs'
import type { Logger } from 'pino'
import type { Running } from '#app/start/running.ts'
import { StartupError } from '#app/start/startup-error.ts'

/** Renewed certificates are taken within this time, without a restart. */
const LOOK_MS = 10_000

/** @throws StartupError that names the variable and the file */
export const readTlsFile = (variable: string, file: string): Buffer => {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new StartupError(`${variable}: ${(error as Error).message}`)
  }
}

const stateOf = (files: readonly string[]): string =>
  files.map((file) => `${statSync(file).mtimeMs}/${statSync(file).size}`).join(' ')

/**
 * Calls `renew` when one of the files has changed. What cannot be used (half written, a key beside another's certificate) is
 * logged, tried again, and what served before serves on.
 */
export const followTlsFiles = (
  files: readonly string[],
  renew: () => void,
  running: Running,
  log: Logger,
): void => {
  let known = stateOf(files)
  const timer = setInterval(() => {
    try {
      const now = stateOf(files)
      if (now === known) return
      renew()
      known = now
      log.info({ files }, 'TLS files renewed')
    } catch (error) {
      log.error({ err: error, files }, 'TLS files cannot be used')
    }
  }, LOOK_MS).unref()
  running.add('TLS files', async () => clearInterval(timer))
}
