import { must, rows } from './demo-answer.ts'
import type { DemoApi } from './demo-api.ts'

const DAY_MS = 86_400_000

/** The service desk: a complaint, one that an authority forwarded and wants answered by tomorrow, a repair, a leak call. Once. */
export const seedDesk = async (api: DemoApi, today: number): Promise<void> => {
  if (rows(await must(api.get('/v1/complaints?limit=1'))).length > 0) return
  const where = { enterpriseId: 'zibo-gas', region: '370302', channel: 'phone' }
  await must(
    api.post('/v1/complaints', {
      ...where,
      name: '赵玉梅',
      phone: '13805330017',
      topic: 'delivery',
      text: '约好上午送气，下午才到，要求说明原因。',
    }),
  )
  await must(
    api.post('/v1/complaints', {
      ...where,
      name: '陈立新',
      phone: '13805330018',
      topic: 'residual',
      text: '换瓶时瓶内还有余气，没有称重，要求退赔余气款。',
      forwarded: {
        by: '淄川区消费者协会',
        reference: '淄消投〔2026〕117 号',
        dueAt: new Date(today + DAY_MS).toISOString(),
      },
    }),
  )
  await must(
    api.post('/v1/repairs', {
      ...where,
      name: '周海燕',
      phone: '13805330019',
      topic: 'stove',
      text: '灶具打不着火，请派人检修。',
    }),
  )
  await must(
    api.post('/v1/incidents', {
      ...where,
      name: '孙建国',
      phone: '13805330020',
      kind: 'leak',
      text: '厨房闻到燃气味，已关阀门，人已到室外。',
      promptsRead: 'zh',
    }),
  )
}
