import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { uuid7 } from '#app/uuid7.ts'
import { epochMs } from '#domain/units.ts'
import { ResidualClaims } from '#jobs/residual-claims.ts'
import { createProfileBook } from '#rules/profile-book.ts'
import { ClaimStore } from '#store/deadlines/claim-store.ts'
import { calendarQueries } from '#store/queries/system/calendar.ts'
import { ADMIN_PASSWORD, type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildSales, type Customer, type SalesWorld, visit } from './sales-world.ts'

let api: ApiUnderTest
let world: SalesWorld
let otherOffice: string

beforeAll(async () => {
  api = await startApi()
  world = await buildSales(api)
  const user = { username: 'office-b', password: ADMIN_PASSWORD, role: 'office' }
  await world.post('/v1/users', { ...user, enterpriseId: 'ent-b' }, 'admin')
  otherOffice = await api.login('office-b')
}, 60_000)
afterAll(() => api?.close())

const { signal } = new AbortController()
const claims = () => {
  const { pool } = api.database
  const now = () => api.clock.now
  return new ResidualClaims({
    store: new ClaimStore(pool),
    calendars: calendarQueries(pool),
    book: createProfileBook(),
    now,
    newId: uuid7,
    everyMs: 1000,
  }).run(signal)
}

const at = (hoursAgo: number): string =>
  new Date(api.clock.now - hoursAgo * 3_600_000).toISOString()

/** On the scale of station a, so long ago. Recorded like an entry by the API; the rules are the same. */
const weigh = (code: string, grossG: number, hoursAgo: number, more: object = {}) => {
  const event = {
    id: uuid7(),
    type: 'residual.weighed' as const,
    at: epochMs(api.clock.now - hoursAgo * 3_600_000),
    stationId: 'st-a',
    operator: 's-1',
    body: { grossG, scale: 'scale-a', ...more },
  }
  return api.recorder.record(code, event).then(() => event.id)
}

const sold = async (code: string, hoursAgo: number): Promise<Customer> => {
  await world.cylinder(code)
  const customer = await world.customer()
  const order = await world.order(customer)
  const body = visit([code], { happenedAt: at(hoursAgo) })
  const { status } = await world.post(`/v1/orders/${order.id}/deliver`, body, 'courier')
  expect(status).toBe(201)
  return customer
}

const giveBack = (code: string, hoursAgo: number, more: object = {}) =>
  world.post(
    '/v1/returns',
    { happenedAt: at(hoursAgo), broughtBy: 'customer', returned: [{ code, ...more }] },
    'station',
  )

const listed = async (query = '', token = world.tokens['office']): Promise<Json[]> =>
  (await api.call('GET', `/v1/residual-claims?state=all${query}`, token)).body.items

const claimOf = async (code: string): Promise<Json> =>
  (await listed()).find((claim) => claim.code === code)

describe('returns', () => {
  it('R002-7.1.14d wait for the scale, the most urgent first, until they were weighed', async () => {
    await sold('RET-1', 210)
    await sold('RET-2', 210)
    await giveBack('RET-2', 1)
    await giveBack('RET-1', 200)
    const waiting = async (): Promise<unknown[]> => {
      const url = '/v1/returns?state=unweighed'
      const { body } = await api.call('GET', url, world.tokens['station'])
      return body.items.map(({ code, overdue }: Json) => [code, overdue])
    }
    expect(await waiting()).toEqual([
      ['RET-1', true],
      ['RET-2', false],
    ])
    await weigh('RET-1', 16_500, 1)
    await claims()
    expect(await waiting()).toEqual([['RET-2', false]])
  })

  it('R002-7.1.14d are weighed at the counter by hand: once, after they came back, and the claim follows', async () => {
    await sold('RET-3', 20)
    const { body: told } = await giveBack('RET-3', 2)
    const url = `/v1/returns/${told.returned[0].returnId}/weighing`
    const early = await world.post(url, { weighedAt: at(3), grossG: 17_280 }, 'station')
    expect([early.status, early.body.path]).toEqual([422, '/weighedAt'])
    const ahead = await world.post(url, { weighedAt: at(-1), grossG: 17_280 }, 'station')
    expect([ahead.status, ahead.body.path]).toEqual([422, '/weighedAt'])
    const body = { weighedAt: at(1), grossG: 17_280 }
    const foreign = await api.call('POST', url, otherOffice, body)
    expect(foreign.status).toBe(404)
    const { status, body: weighed } = await world.post(url, body, 'station')
    expect([status, weighed.code, weighed.residualG]).toEqual([
      201,
      'RET-3',
      17_280 - weighed.tareG,
    ])
    await claims()
    expect(await claimOf('RET-3')).toMatchObject({ kind: 'residual', measuredG: weighed.residualG })
    const again = await world.post(url, body, 'station')
    expect(again.body.code).toBe('ALREADY_CLOSED')
  })

  it('are recorded once, by the courier, the customer, or found', async () => {
    await world.cylinder('FOUND-1')
    const returnId = randomUUID()
    const body = {
      returnId,
      happenedAt: at(1),
      broughtBy: 'found',
      returned: [{ code: 'FOUND-1', reason: 'faulty' }],
    }
    const answers = await Promise.all(
      [1, 2, 3].map(() => world.post('/v1/returns', body, 'station')),
    )
    expect(new Set(answers.map((one) => JSON.stringify(one.body))).size).toBe(1)
    const { rows } = await api.database.pool.query(
      'select brought_by, reason from cylinder_return where batch_id = $1',
      [returnId],
    )
    expect(rows).toEqual([{ brought_by: 'found', reason: 'faulty' }])
    const trace = await api.call('GET', '/v1/cylinders/FOUND-1/trace', world.tokens['office'])
    const types = trace.body.events.map((one: Json) => one.type)
    expect(types.filter((type: string) => type === 'cylinder.returned')).toHaveLength(1)
    expect(trace.body.cylinder.custody).toMatchObject({ kind: 'station', id: 'st-a' })
  })

  it.each([
    [{ returned: [] }, 400, 'INVALID_REQUEST', '/returned'],
    [{ returned: [{ ownerId: 'ent-b' }] }, 400, 'INVALID_REQUEST', '/returned/0'],
    [{ returned: [{ code: 'X' }, { code: 'X' }] }, 422, 'INCONSISTENT_REQUEST', '/returned/1'],
    [{ broughtBy: 'wind' }, 400, 'INVALID_REQUEST', '/broughtBy'],
    [{ happenedAt: '2026-02-29T00:00:00Z' }, 400, 'INVALID_REQUEST', '/happenedAt'],
    [{ stationId: 'st-b' }, 422, 'UNKNOWN_REFERENCE', '/stationId'],
    [{ enterpriseId: 'ent-b' }, 422, 'UNKNOWN_REFERENCE', '/enterpriseId'],
    [{ customerId: randomUUID() }, 422, 'UNKNOWN_REFERENCE', '/customerId'],
  ])('refuses %o by field', async (change, status, code, path) => {
    const body = { happenedAt: at(1), broughtBy: 'customer', returned: [{ code: 'X' }], ...change }
    const answer = await world.post('/v1/returns', body)
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status, body: { code, path } })
  })

  it('an empty that nobody registered goes into the ledger, within its enterprise', async () => {
    const answer = await giveBack('STRANGE-1', 1, { ownerId: 'ent-b' })
    const { foreignEmptyId, returnId, eventId } = answer.body.returned[0]
    expect({ returnId, eventId }).toEqual({ returnId: null, eventId: null })
    const other = await api.call('GET', '/v1/foreign-empties', otherOffice)
    expect(other.body.items).toEqual([])
    const picture = [await world.picture('office'), await world.picture('office')]
    const body = {
      ids: [foreignEmptyId],
      to: 'ent-b',
      happenedAt: at(0),
      signatures: { giver: picture[0], receiver: picture[1] },
    }
    const url = '/v1/foreign-empties/hand-overs'
    const stolen = await api.call('POST', url, otherOffice, body)
    expect(stolen).toMatchObject({ status: 422, body: { path: '/ids/0' } })
    expect(await world.post(url, { ...body, to: 'ent-c' })).toMatchObject({
      status: 422,
      body: { path: '/ids/0', code: 'INCONSISTENT_REQUEST' },
    })
    const answers = await Promise.all([1, 2, 3].map(() => world.post(url, body)))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409])
  })
})

describe('claims', () => {
  it('R001-6.2-6 excess × price of that sale, due five working days after the weighing, of the last customer', async () => {
    const customer = await sold('CLAIM-1', 30)
    await giveBack('CLAIM-1', 20)
    await weigh('CLAIM-1', 17_280, 10)
    await claims()
    const claim = await claimOf('CLAIM-1')
    // 800 g are left, 3 % of 14.5 kg = 435 g are allowed: 365 g × 11 600 fen ÷ 14 500 g.
    expect(claim).toMatchObject({
      customerId: customer.id,
      kind: 'residual',
      measuredG: 800,
      limitG: 435,
      excessG: 365,
      amountFen: 292,
      state: 'open',
    })
    const days = (Date.parse(claim.dueAt) - Date.parse(claim.weighedAt)) / 86_400_000
    expect(days).toBeGreaterThanOrEqual(5)
    await claims()
    expect((await listed()).filter(({ code }) => code === 'CLAIM-1')).toHaveLength(1)
  })

  it('is void when the weighing is annulled, and its work closed', async () => {
    await sold('VOID-1', 30)
    await giveBack('VOID-1', 20)
    const eventId = await weigh('VOID-1', 17_280, 10)
    await claims()
    expect(await claimOf('VOID-1')).toMatchObject({ state: 'open' })
    await api.recorder.record('VOID-1', {
      id: uuid7(),
      type: 'event.annulled',
      at: epochMs(api.clock.now),
      stationId: null,
      operator: 'o',
      body: { eventId, reason: 'another cylinder stood there', by: 'o' },
    })
    await claims()
    const claim = await claimOf('VOID-1')
    expect(claim).toMatchObject({ state: 'void' })
    const signed = { paidAt: at(0), method: 'cash', signature: await world.picture('office') }
    expect(await world.post(`/v1/residual-claims/${claim.id}/pay`, signed)).toMatchObject({
      status: 409,
      body: { code: 'CLAIM_CLOSED' },
    })
  })

  it('one return, one compensation: weighed again it is owed once, and the second weighing stands when the first is annulled', async () => {
    await sold('TWICE-1', 30)
    await giveBack('TWICE-1', 20)
    const first = await weigh('TWICE-1', 17_280, 10)
    await weigh('TWICE-1', 17_260, 9)
    await claims()
    await claims()
    const of = async () => (await listed()).filter(({ code }) => code === 'TWICE-1')
    expect(await of()).toMatchObject([{ measuredG: 800, state: 'open' }])
    const url = '/v1/work-items?kind=residual-claim&limit=500'
    const { body } = await api.call('GET', url, world.tokens['office'])
    expect(body.items.filter(({ code }: Json) => code === 'TWICE-1')).toHaveLength(1)
    await api.recorder.record('TWICE-1', {
      id: uuid7(),
      type: 'event.annulled',
      at: epochMs(api.clock.now),
      stationId: null,
      operator: 'o',
      body: { eventId: first, reason: 'a hose hung on it', by: 'o' },
    })
    await claims()
    await claims()
    const states = (await of()).map(({ state, measuredG }) => `${state} ${measuredG}`)
    expect(states.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['open 780', 'void 800'])
  })

  it('follows a tare that is corrected late', async () => {
    await sold('TARE-1', 30)
    await giveBack('TARE-1', 20)
    await weigh('TARE-1', 17_280, 10)
    await claims()
    api.clock.now += 1000
    await api.recorder.record('TARE-1', {
      id: uuid7(),
      type: 'tare.corrected',
      at: epochMs(api.clock.now),
      stationId: null,
      operator: 'o',
      body: { tareG: 16_380, validFrom: 0, by: 'o' },
    })
    await claims()
    expect(await claimOf('TARE-1')).toMatchObject({ measuredG: 900, excessG: 465, amountFen: 372 })
  })

  it('of a customer that nobody knows is paid to whoever is named', async () => {
    await world.cylinder('ANON-1')
    await giveBack('ANON-1', 20)
    await weigh('ANON-1', 17_280, 10)
    await claims()
    const claim = await claimOf('ANON-1')
    expect(claim).toMatchObject({ customerId: null, amountFen: 292 })
    const url = `/v1/residual-claims/${claim.id}/pay`
    const body = { paidAt: at(0), method: 'transfer', signature: await world.picture('office') }
    expect(await world.post(url, body)).toMatchObject({
      status: 422,
      body: { path: '/customerId' },
    })
    const { id } = await world.customer()
    expect(await world.post(url, { ...body, paidAt: at(100) })).toMatchObject({ status: 422 })
    expect(
      await world.post(url, { ...body, signature: 'ab'.repeat(32), customerId: id }),
    ).toMatchObject({
      status: 422,
      body: { path: '/signature' },
    })
    expect(await world.post(url, { ...body, customerId: id })).toMatchObject({
      status: 200,
      body: { state: 'paid', customerId: id },
    })
    const journal = await api.call('GET', `/v1/journal?customerId=${id}`, world.tokens['admin'])
    expect(journal.body.items).toMatchObject([
      {
        kind: 'claim-paid',
        lines: [
          { account: 'compensation', debitFen: 292 },
          { account: 'bank', creditFen: 292 },
        ],
      },
    ])
    const told = await api.call('GET', `/v1/notifications?ref=${id}`, world.tokens['admin'])
    expect(told.body.items).toMatchObject([{ template: 'claim-paid', params: { amount: '2.92' } }])
    const work = await api.call('GET', '/v1/work-items?state=closed', world.tokens['admin'])
    expect(work.body.items).toContainEqual(
      expect.objectContaining({ code: 'ANON-1', closeReason: 'PAID' }),
    )
  })

  it('another enterprise sees nothing of it, by list or by guessed id', async () => {
    const claim = await claimOf('CLAIM-1')
    expect(await listed('', otherOffice)).toEqual([])
    const url = `/v1/residual-claims/${claim.id}`
    expect((await api.call('GET', url, otherOffice)).status).toBe(404)
    const body = { paidAt: at(0), method: 'cash', signature: 'ab'.repeat(32) }
    expect((await api.call('POST', `${url}/pay`, otherOffice, body)).status).toBe(404)
    for (const role of ['office', 'regulator']) {
      expect((await api.call('GET', url, world.tokens[role])).status, role).toBe(200)
    }
  })
})

describe('pictures', () => {
  it('are read with a reason that is written down, by their own enterprise alone', async () => {
    const hash = await world.picture()
    const url = `/v1/objects/${hash}`
    const office = world.tokens['office']
    expect(await api.call('GET', url, office)).toMatchObject({
      status: 400,
      body: { path: 'reason' },
    })
    const shown = await api.call('GET', `${url}?reason=complaint`, office)
    expect(shown).toMatchObject({ status: 200, headers: { 'content-type': 'image/png' } })
    expect((await api.call('GET', `${url}?reason=x`, otherOffice)).status).toBe(404)
    const { rows } = await api.database.pool.query(
      `select action, purpose from reveal_audit where fields = array[$1]`,
      [`object:${hash}`],
    )
    expect(rows).toEqual([{ action: 'reveal', purpose: 'signature' }])
  })

  it.each([
    ['image/png', Buffer.from('no picture at all'), 415],
    ['image/gif', Buffer.from('GIF89a'), 415],
    ['application/json', Buffer.from('{}'), 415],
    ['image/png', Buffer.alloc(1024 * 1024 + 1, 0x89), 413],
  ])('of %s are refused: %#', async (type, bytes, status) => {
    const headers = { authorization: `Bearer ${world.tokens['courier']}`, 'content-type': type }
    const url = '/v1/objects?kind=photo'
    const answer = await api.call('POST', url, world.tokens['courier'], bytes, { headers })
    expect(answer.status).toBe(status)
  })
})
