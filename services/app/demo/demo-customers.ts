import type { DemoCylinder } from './demo-cylinders.ts'
import { dayOf } from './demo-day.ts'

const DAY_MS = 86_400_000

/** Households, and what each buys today: brought already, aboard with the courier, or ordered and not yet assigned. */
export const demoCustomers = [
  {
    name: '王秀兰',
    phone: '13805330001',
    address: '淄川区般阳路 12 号 3 单元 502',
    buys: 'brought',
  },
  {
    name: '李建国',
    phone: '13805330002',
    address: '淄川区松龄东路 88 号 1 单元 201',
    buys: 'aboard',
  },
  { name: '周玉兰', phone: '13805330004', address: '淄川区将军路 9 号 402', buys: 'aboard' },
  { name: '孙桂英', phone: '13805330003', address: '淄川区吉祥路 5 号院 平房', buys: 'waits' },
] as const

export const demoVan = 'van-7'

const household = (code: string, tareG: number, serialNo: string, today: number): DemoCylinder => ({
  code,
  model: 'YSP35.5',
  waterVolumeMl: 35_500,
  stampedMaxG: 14_900,
  tareG,
  designLifeYears: 8,
  manufacturer: '淄博钢瓶厂',
  serialNo,
  ownerId: 'zibo-gas',
  madeOn: dayOf(today - 500 * DAY_MS),
  nextInspectionOn: dayOf(today + 900 * DAY_MS),
  needsVacuum: false,
  tags: [{ scheme: 'qr', value: `QR-${code}` }],
})

/** Full cylinders that the courier has aboard; the simulated station does not touch them. @param today ms since 1970 */
export const vanCylinders = (today: number): readonly (DemoCylinder & { content: 'full' })[] =>
  ['ZB-9001', 'ZB-9002', 'ZB-9003'].map((code, i) => ({
    ...household(code, 16_480 + i * 10, `29${i}0017`, today),
    content: 'full',
  }))

/** Came back from a household with too much gas in it. */
export const claimed = (today: number): DemoCylinder =>
  household('ZB-9101', 16_510, '2930017', today)

/** Stands in the kitchen of whoever is behind the user `customer`, since this morning. */
export const deliveredAlready = (today: number): DemoCylinder & { content: 'full' } => ({
  ...household('ZB-9102', 16_520, '2940017', today),
  content: 'full',
})
