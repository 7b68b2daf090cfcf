import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { home, type PeopleWorld, resident, startPeopleWorld } from './people-world.ts'

let people: PeopleWorld
beforeAll(async () => {
  people = await startPeopleWorld()
}, 60_000)
afterAll(() => people.api.close())

const call: PeopleWorld['call'] = (...asked) => people.call(...asked)
const must: PeopleWorld['must'] = (...asked) => people.must(...asked)
const token: PeopleWorld['token'] = (...asked) => people.token(...asked)

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
