import { goodCheck, leaving, visit } from '#test/api/sales-world.ts'
import { NOW, type PostTable, type PostWorld, TODAY, why } from './post-world.ts'

const price = (n: number) => ({
  enterpriseId: 'ent-a',
  model: 'YSP12',
  labelledNetG: 4800,
  gasFen: 4500,
  deliveryFeeFen: 300,
  depositFen: 8000,
  publishedFenPerKg: 940,
  validFrom: `2027-01-${String(1 + (n % 28)).padStart(2, '0')}`,
})

const contract = async (w: PostWorld) => ({
  customerId: (await w.customer()).id,
  no: `HT-${w.next()}`,
  signedOn: TODAY,
  validFrom: TODAY,
  terms: ['gas-quality'],
  document: await w.sales.picture('office'),
})

const money = { method: 'cash', paidAt: NOW }

/** A cylinder that came back with too much in it, weighed, and the claim that the job would make of it. */
const claim = async (w: PostWorld): Promise<string> => {
  const { customer, code, order } = await w.delivered()
  const body = { happenedAt: NOW, broughtBy: 'customer', returned: [{ code }] }
  await w.must('/v1/returns', body, 'station')
  const [{ id: cylinderId }] = await w.sql('select id from cylinder where code = $1', [code])
  const [{ id }] = await w.sql(
    `insert into residual_claim (id, enterprise_id, region, kind, source, event_id, cylinder_id, code, customer_id, order_id,
       weighed_at, measured_g, limit_g, excess_g, amount_fen, clause, profile, due_at, provisional, opened_at, state)
     values (gen_random_uuid(), 'ent-a', '370302', 'residual', 0, gen_random_uuid(), $1, $2, $3, $4,
       $5, 900, 500, 400, 320, 'R002-7.1.14d', 'cn-base@2013-06-01', $5, false, $5, 'open') returning id`,
    [cylinderId, code, customer.id, order.id, NOW],
  )
  return id
}

/** Orders, visits, returns. */
export const salePosts: PostTable = {
  '/v1/prices': async (w) => ({ url: '/v1/prices', body: price(w.next()) }),
  '/v1/contracts': async (w) => ({ url: '/v1/contracts', body: await contract(w) }),
  '/v1/contracts/{id}/end': async (w) => {
    const { id } = await w.must('/v1/contracts', await contract(w))
    return { url: `/v1/contracts/${id}/end`, body: { endedOn: TODAY, ...why } }
  },
  '/v1/orders': async (w) => {
    const { id, premisesId } = await w.customer()
    const lines = [{ model: 'YSP35.5', quantity: 1 }]
    return { url: '/v1/orders', body: { customerId: id, premisesId, lines } }
  },
  '/v1/orders/{id}/assign': async (w) => {
    const { id } = await w.openOrder()
    const body = { courierId: w.sales.courierId, cylinders: [await w.cylinder()] }
    return { url: `/v1/orders/${id}/assign`, body }
  },
  '/v1/orders/{id}/stock-out': async (w) => {
    const [{ id }, code] = [await w.openOrder(), await w.cylinder()]
    const body = { courierId: w.sales.courierId, cylinders: [code] }
    await w.must(`/v1/orders/${id}/assign`, body)
    return {
      url: `/v1/orders/${id}/stock-out`,
      as: 'station',
      body: { cylinders: [leaving(code)], vehicle: 'van-1' },
    }
  },
  '/v1/orders/{id}/cancel': async (w) => ({
    url: `/v1/orders/${(await w.openOrder()).id}/cancel`,
    body: why,
  }),
  '/v1/orders/{id}/code': async (w) => ({ url: `/v1/orders/${(await w.openOrder()).id}/code` }),
  '/v1/orders/{id}/deliver': async (w) => {
    const { id } = await w.openOrder()
    return { url: `/v1/orders/${id}/deliver`, as: 'courier', body: visit([await w.cylinder()]) }
  },
  '/v1/orders/{id}/fail': async (w) => ({
    url: `/v1/orders/${(await w.openOrder()).id}/fail`,
    as: 'courier',
    body: { happenedAt: NOW, reason: 'customer-refused' },
  }),
  '/v1/returns': async (w) => {
    const { code } = await w.delivered()
    const body = { happenedAt: NOW, broughtBy: 'customer', returned: [{ code }] }
    return { url: '/v1/returns', as: 'station', body }
  },
  '/v1/returns/{id}/weighing': async (w) => {
    const { code } = await w.delivered()
    const body = { happenedAt: NOW, broughtBy: 'customer', returned: [{ code }] }
    const { returned } = await w.must('/v1/returns', body, 'station')
    const weighed = { weighedAt: NOW, grossG: 18_000 }
    return { url: `/v1/returns/${returned[0].returnId}/weighing`, as: 'station', body: weighed }
  },
  '/v1/foreign-empties/hand-overs': async (w) => {
    const returned = [{ code: `STRANGE-${w.next()}`, ownerId: 'ent-b' }]
    const body = { happenedAt: NOW, broughtBy: 'customer', returned }
    const answer = await w.must('/v1/returns', body, 'station')
    const [giver, receiver] = [await w.sales.picture('office'), await w.sales.picture('office')]
    return {
      url: '/v1/foreign-empties/hand-overs',
      body: {
        ids: [answer.returned[0].foreignEmptyId],
        to: 'ent-b',
        happenedAt: NOW,
        signatures: { giver, receiver },
      },
    }
  },
  '/v1/safety-inspections': async (w) => ({
    url: '/v1/safety-inspections',
    as: 'courier',
    body: { ...check, premisesId: (await w.customer()).premisesId },
  }),
  '/v1/rectifications/{id}/close': async (w) => {
    const { premisesId } = await w.customer()
    const items = [{ item: 'hose', ok: false, defect: 'aged' }]
    const notice = { dueOn: '2026-12-01', signature: { kind: 'refused' } }
    const body = { ...check, premisesId, check: { items }, notice }
    const made = await w.must('/v1/safety-inspections', body, 'courier')
    return {
      url: `/v1/rectifications/${made.rectificationId}/close`,
      body: { happenedAt: NOW, check: goodCheck, signature: { kind: 'refused' } },
    }
  },
  '/v1/residual-claims/{id}/pay': async (w) => ({
    url: `/v1/residual-claims/${await claim(w)}/pay`,
    body: { ...money, signature: await w.sales.picture('office') },
  }),
}

const check = {
  happenedAt: NOW,
  kind: 'periodic',
  check: goodCheck,
  signature: { kind: 'refused' },
}

const listed = async (w: PostWorld, url: string) =>
  (await w.must(url, undefined, 'office', 'GET')).items

/** What customers pay, and what is paid back. */
export const moneyPosts: PostTable = {
  '/v1/payments': async (w) => ({
    url: '/v1/payments',
    body: { customerId: (await w.customer()).id, amountFen: 1000, ...money },
  }),
  '/v1/refunds': async (w) => {
    const { id } = await w.customer()
    await w.must('/v1/payments', { customerId: id, amountFen: 1000, ...money })
    const signature = await w.sales.picture('office')
    return {
      url: '/v1/refunds',
      body: { customerId: id, amountFen: 600, ...money, ...why, signature },
    }
  },
  '/v1/receipts/{id}/invoice': async (w) => {
    const { customer } = await w.delivered()
    const [receipt] = await listed(w, `/v1/receipts?customerId=${customer.id}`)
    const invoiceNo = `2637200000${String(w.next()).padStart(10, '0')}`
    return { url: `/v1/receipts/${receipt.id}/invoice`, body: { invoiceNo, invoiceOn: TODAY } }
  },
  '/v1/deposits/{id}/release': async (w) => {
    await w.sql('update price_list set deposit_fen = 5000')
    const { customer } = await w.delivered()
    await w.sql('update price_list set deposit_fen = 0')
    const [deposit] = await listed(w, `/v1/deposits?customerId=${customer.id}`)
    const body = { ...why, signature: await w.sales.picture('office') }
    return { url: `/v1/deposits/${deposit.id}/release`, body }
  },
  '/v1/cash-ups': async (w) => ({
    url: '/v1/cash-ups',
    as: 'station',
    body: { courierId: w.sales.courierId, countedFen: 0, note: '核对' },
  }),
  '/v1/journal/{id}/reverse': async (w) => {
    const { customer } = await w.delivered()
    const [entry] = await listed(w, `/v1/journal?customerId=${customer.id}`)
    return { url: `/v1/journal/${entry.id}/reverse`, body: why }
  },
}
