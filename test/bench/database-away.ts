import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readAckedIds } from '#sim/load/acked-ids.ts'
import { spawnLoad } from '#sim/load/spawn-load.ts'
import { EmbeddedServer } from '#store/embedded/embedded-server.ts'
import type { Bench } from './bench.ts'
import { DatabaseProxy } from './database-proxy.ts'
import { type Figure, rounded } from './figure.ts'
import { COLLECTABLE, memoryNow } from './memory-now.ts'
import { freshDirectory, type Program, startProgram } from './program.ts'
import { registerSite } from './register-site.ts'

const MB = 1024 * 1024
const DEVICES = 100
const CYLINDERS = 5000
const WINDOW = 2000
/** Of the gateway, `defaultLimits.pendingBytes`; what is held beside the payloads may be as much again. */
const BOUND_MB = 512
const UNDER_LOAD_MS = 10_000
const SAMPLES = 10
const RECOVERY_MS = 120_000
/** 200 000 publishes are in flight at the end. */
const DRAIN_SECONDS = 240
const CHUNK = 20_000

/** Acknowledged by the broker and not in the database. */
const missingOf = async ({ sql }: Program, file: string): Promise<number> => {
  let missing = 0
  let ids: string[] = []
  const look = async (): Promise<void> => {
    const { rows } = await sql.query<{ n: string }>(
      `select count(*) as n from unnest($1::uuid[]) id
       where not exists (select 1 from cylinder_life where event_id = id)`,
      [ids],
    )
    missing += Number(rows[0]?.n)
    ids = []
  }
  for (const id of readAckedIds(file)) if (ids.push(id) === CHUNK) await look()
  await look()
  return missing
}

/** Until readiness is told again, seconds. */
const recovered = async (program: Program): Promise<number> => {
  const since = performance.now()
  while (performance.now() - since < RECOVERY_MS) {
    const answer = await fetch(`${program.http}/health/ready`).catch(() => null)
    if (answer?.status === 200) return (performance.now() - since) / 1000
    await sleep(200)
  }
  throw new Error('it did not come back')
}

/** The database is gone for a sixth of `--minutes` while every device sends as much as it may (issue 7.7). */
export const databaseAway = async ({ cleanup, minutes }: Bench): Promise<Figure> => {
  const home = await freshDirectory(cleanup)
  const server = new EmbeddedServer(join(home, 'database'))
  await server.start()
  cleanup.add(() => server.stop())
  const proxy = new DatabaseProxy(server.url)
  await proxy.start()
  cleanup.add(() => proxy.cut())
  const program = await startProgram(cleanup, {
    nodeArgs: COLLECTABLE,
    env: { LPG_GATEWAYS: '0', DATABASE_URL: proxy.url, LPG_LOG_LEVEL: 'silent' },
    lookAt: server.url,
  })
  const site = await registerSite(program, DEVICES, CYLINDERS)
  const awayMs = minutes * 10_000
  const ackedIdsFile = join(program.dataDir, 'acked')
  const seconds = (2 * UNDER_LOAD_MS + awayMs) / 1000
  const options = { mqtt: program.mqtt, ...site, mix: 'life' as const, window: WINDOW, seconds }
  const load = spawnLoad({ ...options, ackedIdsFile, drainSeconds: DRAIN_SECONDS }, 1)
  await sleep(UNDER_LOAD_MS)
  await proxy.cut()
  const held: number[] = []
  for (let i = 0; i < SAMPLES; i++) {
    await sleep(awayMs / SAMPLES)
    const { heap, external } = await memoryNow(program)
    held.push(rounded((heap + external) / MB))
  }
  await proxy.start()
  const recoverySeconds = await recovered(program)
  const result = await Promise.race([load, program.died])
  const missing = await missingOf(program, `${ackedIdsFile}.0`)
  const most = Math.max(...held)
  return {
    figure: 'database-away',
    ...program.setting,
    unit: `MB held at most, ${rounded(awayMs / 60_000, 2)} min away under load`,
    value: most,
    reach: BOUND_MB,
    ok: most <= BOUND_MB && missing === 0 && result.unacked === 0,
    heldMb: held,
    acknowledged: result.acked,
    missing,
    unacked: result.unacked,
    overtaking: result.overtaking,
    recoverySeconds: rounded(recoverySeconds),
  }
}
