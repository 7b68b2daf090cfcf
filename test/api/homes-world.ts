import { type ApiUnderTest, type Json, startApi } from './api-harness.ts'
import { buildSales, type Customer, goodCheck, type SalesWorld } from './sales-world.ts'

type Answered = Promise<{ status: number; body: Json }>

/** Everything as the office of enterprise a. */
export type HomesWorld = {
  readonly api: ApiUnderTest
  readonly world: SalesWorld
  /** Who has lived there since before the year began. */
  resident(): Promise<Customer>
  get(url: string, role?: string): Answered
  inspect(home: Customer, more?: object): Answered
  closedDoor(home: Customer, day: string, more?: object): Answered
  /** A signed notice of what is to be mended. */
  notice(more?: object): Promise<object>
  /** Found at a check, with a notice; its entry in the list. @throws Error when the check was refused */
  hazard(home: Customer, defect?: string, more?: object): Promise<Json>
  planOf(home: Customer, query?: string): Promise<Json[]>
  /** Plans a year. */
  plan(year?: number): Answered
}

export const broken = (defect: string, item = 'hose') => ({
  items: goodCheck.items.map((one) => (one.item === item ? { item, ok: false, defect } : one)),
})

const checks = (world: SalesWorld): Pick<HomesWorld, 'inspect' | 'closedDoor' | 'notice'> => ({
  inspect: async (home, more = {}) =>
    world.post('/v1/safety-inspections', {
      premisesId: home.premisesId,
      happenedAt: '2026-11-19T02:00:00.000Z',
      kind: 'periodic',
      check: goodCheck,
      signature: { kind: 'signature', object: await world.picture() },
      ...more,
    }),
  closedDoor: (home, day, more = {}) =>
    world.post('/v1/safety-inspections', {
      premisesId: home.premisesId,
      happenedAt: `${day}T02:00:00.000Z`,
      kind: 'periodic',
      outcome: 'refused-entry',
      note: { phone: '0533-2345678', proposedOn: '2026-12-01' },
      ...more,
    }),
  notice: async (more = {}) => ({
    dueOn: '2026-12-04',
    signature: { kind: 'signature', object: await world.picture() },
    ...more,
  }),
})

export const startHomes = async (): Promise<HomesWorld> => {
  const api = await startApi({ config: { sessionMs: 10 * 366 * 86_400_000 } })
  const world = await buildSales(api)
  const at = checks(world)
  const get: HomesWorld['get'] = (url, role = 'office') => api.call('GET', url, world.tokens[role])
  return {
    api,
    world,
    get,
    ...at,
    resident: async () => {
      const home = await world.customer()
      await api.database.pool.query(
        `update premises set created_at = '2025-06-01T00:00:00Z' where id = $1`,
        [home.premisesId],
      )
      return home
    },
    hazard: async (home, defect = 'aged', more = {}) => {
      const found = { check: broken(defect), notice: await at.notice(more) }
      const { status, body } = await at.inspect(home, found)
      if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`)
      const { items } = (await get('/v1/rectifications?limit=500')).body
      return items.find(({ id }: Json) => id === body.rectificationId)
    },
    planOf: async (home, query = '') =>
      (await get(`/v1/home-plans?premisesId=${home.premisesId}${query}`)).body.items,
    plan: (year = 2026) => world.post('/v1/home-plans', { year }),
  }
}
