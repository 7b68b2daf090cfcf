import { createInterface } from 'node:readline'
import { LoadRun } from './load-run.ts'
import type { LoadOptions } from './load-types.ts'

/**
 * One process of `spawnLoad`: reads its options as a line of JSON, says `ready` when connected, runs at `go`, prints its report. `stop`,
 * or the end of input, ends the run early.
 */
export async function loadPart(): Promise<void> {
  const lines = createInterface({ input: process.stdin })
  const stopping = new AbortController()
  const waiting: ((line: string) => void)[] = []
  const early: string[] = []
  lines.on('line', (line) => {
    if (line === 'stop') stopping.abort()
    const take = waiting.shift()
    if (take === undefined) early.push(line)
    else take(line)
  })
  lines.on('close', () => stopping.abort())
  const nextLine = () =>
    new Promise<string>((resolve) => {
      const line = early.shift()
      if (line === undefined) waiting.push(resolve)
      else resolve(line)
    })
  const run = new LoadRun(JSON.parse(await nextLine()) as LoadOptions)
  stopping.signal.addEventListener('abort', () => run.stop(), { once: true })
  await run.connect()
  process.stdout.write('ready\n')
  await nextLine()
  const report = await run.run(stopping.signal)
  process.stdout.write(`${JSON.stringify(report)}\n`)
  lines.close()
  process.stdin.destroy()
}
