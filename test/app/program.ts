import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'
import { packageRoot } from '#store/embedded/package-root.ts'

const READY_MS = 40_000

type Environment = Readonly<Record<string, string>>

/** The program as it is shipped, bundled anew so that a test never runs yesterday's `dist/`. Inside of node_modules: packages stay outside of the bundle. */
const bundled = async (): Promise<string> => {
  const root = packageRoot()
  const outfile = join(root, 'node_modules/.cache', `lpg-trace-test-${process.pid}`, 'program.js')
  await build({
    absWorkingDir: root,
    entryPoints: { program: 'services/app/main.ts' },
    outdir: join(outfile, '..'),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  })
  return outfile
}

/** The real program in a process group of its own, with a data directory of its own; restarts keep both and the ports. */
export class Program {
  dataDir = ''
  url = ''
  mqtt = ''
  adminPassword = ''
  /** Everything it printed, both streams. */
  readonly output: string[] = []
  #file = ''
  #child: ChildProcess | undefined
  /** Its end was asked for. */
  #told = false
  readonly #command: string
  readonly #env: Environment

  constructor(env: Environment = {}, command = 'serve') {
    this.#env = env
    this.#command = command
  }

  get pid(): number {
    const pid = this.#child?.pid
    if (pid === undefined) throw new Error('the program does not run')
    return pid
  }

  async create(): Promise<void> {
    this.#file = await bundled()
    this.dataDir = await mkdtemp(join(tmpdir(), 'lpg-app-'))
    await this.start()
  }

  /** Starts it and waits for its `ready` line. @throws Error with its output */
  async start(): Promise<void> {
    const port = (url: string): string => (url === '' ? '0' : new URL(url).port)
    const child = spawn(process.execPath, ['--max-semi-space-size=64', this.#file, this.#command], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'] ?? '',
        DATA_DIR: this.dataDir,
        HOST: '127.0.0.1',
        HTTP_PORT: port(this.url),
        MQTT_PORT: port(this.mqtt),
        PUBLIC_URL: 'https://trace.example.cn',
        ...this.#env,
      },
    })
    this.#child = child
    this.#told = false
    child.once('exit', (code, signal) => {
      if (this.#told) return
      console.error(
        `the program ended by itself with ${code ?? signal}\n${this.output.slice(-30).join('\n')}`,
      )
    })
    const ready = new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('not ready in time')), READY_MS)
      child.once('exit', (code, signal) => reject(new Error(`ended with ${code ?? signal}`)))
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on('line', (line) => {
          this.#read(line)
          if (!line.startsWith('ready ')) return
          clearTimeout(late)
          resolve()
        })
      }
    })
    await ready.catch((error: unknown) => {
      throw new Error(`${String(error)}\n${this.output.slice(-30).join('\n')}`)
    })
  }

  /** SIGKILL to the whole process group; PostgreSQL leads its own and is left to its watcher, or killed too. */
  async kill(withPostgres = false): Promise<void> {
    const child = this.#child
    if (child?.pid === undefined) return
    const gone = once(child, 'exit')
    this.#told = true
    process.kill(-child.pid, 'SIGKILL')
    if (withPostgres) process.kill(await this.postmasterPid(), 'SIGKILL')
    await gone
  }

  /** SIGTERM. @returns the exit code */
  async end(): Promise<number | null> {
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return null
    const gone = once(child, 'exit')
    this.#told = true
    child.kill('SIGTERM')
    const [code] = (await gone) as [number | null]
    return code
  }

  /** Ends it and removes everything of it. */
  async destroy(): Promise<void> {
    await this.end()
    if (this.#file !== '') await rm(join(this.#file, '..'), { recursive: true, force: true })
    if (this.dataDir !== '')
      await rm(this.dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }

  async postmasterPid(): Promise<number> {
    const file = join(this.dataDir, 'pg/cluster/data/postmaster.pid')
    return Number.parseInt(await readFile(file, 'utf8'), 10)
  }

  /** Resident memory of its processes, PostgreSQL not counted, bytes. */
  async residentBytes(): Promise<number> {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
    const read = (pid: string, file: string) => readFile(`/proc/${pid}/${file}`, 'utf8')
    const bytes = await Promise.all(
      pids
        .map(async (pid) => {
          const [stat, status] = await Promise.all([read(pid, 'stat'), read(pid, 'status')])
          // Behind the command in parentheses: state, parent, process group.
          const group = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2])
          return group === this.pid ? Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024 : 0
        })
        .map((reading) => reading.catch(() => 0)),
    )
    return bytes.reduce((sum, one) => sum + one, 0)
  }

  async databaseUrl(): Promise<string> {
    const read = (name: string) => readFile(join(this.dataDir, 'pg', name), 'utf8')
    const [password, port] = await Promise.all([read('password'), read('port')])
    return `postgres://lpg:${password.trim()}@127.0.0.1:${port.trim()}/lpg`
  }

  #read(line: string): void {
    this.output.push(line)
    const password = /^admin password \(shown once\): (.+)$/.exec(line)?.[1]
    if (password !== undefined) this.adminPassword = password
    const ready = /^ready http=(\S+) mqtt=(\S+)$/.exec(line)
    if (ready === null) return
    this.url = ready[1] ?? ''
    this.mqtt = ready[2] ?? ''
  }
}
