import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deliver } from './people-cylinder.ts'
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
}, 60_000)
afterAll(() => people.api.close())

const must: PeopleWorld['must'] = (...asked) => people.must(...asked)
const token: PeopleWorld['token'] = (...asked) => people.token(...asked)
const rows: PeopleWorld['rows'] = (...asked) => people.rows(...asked)

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
    await deliver(people, made.id, place.id)
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
