import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, it } from 'vitest'
import { type LoadTown, loadTown } from '#test/app/load-town.ts'
import { eventually } from '#test/setup/eventually.ts'
import { underFault } from './under-fault.ts'

let town: LoadTown

beforeAll(async () => {
  town = await loadTown(8, 200, { LPG_GATEWAYS: '2' })
}, 90_000)
afterAll(() => town?.end())

type Process = { readonly pid: number; readonly parent: number; readonly title: string }

const processes = async (): Promise<Process[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const read = async (pid: string): Promise<Process | null> => {
    try {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
      const title = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ')
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
      return { pid: Number(pid), parent, title }
    } catch {
      // Gone meanwhile.
      return null
    }
  }
  return (await Promise.all(pids.map(read))).filter((each) => each !== null)
}

const childrenOf = async (parent: number): Promise<Process[]> =>
  (await processes()).filter((each) => each.parent === parent)

const oneOf = <T>(list: readonly T[]): T => {
  const chosen = list[Math.floor(Math.random() * list.length)]
  if (chosen === undefined) throw new Error('nothing to choose from')
  return chosen
}

it('all processes of the program, every other time with PostgreSQL', async () => {
  let started: Promise<void> | undefined
  await underFault(town, {
    name: 'program killed',
    inject: async (round) => {
      await started
      await town.program.kill(round % 2 === 1)
      await sleep(500)
      // Not waited for: its start is part of the recovery.
      started = town.program.start()
    },
  })
  await started
})

it('one gateway process', () =>
  underFault(town, {
    name: 'one gateway killed',
    inject: async () => {
      const workers = (await childrenOf(town.program.pid)).filter(({ title }) =>
        title.includes('node'),
      )
      const { pid } = oneOf(workers)
      process.kill(pid, 'SIGKILL')
      await eventually(async () => {
        if ((await processes()).some((each) => each.pid === pid)) throw new Error('still there')
      })
    },
  }))

it('PostgreSQL', () =>
  underFault(town, {
    name: 'PostgreSQL killed',
    inject: async () => {
      const postmaster = await town.program.postmasterPid()
      process.kill(postmaster, 'SIGKILL')
      await sleep(200)
    },
  }))

it('one process of PostgreSQL: a backend at work, its writers', () =>
  underFault(town, {
    name: 'one PostgreSQL process killed',
    inject: async () => {
      const postmaster = await town.program.postmasterPid()
      process.kill(oneOf(await childrenOf(postmaster)).pid, 'SIGKILL')
      await sleep(200)
    },
  }))

it('PostgreSQL that stands still', () =>
  underFault(town, {
    name: 'PostgreSQL stopped for 4 s',
    inject: async () => {
      const postmaster = await town.program.postmasterPid()
      const stopped = [postmaster, ...(await childrenOf(postmaster)).map(({ pid }) => pid)]
      for (const pid of stopped) process.kill(pid, 'SIGSTOP')
      await sleep(4_000)
      for (const pid of stopped) process.kill(pid, 'SIGCONT')
    },
  }))
