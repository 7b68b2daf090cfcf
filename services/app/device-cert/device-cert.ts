import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '#app/config.ts'
import { StartupError } from '#app/start/startup-error.ts'
import { withDatabase } from '#app/commands/with-database.ts'
import { DeviceCertificates } from '#store/devices/device-certificates.ts'
import { DeviceAuthority } from './device-authority.ts'

const DAY_MS = 86_400_000

export type IssueFlags = {
  readonly out: string
  readonly days: number
  /** Where the authority lies; `DATA_DIR/device-ca` when absent. */
  readonly ca?: string
}

export type RenewFlags = IssueFlags & { readonly overlapDays: number }

const authorityOf = (config: Config, flags: Pick<IssueFlags, 'ca'>, now: number) =>
  DeviceAuthority.open(flags.ca ?? join(config.DATA_DIR, 'device-ca'), now)

const time = (ms: number): string => new Date(ms).toISOString()

const positive = (value: number, option: string): void => {
  if (!(value > 0 && value <= 3650)) throw new StartupError(`${option} must be 1 to 3650 days`)
}

const issueAt = async (
  config: Config,
  name: string,
  flags: IssueFlags,
  othersUntil: number | null,
): Promise<string> => {
  positive(flags.days, '--days')
  const now = Date.now()
  const authority = await authorityOf(config, flags, now)
  const { serial, certificate, privateKey, notAfter } = await authority.issue(name, flags.days, now)
  const record = { serial, name, issuedAt: now, goodUntil: notAfter }
  const known = await withDatabase(config, 'device-cert', (pool) =>
    new DeviceCertificates(pool).add(record, othersUntil),
  )
  if (!known) throw new StartupError(`${name} is no registered device (station/device)`)
  await mkdir(flags.out, { recursive: true, mode: 0o700 })
  const file = join(flags.out, name.replace('/', '-'))
  await writeFile(`${file}.key`, privateKey, { mode: 0o600 })
  await writeFile(`${file}.crt`, certificate)
  return `${file}.crt and .key: serial ${serial}, good until ${time(notAfter)}`
}

/** The first certificate of a device, or one more. @returns what to tell the person @throws StartupError */
export const issueDeviceCert = (config: Config, name: string, flags: IssueFlags) =>
  issueAt(config, name, flags, null)

/** A new certificate; those before it stay good for the overlap, so that the device changes without a break. */
export const renewDeviceCert = async (config: Config, name: string, flags: RenewFlags) => {
  if (!(flags.overlapDays >= 0)) throw new StartupError('--overlap-days must be 0 or more')
  const until = Date.now() + flags.overlapDays * DAY_MS
  const told = await issueAt(config, name, flags, until)
  return `${told}; those before it are good until ${time(until)} at most`
}

/** Ends a certificate (serial) or all of a device (station/device) now, connections included. */
export const revokeDeviceCert = async (config: Config, which: string, reason: string) => {
  const serials = await withDatabase(config, 'device-cert', (pool) =>
    new DeviceCertificates(pool).revoke(which, reason, Date.now()),
  )
  if (serials.length === 0) throw new StartupError(`${which}: no certificate of it is good`)
  return `revoked: ${serials.join(', ')}`
}

export const listDeviceCerts = async (config: Config, name: string | null): Promise<string> => {
  const all = await withDatabase(config, 'device-cert', (pool) =>
    new DeviceCertificates(pool).list(name),
  )
  const now = Date.now()
  return all
    .map((one) => {
      const state = one.revokedFor ?? (one.goodUntil > now ? 'good' : 'over')
      return `${one.serial}  ${one.name}  until ${time(one.goodUntil)}  ${state}`
    })
    .join('\n')
}
