import { NOW, type PostTable, type PostWorld, why } from './post-world.ts'

/** A notice to remedy that is open. */
const notice = async (w: PostWorld) => noticeAt(w, (await w.customer()).premisesId)

const noticeAt = async (w: PostWorld, premisesId: string): Promise<{ readonly id: string }> => {
  const made = await w.must(
    '/v1/safety-inspections',
    {
      premisesId,
      happenedAt: '2026-11-20T06:30:00.000Z',
      kind: 'periodic',
      check: { items: [{ item: 'hose', ok: false, defect: 'aged' }] },
      signature: { kind: 'refused' },
      notice: { dueOn: '2026-12-01', signature: { kind: 'refused' } },
    },
    'courier',
  )
  return { id: made.rectificationId }
}

const proof = { repairedOn: '2026-11-20', firm: '燃具维修部' }

const suspension = async (w: PostWorld) => ({
  premisesId: (await w.customer()).premisesId,
  reason: 'danger',
  notifiedAt: '2026-11-20T06:30:00.000Z',
  effectiveAt: NOW,
  signature: { kind: 'refused' },
})

/** Homes: what follows from a check. */
export const homePosts: PostTable = {
  '/v1/home-plans': async (w) => {
    await w.customer()
    return { url: '/v1/home-plans', body: { enterpriseId: 'ent-a', year: 2026 } }
  },
  '/v1/home-plans/{id}/visit': async (w) => {
    const { premisesId } = await w.customer()
    await w.must('/v1/home-plans', { enterpriseId: 'ent-a', year: 2026 })
    const plans = await w.must(
      `/v1/home-plans?premisesId=${premisesId}`,
      undefined,
      'office',
      'GET',
    )
    const span = { from: '2026-11-23T01:00:00.000Z', to: '2026-11-23T03:00:00.000Z' }
    return { url: `/v1/home-plans/${plans.items[0].id}/visit`, body: span }
  },
  '/v1/home-refusals/{id}/linkage': async (w) => {
    const { premisesId } = await w.customer()
    await w.must(
      '/v1/safety-inspections',
      {
        premisesId,
        happenedAt: '2026-11-20T06:30:00.000Z',
        kind: 'periodic',
        outcome: 'nobody-home',
        note: { phone: '0533-2345678', proposedOn: '2026-12-01' },
      },
      'courier',
    )
    const url = `/v1/home-refusals?premisesId=${premisesId}`
    const { items } = await w.must(url, undefined, 'office', 'GET')
    const body = { toldAt: NOW, with: 'relatives', result: '已转告' }
    return { url: `/v1/home-refusals/${items[0].id}/linkage`, body }
  },
  '/v1/rectifications/{id}/refusal': async (w) => ({
    url: `/v1/rectifications/${(await notice(w)).id}/refusal`,
    body: { happenedAt: NOW },
  }),
  '/v1/rectifications/{id}/report': async (w) => {
    const { id } = await notice(w)
    await w.sql(`update rectification set grade = 'major', report_due_at = $2 where id = $1`, [
      id,
      NOW,
    ])
    const body = { reportedAt: NOW, authority: '住建局' }
    return { url: `/v1/rectifications/${id}/report`, body }
  },
  '/v1/me/home-plans/{id}/wish': async (w) => {
    const { premisesId, token } = await w.holder()
    await w.must('/v1/home-plans', { enterpriseId: 'ent-a', year: 2026 })
    const url = `/v1/home-plans?premisesId=${premisesId}`
    const { items } = await w.must(url, undefined, 'office', 'GET')
    const span = { from: '2026-11-24T01:00:00.000Z', to: '2026-11-24T03:00:00.000Z' }
    return { url: `/v1/me/home-plans/${items[0].id}/wish`, as: token, body: span }
  },
  '/v1/me/rectifications/{id}/proofs': async (w) => {
    const holder = await w.holder()
    const { id } = await noticeAt(w, holder.premisesId)
    return { url: `/v1/me/rectifications/${id}/proofs`, as: holder.token, body: proof }
  },
  '/v1/rectifications/{id}/proofs': async (w) => ({
    url: `/v1/rectifications/${(await notice(w)).id}/proofs`,
    body: proof,
  }),
  '/v1/repair-proofs/{id}/decision': async (w) => {
    const { id } = await w.must(`/v1/rectifications/${(await notice(w)).id}/proofs`, proof)
    return { url: `/v1/repair-proofs/${id}/decision`, body: { accepted: true } }
  },
  '/v1/supply-suspensions': async (w) => ({
    url: '/v1/supply-suspensions',
    body: await suspension(w),
  }),
  '/v1/supply-suspensions/{id}/lift': async (w) => {
    const { id } = await w.must('/v1/supply-suspensions', await suspension(w))
    return { url: `/v1/supply-suspensions/${id}/lift`, body: why }
  },
  '/v1/home-parts': async (w) => ({
    url: '/v1/home-parts',
    body: { premisesId: (await w.customer()).premisesId, kind: 'hose', useUntil: '2028-01-01' },
  }),
  '/v1/customers/{id}/care': async (w) => ({
    url: `/v1/customers/${(await w.customer()).id}/care`,
    body: { needs: ['elderly'] },
  }),
}
