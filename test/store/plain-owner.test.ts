import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { migrate } from '#store/migrate.ts'
import { createPool } from '#store/pool.ts'
import { createReachPool } from '#store/reach-pool.ts'
import { withinReach } from '#store/reach.ts'
import { forEachStore } from '#test/setup/database.ts'

/** A hosted database hands out an owner who is no superuser: FORCE binds them too. */
forEachStore('a database of somebody who is no superuser', (store) => {
  const prepare = async (rights: string) => {
    const database = await store.createEmptyDatabase()
    const name = `lpg_owner_${randomBytes(4).toString('hex')}`
    const admin = database.pool
    await admin.query(`create role ${name} login password '${name}' ${rights}`)
    await admin.query(`grant all on schema public to ${name}`)
    await admin.query(
      `do $$ begin execute format('grant create on database %I to ${name}', current_database()); end $$`,
    )
    const url = new URL(database.url)
    url.username = name
    url.password = name
    const drop = async () => {
      await admin.query(`drop owned by ${name} cascade`)
      await admin.query(`drop role ${name}`)
      await database.drop()
    }
    return { admin, name, url: url.href, drop }
  }

  it('is told what to ask for; then owner and API each see what is theirs', async () => {
    const { admin, name, url, drop } = await prepare('')
    await admin.query(
      `do $$ begin create role lpg_api nologin; exception when duplicate_object then null; end $$`,
    )
    try {
      const wanted = `a superuser has to run: create role lpg_api nologin; grant lpg_api to ${name}`
      await expect(migrate(url)).rejects.toThrow(wanted)
      await admin.query(`grant lpg_api to ${name}`)
      await migrate(url)
      const [owner, api] = [createPool(url), createReachPool(url)]
      await owner.query(`insert into enterprise (id, name) values ('ent-a', 'A'), ('ent-b', 'B')`)
      await owner.query(
        `insert into staff (enterprise_id, operator) values ('ent-a', 's-1'), ('ent-b', 's-2')`,
      )
      expect((await owner.query('select from staff')).rowCount).toBe(2)
      expect((await api.query('select from staff')).rowCount).toBe(0)
      const { rows } = await withinReach({ role: 'office', enterpriseId: 'ent-a' }, () =>
        api.query('select operator from staff'),
      )
      expect(rows).toEqual([{ operator: 's-1' }])
      await Promise.all([owner.end(), api.end()])
    } finally {
      await drop()
    }
  })
})
