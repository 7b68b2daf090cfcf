import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createReachPool, type ReachPool } from '#store/reach-pool.ts'
import { beyondReach, type Reach, withinReach } from '#store/reach.ts'
import { forEachStore, type TestDatabase } from '#test/setup/database.ts'
import { ids, ownTables, plantRows, type Side, SIDES } from './planted-rows.ts'

/** Tables without row security, and why. */
const EXEMPT: Readonly<Record<string, string>> = {
  schema_migration: 'the API has no right to it',
  cylinder_event: 'a hypertable: no right to it but through seen_event',
  weight_sample: 'a hypertable: no right to it but through seen_weight_sample',
  pii_index_key: 'the vault reads it as the owner; the API has no right to it',
  judging_context: 'rules and dates that a verdict went by, without an enterprise; read by number',
  event_batch: 'hashes and counts',
  ledger_log: 'the name of the log is public',
  ledger_key: 'public keys',
  ledger_leaf: 'hashes, public',
  ledger_node: 'as ledger_leaf',
  ledger_checkpoint: 'signed hashes, published',
  site_version: 'one number, counted up by triggers',
  rule_profile_activation: 'the law is public; only administrators have a route that writes it',
  calendar_day: 'the calendar is public; only administrators have a route that writes it',
  calendar_coverage: 'as calendar_day',
  custody_book: 'numbers of batches',
  kpi_book: 'numbers of batches',
  anomaly_book: 'numbers of batches',
}

/** Read by everybody, written by whose they are. */
const PUBLISHED = ['rule_profile']

/** The program's own lists: no enterprise's. */
const INTERNAL = ['deadline_dirty', 'ledger_entry', 'login_code', 'oidc_attempt']

const inside = (side: Side): Reach['role'][] =>
  side === 'b' ? ['office'] : ['office', 'station', 'courier', 'lab']

const worker = (role: Reach['role'], side: Side): Reach => ({
  role,
  userId: ids(side).user,
  enterpriseId: ids(side).enterprise,
})

type Principal = readonly [name: string, reach: Reach, may: readonly Side[]]

const principals: readonly Principal[] = [
  ...inside('a').map((role): Principal => [`${role} of a`, worker(role, 'a'), ['a', 'a2']]),
  ['office of b', worker('office', 'b'), ['b']],
  [
    'regulator of 37',
    { role: 'regulator', userId: ids('a').user, regionPrefix: '37' },
    ['a', 'a2'],
  ],
  ['regulator of 65', { role: 'regulator', userId: ids('b').user, regionPrefix: '65' }, ['b']],
  ['regulator of nowhere', { role: 'regulator', regionPrefix: null }, []],
  ['regulator of all', { role: 'regulator', regionPrefix: '' }, SIDES],
  ['administrator', { role: 'admin', userId: ids('a').user }, SIDES],
  [
    'customer of a',
    {
      role: 'customer',
      userId: ids('a').user,
      enterpriseId: 'ent-a',
      customerId: ids('a').customer,
    },
    ['a'],
  ],
  ['customer without an account', { role: 'customer', enterpriseId: 'ent-a' }, []],
  ['an enterprise without a name', { role: 'office', enterpriseId: null }, []],
  ['everybody', { role: 'public' }, []],
  ['nobody', { role: 'nobody' }, []],
]

/** Accounts and what hangs on a user alone. */
const OF_A_USER = ['app_user', 'session', 'idempotency_key', 'user_identity', 'customer_account']

forEachStore('row security', (store) => {
  let database: TestDatabase
  let api: ReachPool
  let owner: pg.Client
  let tables: string[]
  let sideOf: ReadonlyMap<string, Side>

  beforeAll(async () => {
    database = await store.createDatabase()
    owner = new pg.Client({ connectionString: database.url })
    await owner.connect()
    tables = await ownTables(owner)
    api = createReachPool(database.url, { max: 4 })
  })
  afterAll(async () => {
    await api.end()
    await owner.end()
    await database.drop()
  })

  it('stands on every table, or the table is exempt for a reason', async () => {
    const { rows } = await owner.query<{ name: string }>(
      `select relname as name from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
         and relrowsecurity and relforcerowsecurity and exists (select from pg_policies p
           where p.schemaname = 'public' and p.tablename = c.relname and 'lpg_api' = any(p.roles))`,
    )
    const bound = rows.map(({ name }) => name)
    // A migration with a new table ends with: select protect('my_table'); see the README of services/store.
    expect(tables.filter((table) => !bound.includes(table))).toEqual(Object.keys(EXEMPT).sort())
  })

  it('binds the API, which owns nothing and is nobody special', async () => {
    const { rows } = await owner.query(
      `select rolsuper, rolbypassrls, rolcanlogin, rolcreaterole,
         (select count(*)::int from pg_class where relowner = r.oid) as owns from pg_roles r where rolname = 'lpg_api'`,
    )
    const no = { rolsuper: false, rolbypassrls: false, rolcanlogin: false, rolcreaterole: false }
    expect(rows).toEqual([{ ...no, owns: 0 }])
    expect((await api.query('select current_user as me')).rows).toEqual([{ me: 'lpg_api' }])
    for (const table of ['cylinder_event', 'weight_sample', 'pii_index_key', 'schema_migration']) {
      const asked = beyondReach(() => api.query(`select from ${table}`))
      await expect(asked, table).rejects.toMatchObject({ code: '42501' })
    }
  })

  describe('whatever a query forgets', () => {
    let bound: string[]
    beforeAll(async () => {
      bound = tables.filter((table) => EXEMPT[table] === undefined)
      sideOf = await plantRows(owner, bound, SIDES, false)
    })

    const seen = async (reach: Reach, table: string): Promise<readonly Side[]> => {
      const { rows } = await withinReach(reach, () =>
        api.query<{ ctid: string }>(`select ctid::text, * from ${table}`),
      )
      return rows.map(({ ctid }) => sideOf.get(`${table} ${ctid}`) as Side).sort()
    }
    const planted = (table: string): readonly Side[] =>
      [...sideOf].filter(([at]) => at.startsWith(`${table} `)).map(([, side]) => side)

    it.each(principals)('%s', async (_name, reach, may) => {
      for (const table of bound) {
        if (PUBLISHED.includes(table) || INTERNAL.includes(table)) continue
        const rows = await seen(reach, table)
        expect(
          rows.filter((side) => !may.includes(side)),
          table,
        ).toEqual([])
        // And what is theirs they do see; customers have no business in most tables.
        if (reach.role === 'customer' || OF_A_USER.includes(table)) continue
        expect(rows, table).toEqual(
          planted(table)
            .filter((side) => may.includes(side))
            .sort(),
        )
      }
    })

    it('a customer sees what is theirs', async () => {
      const reach: Reach = {
        role: 'customer',
        customerId: ids('a').customer,
        enterpriseId: 'ent-a',
      }
      for (const table of [
        'customer',
        'premises',
        'sale_order',
        'order_line',
        'residual_claim',
        'cylinder',
        'cylinder_holder',
      ]) {
        expect(await seen(reach, table), table).toEqual(['a'])
      }
      for (const table of ['staff', 'app_user', 'enterprise', 'station', 'price_list']) {
        expect(await seen(reach, table), table).toEqual([])
      }
    })

    it('an account, its sessions and its keys are its own', async () => {
      const own = worker('office', 'a')
      expect(await seen(own, 'session')).toEqual(['a'])
      expect(await seen(own, 'idempotency_key')).toEqual(['a'])
      expect(await seen(own, 'app_user')).toEqual(['a', 'a2'])
      const takeOver = withinReach(own, () =>
        api.query(`update app_user set password_hash = 'mine' returning id`),
      )
      expect((await takeOver).rows).toEqual([{ id: ids('a').user }])
      for (const gain of [`role = 'admin'`, `enterprise_id = 'ent-b'`, `region_prefix = ''`]) {
        const more = withinReach(own, () => api.query(`update app_user set ${gain}`))
        await expect(more, gain).rejects.toMatchObject({ code: '42501' })
      }
      const link = `insert into user_identity values ('i', 's', '${ids('a').user}', '${ids('a').user}', now())`
      await expect(withinReach(own, () => api.query(link))).rejects.toMatchObject({ code: '42501' })
    })

    it('at the door accounts and sessions are seen, and nothing else', async () => {
      for (const table of bound) {
        const rows = await seen({ role: 'login' }, table)
        const open = [
          ...PUBLISHED,
          'app_user',
          'session',
          'user_identity',
          'oidc_attempt',
        ].includes(table)
        if (!open) expect(rows, table).toEqual([])
        else expect(rows.length, table).toBeGreaterThan(0)
      }
    })

    it('a page for everybody shows what it is about', async () => {
      const code = (side: Side) => ({ role: 'public', subject: `cylinder-${side}` }) as const
      await owner.query(`update cylinder set code = 'cylinder-a' where id = 1`)
      await owner.query(`update cylinder set code = 'cylinder-b' where id = 3`)
      const { rows } = await withinReach(code('b'), () =>
        api.query(
          'select c.code, e.id, (select count(*)::int from station) as stations from cylinder c, enterprise e',
        ),
      )
      expect(rows).toEqual([{ code: 'cylinder-b', id: 'ent-b', stations: 0 }])
      for (const table of ['customer', 'sale_order', 'staff', 'cylinder_life', 'app_user']) {
        const some = await withinReach(code('b'), () => api.query(`select from ${table}`))
        expect(some.rows, table).toEqual([])
      }
      const badge = { role: 'public', subject: 'badge-b' } as const
      const own = await withinReach(badge, () =>
        api.query(
          `select b.enterprise_id from badge b join enterprise e on e.id = b.enterprise_id`,
        ),
      )
      expect(own.rowCount).toBe(1)
    })

    it('nothing is changed, removed or given away beyond reach', async () => {
      const reach = worker('office', 'a')
      for (const table of bound) {
        const { rows } = await owner.query<{ column: string }>(
          `select attname as column from pg_attribute where attrelid = $1::regclass and attnum > 0
             and attname in ('enterprise_id', 'region', 'cylinder_id', 'station_id') order by attname`,
          [table],
        )
        const column = rows[0]?.column
        if (column === undefined || INTERNAL.includes(table)) continue
        const foreign = column === 'enterprise_id' ? 'ent-b' : column === 'region' ? '650102' : null
        const attempt = (sql: string) =>
          withinReach(reach, () => api.query(sql).catch((error: { code: string }) => error.code))
        const changed = await attempt(
          `update ${table} set ${column} = ${column} where ${column}::text in ('ent-b', '650102', '3', 'st-b')`,
        )
        expect([changed === '42501' ? 0 : (changed as pg.QueryResult).rowCount], table).toEqual([0])
        if (foreign === null || column !== 'enterprise_id') continue
        const given = await attempt(`update ${table} set enterprise_id = '${foreign}'`)
        expect(given, table).toBe('42501')
      }
    })
  })

  it('an event is for its station and for the owner of the cylinder; a state at one’s own station too', async () => {
    await owner.query(`truncate cylinder, cylinder_life, cylinder_event`)
    await owner.query(
      `insert into cylinder (id, code, owner_id, state, content, custody_kind, custody_id, service) overriding system value
       values (1, 'OF-A', 'ent-a', '{}', 'full', 'customer', 'x', 'in-service'), (3, 'OF-B', 'ent-b', '{}', 'full', 'station', 'st-b', 'in-service')`,
    )
    await owner.query(
      `insert into cylinder_life (source, event_id, cylinder_id, type, effective_at, at, recorded_at, station_id, body, context_id, decided_at, sha256, batch_id)
       select 1, gen_random_uuid(), c, 'cylinder.scanned', now(), now(), now(), s, '{}', 1, now(), '', 1
       from (values (1, 'st-a'), (1, 'st-b'), (1, null), (3, 'st-a'), (3, 'st-b'), (3, null)) as e (c, s)`,
    )
    await owner.query(
      `insert into cylinder_event (occurred_at, source, event_id, cylinder_id, type, at, recorded_at, station_id, raw, batch_id)
       select now(), 1, event_id, cylinder_id, type, at, recorded_at, station_id, '', 1 from cylinder_life`,
    )
    const lives = async (reach: Reach, from: string): Promise<string[]> => {
      const { rows } = await withinReach(reach, () =>
        api.query<{ at: string }>(
          `select cylinder_id || ' ' || coalesce(station_id, '-') as at from ${from} order by 1`,
        ),
      )
      return rows.map(({ at }) => at)
    }
    const a = worker('office', 'a')
    expect(await lives(a, 'cylinder_life')).toEqual(['1 -', '1 st-a', '1 st-b', '3 st-a'])
    expect(await lives(a, 'seen_event')).toEqual(['1 -', '1 st-a', '1 st-b', '3 st-a'])
    const inRegion: Reach = { role: 'regulator', regionPrefix: '65' }
    expect(await lives(inRegion, 'cylinder_life')).toEqual(['1 st-b', '3 -', '3 st-b'])
    expect(await lives(inRegion, 'seen_event')).toEqual(['1 st-b', '3 st-b'])
    expect(await lives({ role: 'nobody' }, 'seen_event')).toEqual([])
    const codes = async (reach: Reach) =>
      (
        await withinReach(reach, () =>
          api.query<{ code: string }>('select code from cylinder order by 1'),
        )
      ).rows.map(({ code }) => code)
    expect(await codes(a)).toEqual(['OF-A'])
    // One cylinder is asked for: whoever has an event of it sees it.
    expect(await codes({ ...a, closely: true })).toEqual(['OF-A', 'OF-B'])
  })

  it('of many at once each sees their own, and an error leaves nothing behind', async () => {
    const own = async (side: Side) => {
      const reach = worker('office', side)
      if (side === 'a2') {
        const wrong = withinReach(reach, () => api.query('select 1 / 0'))
        await expect(wrong).rejects.toMatchObject({ code: '22012' })
      }
      const { rows } = await withinReach(reach, () =>
        api.query<{ id: string }>('select id from enterprise'),
      )
      expect(rows).toEqual([{ id: reach.enterpriseId }])
    }
    await Promise.all(Array.from({ length: 60 }, (_, n) => own(SIDES[n % 3] as Side)))
    expect((await api.query('select from enterprise')).rows).toEqual([])
    const client = await api.connect()
    const { rows } = await client.query(`select current_setting('lpg.role', true) as role`)
    client.release()
    expect([null, '']).toContain(rows[0]?.role)
  })

  it('takes what people type as text', async () => {
    const reach: Reach = { role: 'public', subject: `'; reset role; select '\\'\0` }
    const { rows } = await withinReach(reach, () =>
      api.query(`select current_user as me, current_setting('lpg.subject') as subject`),
    )
    expect(rows).toEqual([{ me: 'lpg_api', subject: `'; reset role; select '\\'` }])
  })
})
