import { idNumberCheckDigit } from '#domain/identity/id-number.ts'
import { usccCheckDigit } from '#domain/identity/uscc.ts'
import { ADMIN_PASSWORD, type Answer, type ApiUnderTest, startApi } from './api-harness.ts'
import { buildWorld, type World } from './small-world.ts'

/** An ID number that passes its check: born on `birthday` (YYYYMMDD), the n-th of that day. */
export const idNumber = (birthday: string, n: number, region = '650102'): string => {
  const first17 = `${region}${birthday}${String(n).padStart(3, '0')}`
  return first17 + idNumberCheckDigit(first17)
}

export const uscc = (n: number): string => {
  const first17 = `91650100MA${String(n).padStart(7, '0')}`
  return first17 + usccCheckDigit(first17)
}

export const resident = (n: number, more: object = {}) => ({
  kind: 'resident',
  region: '650102',
  name: '阿依古丽·买买提',
  phone: `1390991${String(n).padStart(4, '0')}`,
  paper: { kind: 'id-card', number: idNumber('19800101', n), validUntil: '2036-01-01' },
  ...more,
})

/** Where the number is not asked for. */
export const archived = (n: number, more: object = {}) => ({
  kind: 'resident',
  region: '370302',
  name: '张三',
  phone: `1380533${String(n).padStart(4, '0')}`,
  ofAge: true,
  ...more,
})

export const home = (address: string, more: object = {}) => ({
  region: '650102',
  class: 'urban',
  inPipeArea: false,
  place: 'indoors',
  roomUse: 'kitchen',
  ventilation: 'window',
  secondGasSource: 'none',
  floor: 3,
  gasAlarm: true,
  address,
  ...more,
})

export type PeopleWorld = {
  readonly api: ApiUnderTest
  readonly world: World
  /** Everything as the office of enterprise a, unless another token is named. */
  call(method: string, url: string, body?: unknown, token?: string): Promise<Answer>
  /** @throws Error unless it is answered with 2xx */
  must(method: string, url: string, body?: unknown): Promise<Answer['body']>
  token(name: string): string
  /** Asked of the database itself, beyond all reach. */
  rows(sql: string, values?: unknown[]): Promise<Answer['body'][]>
}

/** The small world with the rules of Xinjiang in force in 65, and an office in enterprise b. */
export const startPeopleWorld = async (): Promise<PeopleWorld> => {
  const api = await startApi()
  const world = await buildWorld(api)
  const admin = world.tokens['admin']
  await api.database.pool.query(
    `insert into rule_profile_activation (profile_id, region_prefix, valid_from, reason, activated_by, recorded_at)
     values ('cn-65', '65', '2026-01-01', 'test', 'admin', now())`,
  )
  for (const [username, role, reach] of [
    ['office-b', 'office', { enterpriseId: 'ent-b' }],
    ['regulator-65', 'regulator', { regionPrefix: '65' }],
  ] as const) {
    const user = { username, password: ADMIN_PASSWORD, role, ...reach }
    await api.call('POST', '/v1/users', admin, user)
  }
  const tokens: Record<string, string> = {
    ...world.tokens,
    'office-b': await api.login('office-b'),
    'regulator-65': await api.login('regulator-65'),
  }
  const call: PeopleWorld['call'] = (method, url, body, token = tokens['office'] ?? '') =>
    api.call(method, url, token, body)
  return {
    api,
    world: { tokens },
    call,
    must: async (method, url, body) => {
      const answer = await call(method, url, body)
      if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
      return answer.body
    },
    token: (name) => tokens[name] ?? '',
    rows: async (sql, values = []) => (await api.database.pool.query(sql, values)).rows,
  }
}
