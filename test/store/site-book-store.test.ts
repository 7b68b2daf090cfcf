import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Listener } from '#store/listen.ts'
import { SiteBookStore } from '#store/site/site-book-store.ts'
import { forEachStore, type TestDatabase } from '#test/setup/database.ts'
import { eventually } from '#test/setup/eventually.ts'

forEachStore('the site book', (store) => {
  let database: TestDatabase
  let listener: Listener
  let books: SiteBookStore
  const run = (sql: string) => database.pool.query(sql)
  const version = async (): Promise<string> =>
    ((await run('select version from site_version')).rows[0] as { version: string }).version

  beforeAll(async () => {
    database = await store.createDatabase()
    await run(`insert into enterprise (id, name) values ('e1', 'Qi')`)
    await run(`insert into station (id, enterprise_id, name, region, licence_until)
      values ('st-1', 'e1', 'One', '370300', '2027-06-30')`)
    await run(
      `insert into scale (id, station_id, verified_until, tolerance_g) values ('sc-1', 'st-1', '2027-01-31', 50)`,
    )
    listener = new Listener(database.url)
    books = new SiteBookStore(database.pool, listener)
    await listener.start()
    await books.start()
  })
  afterAll(async () => {
    books.stop()
    await listener.stop()
    await database.drop()
  })

  it('holds what is registered', () => {
    const book = books.current()
    expect(book.station('st-1')).toEqual({
      id: 'st-1',
      enterpriseId: 'e1',
      region: '370300',
      licenceNo: null,
      licenceUntil: '2027-06-30',
      locked: false,
    })
    expect(book.scale('sc-1')).toEqual({
      id: 'sc-1',
      stationId: 'st-1',
      verifiedUntil: '2027-01-31',
      toleranceG: 50,
      locked: false,
      checkedAt: null,
      checkPassed: null,
    })
    expect(book.station('st-2')).toBeUndefined()
  })

  it.each([
    [`update scale set locked_at = now(), lock_reason = 'x' where id = 'sc-1'`],
    [
      `insert into staff (enterprise_id, operator, certified_until) values ('e1', 's-1', '2027-01-01')`,
    ],
    [
      `insert into rule_profile_activation (profile_id, region_prefix, valid_from, reason, activated_by)
      values ('cn-65', '65', '2026-12-01', 'trial', 'admin')`,
    ],
  ])('hears by itself of: %s', async (sql) => {
    const before = books.current()
    await run(sql)
    await eventually(() => expect(books.current()).not.toBe(before))
    expect(BigInt(books.current().version)).toBeGreaterThan(BigInt(before.version))
  })

  it('shows what changed', () => {
    const book = books.current()
    expect(book.scale('sc-1')?.locked).toBe(true)
    expect(book.staff('e1', 's-1')).toMatchObject({ certifiedUntil: '2027-01-01' })
    expect(book.activations).toEqual([
      { profileId: 'cn-65', regionPrefix: '65', from: '2026-12-01' },
    ])
  })

  describe('facts from events', () => {
    it.each([
      [
        `update scale set checked_at = '2026-11-20T01:02:03.004Z', check_passed = true where id = 'sc-1'`,
      ],
      [
        `insert into operator_shift (station_id, operator, scale, signed_in_at) values ('st-1', 's-1', 'sc-1', now())`,
      ],
      [
        `insert into operator_shift (station_id, operator, signed_in_at) values ('st-1', 's-9', now())`,
      ],
      [
        `insert into tank (station_id, id, steps) values ('st-1', 't-1', '[{"at":1,"id":"a","type":"gas.received"}]')`,
      ],
    ])('raise the version that a batch reads: %s', async (sql) => {
      const before = await version()
      await run(sql)
      const now = await version()
      expect(BigInt(now)).toBe(BigInt(before) + 1n)
      expect((await books.atLeast(now)).version).toBe(now)
    })

    it('are in the book then', () => {
      const book = books.current()
      expect(book.scale('sc-1')).toMatchObject({
        checkedAt: Date.parse('2026-11-20T01:02:03.004Z'),
        checkPassed: true,
      })
      expect(book.operatorAt('st-1', 'sc-1')).toBe('s-1')
      expect(book.operatorAt('st-1', 'sc-2')).toBe('s-9')
      expect(book.tank('st-1', 't-1')).toMatchObject([{ type: 'gas.received' }])
    })
  })

  it('gives the book at hand without a promise', async () => {
    const now = await version()
    await books.atLeast(now)
    expect(books.atLeast(now)).toBe(books.current())
  })

  it('rises once a transaction, whatever it changes, and not with a batch that changes no site', async () => {
    const before = await version()
    await run(
      `update staff set certified_until = '2028-01-01'; update scale set tolerance_g = 60; update station set name = 'x'`,
    )
    const once = await version()
    await run(`insert into device (station_id, device_id, kind) values ('st-1', 'd-1', 'scale')`)
    expect(BigInt(once)).toBe(BigInt(before) + 1n)
    expect(await version()).toBe(once)
  })

  it('catches up after its connection was cut', async () => {
    await run(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'lpg-trace-listen' and datname = current_database()`,
    )
    await run(`update station set name = 'y' where id = 'st-1'`)
    const now = await version()
    await eventually(() => expect(books.current().version).toBe(now))
    await run(`update station set name = 'z' where id = 'st-1'`)
    const later = await version()
    await eventually(() => expect(books.current().version).toBe(later))
  })
})
