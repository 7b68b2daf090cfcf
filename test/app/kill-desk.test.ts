import { randomInt, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '#test/setup/eventually.ts'
import { type Answer, ApiClient } from './api-client.ts'
import { type SmallTown, smallTown } from './small-town.ts'

/** Every other kill takes PostgreSQL along, as a loss of power does. */
const KILLS = Number(process.env['LPG_TEST_KILLS'] ?? 2)
const SALES = 45
const BATCHES = 6
const A_BATCH = 12
const WORKERS = 14
const PASSWORD = 'correct horse battery'

let town: SmallTown
const people: Record<string, ApiClient> = {}

beforeAll(async () => {
  town = await smallTown()
  const { admin, program } = town
  people['admin'] = admin
  await admin.create('/v1/enterprises', { id: 'lab-1', name: '检验站' })
  for (const username of ['zhang', 'li']) {
    const user = { username, password: PASSWORD, role: 'lab', enterpriseId: 'lab-1' }
    await admin.create('/v1/users', user)
    people[username] = await new ApiClient(program.url).signIn(username, PASSWORD)
  }
  await admin.create('/v1/prices', {
    enterpriseId: 'gas-1',
    model: 'YSP-15',
    labelledNetG: 14_500,
    gasFen: 12_000,
    deliveryFeeFen: 500,
    publishedFenPerKg: 800,
    validFrom: '2026-01-01',
  })
}, 60_000)
afterAll(() => town?.end())

type Step = {
  readonly who: string
  readonly path: string
  readonly body: unknown
}
/** The steps of one order or one batch; each makes its request from the answers before. */
type Chain = readonly ((before: readonly Answer['body'][]) => Step)[]

const homeOf = async (): Promise<{ id: string; premisesId: string }> => {
  const { admin } = town
  const { id } = await admin.create('/v1/customers', {
    kind: 'resident',
    enterpriseId: 'gas-1',
    region: '110101',
    name: '王小明',
    phone: `138${String(randomInt(100_000_000)).padStart(8, '0')}`,
    ofAge: true,
  })
  const verified = { method: 'paper-seen', result: 'verified' }
  await admin.create(`/v1/customers/${id}/verifications`, verified)
  const premises = await admin.create(`/v1/customers/${id}/premises`, {
    region: '110101',
    address: `${randomUUID()} 路 1 号`,
    class: 'urban',
    inPipeArea: false,
    place: 'indoors',
    roomUse: 'kitchen',
    ventilation: 'window',
    secondGasSource: 'none',
  })
  return { id, premisesId: premises.id }
}

const check = {
  items: ['cylinder', 'regulator', 'hose', 'appliance', 'environment'].map((item) => ({
    item,
    ok: true,
  })),
}

const saleOf = async (code: string): Promise<Chain> => {
  await town.register(code, { content: 'full', custody: { kind: 'station', id: 'st-1' } })
  const { id, premisesId } = await homeOf()
  const lines = [{ model: 'YSP35.5', quantity: 1 }]
  const happenedAt = () => new Date().toISOString()
  const [delivered, returned] = [happenedAt(), new Date(Date.now() + 60_000).toISOString()]
  return [
    () => ({ who: 'admin', path: '/v1/orders', body: { customerId: id, premisesId, lines } }),
    ([order]) => ({
      who: 'admin',
      path: `/v1/orders/${order.id}/deliver`,
      body: {
        happenedAt: delivered,
        delivered: [code],
        installation: { state: 'done', leakFree: true, ignited: true },
        check,
        signature: { kind: 'refused' },
        payments: [{ method: 'cash', amountFen: 12_500 }],
      },
    }),
    () => ({
      who: 'admin',
      path: '/v1/returns',
      body: {
        happenedAt: returned,
        broughtBy: 'customer',
        stationId: 'st-1',
        customerId: id,
        returned: [{ code }],
      },
    }),
  ]
}

const CHECKS = {
  appearance: true,
  weld: true,
  valveSeat: true,
  wallThickness: true,
  volume: true,
  hydraulic: true,
  airTightness: true,
}

const batchOf = async (name: string): Promise<Chain> => {
  const codes = Array.from({ length: A_BATCH }, (_, i) => `${name}-${i}`)
  await Promise.all(codes.map((code) => town.register(code, { tags: [] })))
  const inspectedOn = new Date().toISOString().slice(0, 10)
  const results = codes.map((code) => ({
    code,
    result: 'pass',
    inspectedOn,
    checks: CHECKS,
    tareG: 16_500,
  }))
  const path = ([batch]: readonly Answer['body'][], step: string) =>
    `/v1/inspection-batches/${batch.id}/${step}`
  return [
    () => ({
      who: 'admin',
      path: '/v1/inspection-batches',
      body: { labId: 'lab-1', enterpriseId: 'gas-1', codes },
    }),
    (before) => ({ who: 'zhang', path: path(before, 'results'), body: { results } }),
    (before) => ({ who: 'li', path: path(before, 'review'), body: { decision: 'confirm' } }),
    (before) => ({ who: 'li', path: path(before, 'return'), body: { siteId: 'st-1' } }),
  ]
}

type Score = { acknowledged: number; repeats: number; left: number }

/** Sends until it is answered for good, always with the same key. null = the connection broke and this client gives up. */
const insist = async ({ who, path, body }: Step, givesUp: boolean, score: Score) => {
  const key = randomUUID()
  const client = people[who]
  for (;;) {
    const answer = await fetch(town.program.url + path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${client?.token ?? ''}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify(body),
    })
      .then(
        async (response): Promise<Answer> => ({
          status: response.status,
          body: await response.json(),
        }),
      )
      .catch(() => null)
    if (answer !== null && answer.status < 300) {
      score.acknowledged += 1
      return answer.body
    }
    const passing =
      answer === null || answer.status >= 500 || answer.body.code === 'IDEMPOTENCY_KEY_RUNNING'
    if (!passing) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    if (givesUp) return null
    score.repeats += 1
    await sleep(250)
  }
}

const run = async (chain: Chain, score: Score): Promise<void> => {
  // Some clients never come back: a lost phone.
  const givesUp = randomInt(2) === 0
  const answers: Answer['body'][] = []
  for (const step of chain) {
    const answer = await insist(step(answers), givesUp, score)
    if (answer === null) {
      score.left += 1
      return
    }
    answers.push(answer)
  }
}

/** Orders and batch items whose rows and lives say different things, and everything that stands twice. */
const contradictions = async (client: pg.Client) => {
  const { rows } = await client.query<{ what: string; name: string }>(`
    with told as (
      select c.code, l.type, l.body->>'orderId' as order_id, l.body->>'batchId' as batch_id
      from cylinder_life l join cylinder c on c.id = l.cylinder_id),
    orders as (
      select o.id, o.no, o.state,
        (select count(*)::int from delivery d where d.order_id = o.id) as visits,
        (select count(*)::int from told t where t.order_id = o.id::text and t.type = 'delivery.completed') as told,
        (select count(*)::int from journal_entry j where j.order_id = o.id and j.kind = 'sale') as sales
      from sale_order o),
    items as (
      select i.code, i.state, i.returned_at is not null as back,
        (select count(*)::int from told t where t.code = i.code and t.type = 'inspection.sent') as sent,
        (select count(*)::int from told t where t.code = i.code and t.type = 'inspection.completed') as completed,
        (select count(*)::int from told t where t.code = i.code and t.type = 'custody.handed-over') as returned
      from inspection_item i)
    select 'order' as what, no || ' ' || state || ' ' || visits || told || sales as name from orders
      where (visits, told, sales) <> case state when 'delivered' then (1, 1, 1) else (0, 0, 0) end
    union all select 'item', code || ' ' || state || ' ' || sent || completed || returned from items
      where sent <> 1 or completed <> (state = 'passed')::int or returned <> back::int
    union all select 'return', code || ' ' || count(*) from cylinder_return group by code having count(*) <> 1
    union all select 'returned', r.code from cylinder_return r
      where (select count(*)::int from told t where t.code = r.code and t.type = 'cylinder.returned') <> 1
    union all select 'customer', customer_id::text from sale_order group by customer_id having count(*) > 1
    union all select 'batch', c.code from cylinder c join inspection_item i on i.cylinder_id = c.id
      group by c.code having count(*) > 1
    union all select 'untold', event_id::text from untold_event`)
  return rows
}

it(`what people do at desks and doors stands once and whole over ${KILLS} kills of everything`, async () => {
  const made = await Promise.all([
    ...Array.from({ length: SALES }, (_, i) => saleOf(`KILL-${i}`)),
    ...Array.from({ length: BATCHES }, (_, i) => batchOf(`LAB-${i}`)),
  ])
  // Batches among the sales, so that a kill meets both.
  const chains = made.toSorted(() => randomInt(3) - 1)
  const steps = chains.reduce((sum, chain) => sum + chain.length, 0)
  const score: Score = { acknowledged: 0, repeats: 0, left: 0 }
  const queue = [...chains]
  const work = async (): Promise<void> => {
    for (let chain = queue.pop(); chain !== undefined; chain = queue.pop()) await run(chain, score)
  }
  let over = false
  const workers = Promise.all(Array.from({ length: WORKERS }, work)).finally(() => {
    over = true
  })
  for (let i = 0; i < KILLS; i++) {
    const reached = Math.floor((steps * (i + 1)) / (KILLS + 3))
    while (score.acknowledged < reached && !over) await sleep(2)
    await sleep(randomInt(30))
    await town.program.kill(i % 2 === 1)
    await town.program.start()
  }
  await workers
  const client = new pg.Client({ connectionString: await town.program.databaseUrl() })
  await client.connect()
  try {
    await eventually(async () => expect(await contradictions(client)).toEqual([]), 30_000)
    const { rows } = await client.query('select from sale_order')
    expect(rows.length).toBeGreaterThanOrEqual(SALES - score.left)
    expect(score.repeats + score.left).toBeGreaterThan(0)
    console.log(
      `${KILLS} kills: ${score.acknowledged} acknowledged, ${score.repeats} repeated, ${score.left} left alone`,
    )
  } finally {
    await client.end()
  }
}, 240_000)
