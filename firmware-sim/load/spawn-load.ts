import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { LoadOptions, LoadReport, LoadResult } from './load-types.ts'
import { summarise } from './summarise.ts'

/**
 * The same load from several processes: devices, cylinders, rate and number of events are dealt out; all connect first, then
 * start together. An acked-ids file gets `.0`, `.1` … appended per process. One process is enough up to about
 * 150 000 events/s.
 */
export async function spawnLoad(
  options: LoadOptions,
  processes: number,
  signal?: AbortSignal,
): Promise<LoadResult> {
  const children = deal(options, processes).map((part) => startChild(part, signal))
  try {
    await Promise.all(children.map(({ ready }) => ready))
    for (const child of children) child.go()
    return summarise(await Promise.all(children.map(({ report }) => report)))
  } finally {
    for (const child of children) child.kill()
  }
}

/** The parts that the processes get. */
export function deal(options: LoadOptions, processes: number): LoadOptions[] {
  const { rate, events, ackedIdsFile } = options
  return Array.from({ length: processes }, (_, n) => {
    const cut = <T>(list: readonly T[]) =>
      list.slice(
        Math.floor((n * list.length) / processes),
        Math.floor(((n + 1) * list.length) / processes),
      )
    return {
      ...options,
      devices: cut(options.devices),
      cylinders: cut(options.cylinders),
      seed: (options.seed ?? 1) + n,
      ...(rate === undefined ? {} : { rate: rate / processes }),
      ...(events === undefined ? {} : { events: Math.ceil(events / processes) }),
      ...(ackedIdsFile === undefined ? {} : { ackedIdsFile: `${ackedIdsFile}.${n}` }),
    }
  })
}

function startChild(options: LoadOptions, signal: AbortSignal | undefined) {
  const child = spawn(process.execPath, childArguments(), { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const nextLine = async () => {
    const line = await lines.next()
    if (line.done === true) throw new Error('a load process ended without a report')
    return line.value
  }
  child.stdin.on('error', () => undefined)
  child.stdin.write(`${JSON.stringify(options)}\n`)
  signal?.addEventListener('abort', () => child.stdin.write('stop\n'), { once: true })
  const ready = nextLine()
  const report = ready.then(async () => JSON.parse(await nextLine()) as LoadReport)
  report.catch(() => undefined)
  return {
    ready,
    report,
    go: () => child.stdin.write('go\n'),
    kill: () => child.stdin.end(),
  }
}

/** This file's own program: the built one when we are part of it, else the source through tsx. */
function childArguments(): string[] {
  const own = fileURLToPath(import.meta.url)
  const heap = '--max-semi-space-size=64'
  if (!own.endsWith('.ts')) return [heap, own, 'load-part']
  return [heap, '--import', 'tsx', fileURLToPath(import.meta.resolve('#sim/main.ts')), 'load-part']
}
