import { home } from '#test/api/people-world.ts'
import { visit } from '#test/api/sales-world.ts'
import { NOW, type PostTable, type PostWorld, TODAY, why } from './post-world.ts'

const proxy = (n: number) => ({
  role: 'proxy',
  name: '李四',
  phone: `1370533${String(n).padStart(4, '0')}`,
  ofAge: true,
  authorisedUntil: '2027-01-01',
})

const access = { purpose: 'person-asked', reason: '本人要求' }

/** Customers and what is known of them. */
export const peoplePosts: PostTable = {
  '/v1/customers': async (w) => ({
    url: '/v1/customers',
    body: {
      kind: 'resident',
      region: '370302',
      name: '王㛃',
      phone: `1360533${String(w.next()).padStart(4, '0')}`,
      ofAge: true,
    },
  }),
  '/v1/customers/lookup': async (w) => ({
    url: '/v1/customers/lookup',
    body: { phone: (await w.customer()).phone },
  }),
  '/v1/customers/{id}/verifications': async (w) => ({
    url: `/v1/customers/${(await w.customer()).id}/verifications`,
    body: { method: 'paper-seen', result: 'verified' },
  }),
  '/v1/customers/{id}/agents': async (w) => ({
    url: `/v1/customers/${(await w.customer()).id}/agents`,
    body: proxy(w.next()),
  }),
  '/v1/customers/{id}/agents/{agentId}/revoke': async (w) => {
    const url = `/v1/customers/${(await w.customer()).id}/agents`
    const { id } = await w.must(url, proxy(w.next()))
    return { url: `${url}/${id}/revoke` }
  },
  '/v1/customers/{id}/premises': async (w) => ({
    url: `/v1/customers/${(await w.customer()).id}/premises`,
    body: home(`淄城路 ${w.next()} 号`, { region: '370302' }),
  }),
  '/v1/customers/{id}/premises/{premisesId}/supply-check': async (w) => {
    const { id, premisesId } = await w.customer()
    return {
      url: `/v1/customers/${id}/premises/${premisesId}/supply-check`,
      body: { models: ['YSP35.5'] },
    }
  },
  '/v1/customers/{id}/erasure': async (w) => ({
    url: `/v1/customers/${(await w.customer()).id}/erasure`,
    body: access,
  }),
  '/v1/identity-cases/{id}/close': async (w) => {
    const { id } = await w.customer()
    const [row] = await w.sql(
      `insert into identity_case (customer_id, enterprise_id, addresses, opened_at) values ($1, 'ent-a', 4, $2) returning id`,
      [id, NOW],
    )
    return { url: `/v1/identity-cases/${row.id}/close`, body: { conclusion: 'legitimate' } }
  },
  '/v1/complaints': async (w) => ({ url: '/v1/complaints', body: await complaint(w) }),
  '/v1/complaints/{id}/steps': async (w) => {
    const { id } = await w.must('/v1/complaints', await complaint(w))
    return { url: `/v1/complaints/${id}/steps`, body: { type: 'note', note: '已联系' } }
  },
  '/v1/inbox/{id}/read': async (w) => {
    const [row] = await w.sql(
      `insert into notification (enterprise_id, key, channel, to_kind, to_ref, template, language, params, created_at, state,
         next_at, sent_at)
       select 'ent-a', $1, 'in-app', 'user', id, 'residual-claim-paid', 'zh', '{}', $2, 'sent', $2, $2
       from app_user where username = 'office' returning id`,
      [`post-${w.next()}`, NOW],
    )
    return { url: `/v1/inbox/${row.id}/read` }
  },
}

/** What a customer does for themselves. */
export const accountPosts: PostTable = {
  '/v1/me/orders': async (w) => {
    const { premisesId, token } = await w.holder()
    const lines = [{ model: 'YSP35.5', quantity: 1 }]
    return { url: '/v1/me/orders', as: token, body: { premisesId, lines } }
  },
  '/v1/me/orders/{id}/appointment': async (w) => {
    const { token, order } = await ownOrder(w)
    const appointment = { from: '2026-11-21T01:00:00.000Z', to: '2026-11-21T03:00:00.000Z' }
    return { url: `/v1/me/orders/${order.id}/appointment`, as: token, body: { appointment } }
  },
  '/v1/me/orders/{id}/cancel': async (w) => {
    const { token, order } = await ownOrder(w)
    return { url: `/v1/me/orders/${order.id}/cancel`, as: token, body: why }
  },
  '/v1/me/orders/{id}/rating': async (w) => {
    const { token, order } = await ownOrder(w)
    await w.must(`/v1/orders/${order.id}/deliver`, visit([await w.cylinder()]), 'courier')
    return { url: `/v1/me/orders/${order.id}/rating`, as: token, body: { score: 5 } }
  },
}

const ownOrder = async (w: PostWorld) => {
  const { premisesId, token } = await w.holder()
  const lines = [{ model: 'YSP35.5', quantity: 1 }]
  const order = await w.must('/v1/me/orders', { premisesId, lines }, token)
  return { token, order }
}

const complaint = async (w: PostWorld) => {
  const { id, premisesId } = await w.customer()
  return { customerId: id, premisesId, channel: 'phone', topic: 'attitude', text: '态度差' }
}

const law = { clause: 'R003-3.1', from: '2026-11-01', force: 'mandatory', certainty: 'document' }

const gas = (w: PostWorld, tank: string) => ({
  stationId: 'st-a',
  tank,
  happenedAt: NOW,
  certificateNo: `G-${w.next()}`,
})

const tank = async (w: PostWorld): Promise<string> => {
  const id = `t-${w.next()}`
  await w.must('/v1/tanks', { id, stationId: 'st-a' })
  return id
}

/** Gas, rules, dead letters. */
export const lawPosts: PostTable = {
  '/v1/tanks': async (w) => ({
    url: '/v1/tanks',
    body: { id: `t-${w.next()}`, stationId: 'st-a' },
  }),
  '/v1/gas-receipts': async (w) => ({
    url: '/v1/gas-receipts',
    body: {
      ...gas(w, await tank(w)),
      massG: 20_000_000,
      supplier: '炼厂',
      tankerPlate: '鲁C12345',
    },
  }),
  '/v1/gas-tests': async (w) => ({
    url: '/v1/gas-tests',
    body: { ...gas(w, await tank(w)), tester: 'lab-7', passed: true },
  }),
  '/v1/tanks/{stationId}/{id}/release': async (w) => {
    const id = await tank(w)
    const test = { ...gas(w, id), tester: 'lab-7', passed: true }
    const { id: testId } = await w.must('/v1/gas-tests', test, 'station')
    return { url: `/v1/tanks/st-a/${id}/release`, body: { testId } }
  },
  '/v1/rule-profiles': async (w) => ({
    url: '/v1/rule-profiles',
    as: 'admin',
    body: {
      id: `trial-${w.next()}`,
      validFrom: TODAY,
      name: { zh: '试', en: 'trial' },
      parent: 'cn-base',
      values: { fill: { 'YSP-15': { value: { nominalG: 14_500, toleranceG: 400 }, ...law } } },
      ...why,
    },
  }),
  '/v1/rule-profiles/{id}/activations': async () => ({
    url: '/v1/rule-profiles/cn-65/activations',
    as: 'admin',
    body: { regionPrefix: '65', from: TODAY, ...why },
  }),
  '/v1/rejected-messages/{id}/replay': async (w) => {
    const [row] = await w.sql(
      `insert into rejected_message (received_at, station_id, device_id, topic, code, message, raw, batch_id)
       values ($1, 'st-a', 'dev-1', 'lpg/v1/st-a/dev-1/event', 'INVALID_FIELD', 'wrong', '{}', 0) returning id`,
      [NOW],
    )
    return { url: `/v1/rejected-messages/${row.id}/replay` }
  },
}
