import type { Bench } from './bench.ts'
import { atLeast, type Figure, rounded } from './figure.ts'
import { fastest } from './ingest.ts'
import { usualRun } from './usual-run.ts'

const REACH = 10
const POOLED = 10

/** How many times as much as broker, subscriber and one awaited INSERT a message commit, in the same run (design §7). */
export const usualPipeline = async (bench: Bench): Promise<Figure> => {
  const ours = fastest(await bench.ingest()).load.eventsPerSecond
  const stand = await bench.stand()
  const single = await usualRun(stand, bench.seconds, 1, bench.cleanup)
  const pooled = await usualRun(stand, bench.seconds, POOLED, bench.cleanup)
  await stand.program.sql.query('drop schema bench_usual cascade')
  const ratio = rounded(ours / single.committedPerSecond, 1)
  return {
    figure: 'usual-pipeline',
    unit: '× its commits/s',
    ...atLeast(ratio, REACH),
    ratio,
    ratioPooled: rounded(ours / pooled.committedPerSecond, 1),
    oursEventsPerSecond: ours,
    single,
    pooled,
  }
}
