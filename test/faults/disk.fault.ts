import { execFile } from 'node:child_process'
import { chmod, mkdtemp, open, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, it } from 'vitest'
import { type LoadTown, loadTown } from '#test/app/load-town.ts'
import { underFault } from './under-fault.ts'

const run = promisify(execFile)
const SIZE = '1500m'
const CHUNK = Buffer.alloc(1 << 20)
const mayMount = process.platform === 'linux' && process.getuid?.() === 0

let town: LoadTown
let disk: string
const before = process.env['TMPDIR']

beforeAll(async () => {
  if (!mayMount) return
  disk = await mkdtemp(join(tmpdir(), 'lpg-disk-'))
  await chmod(disk, 0o755)
  await run('mount', ['-t', 'tmpfs', '-o', `size=${SIZE},mode=1777`, 'lpg-faults', disk])
  // The program's data directory is made below the system's temporary one.
  process.env['TMPDIR'] = disk
  try {
    town = await loadTown(8, 200)
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
}, 120_000)
afterAll(async () => {
  if (!mayMount) return
  await town?.end()
  await run('umount', [disk])
  await rm(disk, { recursive: true, force: true })
})

/** Writes until nothing more fits. @returns frees it again */
const fill = async (): Promise<() => Promise<void>> => {
  const path = join(disk, 'ballast')
  const file = await open(path, 'w')
  try {
    for (;;) await file.write(CHUNK)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  } finally {
    await file.close()
  }
  return () => rm(path)
}

it.skipIf(!mayMount)('the disk is full for 4 s', () =>
  underFault(town, {
    name: 'disk full for 4 s',
    inject: async () => {
      const free = await fill()
      await sleep(4_000)
      const { bavail, bsize } = await statfs(disk)
      if (bavail * bsize > 64 << 20) throw new Error('the disk did not fill')
      await free()
    },
  }),
)

it.runIf(!mayMount)('NOT RUN: a full disk needs Linux and root, to mount a small one', ({ skip }) =>
  skip(),
)
