import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, it } from 'vitest'
import { type LoadTown, loadTown } from '#test/app/load-town.ts'
import { underFault } from './under-fault.ts'

const HOUR_MS = 3_600_000
/** Where the clock stands beside the true time, one after the other. */
const JUMPS_MS = [HOUR_MS, -HOUR_MS, 26 * HOUR_MS, -26 * HOUR_MS, 0]

/** Loaded before the program: its wall clock follows a file. Timers run on the monotonic clock and are left alone. */
const SKEWED = `
import { readFileSync } from 'node:fs'
const True = Date
let offset = 0
const read = () => { try { offset = Number(readFileSync(process.env.FAULT_CLOCK_FILE, 'utf8')) || 0 } catch { offset = 0 } }
read()
setInterval(read, 50).unref()
globalThis.Date = class Date extends True {
  constructor(...parts) { if (parts.length === 0) super(True.now() + offset); else super(...parts) }
  static now() { return True.now() + offset }
}
`

let town: LoadTown
let directory: string
let clockFile: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lpg-clock-'))
  clockFile = join(directory, 'offset')
  const skewed = join(directory, 'skewed.mjs')
  await writeFile(skewed, SKEWED)
  await writeFile(clockFile, '0')
  town = await loadTown(8, 200, {
    NODE_OPTIONS: `--import ${pathToFileURL(skewed).href}`,
    FAULT_CLOCK_FILE: clockFile,
  })
}, 90_000)
afterAll(async () => {
  await town?.end()
  await rm(directory, { recursive: true, force: true })
})

it('the clock of the program jumps an hour and a day, forth and back', () =>
  underFault(town, {
    name: 'clock jumps',
    rounds: JUMPS_MS.length,
    inject: async (round) => {
      await writeFile(clockFile, String(JUMPS_MS[round % JUMPS_MS.length]))
      await sleep(200)
    },
  }))
