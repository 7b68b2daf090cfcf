import { manualContents } from '#domain/service/publicity.ts'
import { NOW, type PostTable, type PostWorld, TODAY } from './post-world.ts'

const text = '换瓶后灶火发黄'

const clerkOf = async (world: PostWorld): Promise<string> =>
  (await world.sql(`select id from app_user where username = 'clerk'`))[0].id

const repair = async (w: PostWorld) => ({
  customerId: (await w.customer()).id,
  channel: 'phone',
  topic: 'stove',
  text,
})

const incident = async (w: PostWorld) => ({
  customerId: (await w.customer()).id,
  channel: 'phone',
  kind: 'leak',
  text,
})

const plan = async (w: PostWorld) => ({
  kind: 'special',
  title: '泄漏专项预案',
  version: `2026-${w.next()}`,
  startsWhen: '发现泄漏',
  responsibleId: await clerkOf(w),
  validFrom: TODAY,
  reviewOn: '2027-11-20',
})

const route = (w: PostWorld) => ({
  stationId: 'st-a',
  name: `路线${w.next()}`,
  everyDays: 1,
  items: ['储罐区'],
})

const hazard = () => ({
  stationId: 'st-a',
  source: 'self-check',
  what: '灭火器过期',
  dueOn: '2026-11-30',
})

const warning = () => ({
  kind: 'weather',
  level: 'yellow',
  area: '3703',
  title: '寒潮',
  cause: '气温骤降',
  advice: '勿加热气瓶',
  startsAt: NOW,
  important: true,
})

const manual = async (w: PostWorld) => {
  const document = await w.sales.picture()
  return {
    version: `${w.next()}.0`,
    validFrom: '2026-01-01',
    document,
    contents: manualContents.map(([content]) => content),
    review: { reviewedOn: '2025-12-20', panel: '三名专家', minutes: document },
  }
}

/** The service desk and what it keeps. */
export const deskPosts: PostTable = {
  '/v1/repairs': async (w) => ({ url: '/v1/repairs', body: await repair(w) }),
  '/v1/repairs/{id}/steps': async (w) => {
    const { id } = await w.must('/v1/repairs', await repair(w))
    return { url: `/v1/repairs/${id}/steps`, body: { type: 'arrive' } }
  },
  '/v1/incidents': async (w) => ({ url: '/v1/incidents', body: await incident(w) }),
  '/v1/incidents/{id}/steps': async (w) => {
    const { id } = await w.must('/v1/incidents', await incident(w))
    const crew = [await clerkOf(w)]
    return { url: `/v1/incidents/${id}/steps`, body: { type: 'dispatch', crew } }
  },
  '/v1/insurance-policies': async (w) => ({
    url: '/v1/insurance-policies',
    body: {
      kind: 'public-liability',
      insurer: '某保险公司',
      policyNo: `PZ-${w.next()}`,
      insuredFen: 100_000_000,
      validFrom: TODAY,
      validUntil: '2027-11-19',
    },
  }),
  '/v1/emergency-plans': async (w) => ({ url: '/v1/emergency-plans', body: await plan(w) }),
  '/v1/drills': async (w) => {
    const { id } = await w.must('/v1/emergency-plans', await plan(w))
    const topic = '角阀泄漏'
    const body = { kind: 'company', planId: id, heldOn: TODAY, topic, people: 9, minutes: 30 }
    return { url: '/v1/drills', body: { ...body, passed: true } }
  },
  '/v1/company-hazards': async () => ({ url: '/v1/company-hazards', body: hazard() }),
  '/v1/company-hazards/{id}/steps': async (w) => {
    const { id } = await w.must('/v1/company-hazards', hazard())
    return { url: `/v1/company-hazards/${id}/steps`, body: { type: 'rectify', remedy: '更换' } }
  },
  '/v1/patrol-routes': async (w) => ({ url: '/v1/patrol-routes', body: route(w) }),
  '/v1/patrols': async (w) => {
    const { id } = await w.must('/v1/patrol-routes', route(w))
    const results = [{ item: '储罐区', ok: false, remark: '标识脱落' }]
    return { url: '/v1/patrols', body: { routeId: id, results, hazardDueOn: '2026-11-30' } }
  },
  '/v1/surveys': async () => ({
    url: '/v1/surveys',
    body: {
      kind: 'window',
      surveyedAt: NOW,
      surveyor: 'company',
      method: 'visit',
      items: [{ item: 'prices-shown', ok: true }],
    },
  }),
  '/v1/call-backs': async (w) => ({
    url: '/v1/call-backs',
    body: {
      customerId: (await w.customer()).id,
      about: 'counter',
      calledAt: NOW,
      channel: 'phone',
      reached: true,
      answers: { solved: 'solved', satisfaction: 'satisfied' },
    },
  }),
  '/v1/call-back-plans': async () => ({
    url: '/v1/call-back-plans',
    body: {
      year: 2026,
      sharePermille: 100,
      everyMonths: 12,
      outline: '按时、亮价、解决、满意',
      assessment: '每季考核',
      validFrom: TODAY,
    },
  }),
  '/v1/sites/{id}/customer-weighings': async (w) => ({
    url: '/v1/sites/st-a/customer-weighings',
    body: { code: await w.cylinder(), weighedAt: NOW, grossG: 30_900, leakFree: true },
    as: 'station',
  }),
  '/v1/service-refusals': async () => ({
    url: '/v1/service-refusals',
    body: { region: '370302', refusedAt: NOW, cause: 'outside-area', reason: '不在许可范围' },
  }),
  '/v1/supply-warnings': async () => ({ url: '/v1/supply-warnings', body: warning() }),
  '/v1/supply-warnings/{id}/level': async (w) => {
    const { id } = await w.must('/v1/supply-warnings', warning())
    return { url: `/v1/supply-warnings/${id}/level`, body: { level: 'red', reason: '升级' } }
  },
  '/v1/supply-warnings/{id}/lift': async (w) => {
    const { id } = await w.must('/v1/supply-warnings', warning())
    return { url: `/v1/supply-warnings/${id}/lift`, body: { reason: '解除' } }
  },
  '/v1/supply-warnings/{id}/report': async (w) => {
    const { id } = await w.must('/v1/supply-warnings', warning())
    return {
      url: `/v1/supply-warnings/${id}/report`,
      body: { reportedAt: NOW, authority: '市住建局' },
    }
  },
  '/v1/publicity-plans': async () => ({
    url: '/v1/publicity-plans',
    body: {
      year: 2026,
      topic: 'leak-response',
      audience: 'rural',
      content: '泄漏处置',
      ways: ['lecture'],
      timesPerYear: 2,
      organiser: '客服部',
    },
  }),
  '/v1/publicity-events': async () => ({
    url: '/v1/publicity-events',
    body: {
      heldOn: TODAY,
      topics: ['leak-response'],
      audience: 'rural',
      ways: ['lecture'],
      content: '泄漏处置',
      people: 30,
    },
  }),
  '/v1/safety-manuals': async (w) => ({ url: '/v1/safety-manuals', body: await manual(w) }),
  '/v1/manual-handovers': async (w) => {
    const { id } = await w.must('/v1/safety-manuals', await manual(w))
    const customerId = (await w.customer()).id
    const body = { customerId, manualId: id, handedAt: NOW, way: 'paper', explained: true }
    return { url: '/v1/manual-handovers', body }
  },
  '/v1/calls/import': async (w) => ({
    url: '/v1/calls/import',
    body: Buffer.from(`line,reference,ringAt\n12345,C${w.next()},2026-11-20 08:00:00\n`),
    contentType: 'text/csv',
  }),
  '/v1/window-waits/import': async (w) => ({
    url: '/v1/window-waits/import',
    body: Buffer.from(
      `ticket,takenAt,servedAt\nA${w.next()},2026-11-20 08:00:00,2026-11-20 08:05:00\n`,
    ),
    as: 'station',
    contentType: 'text/csv',
  }),
}
