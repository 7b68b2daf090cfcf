import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildSales, type Customer, goodCheck, type SalesWorld, visit } from './sales-world.ts'

let api: ApiUnderTest
let world: SalesWorld

beforeAll(async () => {
  api = await startApi({ config: { sessionMs: 10 * 366 * 86_400_000 } })
  world = await buildSales(api)
})

afterAll(() => api.close())

/** Who has lived there since before the year began. */
const resident = async (): Promise<Customer> => {
  const home = await world.customer()
  await api.database.pool.query(
    `update premises set created_at = '2025-06-01T00:00:00Z' where id = $1`,
    [home.premisesId],
  )
  return home
}

const get = (url: string, role = 'office') => api.call('GET', url, world.tokens[role])
const post = (url: string, body: object) => api.call('POST', url, world.tokens['office'], body)

const inspect = async (home: Customer, more: object = {}) =>
  world.post('/v1/safety-inspections', {
    premisesId: home.premisesId,
    happenedAt: '2026-11-19T02:00:00.000Z',
    kind: 'periodic',
    check: goodCheck,
    signature: { kind: 'signature', object: await world.picture() },
    ...more,
  })

const broken = (defect: string, item = 'hose') => ({
  items: goodCheck.items.map((one) => (one.item === item ? { item, ok: false, defect } : one)),
})

const closedDoor = (home: Customer, day: string, more: object = {}) =>
  world.post('/v1/safety-inspections', {
    premisesId: home.premisesId,
    happenedAt: `${day}T02:00:00.000Z`,
    kind: 'periodic',
    outcome: 'refused-entry',
    note: { phone: '0533-2345678', proposedOn: '2026-12-01' },
    ...more,
  })

const notice = async (more: object = {}) => ({
  dueOn: '2026-12-04',
  signature: { kind: 'signature', object: await world.picture() },
  ...more,
})

const hazard = async (home: Customer, defect = 'aged', more: object = {}): Promise<Json> => {
  const { status, body } = await inspect(home, {
    check: broken(defect),
    notice: await notice(more),
  })
  expect(status).toBe(201)
  return (await get('/v1/rectifications?limit=500')).body.items.find(
    (one: Json) => one.id === body.rectificationId,
  )
}

const planOf = async (home: Customer, query = '') =>
  (await get(`/v1/home-plans?premisesId=${home.premisesId}${query}`)).body.items

const plan = (year = 2026) => world.post('/v1/home-plans', { year })

it('a home check is told when it has happened, not ahead of it', async () => {
  const home = await world.customer()
  const { status, body } = await world.post('/v1/safety-inspections', {
    premisesId: home.premisesId,
    happenedAt: new Date(api.clock.now + 20 * 86_400_000).toISOString(),
    kind: 'periodic',
    check: goodCheck,
    signature: { kind: 'signature', object: await world.picture() },
  })
  expect([status, body.code, body.path]).toEqual([422, 'INCONSISTENT_REQUEST', '/happenedAt'])
})

describe('the plan of a year', () => {
  it('R003-5.11.1 parts the year evenly: unit 4, urban 1, rural 2, by the profile of the region', async () => {
    const homes: Record<string, Customer> = {}
    for (const kind of ['unit', 'urban', 'rural']) {
      const home = await resident()
      homes[kind] = home
      await api.database.pool.query('update premises set class = $2 where id = $1', [
        home.premisesId,
        kind,
      ])
    }
    expect((await plan()).body.planned).toBeGreaterThanOrEqual(7)
    expect((await plan()).body.planned).toBe(0)
    const unit = await planOf(homes['unit'] as Customer)
    expect(unit.map((one: Json) => [one.period, one.fromOn, one.dueOn])).toEqual([
      [1, '2026-01-01', '2026-03-31'],
      [2, '2026-04-01', '2026-06-30'],
      [3, '2026-07-01', '2026-09-30'],
      [4, '2026-10-01', '2026-12-31'],
    ])
    expect(unit[0]).toMatchObject({ clause: 'R003-5.11.1', overdue: true, attempts: 0 })
    expect(await planOf(homes['urban'] as Customer)).toMatchObject([{ dueOn: '2026-12-31' }])
    expect(await planOf(homes['rural'] as Customer)).toHaveLength(2)
  })

  it('is made once by concurrent requests, and never for another enterprise', async () => {
    const home = await resident()
    const answers = await Promise.all([plan(), plan(), plan()])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(await planOf(home)).toHaveLength(1)
    const foreign = await world.post('/v1/home-plans', { year: 2026, enterpriseId: 'ent-b' })
    expect(foreign.body).toMatchObject({ code: 'UNKNOWN_REFERENCE', path: '/enterpriseId' })
    const wrong = await world.post('/v1/home-plans', { year: 1999 })
    expect(wrong.body.errors[0].path).toBe('/year')
  })

  it('counts a home from the day on which it came', async () => {
    const home = await resident()
    await api.database.pool.query(
      `update premises set class = 'unit', created_at = '2026-08-10T16:30:00Z' where id = $1`,
      [home.premisesId],
    )
    await plan()
    const rows = await planOf(home)
    // Half past midnight of the 11th in Shanghai.
    expect(rows.map((one: Json) => one.fromOn)).toEqual(['2026-08-11', '2026-10-01'])
  })

  it('is done by a check that is complete and signed, by no other', async () => {
    const home = await resident()
    await plan()
    const half = { items: goodCheck.items.slice(0, 4) }
    expect((await inspect(home, { check: half })).body.counts).toBe(false)
    const unsigned = await inspect(home, { signature: { kind: 'refused' } })
    expect(unsigned.body.counts).toBe(false)
    // A code without an order proves nothing.
    const code = await inspect(home, { signature: { kind: 'code', code: '123456' } })
    expect(code.body.counts).toBe(false)
    expect(await planOf(home)).toMatchObject([{ doneOn: null, attempts: 3 }])
    const good = await inspect(home)
    expect(good.body.counts).toBe(true)
    expect(await planOf(home)).toEqual([])
    const done = await planOf(home, '&state=done')
    expect(done).toMatchObject([{ doneOn: '2026-11-19', inspectionId: good.body.id }])
  })

  it('is done by a delivery with a whole check and a signature, and only then', async () => {
    await world.cylinder('H-1')
    await world.cylinder('H-2')
    const home = await resident()
    await plan()
    const first = await world.order(home)
    await world.post(`/v1/orders/${first.id}/deliver`, visit(['H-1']), 'courier')
    expect(await planOf(home)).toMatchObject([{ doneOn: null, attempts: 1 }])
    const second = await world.order(home)
    const signed = { kind: 'signature', object: await world.picture() }
    const told = visit(['H-2'], { signature: signed })
    expect((await world.post(`/v1/orders/${second.id}/deliver`, told, 'courier')).status).toBe(201)
    expect(await planOf(home, '&state=done')).toMatchObject([{ doneOn: '2026-11-20' }])
  })

  it('knows what was done before it was made', async () => {
    const home = await resident()
    await inspect(home)
    await plan()
    expect(await planOf(home, '&state=done')).toMatchObject([{ doneOn: '2026-11-19' }])
  })

  it('R000-3.0.11 puts special care first, and says nowhere in the open why', async () => {
    const home = await resident()
    const { pool } = api.database
    await plan()
    // The customers of this world have no key of their own: test/api/account.test.ts sets it over the API.
    await pool.query(
      `insert into customer_care (customer_id, enterprise_id, recorded_by, recorded_at) values ($1, 'ent-a', $2, now())`,
      [home.id, randomUUID()],
    )
    await pool.query('update home_plan set rank = 0 where customer_id = $1', [home.id])
    const list = await get('/v1/home-plans?limit=1')
    expect(list.body.items).toMatchObject([{ premisesId: home.premisesId, care: true }])
    const next = await get(`/v1/home-plans?limit=1&cursor=${list.body.next}`)
    expect(next.body.items[0]).toMatchObject({ care: false })
  })

  it('sums a year up: homes planned and entered, parts done and overdue', async () => {
    const { body } = await get('/v1/home-plans/summary?year=2026')
    const { rows } = await api.database.pool.query(
      `select count(distinct premises_id)::int as planned,
         (select count(distinct premises_id)::int from home_plan where done_on is not null) as entered from home_plan`,
    )
    expect(body.items).toMatchObject([
      { enterpriseId: 'ent-a', plannedHomes: rows[0].planned, enteredHomes: rows[0].entered },
    ])
  })
})

describe('closed doors and refusals (R002-5.11.8, R001-5.5-bk)', () => {
  it('are told with their time, and a note is left with a phone and the next day', async () => {
    const home = await resident()
    await plan()
    const bare = await closedDoor(home, '2026-11-10', { note: undefined })
    expect(bare.body).toMatchObject({ code: 'INCONSISTENT_REQUEST', path: '/note' })
    const wrong = { note: { phone: '12', proposedOn: '2026-12-01' } }
    expect((await closedDoor(home, '2026-11-10', wrong)).body.path).toBe('/note/phone')
    expect((await closedDoor(home, '2026-11-10')).status).toBe(201)
    await closedDoor(home, '2026-11-11', { outcome: 'nobody-home' })
    await inspect(home, { signature: { kind: 'refused' } })
    const unsigned = await notice({ signature: { kind: 'refused' } })
    await inspect(home, { check: broken('aged'), notice: unsigned })
    const { body } = await get(`/v1/home-refusals?premisesId=${home.premisesId}`)
    const kinds = body.items.map((one: Json) => one.kind)
    expect(kinds.sort()).toEqual(['absent', 'entry', 'notice', 'record'])
    const entry = body.items.find((one: Json) => one.kind === 'entry')
    expect(entry).toMatchObject({
      happenedAt: '2026-11-10T02:00:00.000Z',
      note: { phone: '0533-2345678', proposedOn: '2026-12-01' },
    })
    // R003-5.11.9: nobody was met, so the community is told; once a request, and only where nobody was met.
    const url = `/v1/home-refusals/${entry.id}/linkage`
    const told = {
      toldAt: '2026-11-10T03:00:00.000Z',
      with: 'neighbourhood-committee',
      result: '代为转告',
    }
    const early = await post(url, { ...told, toldAt: '2026-11-10T01:00:00.000Z' })
    expect(early.body).toMatchObject({ path: '/toldAt', clause: 'R003-5.11.9' })
    expect((await post(url, told)).body.linkage).toEqual([told])
    const met = body.items.find((one: Json) => one.kind === 'record')
    const none = await post(`/v1/home-refusals/${met.id}/linkage`, {
      ...told,
      toldAt: '2026-11-20T08:00:00.000Z',
    })
    expect(none.body).toMatchObject({ code: 'INCONSISTENT_REQUEST' })
    // The last one signed the record, though not the notice.
    expect(await planOf(home, '&state=done')).toMatchObject([{ attempts: 3 }])
  })

  it('show nothing of another enterprise', async () => {
    const home = await world.customer({ enterpriseId: 'ent-b', region: '650102' })
    expect((await inspect(home)).body.code).toBe('UNKNOWN_REFERENCE')
    const list = await get(`/v1/home-refusals?premisesId=${home.premisesId}`)
    expect(list.body.items).toEqual([])
  })
})

describe('a hazard', () => {
  it('has a numbered notice, a grade and a day; without one the profile sets it', async () => {
    const home = await resident()
    const row = await hazard(home)
    expect(row).toMatchObject({ grade: 'general', dueOn: '2026-12-04', reportDueAt: null })
    expect(row.no).toMatch(/^ZG261119-[0-9A-F]{8}$/)
    const { rows } = await api.database.pool.query(
      `select count(*)::int as count from notification where key = $1`,
      [`rectification-notice:${row.id}`],
    )
    expect(rows[0].count).toBe(1)
  })

  it('R003-5.11.10 that is major is reported within a day, to whom and under which number', async () => {
    const home = await resident()
    const row = await hazard(home, 'leaking')
    expect(row).toMatchObject({ grade: 'major', reportDueAt: '2026-11-20T02:00:00.000Z' })
    const waiting = await get('/v1/rectifications/unreported', 'regulator')
    expect(waiting.body.items.map((one: Json) => one.id)).toContain(row.id)
    const url = `/v1/rectifications/${row.id}/report`
    const told = { reportedAt: '2026-11-19T08:00:00.000Z', authority: '张店区住建局', number: '7' }
    const early = await world.post(url, { ...told, reportedAt: '2026-11-18T08:00:00.000Z' })
    expect(early.body.path).toBe('/reportedAt')
    const [one, two] = await Promise.all([world.post(url, told), world.post(url, told)])
    expect(Math.max(one.status, two.status)).toBe(409)
    expect(Math.min(one.status, two.status)).toBe(200)
    const after = await get('/v1/rectifications/unreported')
    expect(after.body.items.map((left: Json) => left.id)).not.toContain(row.id)
    const minor = await hazard(await resident())
    const no = await world.post(`/v1/rectifications/${minor.id}/report`, told)
    expect(no).toMatchObject({ status: 422, body: { measured: 'general' } })
  })

  it('may be graded up by whoever saw it', async () => {
    const items = goodCheck.items.map((one) =>
      one.item === 'hose' ? { item: 'hose', ok: false, defect: 'aged', grade: 'major' } : one,
    )
    const { body } = await inspect(await resident(), {
      check: { items },
      notice: await notice(),
    })
    const list = await get('/v1/rectifications?limit=500')
    const row = list.body.items.find((one: Json) => one.id === body.rectificationId)
    expect(row).toMatchObject({ grade: 'major', hazards: [{ grade: 'major' }] })
  })

  it('R001-6.1-5 takes the proof of the user for ten days, through a holiday; later ones say so', async () => {
    const row = await hazard(await resident())
    const url = `/v1/rectifications/${row.id}/proofs`
    const proof = { repairedOn: '2026-11-19', firm: '淄博某燃具维修公司', firmLicence: 'LX-1' }
    const before = await world.post(url, { ...proof, repairedOn: '2026-11-18' })
    expect(before.body).toMatchObject({ path: '/repairedOn', limit: '2026-11-19' })
    const missing = await world.post(url, { ...proof, object: 'a'.repeat(64) })
    expect(missing.body).toMatchObject({ code: 'UNKNOWN_REFERENCE', path: '/object' })
    const taken = await world.post(url, proof)
    // The end of the tenth day after it, in Shanghai; days, not working days.
    expect(taken.body).toMatchObject({ inTime: true, dueAt: '2026-11-29T15:59:59.999Z' })
    const { now } = api.clock
    api.clock.now = Date.parse('2026-11-29T16:00:00.000Z')
    const late = await world.post(url, proof)
    api.clock.now = now
    expect(late.body.inTime).toBe(false)
    const open = await get('/v1/repair-proofs')
    expect(open.body.items.map((one: Json) => one.id)).toContain(taken.body.id)
    const decide = `/v1/repair-proofs/${taken.body.id}/decision`
    expect((await world.post(decide, { accepted: false })).body.path).toBe('/reason')
    expect((await world.post(decide, { accepted: true })).body.accepted).toBe(true)
    expect((await world.post(decide, { accepted: true })).status).toBe(409)
    // Accepted, and still open: somebody goes and looks.
    expect((await get('/v1/rectifications?limit=500')).body.items).toContainEqual(
      expect.objectContaining({ id: row.id, closedAt: null }),
    )
    const foreign = await world.post(`/v1/rectifications/${randomUUID()}/proofs`, proof)
    expect(foreign.status).toBe(404)
  })
})

describe('suspension after notice (R000-5.2.6, R001-4.3)', () => {
  const suspend = (home: Customer, more: object = {}) =>
    world.post('/v1/supply-suspensions', {
      premisesId: home.premisesId,
      reason: 'refused-entry',
      notifiedAt: '2026-11-12T02:00:00.000Z',
      effectiveAt: '2026-11-20T02:00:00.000Z',
      signature: { kind: 'refused' },
      ...more,
    })

  const order = (home: Customer) =>
    world.post('/v1/orders', {
      customerId: home.id,
      premisesId: home.premisesId,
      lines: [{ model: 'YSP35.5', quantity: 1 }],
    })

  it('wants three closed doors and seven days of notice, and then refuses an order with its clause', async () => {
    const home = await resident()
    await closedDoor(home, '2026-11-08')
    await closedDoor(home, '2026-11-09')
    const few = await suspend(home)
    expect(few).toMatchObject({
      status: 409,
      body: { code: 'SUSPENSION_UNFOUNDED', measured: 2, limit: 3, clause: 'R000-5.2.6' },
    })
    await closedDoor(home, '2026-11-10')
    // The seventh day after the 12th is the 19th, and it is the customer's to its end.
    const soon = await suspend(home, { effectiveAt: '2026-11-19T15:59:59.999Z' })
    expect(soon.body).toMatchObject({ path: '/effectiveAt', limit: '2026-11-19T15:59:59.999Z' })
    const answers = await Promise.all([suspend(home), suspend(home)])
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409])
    const standing = answers.find(({ status }) => status === 201)?.body
    expect(standing.no).toMatch(/^TG261112-/)
    const refused = await order(home)
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'SALE_REFUSED', rule: 'SUPPLY_SUSPENDED', clause: 'R000-5.2.6' },
    })
    const url = `/v1/supply-suspensions/${standing.id}/lift`
    expect((await world.post(url, { reason: 'checked on the 21st' })).body.liftedAt).not.toBeNull()
    expect((await world.post(url, { reason: 'again' })).status).toBe(409)
    expect((await order(home)).status).toBe(201)
  })

  it('holds from its hour on, not before', async () => {
    const home = await resident()
    for (const day of ['2026-11-08', '2026-11-09', '2026-11-10']) await closedDoor(home, day)
    expect((await suspend(home, { effectiveAt: '2026-11-20T08:00:00.001Z' })).status).toBe(201)
    expect((await order(home)).status).toBe(201)
    api.clock.now += 1
    expect((await order(home)).status).toBe(409)
    api.clock.now -= 1
  })

  it('comes at once where somebody is in danger', async () => {
    const home = await resident()
    const now = '2026-11-20T07:00:00.000Z'
    const more = { reason: 'danger', notifiedAt: '2026-11-20T07:30:00.000Z', effectiveAt: now }
    expect((await suspend(home, more)).body).toMatchObject({ clause: 'R001-4.3' })
    expect((await order(home)).body.rule).toBe('SUPPLY_SUSPENDED')
  })

  it('follows a hazard that is overdue, or that the customer will not mend', async () => {
    const home = await resident()
    const row = await hazard(home, 'aged', { stopsSupply: false, dueOn: '2026-11-19' })
    const more = { reason: 'overdue-rectification', rectificationId: row.id }
    const early = await suspend(home, { ...more, notifiedAt: '2026-11-19T15:59:59.999Z' })
    expect(early.body).toMatchObject({ code: 'SUSPENSION_UNFOUNDED' })
    const unrefused = await suspend(home, {
      reason: 'refused-rectification',
      rectificationId: row.id,
    })
    expect(unrefused.body.path).toBe('/reason')
    const told = { happenedAt: '2026-11-19T09:00:00.000Z' }
    expect((await world.post(`/v1/rectifications/${row.id}/refusal`, told)).status).toBe(200)
    const founded = await suspend(home, {
      reason: 'refused-rectification',
      rectificationId: row.id,
    })
    expect(founded.status).toBe(201)
    const other = await hazard(await resident())
    const foreign = await suspend(await resident(), { ...more, rectificationId: other.id })
    expect(foreign.body).toMatchObject({ code: 'UNKNOWN_REFERENCE', path: '/rectificationId' })
  })
})

describe('parts of a home (R000-5.3.5)', () => {
  const part = (home: Customer, more: object = {}) =>
    world.post('/v1/home-parts', { premisesId: home.premisesId, kind: 'hose', ...more })

  it('end on the printed day, else by the profile from their making; the next due first', async () => {
    const home = await resident()
    const printed = await part(home, { kind: 'regulator', useUntil: '2026-11-20' })
    expect(printed.body).toMatchObject({ untilFrom: 'printed', expired: false })
    const made = await part(home, { madeOn: '2025-05-31' })
    expect(made.body).toMatchObject({
      useUntil: '2026-11-30',
      untilFrom: 'made',
      clause: 'R000-5.3.5',
    })
    const url = `/v1/home-parts?premisesId=${home.premisesId}`
    const due = await get(`${url}&dueBefore=2026-11-25`)
    expect(due.body.items.map((one: Json) => one.kind)).toEqual(['regulator'])
    const { now } = api.clock
    api.clock.now = Date.parse('2026-11-20T16:00:00.000Z')
    expect((await get(url)).body.items[0]).toMatchObject({ expired: true })
    api.clock.now = now
  })

  it('are read at the door: another day is another part, and late news do not undo newer ones', async () => {
    const home = await resident()
    const seen = (useUntil: string, happenedAt: string) => {
      const items = goodCheck.items.map((one) => (one.item === 'hose' ? { ...one, useUntil } : one))
      return inspect(home, { check: { items }, happenedAt })
    }
    const hoses = async () =>
      (await get(`/v1/home-parts?premisesId=${home.premisesId}`)).body.items.map(
        (one: Json) => one.useUntil,
      )
    await seen('2027-05-01', '2026-11-19T02:00:00.000Z')
    expect(await hoses()).toEqual(['2027-05-01'])
    await seen('2027-05-01', '2026-11-20T08:00:00.000Z')
    expect(await hoses()).toEqual(['2027-05-01'])
    await seen('2028-05-01', '2026-11-20T08:00:00.000Z')
    expect(await hoses()).toEqual(['2028-05-01'])
    // From a phone that was without signal since the day before.
    await seen('2026-12-01', '2026-11-18T02:00:00.000Z')
    expect(await hoses()).toEqual(['2028-05-01'])
  })

  it('are replaced once, by one of their kind', async () => {
    const home = await resident()
    const old = (await part(home, { useUntil: '2026-01-01' })).body
    const fresh = { useUntil: '2028-05-01', replaces: old.id }
    expect((await part(home, { ...fresh, kind: 'regulator' })).body.path).toBe('/replaces')
    const answers = await Promise.all([part(home, fresh), part(home, fresh)])
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 422])
    const list = await get(`/v1/home-parts?premisesId=${home.premisesId}`)
    expect(list.body.items).toMatchObject([{ useUntil: '2028-05-01' }])
  })

  it('name the field that is wrong', async () => {
    const home = await resident()
    expect((await part(home)).body).toMatchObject({ path: '/useUntil' })
    const wrong = await part(home, { madeOn: '2026-05-01', installedOn: '2026-04-01' })
    expect(wrong.body).toMatchObject({ path: '/installedOn', limit: '2026-05-01' })
    const foreign = await world.customer({ enterpriseId: 'ent-b', region: '650102' })
    expect((await part(foreign, { useUntil: '2028-01-01' })).body.path).toBe('/premisesId')
  })
})
