import { readFile, writeFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { migrate } from '#store/migrate.ts'
import { forEachStore } from '#test/setup/database.ts'
import { schemaPicture } from './schema-picture.ts'

const golden = new URL('schema.golden.txt', import.meta.url)

forEachStore('the schema', (store) => {
  it('is the committed picture; after a new migration: UPDATE_SCHEMA=1 npx vitest run test/store/schema.test.ts', async () => {
    const database = await store.createDatabase()
    const picture = await schemaPicture(database.pool)
    await database.drop()
    if (process.env['UPDATE_SCHEMA'] === '1') await writeFile(golden, picture)
    expect(picture).toBe(await readFile(golden, 'utf8').catch(() => ''))
  })

  it('is migrated once by concurrent starters', async () => {
    const database = await store.createEmptyDatabase()
    const applied = await Promise.all([1, 2, 3].map(() => migrate(database.url)))
    const again = await migrate(database.url)
    await database.drop()
    expect(applied.filter((names) => names.length > 0)).toHaveLength(1)
    expect(applied.flat()[0]).toBe('0001_registry')
    expect(again).toEqual([])
  })
})
