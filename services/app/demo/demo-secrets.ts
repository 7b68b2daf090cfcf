import { randomBytes } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Passwords of the demo, kept beside its data so that a second start knows them. */
export type DemoSecrets = {
  /** By user name. */
  readonly users: Record<string, string>
  /** By `stationId/deviceId`. */
  readonly devices: Record<string, string>
}

const fileIn = (dataDir: string): string => join(dataDir, 'demo.json')

/** 96 bits, short enough to be typed from the screen. */
export const newPassword = (): string => randomBytes(12).toString('base64url')

export const readSecrets = async (dataDir: string): Promise<DemoSecrets> => {
  try {
    return JSON.parse(await readFile(fileIn(dataDir), 'utf8')) as DemoSecrets
  } catch {
    return { users: {}, devices: {} }
  }
}

export const saveSecrets = async (dataDir: string, secrets: DemoSecrets): Promise<void> => {
  const file = fileIn(dataDir)
  await writeFile(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  await rename(`${file}.new`, file)
}
