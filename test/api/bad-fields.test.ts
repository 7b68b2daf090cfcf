import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { expectAnswered, newVictim } from './bad-input.ts'
import { archived, home } from './people-world.ts'
import { cylinderBody } from './small-world.ts'
import { buildSales, type Customer, goodCheck, type SalesWorld, visit } from './sales-world.ts'

let api: ApiUnderTest
let world: SalesWorld
let customer: Customer
let order: Json
let picture: string

const UUID = '00000000-0000-4000-8000-000000000000'
const UYGHUR = 'ئۈرۈمچى گاز زاۋۇتى'

beforeAll(async () => {
  api = await startApi()
  world = await buildSales(api)
  ;({ customer, order } = await newVictim(world, 8002))
  picture = await world.picture('office')
  await world.cylinder('BAD-2')
}, 60_000)
afterAll(() => api?.close())

const at = '2026-11-20T07:30:00.000Z'
const line = { model: 'YSP-15', quantity: 1 }
const buy = (more: object) => ({
  customerId: customer.id,
  premisesId: customer.premisesId,
  lines: [line],
  ...more,
})
const paper = (more: object) => ({
  customerId: customer.id,
  no: `N-${randomUUID().slice(0, 8)}`,
  signedOn: '2026-11-01',
  validFrom: '2026-11-01',
  terms: ['gas-quality'],
  document: picture,
  ...more,
})
const went = (more: object) => visit(['BAD-2'], { happenedAt: at, ...more })
const badly = (more: object) => ({ happenedAt: at, reason: 'nobody-home', ...more })
const back = (more: object) => ({
  happenedAt: at,
  broughtBy: 'courier',
  returned: [{ code: 'BAD-2' }],
  ...more,
})
const look = (more: object) => ({
  premisesId: customer.premisesId,
  happenedAt: at,
  kind: 'periodic',
  check: goodCheck,
  signature: { kind: 'refused' },
  ...more,
})
const someone = (more: object) => archived(9000, { enterpriseId: 'ent-a', ...more })
const dwelling = (more: object) => home('柳泉路 1 号', { region: '370302', ...more })
const iron = (more: object) => cylinderBody(`N-${randomUUID().slice(0, 8)}`, more)

type Row = readonly [
  url: () => string,
  body: () => unknown,
  status: number,
  path: string,
  zh: RegExp,
]
const orderUrl = (step: string) => (): string => `/v1/orders/${order.id}/${step}`
const of = (url: string) => (): string => url

/** Field by field, what stands in the way and how it is told. */
const rows: readonly Row[] = [
  [of('/v1/customers'), () => someone({ name: '' }), 400, '/name', /文字/],
  [of('/v1/customers'), () => someone({ name: 'a\u0000' }), 400, '/name', /空字符/],
  [of('/v1/customers'), () => someone({ name: ['张三'] }), 400, '/name', /./],
  [of('/v1/customers'), () => someone({ phone: '１３８' }), 422, '/phone', /身份信息/],
  [of('/v1/customers'), () => someone({ region: '3703' }), 400, '/region', /六位/],
  [
    () => `/v1/customers/${customer.id}/premises`,
    () => dwelling({ floor: 1.5 }),
    400,
    '/floor',
    /整数/,
  ],
  [
    () => `/v1/customers/${customer.id}/premises`,
    () => dwelling({ class: 'villa' }),
    400,
    '/class',
    /下列之一/,
  ],
  [of('/v1/contracts'), () => paper({ signedOn: '2026-02-30' }), 400, '/signedOn', /日期/],
  [
    of('/v1/contracts'),
    () => paper({ validUntil: '2026-01-01' }),
    422,
    '/validUntil',
    /2026-11-01/,
  ],
  [of('/v1/contracts'), () => paper({ document: UYGHUR }), 400, '/document', /SHA-256/],
  [of('/v1/orders'), () => buy({ customerId: UUID }), 422, '/customerId', /不存在/],
  [of('/v1/orders'), () => buy({ lines: {} }), 400, '/lines', /列表/],
  [
    of('/v1/orders'),
    () => buy({ lines: [{ ...line, quantity: 1e9 }] }),
    400,
    '/lines/0/quantity',
    /整数/,
  ],
  [
    of('/v1/orders'),
    () => buy({ lines: [{ ...line, model: UYGHUR }] }),
    422,
    '/lines/0/model',
    /型号/,
  ],
  [
    of('/v1/orders'),
    () => buy({ lines: [{ ...line, quantity: 51 }] }),
    400,
    '/lines/0/quantity',
    /单位：只/,
  ],
  [
    of('/v1/orders'),
    () => buy({ appointment: { from: '9999-01-01T00:00:00Z', to: '9999-01-02T00:00:00Z' } }),
    422,
    '/appointment/to',
    /一年以后/,
  ],
  [
    () => `/v1/customers/${customer.id}/premises`,
    () => dwelling({ floor: 201 }),
    400,
    '/floor',
    /应为 -5 至 200 的整数。/,
  ],
  [
    () => `/v1/customers/${customer.id}/verifications`,
    () => ({ method: 'licence-seen', result: 'verified' }),
    422,
    '/method',
    /查验身份证件/,
  ],
  [
    of('/v1/complaints'),
    () => ({
      customerId: customer.id,
      channel: 'phone',
      topic: 'delivery',
      text: '迟到',
      orderId: UUID,
    }),
    422,
    '/orderId',
    /不存在/,
  ],
  [
    of('/v1/repairs'),
    () => ({
      customerId: customer.id,
      channel: 'phone',
      topic: 'regulator',
      kind: 'repair',
      text: '漏气',
      orderId: UUID,
    }),
    422,
    '/orderId',
    /不存在/,
  ],
  [of('/v1/orders'), () => buy({ lines: [{ ...line, quantity: 50 }] }), 409, '/lines', /减少数量/],
  [orderUrl('assign'), () => ({ courierId: UUID }), 422, '/courierId', /不存在/],
  [
    orderUrl('assign'),
    () => ({ courierId: world.courierId, cylinders: ['NOBODY-1'] }),
    422,
    '/cylinders/0',
    /不存在/,
  ],
  [
    orderUrl('assign'),
    () => ({ courierId: world.courierId, cylinders: ['BAD-2', 'BAD-2'] }),
    422,
    '/cylinders/1',
    /不一致/,
  ],
  [
    orderUrl('deliver'),
    () => went({ delivered: ['BAD-2', 'BAD-2'] }),
    422,
    '/delivered/1',
    /不一致/,
  ],
  [orderUrl('deliver'), () => went({ signature: undefined }), 400, '/signature', /缺少/],
  [
    orderUrl('deliver'),
    () => went({ signature: { kind: 'signature', object: 'ab'.repeat(32) } }),
    422,
    '/signature/object',
    /不存在/,
  ],
  [
    orderUrl('deliver'),
    () => went({ happenedAt: '2026-02-30T08:00:00.000Z' }),
    400,
    '/happenedAt',
    /真实存在/,
  ],
  [
    orderUrl('deliver'),
    () => went({ returned: [{ reason: 'used-up' }] }),
    400,
    '/returned/0',
    /code/,
  ],
  [
    orderUrl('deliver'),
    () => went({ check: { items: [{ item: 'roof', ok: true }] } }),
    400,
    '/check/items/0/item',
    /下列之一/,
  ],
  [orderUrl('fail'), () => badly({}), 422, '/appointment', /不一致/],
  [orderUrl('fail'), () => badly({ reason: 'rain' }), 400, '/reason', /下列之一/],
  [
    of('/v1/returns'),
    () => back({ enterpriseId: 'ent-a', returned: [] }),
    400,
    '/returned',
    /至少一项/,
  ],
  [
    of('/v1/returns'),
    () => back({ enterpriseId: 'ent-a', returned: [{ photo: 'x' }] }),
    400,
    '/returned/0/photo',
    /SHA-256/,
  ],
  [
    of('/v1/foreign-empties/hand-overs'),
    () => ({ ids: [UUID], to: 'ent-b', happenedAt: at }),
    400,
    '/signatures',
    /缺少/,
  ],
  [of('/v1/safety-inspections'), () => look({ signature: undefined }), 422, '/signature', /不一致/],
  [of('/v1/safety-inspections'), () => look({ premisesId: UUID }), 422, '/premisesId', /不存在/],
  [of('/v1/cylinders'), () => iron({ madeOn: '2026-02-30' }), 400, '/madeOn', /日期/],
  [
    of('/v1/cylinders'),
    () => iron({ inspectedOn: '2024-03-01', nextInspectionOn: '2023-01-01' }),
    422,
    '/nextInspectionOn',
    /不一致/,
  ],
  [
    of('/v1/cylinders'),
    () => iron({ madeOn: '2024-03', inspectedOn: '2023-01-01' }),
    422,
    '/inspectedOn',
    /不一致/,
  ],
  [of('/v1/cylinders'), () => iron({ tareG: '16480' }), 400, '/tareG', /整数克/],
  [of('/v1/inspection-batches'), () => ({ labId: 'ent-b', codes: [] }), 400, '/codes', /列表/],
]

describe('each field is named, with the rule and what to do, in Chinese and English', () => {
  it.each(rows.map((row, i) => ({ i, name: `${row[3]} → ${row[2]}`, row })))(
    '$i: $name',
    async ({ row: [url, body, status, path, zh] }) => {
      const answer = await world.post(url(), body() as object, 'admin')
      expect(answer.status, JSON.stringify(answer.body)).toBe(status)
      expect(answer.body.path ?? answer.body.errors?.[0]?.path).toBe(path)
      expectAnswered(answer, path)
      expect(answer.body.message.zh).toContain(path)
      expect(answer.body.message.zh).toMatch(zh)
    },
  )

  it("somebody else's order is not there, for whatever step", async () => {
    const mine = await world.order(await world.customer())
    const user = { username: 'office-b', password: 'correct horse battery', role: 'office' }
    await world.post('/v1/users', { ...user, enterpriseId: 'ent-b' }, 'admin')
    const token = await api.login('office-b')
    for (const [step, body] of [
      ['assign', { courierId: world.courierId }],
      ['stock-out', { cylinders: ['BAD-2'] }],
      ['deliver', went({})],
      ['fail', badly({ reason: 'customer-refused' })],
      ['cancel', { reason: 'x' }],
      ['code', {}],
      ['code/check', { code: '000000' }],
    ] as const) {
      const answer = await api.call('POST', `/v1/orders/${mine.id}/${step}`, token, body)
      expect(answer.status, step).toBe(404)
      expect(answer.body.message.zh).toMatch(/不存在/)
    }
  })

  it('one cylinder delivered twice on an order, by another visit, is named', async () => {
    await world.cylinder('TWICE-1')
    const twice = await world.order(await world.customer(), {
      lines: [{ model: 'YSP-15', quantity: 2 }],
    })
    const url = `/v1/orders/${twice.id}/deliver`
    expect((await world.post(url, visit(['TWICE-1']), 'courier')).status).toBe(201)
    const again = visit(['TWICE-1'], { happenedAt: '2026-11-20T07:45:00.000Z' })
    const answer = await world.post(url, again, 'courier')
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'ALREADY_DELIVERED', path: '/delivered/0' },
    })
    expect(answer.body.message.zh).toMatch(/已在本订单中交付.*visit|已在本订单中交付/)
  })

  it('a name with "·" and Uyghur text are kept as they are', async () => {
    for (const [i, name] of ['阿依古丽·买买提', 'ئايگۈل مەمەت'].entries()) {
      const made = await world.post('/v1/customers', archived(9100 + i, { name }))
      expect(made.status, JSON.stringify(made.body)).toBe(201)
      const reveal = { fields: ['name'], purpose: 'delivery', reason: '核对姓名' }
      const shown = await world.post(`/v1/customers/${made.body.id}/reveal`, reveal)
      expect(JSON.stringify(shown.body)).toContain(name)
    }
  })

  it('a CSV in GBK is read as what it says', async () => {
    // 某某钢瓶厂 in GBK; nothing of it is valid UTF-8.
    const factory = Buffer.from('c4b3c4b3b8d6c6bfb3a7', 'hex')
    const csv = Buffer.concat([
      Buffer.from('code,model,ownerId,manufacturer\nGBK-1,YSP35.5,ent-a,'),
      factory,
      Buffer.from('\nGBK-2,YSP-99,ent-a,'),
      factory,
      Buffer.from('\n'),
    ])
    const headers = {
      authorization: `Bearer ${world.tokens['admin']}`,
      'content-type': 'text/csv',
    }
    const answer = await api.call('POST', '/v1/cylinders/import', undefined, csv, { headers })
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    expect(JSON.stringify(answer.body)).toMatch(/UNKNOWN_MODEL/)
    const made = await api.call('GET', '/v1/cylinders/GBK-1', world.tokens['admin'])
    expect(made.body.manufacturer).toBe('某某钢瓶厂')
  })
})
