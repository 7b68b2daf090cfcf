import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bringBack, deliver } from './people-cylinder.ts'
import { home, idNumber, type PeopleWorld, resident, startPeopleWorld } from './people-world.ts'

let people: PeopleWorld
beforeAll(async () => {
  people = await startPeopleWorld()
}, 60_000)
afterAll(() => people.api.close())

const call: PeopleWorld['call'] = (...asked) => people.call(...asked)
const must: PeopleWorld['must'] = (...asked) => people.must(...asked)
const rows: PeopleWorld['rows'] = (...asked) => people.rows(...asked)

describe('erasure', () => {
  const why = { purpose: 'person-asked', reason: '本人申请删除' }

  it('waits for cylinders, open cases and retention, then nothing opens any more', async () => {
    const { id } = await must('POST', '/v1/customers', resident(40))
    const place = await must('POST', `/v1/customers/${id}/premises`, home('人民路 9 号'))
    const proxy = { ...resident(41), role: 'proxy', authorisedUntil: '2027-01-01' }
    await must('POST', `/v1/customers/${id}/agents`, proxy)
    await deliver(people, id, place.id)
    const held = await call('POST', `/v1/customers/${id}/erasure`, why)
    expect(held).toMatchObject({
      status: 409,
      body: { code: 'ERASURE_HELD', errors: [{ path: 'CYLINDERS_AT_CUSTOMER' }] },
    })
    await bringBack(people)
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
