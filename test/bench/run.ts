import { Command } from 'commander'
import type { Bench, Benchmark } from './bench.ts'
import { benchmarks } from './benchmarks.ts'
import { Cleanup } from './cleanup.ts'
import { loadNow, type Result, resultOf, settingWithout } from './figure.ts'
import { selfTimes } from './cpu-profile.ts'
import { createBench } from './create-bench.ts'
import type { ProgramOptions } from './program.ts'
import { saveResults } from './results.ts'
import { writeReadme } from './readme-table.ts'

type Flags = {
  readonly all?: boolean
  readonly only?: string[]
  readonly seconds: number
  readonly minutes: number
  readonly quick?: boolean
  readonly readme?: boolean
  readonly profile?: string
}

const QUICK_SECONDS = 3

const SHOWN = 50

/** V8's own profile of each process; one gateway, so that it is one list. */
const profiled = (directory: string | undefined): ProgramOptions =>
  directory === undefined
    ? {}
    : {
        nodeArgs: ['--cpu-prof', `--cpu-prof-dir=${directory}`, '--cpu-prof-interval=500'],
        env: { LPG_GATEWAYS: '1' },
      }

const printProfile = async (directory: string): Promise<void> => {
  for (const { process, busySeconds, functions } of await selfTimes(directory)) {
    console.error(`${process}: ${busySeconds.toFixed(1)} s busy`)
    for (const { name, share } of functions.slice(0, SHOWN)) {
      console.error(`${(share * 100).toFixed(1).padStart(5)} %  ${name}`)
    }
  }
}

const chosen = (only: readonly string[] | undefined): readonly Benchmark[] => {
  const known = benchmarks.map(({ name }) => name)
  const unknown = only?.filter((name) => !known.includes(name)) ?? []
  if (unknown.length > 0) throw new Error(`${unknown.join(', ')}: not one of ${known.join(', ')}`)
  return benchmarks.filter(({ name }) => only === undefined || only.includes(name))
}

const measureAll = async (list: readonly Benchmark[], bench: Bench): Promise<Result[]> => {
  const results: Result[] = []
  for (const { name, onStand, measure } of list) {
    try {
      // Those on the stand come first. For the others it is gone: its jobs follow what it took in for minutes.
      if (!onStand) await bench.cleanup.run()
      const load = loadNow()
      const setting = onStand ? (await bench.stand()).program.setting : settingWithout()
      const result = resultOf(await measure(bench), setting, load)
      results.push(result)
      console.log(JSON.stringify(result))
    } catch (error) {
      // The others are measured all the same.
      console.error(`${name} was not measured:`, error)
      process.exitCode = 1
    }
  }
  return results
}

const measureThenClean = async (list: readonly Benchmark[], bench: Bench): Promise<Result[]> => {
  try {
    return await measureAll(list, bench)
  } finally {
    await bench.cleanup.finish()
  }
}

const main = async (flags: Flags): Promise<void> => {
  const list = chosen(flags.only)
  const cleanup = new Cleanup()
  cleanup.start()
  const seconds = flags.quick ? QUICK_SECONDS : flags.seconds
  const { minutes } = flags
  const bench = createBench({ seconds, minutes }, cleanup, profiled(flags.profile))
  const results = await measureThenClean(list, bench)
  if (flags.profile !== undefined) await printProfile(flags.profile)
  if (flags.readme) {
    await saveResults(results)
    await writeReadme()
  }
}

await new Command('bench')
  .description('prints one JSON line a figure of design §7')
  .option('--all', 'every figure; the default')
  .option('--only <name...>', `of: ${benchmarks.map(({ name }) => name).join(', ')}`)
  .option('--seconds <n>', 'length of one measured load', Number, 10)
  .option('--minutes <n>', 'length of a long run; the issue asks for 30', Number, 5)
  .option('--quick', `${QUICK_SECONDS} s a load: does it run at all`)
  .option('--readme', 'keep the figures in results.json and write the table of the README')
  .option('--profile <directory>', 'the functions that the program spends its time in')
  .action(main)
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error)
    // Whatever a failed benchmark still waits for is not waited for.
    process.exit(1)
  })
