import { Registry } from 'prom-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultApiConfig } from '#api/api-deps.ts'
import { createApi } from '#api/create-api.ts'
import { ensureAdmin } from '#api/system/ensure-admin.ts'
import { uuid7 } from '#app/uuid7.ts'
import { dayOf, startOfDay } from '#domain/calendar.ts'
import type { Finding } from '#domain/finding.ts'
import { epochMs } from '#domain/units.ts'
import { createApiQueries } from '#store/queries/api-queries.ts'
import { forEachStore, type TestDatabase } from '#test/setup/database.ts'
import { testVault } from '#test/setup/vault.ts'
import { type IngestFixture, onCylinder, startFixture } from './ingest-fixture.ts'

const TARE = 16_500
const ADMIN = 'correct horse battery'

/** Beside the fixture's st-1 in Beijing: an enterprise of its own for a promise, and one in Xinjiang. */
const MORE_SITES = ['e-2|st-2|120000|scale-2', 'e-3|st-3|650102|scale-3', 'e-4|st-4|130000|scale-4']
  .map((line) => line.split('|'))
  .map(
    ([enterprise, station, region, scale]) => `
    insert into enterprise (id, name) values ('${enterprise}', '某燃气');
    insert into station (id, enterprise_id, name, region, licence_no, licence_until)
    values ('${station}', '${enterprise}', '站', '${region}', 'L1', '2099-01-01');
    insert into scale (id, station_id, verified_until, tolerance_g) values ('${scale}', '${station}', '2099-01-01', 50);
    insert into device (station_id, device_id, kind) values ('${station}', 'dev-1', 'scale')`,
  )
  .join(';')

const today = () => dayOf(epochMs(Date.now()))
/** An hour before today began in Shanghai. */
const yesterday = (): string => new Date(startOfDay(today()) - 3_600_000).toISOString()
const now = (): string => new Date().toISOString()

const cite = (clause: string) => ({
  clause,
  from: '2026-01-01',
  force: 'mandatory',
  certainty: 'document',
})

const tighterFill = (toleranceG: number, clause: string) => ({
  fill: { 'YSP-15': { value: { nominalG: 14_500, toleranceG }, ...cite(clause) } },
})

forEachStore('a change of the rules', (testStore) => {
  let database: TestDatabase
  let world: IngestFixture
  let app: ReturnType<typeof createApi>
  let token: string

  const http = async (method: 'GET' | 'POST', url: string, payload?: object) => {
    const answer = await app.inject({
      method,
      url,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      ...(payload === undefined ? {} : { payload }),
    })
    return { status: answer.statusCode, body: JSON.parse(answer.body) }
  }
  const made = async (url: string, payload: object) => {
    const { status, body } = await http('POST', url, { reason: 'r', ...payload })
    expect(status, JSON.stringify(body)).toBe(201)
    return body
  }
  const publish = (station: string, event: object) => world.publish(event, { stationId: station })
  const fill = (code: string, n: number, netG: number, at: string) =>
    onCylinder(
      code,
      'fill.completed',
      { scale: `scale-${n}`, grossG: TARE + netG, tareG: TARE },
      at,
    )
  const filled = async (code: string, n: number, netG: number, at = now()) => {
    const event = fill(code, n, netG, at)
    await publish(`st-${n}`, event)
    return event.id
  }
  const verdict = async (id: string) => {
    const { rows } = await database.pool.query<{
      profile: string
      findings: Finding[]
      superseded: number
    }>(
      `select c.body->>'profile' as profile, coalesce(l.findings, '[]') as findings,
         (select count(*)::int from superseded_verdict s where s.event_id = l.event_id) as superseded
       from cylinder_life l join judging_context c on c.id = l.context_id where l.event_id = $1`,
      [id],
    )
    const row = rows[0]
    if (row === undefined) throw new Error('not stored')
    const overfill = row.findings.find(({ code }) => code === 'OVERFILL')
    return { ...row, codes: row.findings.map(({ code }) => code), overfill }
  }

  beforeAll(async () => {
    database = await testStore.createDatabase()
    world = await startFixture(database)
    await database.pool.query(MORE_SITES)
    for (const n of [2, 3, 4]) await world.store.directory.ensureSourceKey(`st-${n}`, 'dev-1')
    const queries = createApiQueries(
      world.store.pool,
      world.store.pool,
      testVault(world.store.pool),
    )
    app = createApi({
      queries,
      recorder: world.recorder,
      profiles: world.store.profiles,
      replay: () => Promise.resolve(null),
      // Nobody tells ingest: it has to see the new version in its own transaction.
      siteChanged: () => undefined,
      clock: () => Date.now(),
      newId: uuid7,
      logger: false,
      config: defaultApiConfig,
      probes: [],
      metrics: new Registry(),
    })
    await app.ready()
    await ensureAdmin(queries, ADMIN)
    const login = { username: 'admin', password: ADMIN }
    token = (await http('POST', '/v1/sessions', login)).body.token
  })

  afterAll(async () => {
    await app.close()
    await world.stop()
    await database.drop()
  })

  it('a profile of a region from today on: verdicts change from today on and none before, late events included', async () => {
    for (const code of ['P-1', 'P-2', 'P-3']) await world.register(code)
    const before = await filled('P-1', 1, 14_800)
    expect(await verdict(before)).toMatchObject({ profile: 'cn-base@2013-06-01' })
    expect((await verdict(before)).codes).not.toContain('OVERFILL')

    const values = tighterFill(100, 'BJ-1')
    const head = { id: 'cn-11', parent: 'cn-base', regionPrefixes: ['11'], validFrom: today() }
    await made('/v1/rule-profiles', { ...head, name: { zh: '京', en: 'BJ' }, values })

    const late = await verdict(await filled('P-2', 1, 14_800, yesterday()))
    expect(late.profile).toBe('cn-base@2013-06-01')
    expect(late.codes).not.toContain('OVERFILL')

    const after = await verdict(await filled('P-3', 1, 14_800))
    expect(after.profile).toBe(`cn-11@${today()}`)
    expect(after.overfill).toMatchObject({ limit: 14_600, clause: 'BJ-1', force: 'mandatory' })

    // A late event folds the whole life again: what was recorded before the change stands.
    await publish('st-1', onCylinder('P-1', 'cylinder.scanned', { purpose: 'x' }, yesterday()))
    const refolded = await verdict(before)
    expect(refolded).toMatchObject({ profile: 'cn-base@2013-06-01', superseded: 0 })
    expect(refolded.codes).not.toContain('OVERFILL')
  })

  it('the gate answers by the new profile at once', async () => {
    await world.register('P-4')
    const request = onCylinder('P-4', 'fill.requested', { scale: 'scale-1', emptyGrossG: 16_600 })
    await publish('st-1', onCylinder('P-4', 'prefill.checked', { passed: true }))
    await publish('st-1', request)
    const answer = world.pushed
      .map(({ payload }) => JSON.parse(payload))
      .find(({ requestId }) => requestId === request.id)
    expect(answer).toMatchObject({ decision: 'allow', maxNetG: 14_600 })
  })

  it('a promise that tightens is judged with its own clause, at its enterprise only', async () => {
    for (const code of ['Q-1', 'Q-2']) await world.register(code)
    const head = { id: 'e-2-promise', promisedBy: 'e-2', validFrom: today() }
    const name = { zh: '承诺', en: 'promise' }
    const loose = { ...head, name, values: tighterFill(501, 'promise-3'), reason: 'r' }
    expect(await http('POST', '/v1/rule-profiles', loose)).toMatchObject({
      status: 422,
      body: { code: 'PROMISE_LOOSENS', path: '/values/fill/YSP-15' },
    })
    await made('/v1/rule-profiles', { ...head, name, values: tighterFill(50, 'promise-3') })
    const own = await verdict(await filled('Q-1', 2, 14_551))
    expect(own.profile).toBe(`cn-base@2013-06-01+e-2-promise@${today()}`)
    expect(own.overfill).toMatchObject({ limit: 14_550, clause: 'promise-3' })
    const other = await verdict(await filled('Q-2', 4, 14_551))
    expect(other.codes).not.toContain('OVERFILL')
  })

  describe('Xinjiang activated', () => {
    const returned = async (code: string, residualG: number) => {
      const at = epochMs(Date.now())
      const event = { id: uuid7(), at, stationId: 'st-3', operator: 'u-1', body: {} }
      await world.recorder.record(code, { ...event, type: 'cylinder.returned' })
      const weighed = onCylinder(code, 'residual.weighed', {
        grossG: TARE + residualG,
        tareG: TARE,
      })
      await publish('st-3', weighed)
      return verdict(weighed.id)
    }
    let old: string

    it('before: limits of residual, no shortage', async () => {
      for (const code of ['X-1', 'X-2', 'X-3']) await world.register(code, { ownerId: 'e-3' })
      old = await filled('X-1', 3, 14_300)
      expect((await verdict(old)).codes).not.toContain('NET_CONTENT_SHORT')
      expect((await returned('X-1', 600)).codes).toContain('RESIDUAL_OVER_LIMIT')
    })

    it('after: the limit is gone and shortage is found, marked as a draft; yesterday stays as it was', async () => {
      const from = today()
      await made('/v1/rule-profiles/cn-65/activations', { regionPrefix: '65', from })
      const short = await verdict(await filled('X-2', 3, 14_300))
      expect(short.profile).toBe('cn-65@2023-06-01')
      const finding = short.findings.find(({ code }) => code === 'NET_CONTENT_SHORT')
      expect(finding).toMatchObject({ measured: 200, limit: 150, force: 'draft' })
      const back = await returned('X-2', 600)
      expect(back.codes).not.toContain('RESIDUAL_OVER_LIMIT')
      const late = await verdict(await filled('X-3', 3, 14_300, yesterday()))
      expect(late.profile).toBe('cn-base@2013-06-01')
      expect(late.codes).not.toContain('NET_CONTENT_SHORT')
      expect((await verdict(old)).superseded).toBe(0)
    })

    it('what it would have said before is a question, and says so', async () => {
      const stored = async () =>
        (
          await database.pool.query(
            'select event_id, findings, decided_at from cylinder_life order by 1',
          )
        ).rows
      const untouched = await stored()
      const period = `from=2026-01-01T00:00:00Z&to=${new Date(Date.now() + 60_000).toISOString()}`
      const url = `/v1/rule-profiles/cn-65/what-if?${period}&station=st-3`
      const { status, body } = await http('GET', url)
      expect(status, JSON.stringify(body)).toBe(200)
      expect(body).toMatchObject({
        hypothetical: true,
        profile: 'cn-65@2023-06-01',
        judged: { cylinders: 3 },
        next: null,
      })
      const x1 = body.items.find((item: { id: string }) => item.id === old)
      const codesOf = (list: Finding[]) => list.map(({ code }) => code)
      expect(codesOf(x1.recorded)).not.toContain('NET_CONTENT_SHORT')
      expect(codesOf(x1.hypothetical)).toContain('NET_CONTENT_SHORT')
      expect(x1.hypothetical[0].profile).toBe('cn-65@2023-06-01')
      // X-2 was judged by cn-65 from its fill on: nothing differs there.
      const codes = body.items.map((item: { cylinder: string }) => item.cylinder)
      expect([...new Set(codes)]).toEqual(['X-1', 'X-3'])
      expect(await stored()).toEqual(untouched)
      const pages = [await http('GET', `${url}&limit=1`)]
      for (let page = pages[0]; page?.body.next; page = pages.at(-1)) {
        pages.push(await http('GET', `${url}&limit=1&cursor=${page.body.next}`))
      }
      expect(pages.flatMap((page) => page.body.items)).toEqual(body.items)
      const wrong = `/v1/rule-profiles/cn-x/what-if?${period}`
      expect(await http('GET', wrong)).toMatchObject({ status: 404 })
    })

    it.each([
      ['office', { enterpriseId: 'e-3' }, ['X-1', 'X-3']],
      ['office', { enterpriseId: 'e-2' }, []],
      ['regulator', { regionPrefix: '65' }, ['X-1', 'X-3']],
      ['regulator', { regionPrefix: '11' }, ['P-3']],
    ])('%s of %j is told of %j only', async (role, reach, codes) => {
      const username = `${role}-${Object.values(reach)[0]}`
      const { status } = await http('POST', '/v1/users', {
        username,
        password: ADMIN,
        role,
        ...reach,
      })
      expect(status).toBe(201)
      const admin = token
      token = (await http('POST', '/v1/sessions', { username, password: ADMIN })).body.token
      const period = `from=2026-01-01T00:00:00Z&to=${new Date(Date.now() + 60_000).toISOString()}`
      const { body } = await http('GET', `/v1/rule-profiles/cn-65/what-if?${period}`)
      token = admin
      const told = body.items.filter(({ type }: { type: string }) => type === 'fill.completed')
      expect(told.map(({ cylinder }: { cylinder: string }) => cylinder).sort()).toEqual(codes)
    })

    it('a promise asked about: only where its enterprise works', async () => {
      const period = `from=2026-01-01T00:00:00Z&to=${new Date(Date.now() + 60_000).toISOString()}`
      const { body } = await http('GET', `/v1/rule-profiles/e-2-promise/what-if?${period}`)
      expect(body).toMatchObject({ profile: `e-2-promise@${today()}`, items: [] })
      expect(body.judged.events).toBeGreaterThan(5)
    })
  })

  it('a lock and its release stand beside the fills in the trace', async () => {
    const lock = { reason: '抽查' }
    await filled('P-3', 1, 14_500)
    expect((await http('POST', '/v1/scales/scale-1/lock', lock)).status).toBe(200)
    expect((await http('POST', '/v1/scales/scale-1/unlock', lock)).status).toBe(200)
    const { body } = await http('GET', '/v1/cylinders/P-3/trace')
    expect(body.locks).toMatchObject([
      { action: 'lock', scale: 'scale-1', stationId: 'st-1', reason: '抽查', by: 'admin:admin' },
      { action: 'unlock', scale: 'scale-1' },
    ])
    expect((await http('GET', '/v1/cylinders/Q-2/trace')).body.locks).toEqual([])
  })
})
