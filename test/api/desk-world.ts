import { packagedCalendar } from '#jobs/packaged-calendar.ts'
import { calendarQueries } from '#store/queries/system/calendar.ts'
import { ADMIN_PASSWORD, type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildSales, type SalesWorld } from './sales-world.ts'

export type DeskWorld = {
  readonly api: ApiUnderTest
  readonly world: SalesWorld
  readonly users: Readonly<Record<string, string>>
  /** A customer with a key of their own. */
  readonly customerId: string
  readonly premisesId: string
  at(text: string): void
  post(
    url: string,
    body: object,
    role?: string,
    more?: object,
  ): Promise<{ status: number; body: Json }>
  get(url: string, role?: string): Promise<{ status: number; body: Json }>
  /** @throws Error unless it is answered with 2xx */
  must(url: string, body: object, role?: string): Promise<Json>
}

/** The sales world with the packaged calendar, two clerks, an office of enterprise b, and the rules of Xinjiang in 65. */
export const startDesk = async (): Promise<DeskWorld> => {
  const api = await startApi({ config: { sessionMs: 400 * 86_400_000 } })
  const world = await buildSales(api)
  const { entries, coveredUntil } = packagedCalendar()
  await calendarQueries(api.database.pool).fill(entries, coveredUntil, api.clock.now)
  await api.database.pool.query(
    `insert into rule_profile_activation (profile_id, region_prefix, valid_from, reason, activated_by, recorded_at)
     values ('cn-65', '65', '2026-01-01', 'test', 'admin', now())`,
  )
  const tokens: Record<string, string> = { ...world.tokens }
  for (const [username, role, enterpriseId] of [
    ['clerk', 'office', 'ent-a'],
    ['office-b', 'office', 'ent-b'],
  ] as const) {
    const user = { username, password: ADMIN_PASSWORD, role, enterpriseId }
    await api.call('POST', '/v1/users', tokens['admin'], user)
    tokens[username] = await api.login(username)
  }
  const { rows } = await api.database.pool.query<{ id: string; username: string }>(
    'select id, username from app_user',
  )
  const users = Object.fromEntries(rows.map(({ id, username }) => [username, id]))
  const post: DeskWorld['post'] = (url, body, role = 'office', more = {}) =>
    api.call('POST', url, tokens[role], body, more)
  const must: DeskWorld['must'] = async (url, body, role) => {
    const { status, body: answer } = await post(url, body, role)
    if (status >= 300) throw new Error(`${url}: ${status} ${JSON.stringify(answer)}`)
    return answer
  }
  const customer = await must('/v1/customers', {
    kind: 'resident',
    region: '370302',
    name: '张三',
    phone: '13805330001',
    ofAge: true,
  })
  const premises = await must(`/v1/customers/${customer.id}/premises`, {
    region: '370302',
    class: 'urban',
    inPipeArea: false,
    place: 'indoors',
    roomUse: 'kitchen',
    ventilation: 'window',
    secondGasSource: 'none',
    address: '淄博市张店区某某路1号',
  })
  return {
    api,
    world,
    users,
    customerId: customer.id,
    premisesId: premises.id,
    at: (text) => {
      api.clock.now = Date.parse(text)
    },
    post,
    get: (url, role = 'office') => api.call('GET', url, tokens[role]),
    must,
  }
}
