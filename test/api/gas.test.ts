import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { uuid7 } from '#app/uuid7.ts'
import { epochMs } from '#domain/units.ts'
import { gasFigureQueries } from '#store/queries/gas/gas-figures.ts'
import { ADMIN_PASSWORD, type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildWorld, cylinderBody, type World } from './small-world.ts'

let api: ApiUnderTest
let world: World
const tokens: Record<string, string> = {}
let tanks = 0

const HOUR = 3_600_000
const ago = (hours: number): string => new Date(api.clock.now - hours * HOUR).toISOString()
const post = (url: string, body: unknown, who = 'office', more?: object) =>
  api.call('POST', url, tokens[who], body, more)
const get = (url: string, who = 'office') => api.call('GET', url, tokens[who])

const newTank = async (more: object = {}): Promise<string> => {
  const id = `t-${++tanks}`
  const { status, body } = await post('/v1/tanks', { id, stationId: 'st-a', ...more })
  expect(status, JSON.stringify(body)).toBe(201)
  return id
}

const receipt = (tank: string, more: object = {}) => ({
  stationId: 'st-a',
  tank,
  happenedAt: ago(10),
  massG: 20_000_000,
  supplier: '某石化',
  tankerPlate: '鲁C12345挂',
  certificateNo: 'Z-1',
  ...more,
})

const test = (tank: string, more: object = {}) => ({
  stationId: 'st-a',
  tank,
  happenedAt: ago(9),
  tester: 'lab-7',
  passed: true,
  ...more,
})

const told = async (url: string, body: object, who = 'station'): Promise<Json> => {
  const answer = await post(url, body, who)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}

const stateOf = async (tank: string): Promise<unknown> =>
  (await get(`/v1/tanks/st-a/${tank}`)).body.gas.released

const release = (tank: string, testId: string, who = 'office', more?: object) =>
  post(`/v1/tanks/st-a/${tank}/release`, { testId }, who, more)

/** A fill from a tank, told so many hours after it happened. */
const fill = async (code: string, tank: string, hoursAgo: number) => {
  const done = await api.recorder.record(code, {
    id: uuid7(),
    type: 'fill.completed',
    at: epochMs(api.clock.now - hoursAgo * HOUR),
    stationId: 'st-a',
    operator: 's-1',
    body: { scale: 'scale-a', tank, grossG: 30_900, tareG: 16_480, residualG: 20 },
  })
  return done?.ok === true ? done.recorded.findings.map(({ code: found }) => found) : null
}

beforeAll(async () => {
  api = await startApi()
  world = await buildWorld(api)
  Object.assign(tokens, world.tokens)
  const user = { username: 'office-b', password: ADMIN_PASSWORD, role: 'office' }
  await post('/v1/users', { ...user, enterpriseId: 'ent-b' }, 'admin')
  tokens['office-b'] = await api.login('office-b')
}, 60_000)
afterAll(() => api?.close())

describe('gas', () => {
  it('R002-4.2.2 a receipt takes the release away; another person than the tester gives it', async () => {
    const tank = await newTank({ capacityG: 50_000_000 })
    expect(await stateOf(tank)).toBeNull()
    await told('/v1/gas-receipts', receipt(tank))
    expect(await stateOf(tank)).toBe(false)
    const tested = await told('/v1/gas-tests', test(tank))
    expect(tested).toMatchObject({ passed: true, decidedBy: 'tester', awaitsRelease: true })
    expect(await stateOf(tank)).toBe(false)
    expect(await release(tank, tested.id, 'station')).toMatchObject({
      status: 409,
      body: { code: 'RELEASER_IS_TESTER' },
    })
    expect(await release(tank, tested.id)).toMatchObject({
      status: 200,
      body: { gas: { released: true, releasedBy: 'office', testedBy: 'lab-7' } },
    })
    await told('/v1/gas-receipts', receipt(tank, { happenedAt: ago(0) }))
    expect(await stateOf(tank)).toBe(false)
    expect(await release(tank, tested.id)).toMatchObject({
      status: 409,
      body: { code: 'GAS_NOT_TESTED' },
    })
  })

  it('R003-5.1.3 values beyond a limit go before the word of the tester', async () => {
    const tank = await newTank()
    const values = {
      vapourPressureKpa: 1_380,
      c3c4Pct: 95,
      c5PlusPct: 3,
      residueMlPer100Ml: 0.05,
      sulfurMgPerM3: 343,
      h2sMgPerM3: 10,
      copperClass: 1,
      freeWaterMl: 0,
    }
    const { tester: _tester, passed: _passed, ...silent } = test(tank)
    const good = await told('/v1/gas-tests', { ...silent, values })
    expect(good).toMatchObject({ passed: true, decidedBy: 'values', findings: [] })
    const bad = await told('/v1/gas-tests', test(tank, { values: { ...values, c5PlusPct: 3.01 } }))
    expect(bad).toMatchObject({
      passed: false,
      decidedBy: 'values',
      findings: [{ code: 'GAS_OUT_OF_SPEC', measured: 3.01, limit: 3, limitFrom: 'c5PlusPct' }],
    })
    expect(bad.findings[0]).toMatchObject({ certainty: 'from-memory', force: 'unconfirmed' })
    expect(await stateOf(tank)).toBe(false)
    expect((await release(tank, bad.id)).body.code).toBe('GAS_NOT_TESTED')
    const undecided = await post('/v1/gas-tests', { ...silent, values: { c5PlusPct: 1 } })
    expect(undecided).toMatchObject({ status: 422, body: { path: '/passed' } })
  })

  it('R000-4.1.1.3 gas that nobody smells does not pass', async () => {
    const tank = await newTank()
    const tested = await told('/v1/gas-tests', test(tank, { odorantDetected: false }))
    expect(tested).toMatchObject({ passed: false, decidedBy: 'values', odorantDetected: false })
    const smelled = await told('/v1/gas-tests', test(tank, { odorantDetected: true }))
    expect(smelled).toMatchObject({ passed: true, decidedBy: 'tester' })
  })

  it('what a device tells and what a person tells end in one truth', async () => {
    const tank = await newTank()
    const tell = (type: 'gas.received' | 'gas.tested', hoursAgo: number, body: object = {}) =>
      api.recorder.recordAtSite({
        id: uuid7(),
        type,
        at: epochMs(api.clock.now - hoursAgo * HOUR),
        stationId: 'st-a',
        operator: 's-9',
        body: { tank, ...body },
      })
    await tell('gas.tested', 3, { passed: true })
    expect(await stateOf(tank)).toBe(true)
    // Told late: it came before the test.
    await tell('gas.received', 4)
    expect(await stateOf(tank)).toBe(true)
    await tell('gas.received', 2)
    expect(await stateOf(tank)).toBe(false)
    const { body } = await get(`/v1/gas-receipts?stationId=st-a&tank=${tank}`)
    expect(body.items.map(({ operator }: Json) => operator)).toEqual(['s-9', 's-9'])
  })

  it('fills are held to the gas that was in the tank when they drew it', async () => {
    const tank = await newTank()
    const codes = ['GAS-1', 'GAS-2', 'GAS-3']
    for (const code of codes) {
      await post('/v1/cylinders', cylinderBody(code), 'office')
    }
    const first = await told('/v1/gas-receipts', receipt(tank, { happenedAt: ago(20) }))
    const passed = await told('/v1/gas-tests', test(tank, { happenedAt: ago(19) }))
    api.clock.now += 1
    await release(tank, passed.id)
    api.clock.now += 2 * HOUR
    const second = await told('/v1/gas-receipts', receipt(tank, { happenedAt: ago(1) }))
    // Told late, filled between release and the second receipt: nothing against it.
    expect(await fill('GAS-1', tank, 1.5)).not.toContain('FILL_GAS_NOT_RELEASED')
    expect(await fill('GAS-2', tank, 0.5)).toContain('FILL_GAS_NOT_RELEASED')
    expect(await fill('GAS-3', tank, 30)).not.toContain('FILL_GAS_NOT_RELEASED')

    const behind = async (code: string): Promise<unknown> => {
      const { body } = await get(`/v1/cylinders/${code}/trace`)
      return body.events.find(({ type }: Json) => type === 'fill.completed').receiptId
    }
    expect(await Promise.all(codes.map(behind))).toEqual([first.id, second.id, null])
    const recalled = async (query: string): Promise<unknown[]> => {
      const { body } = await get(`/v1/recalls?${query}`)
      return body.items.map(({ code }: Json) => code)
    }
    expect(await recalled(`receipt=${first.id}`)).toEqual(['GAS-1'])
    expect(await recalled(`receipt=${second.id}`)).toEqual(['GAS-2'])
    const all = `tank=${tank}&stationId=st-a&from=${ago(99)}&to=${ago(0)}`
    expect(await recalled(all)).toEqual(codes)
    const foreign = await get(`/v1/recalls?receipt=${first.id}`, 'office-b')
    expect(foreign).toMatchObject({ status: 422, body: { path: 'receipt' } })

    const balance = await get(`/v1/tanks/st-a/${tank}/balance?from=${ago(99)}&to=${ago(0)}`)
    expect(balance.body).toEqual({
      receivedG: 40_000_000,
      receipts: 2,
      filledG: 3 * 14_400,
      fills: 3,
      residualReturnedG: 0,
    })
  })

  it('R000-10.0.3-4.1.1 first tests and re-tests are told apart', async () => {
    const scope = { kind: 'enterprise', enterpriseId: 'ent-b' } as const
    await post('/v1/tanks', { id: 'kpi', stationId: 'st-b' }, 'office-b')
    const of = { stationId: 'st-b' }
    const one = (hours: number, passed: boolean) =>
      told('/v1/gas-tests', test('kpi', { ...of, passed, happenedAt: ago(hours) }), 'office-b')
    await told('/v1/gas-receipts', receipt('kpi', { ...of, happenedAt: ago(50) }), 'office-b')
    await one(49, false)
    await one(48, true)
    await told('/v1/gas-receipts', receipt('kpi', { ...of, happenedAt: ago(40) }), 'office-b')
    await one(39, true)
    const period = { from: api.clock.now - 60 * HOUR, to: api.clock.now }
    expect(await gasFigureQueries(api.database.pool).quality(scope, period)).toEqual([
      {
        enterpriseId: 'ent-b',
        tests: 3,
        passed: 2,
        firstTests: 2,
        firstPassed: 1,
        undecided: 0,
      },
    ])
    const { body } = await get('/v1/gas-tests?result=failed', 'office-b')
    expect(body.items).toHaveLength(1)
  })

  it.each([
    [{ tank: 'nobody' }, 422, 'UNKNOWN_REFERENCE', '/tank'],
    [{ stationId: 'st-b' }, 422, 'UNKNOWN_REFERENCE', '/stationId'],
    [{ massG: -1 }, 400, 'INVALID_REQUEST', '/massG'],
    [{ massG: 30_000_001 }, 422, 'INCONSISTENT_REQUEST', '/massG'],
    [{ tankerPlate: '' }, 400, 'INVALID_REQUEST', '/tankerPlate'],
    [{ composition: { 丙烷: 60 }, basis: 'mol' }, 422, 'INCONSISTENT_REQUEST', '/composition'],
    [{ composition: { 丙烷: 60, 丁烷: 40 } }, 422, 'INCONSISTENT_REQUEST', '/basis'],
    [{ basis: 'volume' }, 400, 'INVALID_REQUEST', '/basis'],
    [{ values: { c5PlusPct: 101 } }, 400, 'INVALID_REQUEST', '/values/c5PlusPct'],
    [{ certificateObject: 'a'.repeat(64) }, 422, 'UNKNOWN_REFERENCE', '/certificateObject'],
    [{ happenedAt: '2026-02-29T00:00:00Z' }, 400, 'INVALID_REQUEST', '/happenedAt'],
    [{ happenedAt: '2026-12-29T00:00:00Z' }, 422, 'INCONSISTENT_REQUEST', '/happenedAt'],
    [{ happenedAt: '2020-12-29T00:00:00Z' }, 422, 'INCONSISTENT_REQUEST', '/happenedAt'],
  ])('refuses a receipt with %o by field', async (change, status, code, path) => {
    const tank = await newTank({ capacityG: 30_000_000 })
    const answer = await post('/v1/gas-receipts', receipt(tank, change))
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status, body: { code, path } })
  })

  it('is told once, and only within its enterprise', async () => {
    const tank = await newTank()
    expect((await post('/v1/tanks', { id: tank, stationId: 'st-a' })).body.code).toBe(
      'ALREADY_EXISTS',
    )
    const body = receipt(tank)
    const key = {
      headers: { authorization: `Bearer ${tokens['office']}`, 'idempotency-key': 'g1' },
    }
    const answers = await Promise.all(
      [1, 2, 3].map(() => post('/v1/gas-receipts', body, 'office', key)),
    )
    expect(new Set(answers.map((one) => one.body.id)).size).toBe(1)
    const id: string = answers[0]?.body.id
    const listed = await get(`/v1/gas-receipts?tank=${tank}`)
    expect(listed.body.items).toHaveLength(1)
    for (const url of [`/v1/gas-receipts/${id}`, `/v1/tanks/st-a/${tank}`]) {
      expect((await get(url)).status).toBe(200)
      expect((await get(url, 'office-b')).status).toBe(404)
    }
    expect((await get('/v1/tanks?stationId=st-a', 'office-b')).body.items).toEqual([])
    expect((await get(`/v1/gas-receipts?tank=${tank}`, 'office-b')).body.items).toEqual([])
  })

  it('lists go on where the page ended', async () => {
    const tank = await newTank()
    for (const hours of [1, 2, 3])
      await told('/v1/gas-tests', test(tank, { happenedAt: ago(hours) }))
    const seen: string[] = []
    for (let next = ''; next !== null; ) {
      const { body } = await get(`/v1/gas-tests?tank=${tank}&limit=1${next && `&cursor=${next}`}`)
      seen.push(...body.items.map(({ happenedAt }: Json) => happenedAt))
      next = body.next
    }
    expect(seen).toEqual([ago(1), ago(2), ago(3)])
  })
})
