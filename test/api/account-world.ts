import { testVault } from '#test/setup/vault.ts'
import type { Answer, Json } from './api-harness.ts'
import { archived, home, type PeopleWorld, startPeopleWorld } from './people-world.ts'

export type AccountWorld = PeopleWorld & {
  /** With a phone number and premises of their own. */
  newCustomer(more?: object): Promise<Json>
  /** Later than a code is good for, and not so late that the sessions of the staff are over. */
  later(): void
  ask(phone: string): Promise<Answer>
  /** Writes a known code in place of the drawn one, as nobody can read that. @throws Error when none was sent */
  plant(phone: string, code?: string): Promise<void>
  redeem(phone: string, code?: string, more?: object): Promise<Answer>
  /** @returns a token */
  signIn(phone: string, more?: object): Promise<string>
}

const codesBy = async ({ api }: PeopleWorld) => {
  const { pool } = api.database
  const vault = testVault(pool)
  await vault.start()
  const ask: AccountWorld['ask'] = (phone) =>
    api.call('POST', '/v1/sessions/codes', undefined, { phone })
  const plant: AccountWorld['plant'] = async (phone, code = '123456') => {
    const { status } = await ask(phone)
    if (status !== 202) throw new Error(`no code for ${phone}: ${status}`)
    await pool.query('update login_code set code_mac = $1 where phone_mac = $2', [
      vault.mac('login-code', `${phone} ${code}`),
      vault.mac('phone', phone),
    ])
  }
  return { ask, plant }
}

/** The people's world with a price, and customers who sign in by phone and code. */
export const startAccounts = async (): Promise<AccountWorld> => {
  const people = await startPeopleWorld()
  const { api } = people
  await people.must('POST', '/v1/prices', {
    enterpriseId: 'ent-a',
    model: 'YSP-15',
    labelledNetG: 14_500,
    gasFen: 11_600,
    deliveryFeeFen: 500,
    publishedFenPerKg: 780,
    validFrom: '2026-01-01',
  })
  const { ask, plant } = await codesBy(people)
  const later = () => {
    api.clock.now += 11 * 60_000
  }
  const redeem: AccountWorld['redeem'] = (phone, code = '123456', more = {}) =>
    api.call('POST', '/v1/sessions/phone', undefined, { phone, code, ...more })
  let n = 0
  return {
    ...people,
    ask,
    plant,
    later,
    redeem,
    newCustomer: async (more = {}) => {
      n += 1
      const customer = await people.must('POST', '/v1/customers', archived(n, more))
      const url = `/v1/customers/${customer.id}/premises`
      const place = home(`淄博市张店区柳泉路 ${n} 号`, { region: '370302' })
      const { id: premisesId } = await people.must('POST', url, place)
      return { ...customer, phone: `1380533${String(n).padStart(4, '0')}`, premisesId }
    },
    signIn: async (phone, more = {}) => {
      later()
      await plant(phone)
      const { status, body } = await redeem(phone, '123456', more)
      if (status !== 201) throw new Error(`${phone}: ${status} ${JSON.stringify(body)}`)
      return body.token
    },
  }
}
