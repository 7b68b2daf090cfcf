import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { expect, it } from 'vitest'
import { UnknownPiiKey } from '#store/people/person-vault.ts'
import { inTransaction } from '#store/queries/queryable.ts'
import { forEachStore } from '#test/setup/database.ts'
import { testVault } from '#test/setup/vault.ts'

const at = Date.parse('2026-11-20T08:00:00Z')

const prepared = async (pool: Pool, ...keys: readonly string[]) => {
  await pool.query(`insert into enterprise (id, name) values ('ent-a', 'A') on conflict do nothing`)
  const vault = testVault(pool, ...keys)
  await vault.start()
  return vault
}

const person = async (pool: Pool, name: string, ...keys: readonly string[]) => {
  const vault = await prepared(pool, ...keys)
  const id = randomUUID()
  await inTransaction(pool, async (client) => {
    await vault.create(client, { id, enterpriseId: 'ent-a', at })
    await vault.put(client, id, { name, phone: '13909910001' }, at)
    await vault.index(client, id, 'phone', [vault.mac('phone', '13909910001')])
  })
  return id
}

forEachStore('the vault of personal data', (store) => {
  it('opens what it sealed, and nothing that was moved to another row or column', async () => {
    const { pool } = await store.createDatabase()
    const vault = await prepared(pool)
    const [first, second] = [await person(pool, '甲'), await person(pool, '乙')]
    const names = await vault.read(pool, [first, second], ['name'])
    expect(names.get(first)).toEqual({ name: '甲' })
    expect(names.get(second)).toEqual({ name: '乙' })

    const swap = `update person_secret set sealed = (select sealed from person_secret where person_id = $1 and field = $2)
      where person_id = $3 and field = 'name'`
    await pool.query(swap, [first, 'phone', first])
    await expect(vault.read(pool, [first], ['name'])).rejects.toThrow()
    await pool.query(swap, [first, 'phone', second])
    await expect(vault.read(pool, [second], ['name'])).rejects.toThrow()
    await pool.query(
      'update person set wrapped_key = (select wrapped_key from person where id = $1) where id = $2',
      [first, second],
    )
    await expect(vault.read(pool, [second], ['phone'])).rejects.toThrow()
    await pool.query(
      'update person_secret set sealed = set_byte(sealed, 30, 255 - get_byte(sealed, 30)) where person_id = $1',
      [first],
    )
    await expect(vault.read(pool, [first], ['phone'])).rejects.toThrow()
  })

  it('never seals one text twice alike', async () => {
    const { pool } = await store.createDatabase()
    for (const name of ['甲', '甲', '甲']) await person(pool, name)
    const { rows } = await pool.query('select distinct sealed from person_secret')
    expect(rows).toHaveLength(6)
  })

  it('keeps pictures as bytes, overwrites and removes', async () => {
    const { pool } = await store.createDatabase()
    const vault = await prepared(pool)
    const id = await person(pool, '甲')
    const picture = Buffer.from([0, 255, 254, 128, 1])
    await vault.put(pool, id, { 'signature:1': picture, name: '丙', phone: null }, at)
    expect(await vault.readBytes(pool, id, 'signature:1')).toEqual(picture)
    expect((await vault.read(pool, [id], ['name', 'phone'])).get(id)).toEqual({ name: '丙' })
  })

  it('is the same for processes that start at once, and for one that starts with another key not at all', async () => {
    const { pool } = await store.createDatabase()
    const vaults = await Promise.all([1, 2, 3].map(() => prepared(pool)))
    const macs = vaults.map((vault) => vault.mac('phone', '1').toString('hex'))
    expect(new Set(macs).size).toBe(1)
    await expect(prepared(pool, 'another')).rejects.toThrow(UnknownPiiKey)
  })

  it('is wrapped anew while it is used, and needs the old key no more', async () => {
    const { pool } = await store.createDatabase()
    const ids = await Promise.all([1, 2, 3].map((n) => person(pool, `人${n}`, 'old')))
    const before = (await prepared(pool, 'old')).mac('phone', '1')
    const { rows: sealed } = await pool.query('select sealed from person_secret order by 1')
    const running = await prepared(pool, 'new', 'old')
    const last = await person(pool, '人4', 'new', 'old')
    expect((await running.read(pool, ids)).size).toBe(3)
    // The index key and three people; the fourth was wrapped by the new key from the start.
    const rotated = await Promise.all([running.rotate(), running.rotate()])
    expect(Math.max(...rotated)).toBeGreaterThanOrEqual(3)
    expect(await running.rotate()).toBe(0)
    const after = await prepared(pool, 'new')
    expect((await after.read(pool, [...ids, last], ['name'])).size).toBe(4)
    expect(after.mac('phone', '1')).toEqual(before)
    // Only keys were wrapped anew: what lies under them stays as it is.
    const { rows } = await pool.query(
      'select sealed from person_secret where person_id <> $1 order by 1',
      [last],
    )
    expect(rows).toEqual(sealed)
    await expect(prepared(pool, 'old')).rejects.toThrow(UnknownPiiKey)
  })

  it('rotates more people than it takes at once', async () => {
    const { pool } = await store.createDatabase()
    const vault = await prepared(pool, 'old')
    await inTransaction(pool, async (client) => {
      for (let n = 0; n < 1_100; n += 1) {
        await vault.create(client, { id: randomUUID(), enterpriseId: 'ent-a', at })
      }
    })
    expect(await (await prepared(pool, 'new', 'old')).rotate()).toBe(1_101)
  })

  it('erases a person for ever: whoever writes about them at the same time loses', async () => {
    const { pool } = await store.createDatabase()
    const vault = await prepared(pool)
    const id = await person(pool, '甲')
    const written = inTransaction(pool, async (client) => {
      const done = await vault.put(client, id, { name: '丁' }, at)
      await new Promise((resolve) => setTimeout(resolve, 50))
      return done
    })
    await new Promise((resolve) => setTimeout(resolve, 20))
    await inTransaction(pool, (client) => vault.erase(client, id, at))
    expect(await written).toBe(true)
    const { rows } = await pool.query(
      `select (select count(*)::int from person_secret) + (select count(*)::int from person_lookup) as left,
         (select wrapped_key is null from person) as gone`,
    )
    expect(rows).toEqual([{ left: 0, gone: true }])
    expect(await vault.put(pool, id, { name: '戊' }, at)).toBe(false)
    expect((await vault.read(pool, [id])).size).toBe(0)
    expect(await vault.readBytes(pool, id, 'name')).toBeNull()
  })
})
