import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { EmbeddedServer } from '#store/embedded/embedded-server.ts'
import { migrate } from '#store/migrate.ts'
import { withClient } from './with-client.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Port on loopback that answers one line: the URL of the run's embedded server, with a template `lpg_template`. */
    embeddedServerPort: number
  }
}

/** A killed test is no killed machine: without fsync a database is cloned in a third of the time. */
const settings = {
  fsync: 'off',
  full_page_writes: 'off',
  shared_buffers: '128MB',
  wal_buffers: '8MB',
  max_wal_size: '1GB',
}

const startWithTemplate = async (server: EmbeddedServer): Promise<string> => {
  await server.start()
  await withClient(server.url, (client) => client.query('create database lpg_template'))
  const template = new URL(server.url)
  template.pathname = '/lpg_template'
  await migrate(template.href)
  return server.url
}

/**
 * One embedded PostgreSQL for the whole run, started by the first test that asks for it: a run of pure tests does not
 * wait for a database.
 */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  const directory = await mkdtemp(join(tmpdir(), 'lpg-test-'))
  const server = new EmbeddedServer(directory, { settings })
  let started: Promise<string> | undefined
  const answer = async (socket: Socket): Promise<void> => {
    socket.on('error', () => undefined)
    started ??= startWithTemplate(server)
    socket.end(await started.catch((error: unknown) => `failed: ${String(error)}`))
  }
  const desk = createServer((socket) => void answer(socket)).listen(0, '127.0.0.1')
  await once(desk, 'listening')
  project.provide('embeddedServerPort', (desk.address() as AddressInfo).port)
  if (process.env['TEST_DATABASE_URL'] === undefined) {
    console.warn('TEST_DATABASE_URL is not set: the store suites do NOT run on TimescaleDB')
  }
  return async () => {
    desk.close()
    await started?.catch(() => undefined)
    await server.stop()
    await rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
}
