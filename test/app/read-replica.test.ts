import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { EmbeddedServer } from '#store/embedded/embedded-server.ts'
import { asFreshAs } from '#store/replica/freshness.ts'
import { createReachPool } from '#store/reach-pool.ts'
import { createReplicaPool } from '#store/replica/replica-pool.ts'
import { eventually } from '#test/setup/eventually.ts'
import { Replica } from '#test/setup/replica.ts'
import { ApiClient } from './api-client.ts'
import { Program } from './program.ts'

const LAG = 'x-replica-lag-ms'

let home: string
let primary: EmbeddedServer
let replica: Replica
let program: Program
/** Two sessions: who writes, and who only looks. */
let writer: ApiClient
let reader: ApiClient

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'lpg-replica-'))
  primary = new EmbeddedServer(home)
  await primary.start()
  replica = new Replica(primary.url, await mkdtemp(join(tmpdir(), 'lpg-standby-')))
  await replica.create(join(home, 'pg/cluster/data'))
  program = new Program({
    DATABASE_URL: primary.url,
    DATABASE_READ_URL: replica.url,
    LPG_PII_KEY: 'a key for this test and for nothing else',
    LPG_LEDGER_KEY: 'a key for this test and for nothing else',
    LPG_GATEWAYS: '0',
  })
  await program.create()
  writer = await new ApiClient(program.url).signIn('admin', program.adminPassword)
  reader = await new ApiClient(program.url).signIn('admin', program.adminPassword)
}, 90_000)

afterAll(async () => {
  await program?.destroy()
  await replica?.destroy()
  await primary?.stop()
  await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
}, 60_000)

/** The enterprises that a session is shown, and how far behind that is; null = as of now. */
const shown = async ({ url, token }: ApiClient): Promise<{ ids: string[]; lag: number | null }> => {
  const response = await fetch(`${url}/v1/enterprises`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const { items } = (await response.json()) as { items: { id: string }[] }
  const lag = response.headers.get(LAG)
  return { ids: items.map(({ id }) => id), lag: lag === null ? null : Number(lag) }
}

const enterprise = (id: string) => writer.create('/v1/enterprises', { id, name: id })

it('reads from the replica, and says how far that is behind', async () => {
  await eventually(async () => expect((await shown(reader)).lag).not.toBeNull(), 15_000)
  const { body } = await reader.get('/health/ready')
  expect(body.replica).toMatchObject({ usable: true })
  const { body: metrics } = await reader.get('/metrics')
  expect(metrics).toMatch(/^lpg_replica_usable 1$/m)
})

it('shows writers what they wrote, whatever the replica shows', async () => {
  await replica.pause()
  try {
    await enterprise('gas-1')
    const own = await shown(writer)
    expect(own.ids).toContain('gas-1')
    expect(own.lag).toBeNull()
    // Somebody else is given what the replica has, and told that it is old.
    const other = await shown(reader)
    expect(other.ids).not.toContain('gas-1')
    expect(other.lag).toBeGreaterThanOrEqual(0)
    await eventually(async () => {
      const { body } = await reader.get('/health/ready')
      expect(body.replica.lagMs).toBeGreaterThan(0)
      expect(body.replica.lagBytes).toBeGreaterThan(0)
    })
  } finally {
    await replica.resume()
  }
  await eventually(async () => expect((await shown(reader)).ids).toContain('gas-1'))
  // The writer goes back to the replica as soon as that shows the write.
  await eventually(async () => {
    const again = await shown(writer)
    expect(again.ids).toContain('gas-1')
    expect(again.lag).not.toBeNull()
  })
})

it('asks the primary for whatever decides, and outside of requests', async () => {
  const direct = createReachPool(primary.url)
  const reads = createReplicaPool(replica.url, direct)
  await reads.start()
  const isReplica = async (primaryOnly: boolean): Promise<boolean> => {
    const ask = () => reads.query<{ yes: boolean }>('select pg_is_in_recovery() as yes')
    const { rows } = await asFreshAs({ since: null, primaryOnly, lagMs: null }, ask)
    return rows[0]?.yes === true
  }
  try {
    expect(await isReplica(false)).toBe(true)
    expect(await isReplica(true)).toBe(false)
    const { rows } = await reads.query<{ yes: boolean }>('select pg_is_in_recovery() as yes')
    expect(rows).toEqual([{ yes: false }])
  } finally {
    await reads.end()
    await direct.end()
  }
})

it('answers from the primary while the replica is away, and goes back to it', async () => {
  await replica.stop()
  await enterprise('gas-3')
  for (let i = 0; i < 20; i++) {
    const { ids, lag } = await shown(reader)
    expect(ids).toContain('gas-3')
    expect(lag).toBeNull()
  }
  const { status, body } = await reader.get('/health/ready')
  expect(status).toBe(200)
  expect(body.replica.usable).toBe(false)
  await replica.start()
  await eventually(async () => expect((await shown(reader)).lag).not.toBeNull(), 30_000)
}, 60_000)
