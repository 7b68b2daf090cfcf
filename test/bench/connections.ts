import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { LoadDevice } from '#sim/load/load-types.ts'
import type { Bench } from './bench.ts'
import { type CrowdProcess, startCrowd } from './crowd-process.ts'
import { type Figure, rounded } from './figure.ts'
import { COLLECTABLE, type Memory, memoryNow } from './memory-now.ts'
import { type Program, startProgram } from './program.ts'

const DEVICES = 20_000
const REACH_HEAP_KB = 20
const REACH_STORM_S = 30
/** Beside the devices' sockets: the database, files, the API. */
const OTHER_FILES = 300
/** Longer than one and a half keep-alives of the crowd (60 s would be told after 90). */
const KEPT_MS = 95_000
const STATION = 'crowd'

/** Open files that a process may have here; only root of the machine could raise it. */
const fileLimit = (): number => {
  const text = execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).trim()
  return text === 'unlimited' ? Number.POSITIVE_INFINITY : Number(text)
}

/** Straight into the table: 20 000 requests to the API measure something else. */
const registerCrowd = async ({ sql }: Program, count: number): Promise<LoadDevice[]> => {
  const devices = Array.from({ length: count }, (_, i) => ({
    stationId: STATION,
    deviceId: `d-${i}`,
    password: `not-so-secret-${i}`,
  }))
  await sql.query(
    `insert into device (station_id, device_id, kind, secret_sha256)
     select $1, id, 'scale', decode(hash, 'hex') from unnest($2::text[], $3::text[]) d (id, hash)`,
    [
      STATION,
      devices.map(({ deviceId }) => deviceId),
      devices.map(({ password }) => createHash('sha256').update(password).digest('hex')),
    ],
  )
  return devices
}

const stormOf = async (program: Program, crowd: CrowdProcess) => {
  const { result, cpu } = await program.cpuOf(crowd.storm)
  return { ms: result, cpuUs: cpu.gatewayUs, databaseUs: cpu.postgresUs }
}

const perDevice = (before: Memory, after: Memory, count: number) => ({
  heapKb: rounded((after.heap - before.heap) / count / 1024, 2),
  externalKb: rounded((after.external - before.external) / count / 1024, 2),
  residentKb: rounded((after.resident - before.resident) / count / 1024, 2),
})

/**
 * 20 000 devices on one gateway process that say nothing but their pings, what each of them costs in memory, and how long it takes
 * until all are back after all lines were cut at once (issue 7.6). The process holds the API as well.
 */
export const connections = async ({ cleanup }: Bench): Promise<Figure> => {
  const program = await startProgram(cleanup, {
    nodeArgs: COLLECTABLE,
    env: { LPG_GATEWAYS: '0' },
  })
  const count = Math.min(DEVICES, fileLimit() - OTHER_FILES)
  const devices = await registerCrowd(program, count)
  await sleep(3000)
  const before = await memoryNow(program)
  const crowd = startCrowd(cleanup, program.mqtt, devices)
  const connectMs = await crowd.connected()
  await sleep(KEPT_MS)
  const silent = await crowd.lost()
  const memory = perDevice(before, await memoryNow(program), count)
  const storm = await stormOf(program, crowd)
  const after = perDevice(before, await memoryNow(program), count)
  const { heapKb, externalKb } = memory
  return {
    figure: 'connections',
    ...program.setting,
    unit: `kB of heap each, ${count.toLocaleString('en')} devices on one process`,
    value: heapKb,
    reach: REACH_HEAP_KB,
    ok:
      count === DEVICES &&
      silent === 0 &&
      heapKb <= REACH_HEAP_KB &&
      storm.ms <= REACH_STORM_S * 1000,
    devices: count,
    reachDevices: DEVICES,
    fileLimit: fileLimit(),
    externalKbEach: externalKb,
    residentKbEach: memory.residentKb,
    heapKbEachAfterStorm: after.heapKb,
    connectSeconds: rounded(connectMs / 1000),
    lostWhileIdle: silent,
    stormSeconds: rounded(storm.ms / 1000),
    reachStormSeconds: REACH_STORM_S,
    stormUsEach: rounded(storm.cpuUs / count),
    stormDatabaseUsEach: rounded(storm.databaseUs / count),
  }
}
