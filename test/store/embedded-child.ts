import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { EmbeddedServer } from '#store/embedded/embedded-server.ts'

/**
 * A program that is killed: starts the server of the directory given, prints what it needed, writes rows as fast as it can
 * and prints the number of each after its commit.
 */
const server = new EmbeddedServer(process.argv[2] ?? '', {
  settings: { shared_buffers: '128MB' },
  onTrouble: (message) => console.error(message),
})
const began = performance.now()
await server.start()
console.log(`started ${server.pid} ${Math.round(performance.now() - began)}`)
const client = new pg.Client({ connectionString: server.url })
client.on('error', () => undefined)
await client.connect()
await client.query('create table if not exists kept (n int4 primary key)')
const { rows } = await client.query<{ n: number }>('select coalesce(max(n), 0) as n from kept')
const last = rows[0]?.n ?? 0
console.log(`kept ${last}`)
// Two backends that notice nothing of a dead postmaster while they compute.
for (const _ of [1, 2]) {
  const busy = new pg.Client({ connectionString: server.url })
  busy.on('error', () => undefined)
  await busy.connect()
  busy.query('select sum(i) from generate_series(1, 60000000) i').catch(() => undefined)
}
await sleep(50)
for (let n = last + 1; ; n++) {
  await client.query('insert into kept values ($1)', [n])
  console.log(`committed ${n}`)
}
