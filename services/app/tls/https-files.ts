import type { Server } from 'node:http'
import { Server as SecureServer } from 'node:https'
import type { Logger } from 'pino'
import { tlsProfile } from '#gateway/tls-profile.ts'
import type { Config } from '#app/config.ts'
import type { Running } from '#app/start/running.ts'
import { followTlsFiles, readTlsFile } from './tls-files.ts'

/** Null without `HTTPS_CERT_FILE`: TLS ends at a proxy, or nobody needs it. @throws StartupError when a file cannot be read */
export const httpsOf = ({ HTTPS_KEY_FILE, HTTPS_CERT_FILE }: Config) =>
  HTTPS_KEY_FILE === undefined || HTTPS_CERT_FILE === undefined
    ? null
    : {
        ...tlsProfile,
        key: readTlsFile('HTTPS_KEY_FILE', HTTPS_KEY_FILE),
        cert: readTlsFile('HTTPS_CERT_FILE', HTTPS_CERT_FILE),
      }

/** Renewed files serve from the next handshake on. */
export const followHttps = (
  config: Config,
  server: Server,
  running: Running,
  log: Logger,
): void => {
  const { HTTPS_KEY_FILE, HTTPS_CERT_FILE } = config
  if (!(server instanceof SecureServer) || !HTTPS_KEY_FILE || !HTTPS_CERT_FILE) return
  const renew = (): void => server.setSecureContext(httpsOf(config) ?? {})
  followTlsFiles([HTTPS_KEY_FILE, HTTPS_CERT_FILE], renew, running, log)
}
