import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { epochMs } from '#domain/units.ts'
import {
  archived,
  home,
  idNumber,
  type PeopleWorld,
  resident,
  startPeopleWorld,
  uscc,
} from './people-world.ts'

let people: PeopleWorld
beforeAll(async () => {
  people = await startPeopleWorld()
})
afterAll(() => people.api.close())

const call: PeopleWorld['call'] = (...asked) => people.call(...asked)
const must: PeopleWorld['must'] = (...asked) => people.must(...asked)
const token = (name: string): string => people.world.tokens[name] ?? ''
const rows = async (sql: string, values: unknown[] = []) =>
  (await people.api.database.pool.query(sql, values)).rows

/** A second later each time: two facts of one cylinder need an order. */
let ticks = 0
const tick = () => {
  ticks += 1
  return epochMs(people.api.clock.now + ticks * 1000)
}

/** CYL-a goes to a customer, as a delivery writes it. */
const deliver = (customerRef: string, premisesRef: string) =>
  people.api.recorder.record('CYL-a', {
    id: randomUUID(),
    type: 'delivery.completed',
    at: tick(),
    stationId: 'st-a',
    operator: 'courier',
    body: { customerRef, premisesRef },
  })

const bringBack = () =>
  people.api.recorder.record('CYL-a', {
    id: randomUUID(),
    type: 'cylinder.returned',
    at: tick(),
    stationId: 'st-a',
    operator: 'courier',
    body: { to: { kind: 'station', id: 'st-a' } },
  })

describe('premises', () => {
  it('starred out, changed, closed; supply is checked against the profile of the place', async () => {
    const { id } = await must('POST', '/v1/customers', resident(1))
    const url = `/v1/customers/${id}/premises`
    const made = await must('POST', url, home('新疆乌鲁木齐市天山区解放北路 18 号 3 单元 201 室'))
    expect(made).toMatchObject({
      class: 'urban',
      floor: 3,
      address: '新疆乌鲁木齐***',
      closedAt: null,
    })
    const check = (models: string[]) => must('POST', `${url}/${made.id}/supply-check`, { models })
    const refused = await check(['YSP-15'])
    expect(refused).toMatchObject({
      allowed: false,
      profile: 'cn-65@2023-06-01',
      refusals: [{ code: 'IDENTITY_UNVERIFIED', clause: 'R000-4.3.3.2', force: 'draft' }],
    })
    await must('POST', `/v1/customers/${id}/verifications`, {
      method: 'id-card-reader',
      result: 'verified',
    })
    expect(await check(['YSP-15'])).toMatchObject({ allowed: true, refusals: [] })
    const big = await check(['YSP118/49.5'])
    expect(big.refusals).toMatchObject([
      { code: 'OUTDOORS_ONLY', clause: 'F1', force: 'mandatory', measured: 'YSP-50' },
      { code: 'TOO_MUCH_GAS', measured: 49_500, limit: 30_000, unit: 'g' },
    ])
    const unknown = await call('POST', `${url}/${made.id}/supply-check`, { models: ['15kg'] })
    expect(unknown.body).toMatchObject({ code: 'UNKNOWN_MODEL', path: '/models/0' })
    const changed = await must('PATCH', `${url}/${made.id}`, {
      roomUse: 'basement',
      gasAlarm: null,
    })
    expect(changed).toMatchObject({ roomUse: 'basement', gasAlarm: null, floor: 3 })
    expect((await check([])).refusals).toMatchObject([{ code: 'PREMISES_UNSUITABLE' }])
    await must('PATCH', `${url}/${made.id}`, { roomUse: 'kitchen', closed: true })
    expect((await check([])).refusals).toMatchObject([{ code: 'PREMISES_CLOSED' }])
    expect((await must('GET', url)).items).toHaveLength(1)
  })

  it('no bottled gas in a pipe area of Zibo, R003-7.1.1', async () => {
    const { id } = await must('POST', '/v1/customers', archived(1))
    const body = home('淄博市张店区柳泉路 1 号', { region: '370302', inPipeArea: true })
    const made = await must('POST', `/v1/customers/${id}/premises`, body)
    const check = await must('POST', `/v1/customers/${id}/premises/${made.id}/supply-check`, {
      models: [],
    })
    expect(check.refusals).toMatchObject([{ code: 'NO_BOTTLED_GAS_HERE', clause: 'R003-7.1.1' }])
  })

  it('counts what stands there by the lives of the cylinders', async () => {
    const { id } = await must('POST', '/v1/customers', archived(2))
    const made = await must(
      'POST',
      `/v1/customers/${id}/premises`,
      home('柳泉路 2 号', { region: '370302' }),
    )
    await deliver(id, made.id)
    const check = await must('POST', `/v1/customers/${id}/premises/${made.id}/supply-check`, {
      models: ['YSP-15', 'YSP-15'],
    })
    expect(check.onSite).toEqual({ cylinders: 1, massG: 14_900 })
    expect(check.refusals).toMatchObject([
      { code: 'TOO_MANY_CYLINDERS', measured: 3, limit: 2 },
      { code: 'TOO_MUCH_GAS' },
      { code: 'TOO_MANY_A_DAY', measured: 3, limit: 2 },
    ])
    await bringBack()
  })

  it.each([
    ['a class that is none', { class: 'villa' }, '/class'],
    ['the 201st floor', { floor: 201 }, '/floor'],
    ['a NUL in the address', { address: 'a\u0000b' }, '/address'],
    ['no word about pipes', { inPipeArea: undefined }, '/inPipeArea'],
  ])('refuses %s', async (_name, change, path) => {
    const { id } = await must('POST', '/v1/customers/lookup', { phone: '13805330002' }).then(
      ({ items }) => items[0],
    )
    const { body } = await call('POST', `/v1/customers/${id}/premises`, home('x', change))
    expect(body).toMatchObject({ code: 'INVALID_REQUEST', path })
  })
})

describe('one identity at many addresses', () => {
  it('opens one case when it is one too many, also for addresses told at once', async () => {
    const { id } = await must('POST', '/v1/customers', resident(20))
    const url = `/v1/customers/${id}/premises`
    const told = (address: string) => must('POST', url, home(address))
    await told('A 路 1 号')
    await told('Ａ路１号')
    await told('B 路 2 号')
    expect((await must('GET', '/v1/identity-cases')).items).toEqual([])
    await Promise.all([told('C 路 3 号'), told('D 路 4 号')])
    const { items } = await must('GET', '/v1/identity-cases')
    expect(items).toMatchObject([{ customerId: id, enterpriseId: 'ent-a', addresses: 4 }])
    const close = (who: string) =>
      call(
        'POST',
        `/v1/identity-cases/${items[0].id}/close`,
        { conclusion: 'legitimate' },
        token(who),
      )
    expect((await close('office-b')).status).toBe(404)
    expect((await close('office')).status).toBe(200)
    expect((await close('office')).body.code).toBe('CASE_CLOSED')
    expect((await must('GET', '/v1/identity-cases?state=closed')).items).toHaveLength(1)
    await must('POST', url, home('A 路 1 号'))
    expect((await must('GET', '/v1/identity-cases')).items).toEqual([])
    await told('E 路 5 号')
    expect((await must('GET', '/v1/identity-cases')).items).toMatchObject([{ addresses: 5 }])
  })

  it('across enterprises only the authority is told', async () => {
    const at = async (who: string, addresses: string[]) => {
      const { body } = await call('POST', '/v1/customers', resident(21), token(who))
      for (const address of addresses) {
        await call('POST', `/v1/customers/${body.id}/premises`, home(address), token(who))
      }
      return body.id
    }
    const first = await at('office', ['F 路 1 号', 'F 路 2 号'])
    const second = await at('office-b', ['G 路 1 号'])
    const seen = async (who: string) => {
      const { body } = await call('GET', '/v1/identity-cases', undefined, token(who))
      return body.items.filter((item: { customerId: string }) =>
        [first, second].includes(item.customerId),
      )
    }
    expect(await seen('office')).toEqual([])
    expect(await seen('office-b')).toEqual([])
    expect(await seen('regulator-65')).toMatchObject([
      { customerId: second, enterpriseId: null, addresses: 3 },
    ])
  })
})

describe('reveal and export', () => {
  it('shows what was asked for, and the log says who, what and why', async () => {
    const { id } = await must('POST', '/v1/customers', resident(30))
    const place = await must('POST', `/v1/customers/${id}/premises`, home('天山区新华北路 7 号'))
    const why = { purpose: 'delivery', reason: '打电话给阿依古丽·买买提' }
    const fields = ['name', 'phone', 'address', 'paperNumber']
    const shown = await call(
      'POST',
      `/v1/customers/${id}/reveal`,
      { fields, ...why },
      token('courier'),
    )
    expect(shown.headers['cache-control']).toBe('no-store')
    expect(shown.body.values).toEqual({
      name: '阿依古丽·买买提',
      phone: '13909910030',
      paperNumber: idNumber('19800101', 30),
      [`address:${place.id}`]: '天山区新华北路 7 号',
    })
    const log = await must('GET', `/v1/reveals?customerId=${id}`)
    expect(log.items).toMatchObject([
      {
        action: 'reveal',
        username: 'courier',
        role: 'courier',
        purpose: 'delivery',
        reason: why.reason,
      },
    ])
    expect(log.items[0].fields).toEqual(['name', 'phone', 'paperNumber', `address:${place.id}`])
    expect((await call('GET', '/v1/reveals', undefined, token('office-b'))).body.items).toEqual([])
    await expect(rows('update reveal_audit set purpose = $1', ['x'])).rejects.toThrow(
      'only added to',
    )
  })

  it('tells every look, also one with the same Idempotency-Key', async () => {
    const { items } = await must('POST', '/v1/customers/lookup', { phone: '13909910030' })
    const url = `/v1/customers/${items[0].id}`
    const headers = { authorization: `Bearer ${token('office')}`, 'idempotency-key': 'look-1' }
    const body = { fields: ['name'], purpose: 'delivery', reason: 'x' }
    for (const _twice of [1, 2]) {
      const { status } = await people.api.call('POST', `${url}/reveal`, undefined, body, {
        headers,
      })
      expect(status).toBe(200)
    }
    const log = await must('GET', `/v1/reveals?customerId=${items[0].id}`)
    expect(log.items).toHaveLength(3)
    expect(await rows('select from idempotency_key where status = 200')).toEqual([])
  })

  it.each([
    ['no reason', { fields: ['name'], purpose: 'delivery' }, '/reason'],
    ['an empty reason', { fields: ['name'], purpose: 'delivery', reason: '' }, '/reason'],
    ['no purpose', { fields: ['name'], reason: 'x' }, '/purpose'],
    ['no field', { fields: [], purpose: 'delivery', reason: 'x' }, '/fields'],
    [
      'a field that is none',
      { fields: ['password'], purpose: 'delivery', reason: 'x' },
      '/fields/0',
    ],
  ])('refuses %s, and logs nothing', async (_name, body, path) => {
    const { items } = await must('POST', '/v1/customers/lookup', { phone: '13909910030' })
    const before = await rows('select count(*) from reveal_audit')
    const answer = await call('POST', `/v1/customers/${items[0].id}/reveal`, body)
    expect(answer.body).toMatchObject({ code: 'INVALID_REQUEST', path })
    expect(await rows('select count(*) from reveal_audit')).toEqual(before)
  })

  it('gives a person everything that is kept about them, with who looked', async () => {
    const { items } = await must('POST', '/v1/customers/lookup', { phone: '13909910030' })
    const body = await must('POST', `/v1/customers/${items[0].id}/export`, {
      purpose: 'person-asked',
      reason: '本人申请',
    })
    expect(Object.values(body.values)).toContain('天山区新华北路 7 号')
    expect(body.values.paperNumber).toBe(idNumber('19800101', 30))
    expect(body.premises).toHaveLength(1)
    expect(body.accesses.map(({ action }: { action: string }) => action)).toEqual([
      'export',
      'reveal',
      'reveal',
      'reveal',
    ])
  })
})

describe('erasure', () => {
  const why = { purpose: 'person-asked', reason: '本人申请删除' }

  it('waits for cylinders, open cases and retention, then nothing opens any more', async () => {
    const { id } = await must('POST', '/v1/customers', resident(40))
    const place = await must('POST', `/v1/customers/${id}/premises`, home('人民路 9 号'))
    const proxy = { ...resident(41), role: 'proxy', authorisedUntil: '2027-01-01' }
    await must('POST', `/v1/customers/${id}/agents`, proxy)
    await deliver(id, place.id)
    const held = await call('POST', `/v1/customers/${id}/erasure`, why)
    expect(held).toMatchObject({
      status: 409,
      body: { code: 'ERASURE_HELD', errors: [{ path: 'CYLINDERS_AT_CUSTOMER' }] },
    })
    await bringBack()
    await rows(
      `insert into sale_order (id, no, enterprise_id, customer_id, region, channel, state, total_fen, created_by, created_at, changed_at)
       values ($1, 'N-1', 'ent-a', $2, '650102', 'pickup', 'placed', 0, 'x', now(), now())`,
      [randomUUID(), id],
    )
    expect((await must('GET', `/v1/customers/${id}/erasure`)).holds).toEqual([
      { reason: 'ORDER_OPEN', until: null, count: 1 },
    ])
    await rows(`update sale_order set state = 'cancelled'`)
    await rows(`update customer set last_supplied_on = '2026-11-20' where id = $1`, [id])
    const holds = await must('GET', `/v1/customers/${id}/erasure`)
    expect(holds).toMatchObject({ holds: [{ reason: 'RETENTION', until: '2031-11-20' }] })
    people.api.clock.now = Date.parse('2031-11-20T23:00:00+08:00')
    const office = await people.api.login('office')
    const last = await call('POST', `/v1/customers/${id}/erasure`, why, office)
    expect(last.body.code).toBe('ERASURE_HELD')
    people.api.clock.now = Date.parse('2031-11-21T00:00:00+08:00')
    const wrapped = await rows(
      'select wrapped_key from person where id in (select person_id from customer where id = $1)',
      [id],
    )
    expect(wrapped[0].wrapped_key).toBeInstanceOf(Buffer)
    const done = await call('POST', `/v1/customers/${id}/erasure`, why, office)
    expect(done).toMatchObject({ status: 200, body: { people: 2 } })
    const shown = await call('GET', `/v1/customers/${id}`, undefined, office)
    expect(shown.body).toMatchObject({ id, name: null, phone: null, paper: null })
    expect(shown.body.erasedAt).not.toBeNull()
    for (const [method, url, body] of [
      ['POST', 'reveal', { fields: ['name'], ...why }],
      ['POST', 'export', why],
      ['POST', 'erasure', why],
      ['POST', 'premises', home('x')],
      ['POST', 'verifications', { method: 'paper-seen', result: 'verified' }],
    ] as const) {
      const answer = await call(method, `/v1/customers/${id}/${url}`, body, office)
      expect(answer.body.code, url).toBe('CUSTOMER_ERASED')
    }
    const gone = await call('POST', '/v1/customers/lookup', { phone: '13909910040' }, office)
    expect(gone.body.items).toEqual([])
    const log = await call('GET', `/v1/reveals?customerId=${id}`, undefined, office)
    expect(log.body.items).toMatchObject([{ action: 'erase', username: 'office', reason: null }])
    const again = await call(
      'POST',
      '/v1/customers',
      { ...resident(40), paper: { kind: 'id-card', number: idNumber('19800101', 40) } },
      office,
    )
    expect(again.status).toBe(201)
    people.api.clock.now = Date.parse('2026-11-20T08:00:00.000Z')
  })
})

/** How a text may hide in a dump: as it is, escaped, as bytes, or behind a hash that anybody could compute. */
const disguises = (text: string): string[] => [
  text,
  JSON.stringify(text).slice(1, -1),
  encodeURIComponent(text),
  Array.from(text, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  Buffer.from(text).toString('hex'),
  Buffer.from(text).toString('base64'),
  createHash('sha256').update(text).digest('hex'),
  createHash('sha1').update(text).digest('hex'),
  createHash('md5').update(text).digest('hex'),
]

const planted = {
  name: '古丽尼格尔·艾合买提江',
  maiden: '王小红霞',
  agent: 'Serikbolsyn Nurgaliyev',
  phone: '13579913579',
  changed: '18999123456',
  agentPhone: '15199123457',
  paper: idNumber('19790615', 579),
  passport: 'N98765431',
  unit: '老马家特色拌面馆',
  uscc: uscc(8_765_431),
  address: '新疆乌鲁木齐市沙依巴克区友好北路 777 号 8 单元 901 室',
  moved: '水磨沟区南湖东路 313 号院 2-602',
  authorisation: 'SQ-KEEP-2026-0815',
  bornOn: '1985-03-17',
  signature: '亲笔签名-Gulnigar',
}

const dumpOf = async (): Promise<string> => {
  const tables = await rows(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  )
  const parts: string[] = []
  for (const { name } of tables) {
    const lines = await rows(`select t::text as line from ${name} t`)
    parts.push(name, ...lines.map(({ line }) => line))
  }
  const statistics = await rows(
    `select coalesce(most_common_vals::text, '') || coalesce(histogram_bounds::text, '') as line from pg_stats where schemaname = 'public'`,
  )
  return [...parts, ...statistics.map(({ line }) => line)].join('\n')
}

const foundIn = (haystack: string): string[] => {
  const lower = haystack.toLowerCase()
  return Object.entries(planted)
    .filter(([, text]) => disguises(text).some((form) => lower.includes(form.toLowerCase())))
    .map(([field]) => field)
}

describe('personal data that the API was told', () => {
  const plant = async () => {
    const key = (name: string) => ({
      headers: { authorization: `Bearer ${token('office')}`, 'idempotency-key': name },
    })
    const body = {
      ...resident(1),
      name: planted.name,
      phone: planted.phone,
      paper: { kind: 'id-card', number: planted.paper },
    }
    const { body: made } = await people.api.call(
      'POST',
      '/v1/customers',
      token('office'),
      body,
      key('plant-1'),
    )
    await people.api.call('POST', '/v1/customers', token('office'), body, key('plant-1'))
    const url = `/v1/customers/${made.id}`
    await must('PATCH', url, { phone: planted.changed, name: planted.maiden })
    const place = await must('POST', `${url}/premises`, home(planted.address))
    await must('PATCH', `${url}/premises/${place.id}`, { address: planted.moved })
    await must('POST', `${url}/verifications`, { method: 'id-card-reader', result: 'verified' })
    const unit = await must('POST', '/v1/customers', {
      kind: 'unit',
      region: '650102',
      unitName: planted.unit,
      uscc: planted.uscc,
      phone: planted.phone,
    })
    await must('POST', `/v1/customers/${unit.id}/agents`, {
      role: 'agent',
      name: planted.agent,
      phone: planted.agentPhone,
      paper: { kind: 'passport', number: planted.passport, country: 'KAZ' },
      bornOn: planted.bornOn,
      authorisationNo: planted.authorisation,
      authorisedUntil: '2027-01-01',
    })
    await people.api.call(
      'POST',
      `${url}/reveal`,
      token('office'),
      {
        fields: ['name', 'phone', 'paperNumber', 'address'],
        purpose: 'complaint',
        reason: `${planted.maiden} ${planted.changed} 住 ${planted.moved}`,
      },
      key('plant-2'),
    )
    await must('POST', `${url}/export`, { purpose: 'person-asked', reason: planted.name })
    for (const asked of [
      { phone: planted.changed },
      { uscc: planted.uscc },
      { paper: { kind: 'id-card', number: planted.paper } },
    ]) {
      await must('POST', '/v1/customers/lookup', asked)
    }
    const png = Buffer.concat([
      Buffer.from('89504e470d0a1a0a', 'hex'),
      Buffer.from(`tEXt${planted.signature}`),
    ])
    const picture = await people.api.call(
      'POST',
      `/v1/objects?kind=signature&customerId=${made.id}`,
      undefined,
      png,
      { headers: { authorization: `Bearer ${token('courier')}`, 'content-type': 'image/png' } },
    )
    expect(picture.status, JSON.stringify(picture.body)).toBe(201)
    await deliver(made.id, place.id)
    return { ...made, place }
  }

  /** Everything that goes wrong with a name or a number in it. */
  const stumble = async (id: string) => {
    const wrong: [string, string, unknown][] = [
      [
        'POST',
        '/v1/customers',
        { ...resident(1), name: planted.name, phone: planted.phone, region: planted.paper },
      ],
      [
        'POST',
        '/v1/customers',
        { ...archived(1), name: planted.name, paper: { kind: 'id-card', number: planted.paper } },
      ],
      [
        'POST',
        '/v1/customers',
        { ...resident(1), paper: { kind: 'id-card', number: planted.paper } },
      ],
      [
        'POST',
        '/v1/customers',
        { ...resident(1), paper: { kind: planted.name, number: planted.passport } },
      ],
      ['POST', '/v1/customers', `{"name":"${planted.name}","phone":"${planted.phone}",}`],
      ['POST', '/v1/customers/lookup', { name: planted.name }],
      ['POST', `/v1/customers/${id}/reveal`, { fields: [planted.name], reason: planted.paper }],
      ['PATCH', `/v1/customers/${id}`, { phone: planted.address, [planted.name]: 1 }],
      ['POST', `/v1/customers/${id}/premises`, { address: planted.address }],
    ]
    const answers = []
    for (const [method, url, body] of wrong) {
      const headers = {
        authorization: `Bearer ${token('office')}`,
        'content-type': 'application/json',
      }
      answers.push(await people.api.call(method, url, undefined, body, { headers }))
    }
    expect(answers.map(({ status }) => status).filter((status) => status < 400)).toEqual([])
    return answers.map(({ body }) => JSON.stringify(body)).join('\n')
  }

  it('stands nowhere in the database, in logs, metrics, events, labels or on public pages', async () => {
    const customer = await plant()
    const problems = await stumble(customer.id)
    await rows('analyze')
    const admin = token('admin')
    const seen: Record<string, string> = { log: people.api.log.join('\n'), problems }
    for (const url of [
      '/metrics',
      '/t/CYL-a',
      '/v1/public/cylinders/CYL-a',
      '/v1/cylinders/CYL-a',
      '/v1/cylinders/CYL-a/trace',
      '/v1/cylinders/CYL-a/label.svg',
      '/v1/cylinders/CYL-a/label.zpl',
      '/v1/work-items',
      '/v1/customers',
      `/v1/customers/${customer.id}`,
      `/v1/customers/${customer.id}/premises`,
      `/v1/customers/${customer.id}/agents`,
      '/v1/identity-cases',
      '/docs/json',
    ]) {
      const { status, body } = await people.api.call('GET', url, admin)
      expect(status, url).toBe(200)
      seen[url] = typeof body === 'string' ? body : JSON.stringify(body)
    }
    expect(seen['/v1/cylinders/CYL-a/trace']).toContain(customer.id)
    const dump = await dumpOf()
    expect(dump).toContain(customer.id)
    expect(dump.length).toBeGreaterThan(50_000)
    expect(foundIn(dump)).toEqual([])
    for (const [where, text] of Object.entries(seen)) expect(foundIn(text), where).toEqual([])
    expect(people.api.log.length).toBeGreaterThan(20)
  })

  it('would be found there: the search sees a name that stands in the open', async () => {
    await rows(`update station set name = $1 where id = 'st-a'`, [`站 ${planted.name}`])
    expect(foundIn(await dumpOf())).toEqual(['name'])
    await rows(`update station set name = $1 where id = 'st-a'`, [
      createHash('sha256').update(planted.paper).digest('hex'),
    ])
    // The name stays behind in the ledger of registry changes, which forgets nothing.
    expect(foundIn(await dumpOf())).toEqual(['name', 'paper'])
  })
})
