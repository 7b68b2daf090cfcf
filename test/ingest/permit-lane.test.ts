import { afterAll, beforeAll, expect, it } from 'vitest'
import { forEachStore, type TestDatabase } from '#test/setup/database.ts'
import { type IngestFixture, minutesAgo, onCylinder, startFixture } from './ingest-fixture.ts'

const checked = (code: string) =>
  onCylinder(code, 'prefill.checked', { passed: true }, minutesAgo(1))

forEachStore('the lane of those who ask for a permit', (testStore) => {
  let database: TestDatabase
  let world: IngestFixture

  beforeAll(async () => {
    database = await testStore.createDatabase()
    world = await startFixture(database)
  })

  afterAll(async () => {
    await world.stop()
    await database.drop()
  })

  const waiting = async (): Promise<number | null> => {
    const { rowCount } = await database.pool.query(
      `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    )
    return rowCount
  }

  it('answers while all others wait for a cylinder that is held', async () => {
    for (const code of ['HELD', 'FREE']) await world.register(code)
    await world.publish(checked('FREE'), { deviceId: 'dev-3' })
    const holder = await database.pool.connect()
    try {
      await holder.query('begin')
      await holder.query(`select from cylinder where code = 'HELD' for update`)
      // Each takes one of the two lanes, the second when the first has taken too long.
      const held: Promise<void>[] = []
      for (const deviceId of ['dev-1', 'dev-2']) {
        held.push(world.publish(checked('HELD'), { deviceId }))
        await expect.poll(waiting, { timeout: 10_000 }).toBe(held.length)
      }
      const own = { scale: 'scale-1', emptyGrossG: 16_600 }
      await world.publish(onCylinder('FREE', 'fill.requested', own), { deviceId: 'dev-3' })
      expect(world.pushed.map(({ payload }) => JSON.parse(payload))).toMatchObject([
        { type: 'fill.permit', decision: 'allow' },
      ])
      await holder.query('commit')
      await Promise.all(held)
    } finally {
      holder.release(true)
    }
  })
})
