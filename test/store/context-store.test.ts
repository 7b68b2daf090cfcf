import { afterAll, beforeAll, expect, it } from 'vitest'
import type { JudgingContext } from '#domain/judging-context.ts'
import { day, grams } from '#domain/units.ts'
import { PgContextStore } from '#store/batch/context-store.ts'
import { createPool } from '#store/pool.ts'
import { forEachStore, type TestDatabase } from '#test/setup/database.ts'

const context: JudgingContext = {
  region: '370300',
  profile: 'cn-base@2013-06-01',
  station: {
    id: 'st-1',
    enterpriseId: 'e1',
    licenceNo: null,
    licenceUntil: day('2027-06-30'),
    locked: false,
  },
  scale: {
    id: 'sc-1',
    known: true,
    verifiedUntil: null,
    toleranceG: grams(50),
    locked: false,
    shiftCheck: 'passed',
  },
  checkScale: null,
  operator: null,
  tank: null,
}

forEachStore('judging contexts', (store) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await store.createDatabase()
  })
  afterAll(() => database.drop())

  it('get one id for ever, whoever asks and in whatever order the fields stand', async () => {
    const contexts = new PgContextStore(database.pool)
    const other = new PgContextStore(database.pool)
    const { region, ...rest } = context
    const reordered = { ...rest, region }
    const ids = await Promise.all([
      contexts.idOf(context),
      contexts.idOf(context),
      other.idOf(reordered),
      contexts.idOf({ ...context, region: '650000' }),
    ])
    expect(new Set(ids.slice(0, 3)).size).toBe(1)
    expect(ids[3]).not.toBe(ids[0])
  })

  it('come back as they were', async () => {
    const id = await new PgContextStore(database.pool).idOf(context)
    expect(await new PgContextStore(database.pool).byId(id)).toEqual(context)
  })

  it('are asked for again after the database was away', async () => {
    const contexts = new PgContextStore(createPool('postgres://nobody@127.0.0.1:1/none'))
    await expect(contexts.idOf(context)).rejects.toThrow()
    await expect(contexts.byId(1)).rejects.toThrow()
  })
})
