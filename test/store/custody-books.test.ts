import fc from 'fast-check'
import { afterEach, expect, it } from 'vitest'
import { uuid7 } from '#app/uuid7.ts'
import { addDays, dayOf, startOfDay } from '#domain/calendar.ts'
import { foldLife } from '#domain/fold-life.ts'
import type { LifeEvent } from '#domain/life-event.ts'
import { valueAt } from '#domain/registry.ts'
import { epochMs } from '#domain/units.ts'
import { CustodyBooks } from '#store/books/custody-books.ts'
import { custodyQueries, type MovementRow } from '#store/queries/warehouse/balances.ts'
import { type IngestFixture, onCylinder, startFixture } from '#test/ingest/ingest-fixture.ts'
import { forEachStore, type TestDatabase } from '#test/setup/database.ts'
import { STRAYED_HOLDERS } from './strayed-holders.ts'
import { toTheEnd } from '#test/setup/to-the-end.ts'

const HOUR = 3_600_000
const ALL = { kind: 'all' } as const
const CODES = ['B-1', 'B-2', 'B-3', 'B-4']

let world: IngestFixture | undefined
let database: TestDatabase | undefined
afterEach(async () => {
  await world?.stop()
  await database?.drop()
  world = database = undefined
})

/** What may happen to a cylinder, told by a device or by a person. */
const steps = [
  { type: 'stock.in', body: { siteId: 'st-1', condition: 'empty', appearanceOk: true } },
  { type: 'stock.in', body: { siteId: 'depot', condition: 'full', appearanceOk: true } },
  {
    type: 'stock.out',
    body: { siteId: 'st-1', condition: 'full', appearanceOk: true, vehicle: 'v-1' },
  },
  { type: 'stock.out', body: { siteId: 'st-1', condition: 'empty', appearanceOk: true } },
  { type: 'cylinder.scanned', body: {} },
  { type: 'residual.weighed', body: { grossG: 16_700 } },
  { type: 'fill.completed', body: { scale: 'scale-1', grossG: 31_000, tareG: 16_500 } },
] as const

const quarantined = {
  type: 'cylinder.quarantined',
  body: { reason: 'x', by: 'u', role: 'office' },
} as const
const transferred = { type: 'ownership.transferred', body: { ownerId: 'e-2', by: 'u' } } as const

const said = [
  ...steps.slice(0, 4),
  { type: 'custody.handed-over', body: { to: { kind: 'vehicle', id: 'v-2' } } },
  { type: 'delivery.completed', body: { customerRef: '00000000-0000-4000-8000-000000000001' } },
  { type: 'cylinder.returned', body: { to: { kind: 'station', id: 'st-1' } } },
  { type: 'inspection.sent', body: { labId: 'lab-1' } },
  { type: 'inspection.completed', body: { result: 'pass' } },
  { type: 'cylinder.reported-lost', body: { by: 'u' } },
  { type: 'cylinder.found', body: { by: 'u' } },
  quarantined,
  transferred,
  { type: 'cylinder.destroyed', body: { by: 'u' } },
] as const

const happening = fc.record({
  code: fc.constantFrom(...CODES),
  /** Hours ago: what is told in this order happened in another. */
  hoursAgo: fc.integer({ min: 1, max: 240 }),
  way: fc.oneof(
    fc.record({
      by: fc.constant('device' as const),
      step: fc.constantFrom(...steps),
      twice: fc.boolean(),
    }),
    fc.record({
      by: fc.constant('person' as const),
      step: fc.constantFrom(...said),
      twice: fc.boolean(),
    }),
    fc.record({ by: fc.constant('annul' as const), step: fc.constant(null), twice: fc.boolean() }),
  ),
  /** The books are brought up to date now and then, in the middle of it. */
  book: fc.boolean(),
})

/** Histories of all cylinders, as ingest folds them, and where each was at an instant. */
const truth = async (fixture: IngestFixture, pool: TestDatabase['pool']) => {
  const { rows } = await pool.query<{ id: string }>(
    'select id::text as id from cylinder where code is not null',
  )
  const lives = await Promise.all(
    rows.map(async ({ id }) => (await fixture.history(id)).map(({ event }) => event)),
  )
  const placeAt = (life: readonly LifeEvent[], at: number): string | null => {
    const annulled = new Set(
      life.flatMap((event) => (event.type === 'event.annulled' ? [event.body.eventId] : [])),
    )
    const counted = life.filter(({ id, type }) => !annulled.has(id) && type !== 'event.annulled')
    if (!counted.some(({ effectiveAt }) => effectiveAt < at)) return null
    // Registry facts are timeless: all of them, but only what happened by then.
    const past = life.filter(
      ({ effectiveAt, type }) =>
        effectiveAt < at ||
        ['cylinder.registered', 'ownership.transferred', 'event.annulled'].includes(type),
    )
    const { cylinder, registry } = foldLife(past, () => [])
    const { kind, id } = cylinder.custody
    const holder = ['customer', 'unknown', 'scrap'].includes(kind) ? '' : (id ?? '')
    const owner = valueAt(registry.ownership, epochMs(at - 1))?.ownerId
    return [owner, kind, holder, registry.facts?.model].join('|')
  }
  return (at: number): Record<string, number> => {
    const counts: Record<string, number> = {}
    for (const life of lives) {
      const place = placeAt(life, at)
      if (place !== null) counts[place] = (counts[place] ?? 0) + 1
    }
    return counts
  }
}

const keyOf = ({ enterpriseId, kind, holder, model }: MovementRow): string =>
  [enterpriseId, kind, holder, model].join('|')
const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((all, one) => all + one, 0)
const standing = (rows: readonly MovementRow[], which: 'opening' | 'closing') =>
  Object.fromEntries(rows.filter((row) => row[which] !== 0).map((row) => [keyOf(row), row[which]]))

forEachStore('books of custody', (store) => {
  it('add up to the registry and to a fold of every life, whatever was told, late, twice or annulled', async () => {
    database = await store.createDatabase()
    const { pool } = database
    world = await startFixture(database)
    const fixture = world
    await pool.query(`insert into enterprise (id, name) values ('e-2', '另一家')`)
    for (const code of CODES) await fixture.register(code)
    const told: { code: string; id: string; at: number }[] = []

    const tell = async ({
      code,
      hoursAgo,
      way,
    }: {
      code: string
      hoursAgo: number
      way: { by: string; step: (typeof said | typeof steps)[number] | null; twice: boolean }
    }) => {
      const at = Date.now() - hoursAgo * HOUR
      if (way.by === 'annul' || way.step === null) {
        const target = told.findLast((one) => one.code === code)
        if (target === undefined) return
        const body = { eventId: target.id, reason: 'x', by: 'u' }
        const event = {
          id: uuid7(),
          type: 'event.annulled' as const,
          at: epochMs(Date.now()),
          stationId: null,
          operator: 'u',
          body,
        }
        await fixture.recorder.record(code, event)
        return
      }
      const { type, body } = way.step
      if (way.by === 'device') {
        const event = onCylinder(code, type, body, new Date(at).toISOString())
        await fixture.publish(event)
        if (way.twice) await fixture.publish(event, { dup: true })
        told.push({ code, id: event.id, at })
        return
      }
      const event = { id: uuid7(), type, at: epochMs(at), stationId: null, operator: 'u', body }
      await fixture.recorder.record(code, event)
      if (way.twice) await fixture.recorder.record(code, event)
      told.push({ code, id: event.id, at })
    }

    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 3, maxLength: 20 }), async (list) => {
        const books = new CustodyBooks(pool)
        for (const one of list) {
          await tell(one)
          if (one.book) await books.book(Date.now(), toTheEnd)
        }
        await books.book(Date.now(), toTheEnd)
        const queries = custodyQueries(pool)
        const at = await truth(fixture, pool)

        const balances = await queries.balances(ALL, {}, 1000, null)
        const registered = await pool.query(
          'select count(*)::int as n from cylinder where code is not null',
        )
        expect(balances.reduce((all, { cylinders }) => all + cylinders, 0)).toBe(
          registered.rows[0].n,
        )
        const { rows } = await pool.query(
          `select count(*)::int as n from custody_place p join cylinder c on c.id = p.cylinder_id
           where c.custody_kind <> p.kind or c.content <> p.content or c.owner_id <> p.enterprise_id
             or (p.holder <> '' and c.custody_id is distinct from p.holder)`,
        )
        expect(rows).toEqual([{ n: 0 }])
        expect((await pool.query(STRAYED_HOLDERS)).rows).toEqual([])

        const summed = await pool.query(
          `select count(*)::int as n from (select enterprise_id, kind, holder, model, content, count(*) from custody_place group by 1, 2, 3, 4, 5) p
           full join custody_balance b using (enterprise_id, kind, holder, model, content)
           where coalesce(b.cylinders, 0) <> coalesce(p.count, 0)`,
        )
        expect(summed.rows).toEqual([{ n: 0 }])

        const today = dayOf(epochMs(Date.now()))
        const [from, to] = [addDays(today, -7), addDays(today, -2)]
        for (const period of [
          { from, to },
          { from: to, to: addDays(today, 1) },
        ]) {
          const moved = await queries.movements(ALL, period, 1000, null)
          for (const row of moved)
            expect(row.opening + sum(row.came) - sum(row.went)).toBe(row.closing)
          expect(standing(moved, 'opening')).toEqual(at(startOfDay(period.from as typeof today)))
          expect(standing(moved, 'closing')).toEqual(at(startOfDay(period.to as typeof today)))
        }
      }),
      { numRuns: 25 },
    )
  }, 120_000)

  it('keep a change of owner that lies between a late event that moves nothing and the next that does', async () => {
    database = await store.createDatabase()
    const { pool } = database
    world = await startFixture(database)
    await pool.query(`insert into enterprise (id, name) values ('e-2', '另一家')`)
    await world.register('B-1')
    const { recorder } = world
    const tell = (step: (typeof said)[number], at: number) => {
      const event = { id: uuid7(), at: epochMs(at), stationId: null, operator: 'u', ...step }
      return recorder.record('B-1', event)
    }
    const books = new CustodyBooks(pool)
    const transferAt = Date.now() - 20 * HOUR
    await tell(steps[0], transferAt - 20 * HOUR)
    await tell(transferred, transferAt)
    await books.book(Date.now(), toTheEnd)
    await tell(quarantined, transferAt - 10 * HOUR)
    await books.book(Date.now(), toTheEnd)
    const { rows } = await pool.query('select at from custody_move order by no desc limit 1')
    expect(rows).toEqual([{ at: transferAt }])
  })

  it('are written anew by a keeper that starts again, with the same result', async () => {
    database = await store.createDatabase()
    const { pool } = database
    world = await startFixture(database)
    await world.register('B-1')
    await world.publish(onCylinder('B-1', 'stock.out', steps[2].body))
    await new CustodyBooks(pool).book(Date.now(), toTheEnd)
    const read = async () =>
      (await pool.query('select * from custody_flow order by 1, 2, 3, 4, 5, 6')).rows
    const before = await read()
    await new CustodyBooks(pool).book(Date.now(), toTheEnd)
    expect(await read()).toEqual(before)
    expect(before.length).toBeGreaterThan(0)
  })

  it('keep a batch that commits after a later one', async () => {
    database = await store.createDatabase()
    const { pool } = database
    world = await startFixture(database)
    await world.register('B-1')
    const books = new CustodyBooks(pool)
    const slow = await pool.connect()
    await slow.query('begin')
    const { rows } = await slow.query(
      `insert into event_batch (committed_at, leaves, root) values (now(), 1, '\\x00') returning id`,
    )
    await world.publish(onCylinder('B-1', 'stock.out', steps[2].body))
    await books.book(Date.now(), toTheEnd)
    await slow.query(
      `insert into cylinder_life (source, event_id, cylinder_id, type, effective_at, at, recorded_at, body, context_id, decided_at, sha256, batch_id)
       select 0, gen_random_uuid(), c.id, 'custody.handed-over', now() + interval '1 second', now(), now(),
         '{"to":{"kind":"lab","id":"lab-9"}}', (select min(id) from judging_context), now(), '\\x00', $1 from cylinder c where code = 'B-1'`,
      [rows[0].id],
    )
    await slow.query('commit')
    slow.release()
    expect(await books.book(Date.now(), toTheEnd)).toBe(1)
    const place = await pool.query(`select kind, holder from custody_place`)
    expect(place.rows).toEqual([{ kind: 'lab', holder: 'lab-9' }])
  })
})
