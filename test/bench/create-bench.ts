import type { Bench, Stand } from './bench.ts'
import type { Cleanup } from './cleanup.ts'
import { ingestRuns } from './ingest.ts'
import { runLoadOn } from './ingest-run.ts'
import { type ProgramOptions, startProgram } from './program.ts'
import { readingRuns } from './reading.ts'
import { registerSite } from './register-site.ts'

const DEVICES = 200
const CYLINDERS = 20_000
/** Until the compilers of Node have seen the hot path. */
const WARM_UP_SECONDS = 3

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}

const startStand = async (cleanup: Cleanup, options: ProgramOptions): Promise<Stand> => {
  const program = await startProgram(cleanup, options)
  const stand = { program, site: await registerSite(program, DEVICES, CYLINDERS) }
  await runLoadOn(stand, { window: 10, seconds: WARM_UP_SECONDS })
  return stand
}

export const createBench = (
  { seconds, minutes }: Pick<Bench, 'seconds' | 'minutes'>,
  cleanup: Cleanup,
  options: ProgramOptions = {},
): Bench => {
  const stand = once(() => startStand(cleanup, options))
  return {
    seconds,
    minutes,
    cleanup,
    stand,
    reading: once(() => readingRuns({ cleanup })),
    ingest: once(async () => ingestRuns(await stand(), seconds)),
  }
}
