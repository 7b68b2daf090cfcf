import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'

const signalReaches = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** When a process was started, in ticks since boot; '' where the platform has no /proc. Tells a reused pid from the old one. */
const startedAt = (pid: number): string => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The command in parentheses may contain spaces; starttime is field 22.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

/** A zombie counts as gone: it holds nothing any more. */
export const isAlive = (pid: number): boolean => {
  if (!signalReaches(pid)) return false
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.charAt(stat.lastIndexOf(')') + 2) !== 'Z'
  } catch {
    return process.platform !== 'linux'
  }
}

/** True when the process works in that directory, as a postmaster does; without /proc it is believed. */
export const worksIn = (pid: number, directory: string): boolean => {
  if (process.platform !== 'linux') return true
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(directory)
  } catch {
    return false
  }
}

/** All processes that work in that directory; none where the platform has no /proc. */
export const workersIn = (directory: string): readonly number[] =>
  process.platform === 'linux'
    ? readdirSync('/proc')
        .map(Number)
        .filter((pid) => pid > 0 && pid !== process.pid && worksIn(pid, directory))
    : []

/**
 * Claims a data directory for this process: the claim of a killed process is taken over, that of a living one is an
 * error. @returns the function that gives it back.
 */
export const claimDataDir = async (file: string): Promise<() => Promise<void>> => {
  const mine = `${process.pid} ${startedAt(process.pid)}`
  const claim = await readFile(file, 'utf8').catch(() => '')
  const [pid = '', started = ''] = claim.trim().split(' ')
  const other = Number.parseInt(pid, 10)
  if (other > 0 && claim.trim() !== mine && isAlive(other) && startedAt(other) === started) {
    throw new Error(`the data directory is in use by process ${other} (${file})`)
  }
  await writeFile(file, mine, { mode: 0o600 })
  return async () => {
    if ((await readFile(file, 'utf8').catch(() => '')) === mine) await rm(file, { force: true })
  }
}
