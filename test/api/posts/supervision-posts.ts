import { createHash } from 'node:crypto'
import { pngOf } from '#test/api/sales-world.ts'
import type { Json } from '#test/api/api-harness.ts'
import { type PostTable, type PostWorld, TODAY } from './post-world.ts'

const as = 'regulator'

const evaluation = (w: PostWorld) => ({
  enterpriseId: 'ent-a',
  sheet: 'cn-3704-annex-2',
  from: `${1000 + w.next()}-01-01`,
  to: TODAY,
})

const begun = (w: PostWorld): Promise<Json> => w.must('/v1/evaluations', evaluation(w), as)

const scored = async (w: PostWorld): Promise<Json> => {
  const made = await begun(w)
  const items = made.items.map(({ no, scoring }: Json) => ({
    no,
    points: scoring.max,
    reason: '现场查看',
  }))
  return w.must(`/v1/evaluations/${made.id}/items`, { items }, as)
}

const picture = async (w: PostWorld): Promise<string> => {
  const bytes = pngOf(`supervision ${w.next()}`)
  const headers = { authorization: `Bearer ${w.token('office')}`, 'content-type': 'image/png' }
  await w.api.call('POST', '/v1/objects?kind=signature', undefined, bytes, { headers })
  return createHash('sha256').update(bytes).digest('hex')
}

const opened = (w: PostWorld): Promise<Json> =>
  w.must(
    '/v1/supervision-cases',
    { subject: { kind: 'station', id: 'st-a' }, finding: '灭火器过期', clauses: [] },
    as,
  )

const check = {
  stationId: 'st-a',
  kind: 'cylinders',
  place: '实瓶区',
  instrument: 'ES-30',
}

const look = async (w: PostWorld) => ({
  code: await w.cylinder(),
  grossG: 29_000,
  leakFree: true,
  sealed: true,
  labelled: true,
})

/** Evaluations, and what regulators do. */
export const supervisionPosts: PostTable = {
  '/v1/evaluations': async (w) => ({ url: '/v1/evaluations', body: evaluation(w), as }),
  '/v1/evaluations/{id}/items': async (w) => {
    const { id } = await begun(w)
    const items = [{ no: '6', points: 3, reason: '查阅责任书' }]
    return { url: `/v1/evaluations/${id}/items`, body: { items }, as }
  },
  '/v1/evaluations/{id}/collect': async (w) => {
    const { id } = await begun(w)
    return { url: `/v1/evaluations/${id}/collect`, body: {}, as }
  },
  '/v1/evaluations/{id}/attachments': async (w) => {
    const { id } = await begun(w)
    const body = { item: '6', object: await picture(w) }
    return { url: `/v1/evaluations/${id}/attachments`, body, as }
  },
  '/v1/evaluations/{id}/vetoes': async (w) => {
    const { id } = await begun(w)
    const body = { code: 'accident', reason: '责任事故' }
    return { url: `/v1/evaluations/${id}/vetoes`, body, as }
  },
  '/v1/evaluations/{id}/sign': async (w) => {
    const { id } = await scored(w)
    return { url: `/v1/evaluations/${id}/sign`, body: { object: await picture(w) }, as }
  },
  '/v1/evaluations/{id}/finalise': async (w) => {
    const { id } = await scored(w)
    await w.must(`/v1/evaluations/${id}/sign`, { object: await picture(w) }, as)
    return { url: `/v1/evaluations/${id}/finalise`, body: {}, as }
  },
  '/v1/supervision-cases': async () => ({
    url: '/v1/supervision-cases',
    body: { subject: { kind: 'scale', id: 'scale-a' }, finding: '检定过期', clauses: [] },
    as,
  }),
  '/v1/supervision-cases/{id}/steps': async (w) => {
    const { id } = await opened(w)
    const targets = [await w.cylinder(), await w.cylinder()]
    const body = { type: 'order', kind: 'quarantine', what: '疑似翻新', targets }
    return { url: `/v1/supervision-cases/${id}/steps`, body, as }
  },
  '/v1/spot-checks': async () => ({ url: '/v1/spot-checks', body: check, as }),
  '/v1/spot-checks/{id}/items': async (w) => {
    const { id } = await w.must('/v1/spot-checks', check, as)
    return { url: `/v1/spot-checks/${id}/items`, body: await look(w), as }
  },
  '/v1/spot-checks/{id}/conclude': async (w) => {
    const { id } = await w.must('/v1/spot-checks', check, as)
    await w.must(`/v1/spot-checks/${id}/items`, await look(w), as)
    const company = { kind: 'refused', reason: '无人在场' }
    const body = { inspector: await picture(w), company }
    return { url: `/v1/spot-checks/${id}/conclude`, body, as }
  },
}
