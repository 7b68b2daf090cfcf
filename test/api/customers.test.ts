import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
const unitBody = (n: number, more: object = {}) => ({
  kind: 'unit',
  region: '650102',
  unitName: `某某餐厅 ${n}`,
  uscc: uscc(n),
  phone: '0991-2345678',
  ...more,
})

describe('registering a customer', () => {
  it('a resident by ID card where the number is asked for, R000-4.3.3.2n1: starred out in the answer', async () => {
    const body = await must('POST', '/v1/customers', resident(1))
    expect(body).toMatchObject({
      kind: 'resident',
      enterpriseId: 'ent-a',
      name: '阿***',
      phone: '139****0001',
      identity: { state: 'unverified', verifiedOn: null },
      erasedAt: null,
    })
    expect(body.paper).toMatchObject({ kind: 'id-card', validUntil: '2036-01-01' })
    expect(body.paper.number).toMatch(/^6\*{16}[\dX]$/)
    const shown = await must('GET', `/v1/customers/${body.id}`)
    expect(shown).toEqual(body)
  })

  it('only the archive where no more is asked for (C19): a number is refused, not stored', async () => {
    const wanted = await must('GET', '/v1/customers/requirements?region=370302')
    expect(wanted).toMatchObject({ idNumber: { demanded: false, clause: 'R002-5.8.2' } })
    const asked = await must('GET', '/v1/customers/requirements?region=650102')
    expect(asked).toMatchObject({ idNumber: { demanded: true, clause: 'R000-4.3.3.2n1' } })
    const answer = await call('POST', '/v1/customers', {
      ...archived(1),
      paper: { kind: 'id-card', number: idNumber('19800101', 1) },
    })
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'NOT_DEMANDED', path: '/paper/number', clause: 'R002-5.8.2' },
    })
    expect((await call('POST', '/v1/customers', archived(1))).status).toBe(201)
  })

  it.each([
    ['no number', { paper: { kind: 'id-card' } }, 'IDENTITY_DEMANDED', '/paper/number'],
    ['no paper', { paper: undefined }, 'IDENTITY_DEMANDED', '/paper/number'],
    [
      'a mistyped digit',
      { paper: { kind: 'id-card', number: '65010219800101001' + '0' } },
      'INVALID_IDENTITY',
      '/paper/number',
    ],
    [
      'a day that does not exist',
      { paper: { kind: 'id-card', number: idNumber('19800230', 1) } },
      'INVALID_IDENTITY',
      '/paper/number',
    ],
    [
      'born tomorrow',
      { paper: { kind: 'id-card', number: idNumber('20261121', 1) } },
      'INVALID_IDENTITY',
      '/paper/number',
    ],
    [
      'a paper out of date',
      { paper: { kind: 'id-card', number: idNumber('19700101', 1), validUntil: '2026-11-19' } },
      'INVALID_IDENTITY',
      '/paper/validUntil',
    ],
    [
      'a residence permit told as an ID card',
      { paper: { kind: 'id-card', number: idNumber('19800101', 1, '810000') } },
      'INVALID_IDENTITY',
      '/paper/number',
    ],
    [
      'a passport without its issuer',
      { paper: { kind: 'passport', number: 'N1234567' }, bornOn: '1980-01-01' },
      'INVALID_IDENTITY',
      '/paper/country',
    ],
    [
      'a passport without a birthday',
      { paper: { kind: 'passport', number: 'N1234567', country: 'KAZ' } },
      'IDENTITY_DEMANDED',
      '/bornOn',
    ],
    [
      'seventeen',
      { paper: { kind: 'id-card', number: idNumber('20081121', 1) } },
      'CUSTOMER_IS_MINOR',
      '/paper/number',
    ],
    [
      'seventeen by passport',
      { paper: { kind: 'passport', number: 'N1234567', country: 'KAZ' }, bornOn: '2008-11-21' },
      'CUSTOMER_IS_MINOR',
      '/bornOn',
    ],
    [
      'not of age where no number is taken',
      { ...archived(9), paper: undefined, ofAge: false },
      'CUSTOMER_IS_MINOR',
      '/ofAge',
    ],
    [
      'nothing said of age',
      { ...archived(9), paper: undefined, ofAge: undefined },
      'INCONSISTENT_REQUEST',
      '/ofAge',
    ],
    ['a name of digits', { name: '12345' }, 'INVALID_IDENTITY', '/name'],
    ['a phone of letters', { phone: 'call me' }, 'INVALID_IDENTITY', '/phone'],
    ["someone else's enterprise", { enterpriseId: 'ent-b' }, 'UNKNOWN_REFERENCE', '/enterpriseId'],
    ['a region of five digits', { region: '65010' }, 'INVALID_REQUEST', '/region'],
  ])('refuses %s', async (_name, change, code, path) => {
    const { body } = await call('POST', '/v1/customers', { ...resident(50), ...change })
    expect(body).toMatchObject({ code, path })
  })

  it.each([
    ['eighteen today', { kind: 'id-card', number: idNumber('20081120', 1) }, undefined],
    [
      'a residence permit of Hong Kong',
      { kind: 'hmt-residence-permit', number: idNumber('19800101', 2, '810000') },
      undefined,
    ],
    ['a travel permit of Macau', { kind: 'hm-travel-permit', number: 'm12345678' }, '1980-01-01'],
    ['a travel permit of Taiwan', { kind: 'tw-travel-permit', number: '12345678' }, '1980-01-01'],
    ['a passport', { kind: 'passport', number: 'N12345678', country: 'kaz' }, '1980-01-01'],
    [
      'the old card of a permanent resident',
      { kind: 'foreign-permanent-residence', number: 'USA310080010112' },
      '1980-01-01',
    ],
    [
      'the new card of a permanent resident',
      { kind: 'foreign-permanent-residence', number: idNumber('19800101', 3, '911840') },
      undefined,
    ],
  ])('takes %s', async (_name, paper, bornOn) => {
    const { status, body } = await call('POST', '/v1/customers', {
      ...resident(60),
      paper,
      ...(bornOn === undefined ? {} : { bornOn }),
    })
    expect(status, JSON.stringify(body)).toBe(201)
  })

  it('one identity is one customer of an enterprise, also for two who ask at once', async () => {
    const answers = await Promise.all([
      call('POST', '/v1/customers', resident(70)),
      call('POST', '/v1/customers', resident(70)),
    ])
    const [made, refused] = [...answers].sort((a, b) => a.status - b.status)
    expect(made?.status).toBe(201)
    expect(refused).toMatchObject({ status: 409, body: { code: 'CUSTOMER_EXISTS' } })
    expect(refused?.body.detail).toContain(made?.body.id)
    const other = await call('POST', '/v1/customers', resident(70), token('office-b'))
    expect(other.status).toBe(201)
  })

  it('the same key is the same customer, also concurrently', async () => {
    const asked = () =>
      people.api.call('POST', '/v1/customers', token('office'), resident(71), {
        headers: { authorization: `Bearer ${token('office')}`, 'idempotency-key': 'customer-71' },
      })
    const answers = await Promise.all([asked(), asked(), asked()])
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
  })

  it('a unit with USCC; its agent needs an authorisation that holds', async () => {
    const { id } = await must('POST', '/v1/customers', unitBody(1))
    const wrong = await call(
      'POST',
      '/v1/customers',
      unitBody(2, { uscc: `${uscc(2).slice(0, 17)}*` }),
    )
    expect(wrong.body).toMatchObject({ code: 'INVALID_IDENTITY', path: '/uscc' })
    const agent = {
      ...resident(80),
      role: 'agent',
      authorisationNo: 'SQ-2026-7',
      authorisedUntil: '2026-12-31',
    }
    const bad = await call('POST', `/v1/customers/${id}/agents`, {
      ...agent,
      authorisedFrom: '2027-01-01',
    })
    expect(bad.body).toMatchObject({ code: 'INCONSISTENT_REQUEST', path: '/authorisedUntil' })
    const proxy = await call('POST', `/v1/customers/${id}/agents`, { ...agent, role: 'proxy' })
    expect(proxy.body).toMatchObject({ code: 'INCONSISTENT_REQUEST', path: '/role' })
    const made = await must('POST', `/v1/customers/${id}/agents`, agent)
    expect(made).toMatchObject({ role: 'agent', name: '阿***', authorisedUntil: '2026-12-31' })
    expect(await must('GET', `/v1/customers/${id}`)).toMatchObject({
      authorisedUntil: '2026-12-31',
    })
    const revoked = await must('POST', `/v1/customers/${id}/agents/${made.id}/revoke`)
    expect(revoked.revokedAt).not.toBeNull()
    expect(await must('GET', `/v1/customers/${id}`)).toMatchObject({ authorisedUntil: null })
  })

  it('finds by paper, phone and USCC, as the customer or as who buys for one', async () => {
    const { id } = await must('POST', '/v1/customers', resident(90))
    const unit = await must('POST', '/v1/customers', unitBody(3))
    const proxy = { ...resident(91), role: 'proxy', authorisedUntil: '2027-01-01' }
    await must('POST', `/v1/customers/${id}/agents`, proxy)
    const ids = async (asked: object, who = token('office')) => {
      const { body } = await call('POST', '/v1/customers/lookup', asked, who)
      return body.items.map((item: { id: string }) => item.id)
    }
    const paper = { kind: 'id-card', number: idNumber('19800101', 90).toLowerCase() }
    expect(await ids({ paper })).toEqual([id])
    expect(await ids({ phone: '+86 139-0991-0090' })).toEqual([id])
    expect(await ids({ phone: '13909910091' })).toEqual([id])
    expect(await ids({ uscc: uscc(3) })).toEqual([unit.id])
    expect(await ids({ paper }, token('office-b'))).toEqual([])
    expect(await ids({ paper }, token('regulator-65'))).toEqual([id])
    expect(await ids({ paper }, token('regulator'))).toEqual([])
  })

  it('is not there for another enterprise or region', async () => {
    const { id } = await must('POST', '/v1/customers', resident(95))
    for (const [method, url, body] of [
      ['GET', `/v1/customers/${id}`, undefined],
      ['PATCH', `/v1/customers/${id}`, { phone: '13900000000' }],
      ['GET', `/v1/customers/${id}/premises`, undefined],
      ['POST', `/v1/customers/${id}/premises`, home('别处 1 号')],
      ['POST', `/v1/customers/${id}/verifications`, { method: 'paper-seen', result: 'verified' }],
      [
        'POST',
        `/v1/customers/${id}/reveal`,
        { fields: ['name'], purpose: 'delivery', reason: 'x' },
      ],
      ['POST', `/v1/customers/${id}/export`, { purpose: 'person-asked', reason: 'x' }],
      ['POST', `/v1/customers/${id}/erasure`, { purpose: 'person-asked', reason: 'x' }],
    ] as const) {
      const { status } = await call(method, url, body, token('office-b'))
      expect(status, `${method} ${url}`).toBe(404)
    }
    expect((await call('GET', `/v1/customers/${id}`, undefined, token('regulator'))).status).toBe(
      404,
    )
    expect(
      (await call('GET', `/v1/customers/${id}`, undefined, token('regulator-65'))).status,
    ).toBe(200)
  })

  it('pages its list by cursor', async () => {
    const seen: string[] = []
    for (let cursor = ''; ; ) {
      const page = await must('GET', `/v1/customers?limit=3${cursor}`)
      seen.push(...page.items.map((item: { id: string }) => item.id))
      if (page.next === null) break
      cursor = `&cursor=${page.next}`
    }
    const all = await must('GET', '/v1/customers?limit=500')
    expect(seen).toEqual(all.items.map((item: { id: string }) => item.id))
    expect(seen.length).toBeGreaterThan(10)
  })
})

describe('verification', () => {
  it('says when it is due again, and lists who is overdue', async () => {
    const { id } = await must('POST', '/v1/customers', resident(110))
    const url = `/v1/customers/${id}/verifications`
    // Ahead, and before there was an identity card.
    for (const onDay of ['2026-11-21', '1800-01-01', '1983-12-31']) {
      const impossible = await call('POST', url, {
        method: 'paper-seen',
        result: 'verified',
        onDay,
      })
      expect(impossible.body).toMatchObject({ code: 'INCONSISTENT_REQUEST', path: '/onDay' })
    }
    await must('POST', url, { method: 'id-card-reader', result: 'verified', onDay: '2024-06-01' })
    expect((await must('GET', `/v1/customers/${id}`)).identity).toEqual({
      state: 'verified',
      verifiedOn: '2024-06-01',
      method: 'id-card-reader',
      reverifyOn: '2026-06-01',
    })
    const due = await must('GET', '/v1/customers/reverification')
    expect(due.items.map((item: { id: string }) => item.id)).toEqual([id])
    const before = await must('GET', '/v1/customers/reverification?before=2026-06-01')
    expect(before.items).toEqual([])
    await must('POST', url, { method: 'face-match', result: 'verified' })
    expect((await must('GET', '/v1/customers/reverification')).items).toEqual([])
    // An older one that is told later does not hide the newer one.
    await must('POST', url, { method: 'paper-seen', result: 'refused', onDay: '2025-01-01' })
    expect((await must('GET', `/v1/customers/${id}`)).identity.state).toBe('verified')
    const history = await must('GET', url)
    expect(history.items.map((item: { method: string }) => item.method)).toEqual([
      'paper-seen',
      'face-match',
      'id-card-reader',
    ])
  })

  it('is not later than the end of the paper', async () => {
    const paper = { kind: 'id-card', number: idNumber('19800101', 111), validUntil: '2027-03-01' }
    const { id } = await must('POST', '/v1/customers', resident(111, { paper }))
    const row = await must('POST', `/v1/customers/${id}/verifications`, {
      method: 'paper-seen',
      result: 'verified',
    })
    expect(row.reverifyOn).toBe('2027-03-01')
  })

  it('begins anew with another paper', async () => {
    const { id } = await must('POST', '/v1/customers', resident(112))
    await must('POST', `/v1/customers/${id}/verifications`, {
      method: 'paper-seen',
      result: 'verified',
    })
    const changed = await must('PATCH', `/v1/customers/${id}`, {
      paper: { kind: 'id-card', number: idNumber('19800101', 113) },
    })
    expect(changed.identity.state).toBe('unverified')
    const gone = await must('POST', '/v1/customers/lookup', {
      paper: { kind: 'id-card', number: idNumber('19800101', 112) },
    })
    expect(gone.items).toEqual([])
    const taken = await call('PATCH', `/v1/customers/${id}`, {
      paper: { kind: 'id-card', number: idNumber('19800101', 110) },
    })
    expect(taken.body.code).toBe('CUSTOMER_EXISTS')
    const wrong = await call('PATCH', `/v1/customers/${id}`, { uscc: uscc(9) })
    expect(wrong.body).toMatchObject({ code: 'INCONSISTENT_REQUEST', path: '/uscc' })
  })
})
