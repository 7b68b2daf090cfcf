import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const GRACE_MS = 30_000

export type Child = {
  readonly pid: number
  /** The first line of its output that begins so. */
  readonly line: (prefix: string, timeoutMs: number) => Promise<string>
  /** SIGTERM, and SIGKILL when that is not heard. */
  readonly stop: () => Promise<void>
  /** Rejects when it ends without having been asked to. */
  readonly died: Promise<never>
  readonly kill: () => Promise<void>
}

const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  const impatient = setTimeout(() => child.kill('SIGKILL'), GRACE_MS)
  await gone
  clearTimeout(impatient)
}

/** A program of ours as a process of its own; its errors come out on our standard error. */
export const startChild = (
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Child => {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  let tell = (): void => undefined
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    tell()
  })
  let asked = false
  const died = new Promise<never>((_, reject) => {
    child.once('exit', (code, signal) => {
      tell()
      if (!asked) reject(new Error(`${args.join(' ')} ended with ${signal ?? code}`))
    })
  })
  died.catch(() => undefined)
  const line = (prefix: string, timeoutMs: number): Promise<string> =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no "${prefix}" in time`)), timeoutMs)
      tell = () => {
        const found = lines.find((each) => each.startsWith(prefix))
        const ended = child.exitCode !== null || child.signalCode !== null
        if (found === undefined && !ended) return
        clearTimeout(late)
        if (found === undefined) reject(new Error(`${args.join(' ')} ended before "${prefix}"`))
        else resolve(found)
      }
      tell()
    })
  return {
    pid: child.pid as number,
    line,
    stop: () => {
      asked = true
      return end(child, 'SIGTERM')
    },
    kill: () => {
      asked = true
      return end(child, 'SIGKILL')
    },
    died,
  }
}
