import { access, constants, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { StartupError } from '#app/start/startup-error.ts'

const writable = async (directory: string): Promise<boolean> => {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 })
    await access(directory, constants.R_OK | constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}

export type DemoDataDir = { readonly path: string; readonly instead: string | null }

/** The directory asked for, or one that can be written; `instead` = the one that could not. @throws StartupError when neither can. */
export const demoDataDir = async (wanted: string): Promise<DemoDataDir> => {
  const path = resolve(wanted)
  if (await writable(path)) return { path, instead: null }
  const fallback = join(tmpdir(), `lpg-trace-demo-${process.getuid?.() ?? 'user'}`)
  if (await writable(fallback)) return { path: fallback, instead: path }
  throw new StartupError(`neither ${path} nor ${fallback} can be written: set DATA_DIR`)
}
