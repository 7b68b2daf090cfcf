import type { DemoCylinder } from './demo-cylinders.ts'

const DAY_MS = 86_400_000
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

/** Two households with orders of today, and the one behind the user `customer`. */
export const demoCustomers = [
  {
    name: '王秀兰',
    phone: '13805330001',
    address: '淄川区般阳路 12 号 3 单元 502',
    account: 'customer',
  },
  { name: '李建国', phone: '13805330002', address: '淄川区松龄东路 88 号 1 单元 201' },
  { name: '孙桂英', phone: '13805330003', address: '淄川区吉祥路 5 号院 平房' },
] as const

export const demoVan = 'van-7'

/** Full cylinders that the courier has aboard; the simulated station does not touch them. @param today ms since 1970 */
export const vanCylinders = (today: number): readonly (DemoCylinder & { content: 'full' })[] =>
  ['ZB-9001', 'ZB-9002', 'ZB-9003'].map((code, i) => ({
    code,
    model: 'YSP35.5',
    waterVolumeMl: 35_500,
    stampedMaxG: 14_900,
    tareG: 16_480 + i * 10,
    designLifeYears: 8,
    manufacturer: '淄博钢瓶厂',
    serialNo: `29${i}0017`,
    ownerId: 'zibo-gas',
    madeOn: dayOf(today - 500 * DAY_MS),
    nextInspectionOn: dayOf(today + 900 * DAY_MS),
    needsVacuum: false,
    content: 'full',
    tags: [{ scheme: 'qr', value: `QR-${code}` }],
  }))
