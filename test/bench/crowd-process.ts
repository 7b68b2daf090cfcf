import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { LoadDevice } from '#sim/load/load-types.ts'
import type { Cleanup } from './cleanup.ts'

const PATIENCE_MS = 180_000

/** Devices that hold their connections, in a process of their own. */
export type CrowdProcess = {
  /** Milliseconds until all were connected. */
  readonly connected: () => Promise<number>
  /** All lines are cut at once; milliseconds until all are back. */
  readonly storm: () => Promise<number>
  /** How many are not connected now. */
  readonly lost: () => Promise<number>
}

export const startCrowd = (
  cleanup: Cleanup,
  mqtt: string,
  devices: readonly LoadDevice[],
): CrowdProcess => {
  const file = fileURLToPath(import.meta.resolve('#test/bench/crowd-part.ts'))
  const child = spawn(process.execPath, ['--import', 'tsx', file], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  cleanup.add(async () => {
    if (child.exitCode !== null) return
    const gone = once(child, 'exit')
    child.stdin.end()
    await gone
  })
  const lines = createInterface({ input: child.stdout })
  const answer = (word: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no "${word}" from the crowd`)), PATIENCE_MS)
      const read = (line: string): void => {
        if (!line.startsWith(`${word} `)) return
        clearTimeout(late)
        lines.off('line', read)
        resolve(Number(line.slice(word.length + 1)))
      }
      lines.on('line', read)
    })
  const ask = (command: string, word: string): Promise<number> => {
    const found = answer(word)
    child.stdin.write(`${command}\n`)
    return found
  }
  const first = ask(JSON.stringify({ mqtt, devices }), 'all')
  first.catch(() => undefined)
  return {
    connected: () => first,
    storm: () => ask('storm', 'all'),
    lost: () => ask('count', 'lost'),
  }
}
