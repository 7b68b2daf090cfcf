import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Program } from './program.ts'

/** The program collects its garbage when it is told to, so that what is left is what it holds. */
export const COLLECTABLE: readonly string[] = [
  '--expose-gc',
  '--import=data:text/javascript,process.on("SIGWINCH",()=>globalThis.gc())',
]
const COLLECTING_MS = 1000

/** Bytes; `heap` and `external` by Node's own count, `resident` by the kernel's. */
export type Memory = { readonly heap: number; readonly external: number; readonly resident: number }

const metric = (text: string, name: string): number =>
  Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN)

/** Of the program's first process, after a collection. Start it with `COLLECTABLE`. */
export const memoryNow = async ({ pid, http }: Program): Promise<Memory> => {
  // Twice: what the first one finalises, the second frees.
  for (let i = 0; i < 2; i++) {
    process.kill(pid, 'SIGWINCH')
    await sleep(COLLECTING_MS)
  }
  const text = await (await fetch(`${http}/metrics`)).text()
  const resident = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return {
    heap: metric(text, 'nodejs_heap_size_used_bytes'),
    external: metric(text, 'nodejs_external_memory_bytes'),
    resident: Number(resident) * 1024,
  }
}
