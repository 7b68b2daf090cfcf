import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bringBack, deliver } from './people-cylinder.ts'
import { archived, home, type PeopleWorld, resident, startPeopleWorld } from './people-world.ts'

let people: PeopleWorld
beforeAll(async () => {
  people = await startPeopleWorld()
}, 60_000)
afterAll(() => people.api.close())

const call: PeopleWorld['call'] = (...asked) => people.call(...asked)
const must: PeopleWorld['must'] = (...asked) => people.must(...asked)

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
    await deliver(people, id, made.id)
    const check = await must('POST', `/v1/customers/${id}/premises/${made.id}/supply-check`, {
      models: ['YSP-15', 'YSP-15'],
    })
    expect(check.onSite).toEqual({ cylinders: 1, massG: 14_900 })
    expect(check.refusals).toMatchObject([
      { code: 'TOO_MANY_CYLINDERS', measured: 3, limit: 2 },
      { code: 'TOO_MUCH_GAS' },
      { code: 'TOO_MANY_A_DAY', measured: 3, limit: 2 },
    ])
    await bringBack(people)
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
