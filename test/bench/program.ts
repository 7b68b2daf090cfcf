import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { startChild } from './child-process.ts'
import type { Cleanup } from './cleanup.ts'
import type { Setting } from './figure.ts'
import { cpuSince, type CpuUse, cpuUse, parentOf } from './proc-cpu.ts'

const READY_MS = 60_000
export const ADMIN_PASSWORD = 'bench-only-password'
/** As in the scripts of package.json: without it garbage costs 20 % of the CPU instead of 8 (design §7). */
const HEAP = '--max-semi-space-size=64'

/** The built program under test, and a connection to its database for looking at what it stored. */
export type Program = {
  readonly http: string
  readonly mqtt: string
  readonly databaseUrl: string
  readonly sql: pg.Client
  readonly pid: number
  readonly postmaster: number
  readonly setting: Setting
  readonly dataDir: string
  /** Rejects when it ends by itself: a load would wait for it for ever. */
  readonly died: Promise<never>
  /** CPU that `work` cost, by process. */
  readonly cpuOf: <T>(work: () => Promise<T>) => Promise<{ result: T; cpu: CpuUse }>
}

export type ProgramOptions = {
  /** Arguments to Node, e.g. `--cpu-prof`. */
  readonly nodeArgs?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** The server itself, when `DATABASE_URL` of `env` goes another way to it. */
  readonly lookAt?: string
  /** What has to stand in the store before it serves; gets the environment that it will have. */
  readonly before?: (env: Readonly<Record<string, string>>) => Promise<void>
}

/** `LPG_BENCH_PROGRAM` measures another build. */
export const programFile = (): string =>
  process.env['LPG_BENCH_PROGRAM'] ??
  fileURLToPath(
    new URL(
      'dist/lpg-trace.js',
      import.meta.resolve('#test/bench/program.ts').replace('test/bench/program.ts', ''),
    ),
  )

/** A fresh directory that user postgres can reach: mkdtemp's own are private. */
export const freshDirectory = async (cleanup: Cleanup): Promise<string> => {
  const directory = await mkdtemp(join(tmpdir(), 'lpg-bench-'))
  await chmod(directory, 0o755)
  cleanup.add(() =>
    rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }),
  )
  return directory
}

/** Of the embedded server, as it left it below DATA_DIR; or the given server's. */
const urlOf = async (dataDir: string): Promise<string> => {
  const given = process.env['DATABASE_URL']
  if (given !== undefined && given !== '') return given
  const read = async (name: string) => (await readFile(join(dataDir, 'pg', name), 'utf8')).trim()
  return `postgres://lpg:${await read('password')}@127.0.0.1:${await read('port')}/lpg`
}

const settingOf = async (sql: pg.Client): Promise<Setting> => {
  const { rows } = await sql.query<{ postgres: string; timescaledb: string | null }>(
    `select current_setting('server_version') as postgres,
       (select extversion from pg_extension where extname = 'timescaledb') as timescaledb`,
  )
  return {
    cores: availableParallelism(),
    postgres: rows[0]?.postgres ?? null,
    timescaledb: rows[0]?.timescaledb ?? false,
    node: process.versions.node,
  }
}

const word = (line: string, name: string): string => {
  const found = line.split(' ').find((each) => each.startsWith(`${name}=`))
  if (found === undefined) throw new Error(`no ${name}= in "${line}"`)
  return found.slice(name.length + 1).replace('localhost', '127.0.0.1')
}

/** Starts the built program on free ports with a fresh DATA_DIR; `cleanup` ends it and removes the directory. */
export const startProgram = async (
  cleanup: Cleanup,
  { nodeArgs = [], env = {}, before, lookAt }: ProgramOptions = {},
): Promise<Program> => {
  const directory = await freshDirectory(cleanup)
  const dataDir = join(directory, 'data')
  await mkdir(dataDir, { mode: 0o755 })
  const environment = {
    DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    HTTP_PORT: '0',
    MQTT_PORT: '0',
    LPG_ADMIN_PASSWORD: ADMIN_PASSWORD,
    // Asked for where DATABASE_URL names a server; the figures hold no personal data.
    LPG_PII_KEY: process.env['LPG_PII_KEY'] ?? 'a key for the benchmarks and for nothing else',
    ...env,
  }
  await before?.(environment)
  const child = startChild([HEAP, ...nodeArgs, programFile(), 'serve'], environment)
  cleanup.add(child.stop)
  const ready = await child.line('ready', READY_MS)
  const databaseUrl = lookAt ?? (await urlOf(dataDir))
  const sql = new pg.Client({ connectionString: databaseUrl, application_name: 'bench' })
  await sql.connect()
  cleanup.add(() => sql.end())
  const { rows } = await sql.query<{ pid: number }>('select pg_backend_pid() as pid')
  const postmaster = parentOf(rows[0]?.pid ?? 0)
  return {
    http: word(ready, 'http'),
    mqtt: word(ready, 'mqtt'),
    databaseUrl,
    sql,
    pid: child.pid,
    postmaster,
    setting: await settingOf(sql),
    dataDir,
    died: child.died,
    cpuOf: async (work) => {
      const before = cpuUse(child.pid, postmaster)
      const result = await work()
      return { result, cpu: cpuSince(before, cpuUse(child.pid, postmaster)) }
    },
  }
}
