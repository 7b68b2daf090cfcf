import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import type pg from 'pg'
import { afterAll, describe, inject, it } from 'vitest'
import { migrate } from '#store/migrate.ts'
import { createPool } from '#store/pool.ts'
import { withClient } from './with-client.ts'

/** A database of its own. `drop` ends the pool and whoever else is still connected; a second time it does nothing. */
export type TestDatabase = {
  readonly url: string
  readonly pool: pg.Pool
  drop(): Promise<void>
}

export type TestStore = {
  readonly name: 'embedded' | 'TimescaleDB'
  createDatabase(): Promise<TestDatabase>
  /** Nothing migrated yet. */
  createEmptyDatabase(): Promise<TestDatabase>
}

const serverUrl = async (): Promise<string> => {
  const answer = await text(connect(inject('embeddedServerPort'), '127.0.0.1'))
  if (!answer.startsWith('postgres:')) throw new Error(answer)
  return answer
}

const opened = (server: string, name: string): TestDatabase => {
  const url = new URL(server)
  url.pathname = `/${name}`
  const pool = createPool(url.href, { name: 'test' })
  let dropped = false
  return {
    url: url.href,
    pool,
    drop: async () => {
      if (dropped) return
      dropped = true
      await pool.end()
      await withClient(server, (client) => client.query(`drop database ${name} with (force)`))
    },
  }
}

const create = async (server: string, template: string): Promise<TestDatabase> => {
  const name = `lpg_t_${randomBytes(6).toString('hex')}`
  await withClient(server, (client) => client.query(`create database ${name} template ${template}`))
  return opened(server, name)
}

/** Clones the run's migrated template (some 30 ms). */
export const createTestDatabase = async (): Promise<TestDatabase> =>
  create(await serverUrl(), 'lpg_template')

/** TimescaleDB's workers sit in every database, so a template would be busy: migrated anew (some 500 ms). */
const createTimescaleDatabase = async (server: string): Promise<TestDatabase> => {
  const database = await create(server, 'template0')
  try {
    await migrate(database.url)
  } catch (error) {
    await database.drop()
    throw error
  }
  return database
}

/** What a failed test left behind goes with its suite. */
const dropLeftovers = (store: TestStore): TestStore => {
  const made: TestDatabase[] = []
  const noted = async (creating: Promise<TestDatabase>): Promise<TestDatabase> => {
    const database = await creating
    made.push(database)
    return database
  }
  afterAll(async () => {
    for (const database of made) await database.drop()
  })
  return {
    name: store.name,
    createDatabase: () => noted(store.createDatabase()),
    createEmptyDatabase: () => noted(store.createEmptyDatabase()),
  }
}

/** Runs a suite on the embedded server and, when TEST_DATABASE_URL names one, on TimescaleDB; says so when it does not. */
export const forEachStore = (name: string, suite: (store: TestStore) => void): void => {
  describe(`${name} (embedded)`, () => {
    suite(
      dropLeftovers({
        name: 'embedded',
        createDatabase: createTestDatabase,
        createEmptyDatabase: async () => create(await serverUrl(), 'template0'),
      }),
    )
  })
  const timescale = process.env['TEST_DATABASE_URL']
  describe(`${name} (TimescaleDB)`, () => {
    if (timescale === undefined || timescale === '') {
      it.skip('NOT RUN: TEST_DATABASE_URL is not set', () => undefined)
      return
    }
    suite(
      dropLeftovers({
        name: 'TimescaleDB',
        createDatabase: () => createTimescaleDatabase(timescale),
        createEmptyDatabase: () => create(timescale, 'template0'),
      }),
    )
  })
}
