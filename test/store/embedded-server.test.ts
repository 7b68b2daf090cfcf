import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { EmbeddedServer } from '#store/embedded/embedded-server.ts'
import { withClient } from '#test/setup/with-client.ts'

const program = fileURLToPath(new URL('embedded-child.ts', import.meta.url))
const settings = { shared_buffers: '128MB' }
let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lpg-embedded-'))
})
afterEach(() => rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }))

type Run = { readonly child: ChildProcess; readonly lines: Interface; committed: number }

const startProgram = (): Run => {
  const child = spawn(process.execPath, ['--import', 'tsx', program, directory], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })
  const run = { child, lines, committed: 0 }
  lines.on('line', (line) => {
    if (line.startsWith('committed')) run.committed = Number(line.split(' ')[1])
  })
  return run
}

const killGroup = async (run: Run): Promise<void> => {
  const gone = once(run.child, 'exit')
  process.kill(-(run.child.pid as number), 'SIGKILL')
  await gone
}

it.each(['with its postmaster', 'with the postmaster left to end by itself'])(
  'comes up half a second after the whole process group was killed, %s, three times',
  async (how) => {
    let committed = 0
    for (let round = 0; round < 3; round++) {
      const run = startProgram()
      const seen: Record<string, string[]> = {}
      await new Promise<void>((resolve, reject) => {
        run.child.once('exit', () => reject(new Error('the program ended')))
        run.lines.on('line', (line) => {
          const [word = '', ...rest] = line.split(' ')
          seen[word] = rest
          if (run.committed > committed + 20) resolve()
        })
      })
      expect(Number(seen['kept']?.[0])).toBeGreaterThanOrEqual(committed)
      if (how === 'with its postmaster') process.kill(Number(seen['started']?.[0]), 'SIGKILL')
      await killGroup(run)
      committed = run.committed
      await sleep(500)
    }
    const server = new EmbeddedServer(directory, { settings })
    await server.start()
    const kept = await withClient(server.url, (client) => client.query('select n from kept'))
    await server.stop()
    expect(kept.rowCount).toBeGreaterThanOrEqual(committed)
  },
  60_000,
)

it('starts PostgreSQL again, at the same address, when it dies alone', async () => {
  const said: string[] = []
  const server = new EmbeddedServer(directory, { settings, onTrouble: (m) => said.push(m) })
  await server.start()
  const { url, pid } = server
  process.kill(pid as number, 'SIGKILL')
  const ask = (): Promise<unknown> =>
    withClient(url, (client) => client.query('select 1')).catch(() => sleep(50).then(ask))
  await sleep(100)
  await ask()
  await server.stop()
  expect(said[0]).toContain('SIGKILL')
  expect(server.url).toBe(url)
})

it('runs below a directory that only we may enter, and keeps its password to itself', async () => {
  const hidden = join(directory, 'hidden')
  await mkdir(hidden)
  await chmod(hidden, 0o700)
  const server = new EmbeddedServer(hidden, { settings })
  await server.start()
  await server.stop()
  expect((await stat(join(hidden, 'pg/password'))).mode & 0o077).toBe(0)
  expect(await readdir(join(hidden, 'pg'))).not.toContain('owner')
})

it('refuses a directory that a living process uses', async () => {
  const run = startProgram()
  await new Promise<void>((resolve) => {
    run.lines.on('line', (line) => line.startsWith('started') && resolve())
  })
  const second = new EmbeddedServer(directory, { settings })
  await expect(second.start()).rejects.toThrow(/in use by process/)
  await killGroup(run)
})

it('takes a pid file whose number belongs to somebody else for stale', async () => {
  const server = new EmbeddedServer(directory, { settings })
  await server.start()
  await server.stop()
  await writeFile(join(directory, 'pg/cluster/data/postmaster.pid'), `${process.pid}\n`)
  await server.start()
  await server.stop()
})
