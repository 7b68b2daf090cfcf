import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { home, idNumber, type PeopleWorld, resident, startPeopleWorld } from './people-world.ts'

let people: PeopleWorld
beforeAll(async () => {
  people = await startPeopleWorld()
}, 60_000)
afterAll(() => people.api.close())

const call: PeopleWorld['call'] = (...asked) => people.call(...asked)
const must: PeopleWorld['must'] = (...asked) => people.must(...asked)
const token: PeopleWorld['token'] = (...asked) => people.token(...asked)
const rows: PeopleWorld['rows'] = (...asked) => people.rows(...asked)

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
