import { must, rows } from './demo-answer.ts'
import { DemoApi } from './demo-api.ts'
import type { DemoCylinder } from './demo-cylinders.ts'
import { dayOf } from './demo-day.ts'

const DAY_MS = 86_400_000

const CHECKS = {
  appearance: true,
  weld: true,
  valveSeat: true,
  wallThickness: true,
  volume: true,
  hydraulic: true,
  airTightness: true,
}

/** Nearly four years in use: due for their first inspection. The simulated station does not touch them. */
const labCylinders = (today: number): readonly DemoCylinder[] =>
  Array.from({ length: 8 }, (_, i) => ({
    code: `ZB-800${i + 1}`,
    model: 'YSP35.5',
    waterVolumeMl: 35_500,
    stampedMaxG: 14_900,
    tareG: 16_430 + i * 15,
    designLifeYears: 8,
    manufacturer: '山东压力容器厂',
    serialNo: `28${i}0231`,
    ownerId: 'zibo-gas',
    madeOn: dayOf(today - 1440 * DAY_MS),
    nextInspectionOn: dayOf(today + 20 * DAY_MS),
    needsVacuum: false,
    tags: [{ scheme: 'qr', value: `QR-ZB-800${i + 1}` }],
  }))

/** A batch at the laboratory: five have arrived, three of them are inspected and wait for a second person. Once. */
export const seedLab = async (
  url: string,
  api: DemoApi,
  users: Readonly<Record<string, string>>,
  today: number,
): Promise<void> => {
  if (rows(await must(api.get('/v1/inspection-batches?limit=1'))).length > 0) return
  const cylinders = labCylinders(today)
  await Promise.all(cylinders.map((cylinder) => api.ensure('/v1/cylinders', cylinder)))
  const codes = cylinders.map(({ code }) => code)
  const sent = { enterpriseId: 'zibo-gas', labId: 'zibo-lab', codes, note: '到期首检' }
  const { id } = await must(api.post('/v1/inspection-batches', sent))
  const lab = new DemoApi(url, (await api.signIn('lab', users['lab'] ?? '')) ?? '')
  const batch = `/v1/inspection-batches/${String(id)}`
  await must(lab.post(`${batch}/receive`, { codes: codes.slice(0, 5) }))
  const results = cylinders.slice(0, 3).map(({ code, tareG }, i) => ({
    code,
    inspectedOn: dayOf(today),
    reportNo: `ZB-JY-${String(i + 1).padStart(4, '0')}`,
    measured: { wallThicknessMm: i === 2 ? 1.6 : 2.7, volumeMl: 35_560, testPressureKpa: 3200 },
    ...(i === 2
      ? {
          result: 'fail',
          checks: { ...CHECKS, wallThickness: false },
          reason: '最小壁厚低于设计壁厚',
        }
      : { result: 'pass', checks: CHECKS, tareG: tareG + 20 }),
  }))
  await must(lab.post(`${batch}/results`, { results }))
}
