import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Answer } from '#test/app/api-client.ts'
import { eventually } from '#test/setup/eventually.ts'
import {
  checkItems,
  filled,
  fillOn,
  type Home,
  moveIn,
  now,
  onTheWay,
  step,
  type Story,
  storyTown,
  tagOf,
} from './story-town.ts'
import { told } from './told.ts'

const CODE = 'ZB-2026-0088'
const TARE = 16_500
const NEW_TARE = 16_620

let story: Story
let first: Home
let second: Home

const claimWith = (fits: (claim: Answer['body']) => boolean): Promise<Answer['body']> =>
  eventually(async () => {
    const { body } = await story.as('office-1').get('/v1/residual-claims?state=all')
    const found = body.items.find(fits)
    if (found === undefined) throw new Error(`no such claim: ${JSON.stringify(body.items)}`)
    return found
  }, 20_000)

const inAtTheGate = () =>
  step(story, 'portal', {
    on: 'read',
    tag: tagOf(CODE),
    direction: 'in',
    condition: 'empty',
    appearanceOk: true,
  })

const delivery = async (home: Home, more: object = {}) => ({
  visitId: randomUUID(),
  happenedAt: now(),
  delivered: [CODE],
  installation: { state: 'done', leakFree: true, ignited: true },
  check: checkItems(),
  signature: {
    kind: 'signature',
    object: await story.picture('courier-1', 'signature', home.id),
  },
  manualVersion: '2026-1',
  ...more,
})

beforeAll(async () => {
  story = await storyTown()
  first = await moveIn('张·三', '13800138001', story)
  second = await moveIn('阿依古丽·买买提', '13800138002', story)
}, 90_000)
afterAll(() => story?.end())

it('registered, refused before it is evacuated, evacuated and filled', async () => {
  await story.register(CODE, {
    manufacturer: '山东某某钢瓶有限公司',
    serialNo: '鲁钢瓶字第〇〇八八号',
    needsVacuum: true,
  })
  await story.register('F-9', { ownerId: 'gas-2', serialNo: '别家 9' })
  await step(story, 'scale', { on: 'sign-in', operator: 's-2' })
  await step(story, 'scale', { on: 'test-mass', testMassG: 20_000, readG: 20_003 })
  const load = { tag: tagOf(CODE), tareG: TARE, grossG: TARE }
  await step(story, 'scanner', { on: 'scan', tag: tagOf(CODE), purpose: 'prefill' })
  await step(story, 'scanner', { on: 'pass' })
  await step(story, 'scale', { on: 'place', load })
  expect(await fillOn(story)).toContain('NEEDS_VACUUM')
  await step(story, 'scale', { on: 'evacuate', pressurePa: -90_000, method: 'pump' })
  await filled(story, CODE, TARE)
}, 60_000)

it('a first customer, an offline courier who tells it late, twice and at once, and a foreign empty', async () => {
  const office = story.as('office-1')
  const contract = await office.create('/v1/contracts', {
    customerId: first.id,
    no: 'GQ-2026-0088',
    signedOn: '2026-11-01',
    validFrom: '2026-11-01',
    terms: ['gas-quality', 'duties-of-both-sides', 'data-security'],
    document: await story.picture('office-1', 'document', first.id),
  })
  const order = await onTheWay(story, first, CODE)
  expect(order.contractNo).toBe(contract.no)
  // The phone has no signal: the visit stays on it.
  const visit = await delivery(first, { returned: [{ code: 'F-9', ownerId: 'gas-2' }] })
  await sleep(30)
  // 700 g are left when the customer brings it to the station; 3 % of 14.5 kg are allowed.
  await inAtTheGate()
  const load = { tag: tagOf(CODE), tareG: TARE, grossG: TARE + 700 }
  await step(story, 'scale', { on: 'place', load })
  await step(story, 'scale', { on: 'weigh-residual' })
  await claimWith(({ code, customerId }) => code === CODE && customerId === null)
  const courier = story.as('courier-1')
  const url = `/v1/orders/${order.id}/deliver`
  const answers = await Promise.all([1, 2, 3].map(() => courier.create(url, visit)))
  answers.push(await courier.create(url, visit))
  for (const answer of answers) expect(answer).toEqual(answers[0])
  const { body } = await office.get('/v1/foreign-empties?ownerId=gas-2')
  expect(body.items).toMatchObject([{ code: 'F-9', ownerId: 'gas-2' }])
  const giver = await story.picture('office-1', 'signature')
  const receiver = await story.picture('office-1', 'signature')
  const handOver = { ids: [body.items[0].id], to: 'gas-2', happenedAt: now() }
  const signed = { ...handOver, signatures: { giver, receiver } }
  expect(await office.create('/v1/foreign-empties/hand-overs', signed)).toMatchObject({
    handedOver: 1,
  })
}, 60_000)

it('the residual becomes the claim of the first customer, and is paid against a signature', async () => {
  const claim = await claimWith(({ customerId }) => customerId === first.id)
  // 265 g × 11 600 fen ÷ 14 500 g.
  expect(claim).toMatchObject({ excessG: 265, amountFen: 212, clause: 'R003-7.1.14c' })
  const signature = await story.picture('office-1', 'signature', first.id)
  const url = `/v1/residual-claims/${claim.id}/pay`
  const paid = { paidAt: now(), method: 'cash', signature }
  const answer = await story.as('office-1').call('POST', url, paid)
  expect(answer.body, JSON.stringify(answer.body)).toMatchObject({ state: 'paid' })
}, 60_000)

it('a second customer whose hose is aged gets a notice; after the repair and a second check, gas', async () => {
  const scale = { tag: tagOf(CODE), tareG: TARE, grossG: TARE + 700 }
  await step(story, 'scale', { on: 'place', load: scale })
  expect(await fillOn(story)).toContain('RESIDUAL_TOO_HIGH')
  await step(story, 'scale', { on: 'drain', grossG: TARE })
  await filled(story, CODE, TARE)
  const courier = story.as('courier-1')
  const order = await onTheWay(story, second, CODE)
  const failed = await courier.create(`/v1/orders/${order.id}/fail`, {
    happenedAt: now(),
    reason: 'unsafe-home',
    check: checkItems('hose'),
    notice: {
      dueOn: '2099-01-01',
      signature: {
        kind: 'signature',
        object: await story.picture('courier-1', 'signature', second.id),
      },
    },
  })
  expect(failed).toMatchObject({ orderState: 'refused', findings: [{ code: 'UNSAFE_HOME' }] })
  await sleep(5)
  const again = { customerId: second.id, premisesId: second.premisesId }
  const lines = [{ model: 'YSP-15', quantity: 1 }]
  expect(await courier.call('POST', '/v1/orders', { ...again, lines })).toMatchObject({
    status: 409,
    body: { rule: 'UNSAFE_HOME', clause: 'R003-5.11.2-5' },
  })
  const closed = await courier.call('POST', `/v1/rectifications/${failed.rectificationId}/close`, {
    happenedAt: now(),
    check: checkItems(),
    signature: { kind: 'refused' },
  })
  expect(closed.status, JSON.stringify(closed.body)).toBe(200)
  const better = await onTheWay(story, second, CODE)
  const prefill = await courier.get(`/v1/orders/${better.id}/visit`)
  expect(prefill.body.rectifications).toEqual([])
  const visit = await delivery(second)
  expect(await courier.create(`/v1/orders/${better.id}/deliver`, visit)).toMatchObject({
    orderState: 'delivered',
    findings: [],
  })
  await sleep(5)
  await courier.create('/v1/returns', {
    happenedAt: now(),
    broughtBy: 'courier',
    customerId: second.id,
    vehicle: 'van-1',
    returned: [{ code: CODE }],
  })
  await sleep(5)
  await inAtTheGate()
  const load = { tag: tagOf(CODE), tareG: TARE, grossG: TARE + 120 }
  await step(story, 'scale', { on: 'place', load })
  await step(story, 'scale', { on: 'weigh-residual' })
  await step(story, 'scale', { on: 'drain', grossG: TARE })
  await step(story, 'scale', { on: 'take-off' })
}, 60_000)

/** To the laboratory, and what it found; a second person reviews it. */
const inspected = async (result: object): Promise<string> => {
  const batch = await story
    .as('office-1')
    .create('/v1/inspection-batches', { labId: 'lab-1', codes: [CODE] })
  const url = `/v1/inspection-batches/${batch.id}`
  await sleep(5)
  const inspectedOn = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  const results = { results: [{ code: CODE, inspectedOn, ...result }] }
  const told_ = await story.as('lab-zhang').call('POST', `${url}/results`, results)
  expect(told_.status, JSON.stringify(told_.body)).toBe(200)
  const confirm = { decision: 'confirm' }
  expect((await story.as('lab-zhang').call('POST', `${url}/review`, confirm)).status).toBe(409)
  const reviewed = await story.as('lab-li').call('POST', `${url}/review`, confirm)
  expect(reviewed.status, JSON.stringify(reviewed.body)).toBe(200)
  await sleep(5)
  return url
}

const allGood = {
  appearance: true,
  weld: true,
  valveSeat: true,
  wallThickness: true,
  volume: true,
  hydraulic: true,
  airTightness: true,
}

it('a laboratory gives it a new tare, and it works again', async () => {
  const measured = { wallThicknessMm: 2.4, volumeMl: 35_600 }
  const url = await inspected({
    result: 'pass',
    checks: allGood,
    measured,
    tareG: NEW_TARE,
    reportNo: 'BG-1',
  })
  const back = await story.as('lab-li').call('POST', `${url}/return`, { siteId: 'st-1' })
  expect(back.status, JSON.stringify(back.body)).toBe(200)
  await sleep(5)
  const load = { tag: tagOf(CODE), tareG: NEW_TARE, grossG: NEW_TARE }
  await step(story, 'scale', { on: 'place', load })
  await step(story, 'scale', { on: 'evacuate', pressurePa: -90_000, method: 'pump' })
  await filled(story, CODE, NEW_TARE)
  await step(story, 'scale', { on: 'place', load })
  await step(story, 'scale', { on: 'drain', grossG: NEW_TARE })
  await step(story, 'scale', { on: 'take-off' })
}, 60_000)

it('the next inspection ends it: retired, destroyed, and never filled again', async () => {
  await inspected({ result: 'fail', reason: '壁厚不足', failCode: 'T2', reportNo: 'BG-2' })
  const destroyed = await story.as('lab-li').call('POST', `/v1/cylinders/${CODE}/destroy`, {
    method: '压扁',
    evidence: '销毁记录 2026-117',
    photoSha256: ['a'.repeat(64)],
  })
  expect(destroyed.status, JSON.stringify(destroyed.body)).toBe(201)
  expect(destroyed.body.cylinder).toMatchObject({
    service: { state: 'retired' },
    custody: { kind: 'scrap' },
  })
  await sleep(5)
  const load = { tag: { scheme: 'code' as const, value: CODE }, tareG: NEW_TARE, grossG: NEW_TARE }
  await step(story, 'scale', { on: 'place', load })
  expect(await fillOn(story)).toContain('RETIRED')
}, 60_000)

it('the regulator of the region reads all of it in order: who, when, where, which clause; the one of another region nothing', async () => {
  const elsewhere = await story.as('regulator-65').get(`/v1/cylinders/${CODE}/trace`)
  expect(elsewhere).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } })
  const { cylinder, events, next } = await eventually(async () => {
    const trace = await story.as('regulator-37').trace(CODE, '?limit=500')
    const curves = trace.events.filter(({ type }) => type === 'fill.curve-compared')
    if (curves.length < 3) throw new Error('the curves are not compared yet')
    return trace
  })
  expect(next).toBeNull()
  expect(cylinder).toMatchObject({ serialNo: '鲁钢瓶字第〇〇八八号', tareG: NEW_TARE })
  expect(cylinder.service).toMatchObject({ state: 'retired' })
  const times = events.map((event) => Date.parse(event.effectiveAt ?? event.at))
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  for (const { at, recordedAt } of events) {
    expect(Date.parse(at)).toBeLessThanOrEqual(Date.parse(recordedAt) + 1000)
  }
  const personal = /张|阿依古丽|13800138|柳泉路/
  expect(JSON.stringify(events)).not.toMatch(personal)
  const names = new Map([
    [first.id, '<customer 1>'],
    [second.id, '<customer 2>'],
    [first.premisesId, '<home 1>'],
    [second.premisesId, '<home 2>'],
    ...[...story.ids].map(([name, id]) => [id, `<${name}>`] as const),
  ])
  await expect(`${told(events, names)}\n`).toMatchFileSnapshot('./one-cylinder.golden.txt')
}, 60_000)
