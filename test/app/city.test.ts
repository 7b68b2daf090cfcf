import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProfileShelf } from '#rules/profile-shelf.ts'
import { createHistoryTools } from '#app/commands/history-tools.ts'
import { foldLife } from '#domain/fold-life.ts'
import type { LifeEvent } from '#domain/life-event.ts'
import { isUplinkEventType, uplinkEventSchemas } from '#schemas/events/uplink.ts'
import { apiEventSchemas, type ApiEventType } from '#schemas/events/api-events.ts'
import { cityYear, type CityYearRecord } from '#sim/city/city-year.ts'
import { PgContextStore } from '#store/batch/context-store.ts'
import { decodeState, encodeState } from '#store/batch/life-codec.ts'
import { ADMIN_PASSWORD, type ApiUnderTest, type Json, startApi } from '#test/api/api-harness.ts'
import { loadSmallCity } from '#test/lists/small-city.ts'
import { STRAYED_HOLDERS } from '#test/store/strayed-holders.ts'

const options = { cylinders: 400, seed: 9, days: 120, endDay: '2026-11-20' }
const digest = (seed: number): string => {
  const hash = createHash('sha256')
  for (const record of cityYear({ ...options, seed })) hash.update(JSON.stringify(record))
  return hash.digest('hex')
}

describe('a year of a city, from a seed', () => {
  const records = [...cityYear(options)]
  const events = records.filter(
    (record): record is Extract<CityYearRecord, { kind: 'event' }> => record.kind === 'event',
  )

  it('the same seed gives the same records, another seed others', () => {
    expect(digest(9)).toBe(digest(9))
    expect(digest(10)).not.toBe(digest(9))
  })

  it('two cities of one seed share no id', () => {
    const ids = (prefix: string) =>
      [...cityYear({ ...options, prefix })].flatMap((record) =>
        record.kind === 'event' ? [record.event.id] : [],
      )
    const own = new Set(ids('c'))
    expect(ids('d').filter((id) => own.has(id))).toEqual([])
  })

  it('every event has the shape that the wire and the API ask for', () => {
    const wrong = events.filter(({ source, event }) => {
      if (source === 'gateway') return false
      const schema =
        source === 'api'
          ? apiEventSchemas[event.type as ApiEventType]
          : isUplinkEventType(event.type)
            ? uplinkEventSchemas[event.type]
            : undefined
      return schema === undefined || !schema.safeParse(event).success
    })
    expect(wrong.slice(0, 3)).toEqual([])
  })

  it('has names beyond the usual: rare characters, the middle dot, Uyghur, foreign', () => {
    const names = [...cityYear({ ...options, cylinders: 4000 })].flatMap((record) =>
      record.kind === 'customer' ? [record.value.person.name ?? ''] : [],
    )
    for (const shape of [/·/, /[\u{20000}-\u{2ffff}]/u, /[\u0600-\u06ff]/, /^[A-Za-zÀ-ÿ]/]) {
      expect(names.filter((name) => shape.test(name)).length, String(shape)).toBeGreaterThan(0)
    }
  })
})

describe('a city in the store', () => {
  let api: ApiUnderTest
  let admin: string
  const all = async (sql: string, values: unknown[] = []): Promise<Json[]> =>
    (await api.database.pool.query(sql, values)).rows
  const get = async (url: string, token = admin): Promise<Json> => {
    const { status, body } = await api.call('GET', url, token)
    if (status !== 200) throw new Error(`${url}: ${status} ${JSON.stringify(body)}`)
    return body
  }

  beforeAll(async () => {
    api = await startApi()
    await loadSmallCity(api.database, options)
    admin = await api.login('admin')
  }, 60_000)
  afterAll(() => api.close())

  it('leaves cylinders as the fold of their events, each verdict as the fold finds it', async () => {
    const contexts = new PgContextStore(api.database.pool)
    const { judge } = createHistoryTools(contexts, createProfileShelf())
    const sample = await all(
      `select id, state, events from cylinder c order by exists (select from cylinder_life l where l.cylinder_id = c.id
         and l.findings is not null) desc, events desc, id limit 60`,
    )
    let findings = 0
    for (const { id, state, events } of sample) {
      const rows = await all(
        `select source, event_id as id, type, effective_at as "effectiveAt", at, recorded_at as "recordedAt",
           station_id as "stationId", operator, body, context_id as "contextId", findings
         from cylinder_life where cylinder_id = $1`,
        [id],
      )
      expect(rows).toHaveLength(events)
      const lives = await Promise.all(
        rows.map(async (row) => ({
          ...row,
          deviceId: row.source === 0 ? null : String(row.source),
          context: await contexts.byId(row.contextId),
        })),
      )
      const folded = foldLife(lives as LifeEvent[], judge)
      expect(decodeState(JSON.stringify(state))).toEqual(decodeState(encodeState(folded.cylinder)))
      for (const { event, findings: found } of folded.judged) {
        expect(rows.find((row) => row.id === event.id)?.findings ?? []).toEqual(found)
        findings += found.length
      }
    }
    expect(findings).toBeGreaterThan(0)
  })

  it('every delivery, return and batch names an event of the life of its cylinder', async () => {
    const stray = await all(
      `select d.code from delivery_cylinder d left join cylinder_life l on l.event_id = d.event_id and l.type = 'delivery.completed'
         left join cylinder c on c.id = l.cylinder_id where c.code is distinct from d.code
       union all
       select r.code from cylinder_return r left join cylinder_life l on l.event_id = r.event_id and l.type = 'cylinder.returned'
         left join cylinder c on c.id = l.cylinder_id where c.code is distinct from r.code
       union all
       select i.code from inspection_item i join cylinder c on c.id = i.cylinder_id where c.code <> i.code`,
    )
    expect(stray).toEqual([])
    const [counts] = await all(
      `select (select count(*)::int from delivery_cylinder) as delivered, (select count(*)::int from cylinder_return) as returned,
         (select count(*)::int from safety_inspection) as checks, (select count(*)::int from inspection_item) as inspected`,
    )
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(0)
  })

  it('what stands at a customer is what was brought and not taken back', async () => {
    const wrong = await all(
      `select c.code from cylinder c
       join lateral (select l.body->>'customerRef' as ref from cylinder_life l
         where l.cylinder_id = c.id and l.type = 'delivery.completed' order by l.effective_at desc limit 1) d on true
       where c.custody_kind = 'customer' and c.custody_id <> d.ref`,
    )
    expect(wrong).toEqual([])
  })

  it('personal data is sealed: no name or number of a resident stands in the open', async () => {
    const [person] = [...cityYear(options)].flatMap((record) =>
      record.kind === 'customer' && record.value.person.name !== undefined ? [record.value] : [],
    )
    const { body } = await api.call('POST', '/v1/customers/lookup', admin, {
      phone: person?.person.phone,
    })
    expect(body.items.map(({ id }: Json) => id)).toContain(person?.id)
    const [{ found }] = await all(
      `select count(*)::int as found from person_secret where position($1::bytea in sealed) > 0`,
      [Buffer.from(person?.person.name ?? '')],
    )
    expect(found).toBe(0)
  })

  it('the balances of custody add up to the registry, as a whole and for each enterprise', async () => {
    const registered = await all(
      `select owner_id as owner, count(*)::int as n from cylinder where code is not null group by 1 order by 1`,
    )
    const total = registered.reduce((sum, { n }) => sum + n, 0)
    expect(total).toBe(options.cylinders)
    const booked = await all(
      `select enterprise_id as owner, count(*)::int as n from custody_place group by 1 order by 1`,
    )
    expect(booked).toEqual(registered)
    const misplaced = await all(
      `select p.code, p.kind, c.custody_kind from custody_place p join cylinder c on c.id = p.cylinder_id
       where p.kind <> c.custody_kind`,
    )
    expect(misplaced).toEqual([])
    expect(await all(STRAYED_HOLDERS)).toEqual([])
    const user = {
      username: 'o-1',
      password: ADMIN_PASSWORD,
      role: 'office',
      enterpriseId: 'c-ent-1',
    }
    await api.call('POST', '/v1/users', admin, user)
    const sum = (rows: Json[]): number => rows.reduce((all, { cylinders }) => all + cylinders, 0)
    const own = registered.find(({ owner }) => owner === 'c-ent-1')?.n
    for (const [token, n] of [
      [admin, total],
      [await api.login('o-1'), own],
    ] as const) {
      const all: Json[] = []
      let page = await get('/v1/balances?limit=7', token)
      expect(page.cylinders).toBe(n)
      expect(sum(page.byKind)).toBe(n)
      for (;;) {
        all.push(...page.items)
        if (page.next === null) break
        page = await get(`/v1/balances?limit=7&cursor=${encodeURIComponent(page.next)}`, token)
      }
      expect(sum(all)).toBe(n)
    }
  })

  it('what came and went makes up what stands there, of every enterprise and kind', async () => {
    const url = `/v1/balances/movements?from=2026-08-01&to=${options.endDay}&limit=500`
    const { items, next } = await get(url)
    expect(next).toBeNull()
    for (const { opening, came, went, closing } of items)
      expect(opening + came - went).toBe(closing)
    const closed = items.reduce((all: number, one: Json) => all + one.closing, 0)
    expect(closed).toBe(options.cylinders)
  })
})
