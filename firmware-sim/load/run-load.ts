import { LoadRun } from './load-run.ts'
import type { LoadOptions, LoadResult } from './load-types.ts'
import { summarise } from './summarise.ts'

/** The load generator in this process: connects, sends, waits for the acknowledgements, reports. */
export async function runLoad(options: LoadOptions, signal?: AbortSignal): Promise<LoadResult> {
  const run = new LoadRun(options)
  await run.connect()
  return summarise([await run.run(signal)])
}
