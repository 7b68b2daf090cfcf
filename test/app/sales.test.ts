import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { pngOf, safetyTraining } from '#test/api/sales-world.ts'
import { eventually } from '#test/setup/eventually.ts'
import { ApiClient, type Answer } from './api-client.ts'
import { type SmallTown, smallTown } from './small-town.ts'

type Home = { readonly id: string; readonly premisesId: string }
type Found = { readonly code: string }

let town: SmallTown
let courier: ApiClient
let courierId: string
const PASSWORD = 'correct horse battery'

const codes = (findings: readonly Found[]): string[] => findings.map(({ code }) => code)
const now = (): string => new Date().toISOString()
const items = (bad?: string) =>
  ['cylinder', 'regulator', 'hose', 'appliance', 'environment'].map((item) => ({
    item,
    ok: item !== bad,
    ...(item === bad ? { defect: 'aged' } : {}),
  }))

const picture = async (customerId?: string): Promise<string> => {
  const whose = customerId === undefined ? '' : `&customerId=${customerId}`
  const response = await fetch(`${town.program.url}/v1/objects?kind=signature${whose}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${courier.token}`, 'content-type': 'image/png' },
    body: new Uint8Array(pngOf(randomUUID())),
  })
  const body = (await response.json()) as { object: string }
  expect(response.status).toBe(201)
  return body.object
}

const customer = async (name: string, phone: string): Promise<Home> => {
  const { admin } = town
  const made = await admin.create('/v1/customers', {
    kind: 'resident',
    enterpriseId: 'gas-1',
    region: '370302',
    name,
    phone,
    ofAge: true,
  })
  await admin.create(`/v1/customers/${made.id}/verifications`, {
    method: 'paper-seen',
    result: 'verified',
  })
  const home = await admin.create(`/v1/customers/${made.id}/premises`, {
    region: '370302',
    address: `${name}路 1 号`,
    class: 'urban',
    inPipeArea: false,
    place: 'indoors',
    roomUse: 'kitchen',
    floor: 2,
    ventilation: 'window',
    gasAlarm: true,
    secondGasSource: 'none',
  })
  return { id: made.id, premisesId: home.id }
}

const ordered = ({ id, premisesId }: Home) =>
  courier.create('/v1/orders', {
    customerId: id,
    premisesId,
    lines: [{ model: 'YSP35.5', quantity: 1 }],
  })

/** Checked, filled with 14.5 kg, checked again and labelled. */
const fill = async (code: string): Promise<void> => {
  const { device } = town
  await device.send('prefill.checked', code, { passed: true, operator: 's-1' })
  const scale = { scale: 'scale-1', operator: 's-1' }
  const { answer } = await device.ask(code, { operator: 's-1' })
  expect(answer).toMatchObject({ decision: 'allow' })
  const permitId = answer.decision === 'allow' ? answer.permitId : ''
  await device.send('fill.completed', code, { ...scale, permitId, tareG: 16_500, grossG: 31_000 })
  await device.send('postfill.checked', code, {
    leakFree: true,
    sealed: true,
    labelled: true,
    labelledNetG: 14_500,
  })
}

const stockOut = async (orderId: string, code: string): Promise<void> => {
  const { admin } = town
  const assigned = await admin.call('POST', `/v1/orders/${orderId}/assign`, {
    courierId,
    vehicle: 'van-1',
    cylinders: [code],
  })
  expect(assigned.status, JSON.stringify(assigned.body)).toBe(200)
  await courier.create(`/v1/orders/${orderId}/stock-out`, {
    cylinders: [{ code, appearanceOk: true, leakFree: true }],
  })
}

const delivered = (code: string, signature: string, more: object = {}) => ({
  visitId: randomUUID(),
  happenedAt: now(),
  delivered: [code],
  installation: { state: 'done', leakFree: true, ignited: true },
  check: { items: items() },
  signature: { kind: 'signature', object: signature },
  manualVersion: '2026-1',
  ...more,
})

const claimWith = (fits: (claim: Answer['body']) => boolean): Promise<Answer['body']> =>
  eventually(async () => {
    const { body } = await town.admin.get('/v1/residual-claims?state=all')
    const found = body.items.find(fits)
    if (found === undefined) throw new Error(`no such claim: ${JSON.stringify(body.items)}`)
    return found
  }, 20_000)

beforeAll(async () => {
  town = await smallTown()
  const { admin } = town
  await admin.create('/v1/prices', {
    enterpriseId: 'gas-1',
    model: 'YSP-15',
    labelledNetG: 14_500,
    gasFen: 11_600,
    deliveryFeeFen: 500,
    publishedFenPerKg: 780,
    validFrom: '2026-01-01',
  })
  const user = { username: 'courier-1', password: PASSWORD, role: 'courier', enterpriseId: 'gas-1' }
  courierId = (await admin.create('/v1/users', user)).id
  await admin.create('/v1/staff', { enterpriseId: 'gas-1', operator: 'courier-1' })
  await admin.create('/v1/trainings', safetyTraining('gas-1', 'courier-1'))
  courier = await new ApiClient(town.program.url).signIn('courier-1', PASSWORD)
  await town.register('S-1')
}, 90_000)
afterAll(() => town?.end())

let first: Home
let second: Home

it('an offline courier tells late and twice; the residual that was weighed meanwhile becomes his customer’s claim', async () => {
  first = await customer('张·三', '13800138001')
  await fill('S-1')
  const order = await ordered(first)
  await stockOut(order.id, 'S-1')
  // The phone has no signal: the visit stays on it.
  const visit = delivered('S-1', await picture(first.id))
  await sleep(30)
  // Used up, and brought to the station before the phone is back: 700 g are left, 3 % of 14.5 kg are allowed (R003-7.1.14c).
  const weighed = await town.device.send('residual.weighed', 'S-1', {
    grossG: 17_200,
    scale: 'scale-1',
  })
  const nobodys = await claimWith(({ eventId }) => eventId === weighed.id)
  expect(nobodys).toMatchObject({ customerId: null, excessG: 265 })
  const url = `/v1/orders/${order.id}/deliver`
  const [one, two] = await Promise.all([courier.create(url, visit), courier.create(url, visit)])
  expect(two).toEqual(one)
  expect(await courier.create(url, visit)).toEqual(one)
  const { events } = await town.admin.trace('S-1', '?limit=500')
  const order_ = events.map(({ type }) => type)
  expect(order_.filter((type) => type === 'delivery.completed')).toHaveLength(1)
  expect(order_.indexOf('delivery.completed')).toBeLessThan(order_.indexOf('residual.weighed'))
  const again = await town.admin.traced('S-1', weighed.id as string)
  expect(codes(again.findings)).toEqual(
    expect.arrayContaining(['RESIDUAL_OVER_LIMIT', 'RETURN_NOT_SCANNED']),
  )
  expect(codes(again.superseded)).toContain('CLAIM_UNATTRIBUTED')
  const claim = await claimWith(
    (one_) => one_.eventId === weighed.id && one_.customerId === first.id,
  )
  // 265 g × 11 600 fen ÷ 14 500 g.
  expect(claim).toMatchObject({ orderId: order.id, kind: 'residual', excessG: 265, amountFen: 212 })
  expect(claim.clause).toBe('R003-7.1.14c')
}, 60_000)

it('a second customer, a foreign empty and one that nobody can read: handed to their owner, never filled', async () => {
  second = await customer('李四', '13800138002')
  await town.register('F-9', { ownerId: 'gas-2' })
  await town.device.send('residual.removed', 'S-1', { grossG: 16_500 })
  await fill('S-1')
  const order = await ordered(second)
  await stockOut(order.id, 'S-1')
  const photo = await picture()
  const answer = await courier.create(
    `/v1/orders/${order.id}/deliver`,
    delivered('S-1', await picture(second.id), {
      returned: [{ code: 'F-9' }, { photo, ownerId: 'gas-2' }],
    }),
  )
  expect(answer).toMatchObject({ orderState: 'delivered', findings: [] })
  const { body } = await town.admin.get('/v1/foreign-empties?ownerId=gas-2')
  expect(body.items).toHaveLength(2)
  const ids = body.items.map(({ id }: { id: string }) => id)
  const { answer: permit } = await town.device.ask('F-9', { operator: 's-1' })
  expect(permit).toMatchObject({ decision: 'deny' })
  expect(permit.decision === 'deny' && permit.codes).toContain('NOT_OWNED')
  const url = '/v1/foreign-empties/hand-overs'
  const giver = await picture()
  const handOver = { ids, to: 'gas-2', happenedAt: now() }
  const once = { ...handOver, signatures: { giver, receiver: giver } }
  expect(await town.admin.call('POST', url, once)).toMatchObject({
    status: 422,
    body: { path: '/signatures/receiver' },
  })
  const both = { ...handOver, signatures: { giver, receiver: await picture() } }
  expect(await town.admin.create(url, both)).toMatchObject({ handedOver: 2 })
  expect(await town.admin.call('POST', url, both)).toMatchObject({
    status: 409,
    body: { code: 'ALREADY_HANDED_OVER', path: expect.stringMatching(/^\/ids\/\d$/) },
  })
  const life = (await town.admin.trace('F-9')).events.map(({ type }) => type)
  expect(life).toEqual(expect.arrayContaining(['cylinder.returned', 'custody.handed-over']))
}, 60_000)

it('an unsafe home gets a notice and no gas', async () => {
  const third = await customer('王五', '13800138003')
  const order = await ordered(third)
  const answer = await courier.create(`/v1/orders/${order.id}/fail`, {
    happenedAt: now(),
    reason: 'unsafe-home',
    check: { items: items('hose') },
    notice: {
      dueOn: '2099-01-01',
      signature: { kind: 'signature', object: await picture(third.id) },
    },
  })
  expect(answer).toMatchObject({ orderState: 'refused', rectificationId: expect.any(String) })
  const refused = await courier.call('POST', '/v1/orders', {
    customerId: third.id,
    premisesId: third.premisesId,
    lines: [{ model: 'YSP-15', quantity: 1 }],
  })
  expect(refused).toMatchObject({
    status: 409,
    body: { rule: 'UNSAFE_HOME', clause: 'R003-5.11.2-5' },
  })
}, 60_000)

it('gas that comes back unused is refunded; both claims are paid once, against a signature', async () => {
  const returned = await courier.create('/v1/returns', {
    happenedAt: now(),
    broughtBy: 'customer',
    customerId: second.id,
    stationId: 'st-1',
    returned: [{ code: 'S-1', reason: 'unused-gas' }],
  })
  expect(returned.returned[0]).toMatchObject({ code: 'S-1', foreignEmptyId: null })
  const waiting = await courier.get('/v1/returns?state=unweighed')
  expect(waiting.body.items.map(({ code }: { code: string }) => code)).toContain('S-1')
  await town.device.send('residual.weighed', 'S-1', { grossG: 26_500, scale: 'scale-1' })
  const refund = await claimWith(({ kind }) => kind === 'refund')
  expect(refund).toMatchObject({ customerId: second.id, excessG: 10_000, amountFen: 8_000 })
  const residual = await claimWith(({ kind }) => kind === 'residual')
  expect(Date.parse(residual.dueAt)).toBeGreaterThan(Date.now() + 4 * 86_400_000)
  for (const { id, customerId } of [refund, residual]) {
    const url = `/v1/residual-claims/${id}/pay`
    const unsigned = await town.admin.call('POST', url, { paidAt: now(), method: 'cash' })
    expect(unsigned).toMatchObject({ status: 400, body: { path: '/signature' } })
    const signed = { paidAt: now(), method: 'cash', signature: await picture(customerId) }
    const other = { ...signed, customerId: customerId === first.id ? second.id : first.id }
    expect((await town.admin.call('POST', url, other)).status).toBe(422)
    const answers = await Promise.all([1, 2, 3].map(() => town.admin.call('POST', url, signed)))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409])
  }
  expect((await town.admin.get('/v1/residual-claims')).body.items).toEqual([])
  const { events } = await town.admin.trace('S-1', '?limit=500')
  const people = events.filter(({ type }) => /^(delivery|stock\.out|cylinder\.returned)/.test(type))
  expect(people.map(({ type }) => type)).toEqual([
    'stock.out',
    'delivery.completed',
    'stock.out',
    'delivery.completed',
    'cylinder.returned',
  ])
  expect(people.every(({ operator }) => operator === 'courier-1')).toBe(true)
  expect(JSON.stringify(events)).not.toMatch(/张|李四|13800138/)
}, 60_000)
