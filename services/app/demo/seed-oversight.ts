import { must, rows } from './demo-answer.ts'
import { DemoApi } from './demo-api.ts'

/** The regulator at work: a station told to rectify within five working days, an evaluation begun, a check on the spot. Once. */
export const seedOversight = async (
  url: string,
  api: DemoApi,
  users: Readonly<Record<string, string>>,
  today: number,
): Promise<void> => {
  if (rows(await must(api.get('/v1/supervision-cases?limit=1'))).length > 0) return
  const regulator = new DemoApi(
    url,
    (await api.signIn('regulator', users['regulator'] ?? '')) ?? '',
  )
  const { id } = await must(
    regulator.post('/v1/supervision-cases', {
      subject: { kind: 'station', id: 'zb-zichuan' },
      finding: '现场查阅记录：部分实瓶出站前没有复秤记录。',
      clauses: ['R002-7.1.5'],
    }),
  )
  await must(
    regulator.post(`/v1/supervision-cases/${String(id)}/steps`, {
      type: 'order',
      kind: 'rectify',
      what: '逐瓶复秤并留存记录，重新培训充装人员。',
      workingDays: 5,
    }),
  )
  const year = new Date(today).getUTCFullYear()
  await must(
    regulator.post('/v1/evaluations', {
      enterpriseId: 'zibo-gas',
      kind: 'supervision',
      sheet: 'cn-3704-annex-2',
      from: `${year - 1}-01-01`,
      to: `${year}-01-01`,
    }),
  )
  await must(
    regulator.post('/v1/spot-checks', {
      stationId: 'zb-zichuan',
      kind: 'cylinders',
      place: '实瓶区',
      instrument: 'TCS-100 电子秤，检定证书 2026-0311',
    }),
  )
}
