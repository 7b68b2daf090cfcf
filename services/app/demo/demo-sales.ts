import type { StationCylinder } from '#sim/scenarios/station-types.ts'
import { must, type Row, rows } from './demo-answer.ts'
import { type Answer, DemoApi } from './demo-api.ts'
import { demoHousehold } from './demo-households.ts'
import { demoSignature } from './demo-signature.ts'
import { demoHome, wholeVisit } from './seed-sales.ts'

/** The van of the simulated station's gate. */
const VAN = 'van-1'
/** Sizes as they are priced. */
const sizes: Readonly<Record<string, string>> = {
  'YSP35.5': 'YSP-15',
  YSP12: 'YSP-5',
}
const HOUSEHOLDS = 10_000

type Household = {
  readonly customerId: string
  readonly premisesId: string
  readonly object: string
}
type Logins = { readonly url: string; readonly users: Readonly<Record<string, string>> }

/** What the demo's second courier and the office behind him do, over HTTP: one sale after the other, to a household each. */
export class DemoSales {
  readonly #logins: Logins
  #office = new DemoApi('')
  #courier = new DemoApi('')
  #courierId = ''
  #next = 0
  #lane: Promise<unknown> = Promise.resolve()

  constructor({ url, users }: Logins) {
    this.#logins = { url, users }
  }

  async start(): Promise<void> {
    this.#office = await this.#as('office')
    this.#courier = await this.#as('courier-2')
    const users = await must((await this.#as('admin')).get('/v1/users?limit=100'))
    const courier = rows(users).find(({ username }) => username === 'courier-2')
    this.#courierId = String(courier?.['id'])
  }

  /** Where a cylinder is and what is in it, as the product knows; nothing of one that it does not know. */
  async whereIs(code: string): Promise<{ custody: string; netG: number | null }> {
    const { status, body } = await this.#office.get(`/v1/cylinders/${code}`)
    if (status !== 200) return { custody: 'unknown', netG: null }
    const { custody, content } = body as Record<'custody' | 'content', Row>
    const known = content['state'] === 'unknown' ? undefined : content['netG']
    return { custody: String(custody['kind']), netG: typeof known === 'number' ? known : null }
  }

  /** @returns false = it may not be sold, and stays in the van */
  sell(cylinder: StationCylinder): Promise<boolean> {
    return this.#inTurn(() => this.#deliver(cylinder))
  }

  /** The empty, taken along by the courier from whoever has it. */
  takeBack(code: string): Promise<void> {
    return this.#inTurn(async () => {
      const { body } = await this.#office.get(`/v1/cylinders/${code}`)
      const { id: customerId } = body['custody'] as { id?: string }
      const back = { happenedAt: new Date().toISOString(), broughtBy: 'courier', vehicle: VAN }
      await must(this.#courier.post('/v1/returns', { ...back, customerId, returned: [{ code }] }))
    })
  }

  async #as(username: string): Promise<DemoApi> {
    const { url, users } = this.#logins
    return new DemoApi(url, (await new DemoApi(url).signIn(username, users[username] ?? '')) ?? '')
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#lane.then(work)
    this.#lane = mine.catch(() => undefined)
    return mine
  }

  async #deliver({ code, model = '' }: StationCylinder): Promise<boolean> {
    const { customerId, premisesId, object } = await this.#household()
    const lines = [{ model: sizes[model] ?? model, quantity: 1 }]
    const order = await must(this.#office.post('/v1/orders', { customerId, premisesId, lines }))
    const url = `/v1/orders/${String(order['id'])}`
    const assigned = { courierId: this.#courierId, vehicle: VAN, cylinders: [code] }
    // Also where its tag was read at another station meanwhile: what leaves a site is looked at.
    const scan = { code, appearanceOk: true, leakFree: true }
    const loaded = () => this.#courier.post(`${url}/stock-out`, { cylinders: [scan] })
    const may =
      (await this.#allowed(this.#office.post(`${url}/assign`, assigned))) &&
      (await this.#allowed(loaded()))
    if (!may) {
      await must(this.#office.post(`${url}/cancel`, { reason: `${code} 不得出库，改日配送` }))
      return false
    }
    const paid = { payments: [{ method: 'wechat', amountFen: Number(order['totalFen']) }] }
    const visit = { ...wholeVisit(code, object), vehicle: VAN, ...paid }
    await must(this.#courier.post(`${url}/deliver`, visit))
    return true
  }

  /** 409 is an answer of the product's; anything else is the demo's fault. */
  async #allowed(answer: Promise<Answer>): Promise<boolean> {
    const given = await answer
    if (given.status === 409) return false
    await must(Promise.resolve(given))
    return true
  }

  /** The next one that has not got all that may stand there in a day. */
  async #household(): Promise<Household> {
    const { name, phone, address } = demoHousehold(this.#next++ % HOUSEHOLDS)
    const found = rows(await must(this.#office.post('/v1/customers/lookup', { phone })))
    if (found.length > 0) return this.#household()
    const who = { kind: 'resident', enterpriseId: 'zibo-gas', region: '370302', ofAge: true }
    const customer = await must(this.#office.post('/v1/customers', { ...who, name, phone }))
    const customerId = String(customer['id'])
    const seen = { method: 'paper-seen', result: 'verified' }
    await must(this.#office.post(`/v1/customers/${customerId}/verifications`, seen))
    const place = demoHome(address)
    const premises = await must(this.#office.post(`/v1/customers/${customerId}/premises`, place))
    const object = await this.#courier.picture(demoSignature, customerId)
    return { customerId, premisesId: String(premises['id']), object }
  }
}
