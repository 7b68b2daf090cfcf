import { dayOf } from './demo-day.ts'

/** `POST /v1/cylinders` of one demo cylinder. */
export type DemoCylinder = {
  readonly code: string
  readonly model: string
  readonly waterVolumeMl: number
  readonly stampedMaxG: number
  readonly tareG: number
  readonly madeOn: string
  readonly designLifeYears: number
  readonly manufacturer: string
  readonly serialNo: string
  readonly ownerId: string
  readonly inspectedOn?: string
  readonly nextInspectionOn: string
  readonly needsVacuum: boolean
  readonly tags: readonly { readonly scheme: 'qr' | 'epc'; readonly value: string }[]
}

type Size = Pick<DemoCylinder, 'model' | 'waterVolumeMl' | 'stampedMaxG' | 'tareG'>

const COUNT = 60
const SIZE_15: Size = {
  model: 'YSP35.5',
  waterVolumeMl: 35_500,
  stampedMaxG: 14_900,
  tareG: 16_500,
}
const SIZE_5: Size = { model: 'YSP12', waterVolumeMl: 12_000, stampedMaxG: 5_000, tareG: 7_000 }
const SIZE_50: Size = {
  model: 'YSP118',
  waterVolumeMl: 118_000,
  stampedMaxG: 49_500,
  tareG: 45_000,
}
const MAKERS = ['淄博钢瓶厂', '山东压力容器厂', '河北百工'] as const
const DAY_MS = 86_400_000

/** The ones with a story: what the gate says to each of them. */
export const demoCases = {
  overdue: 'ZB-0007',
  expired: 'ZB-0013',
  retired: 'ZB-0021',
  notOwned: 'ZB-0034',
  /** The simulated station has it, the registry does not. */
  unregistered: 'ZB-0099',
  /** Among the first that the station takes; it gets too much gas. */
  overfilled: 'ZB-0011',
  /** Its tag is read at another station a moment after it left: one of the two is a copy. */
  cloned: 'ZB-0023',
} as const

const sizeOf = (index: number): Size => {
  if (index % 12 === 5) return SIZE_50
  return index % 10 === 8 ? SIZE_5 : SIZE_15
}

/** Dates that fit each other: made 1 to 6 years ago, inspected every 4 years, 8 years of life, 12 at most (facts F3). */
const datesOf = (index: number, today: number) => {
  const ageDays = 365 + ((index * 397) % 1800)
  const madeOn = dayOf(today - ageDays * DAY_MS)
  const cycle = 4 * 365
  if (ageDays < cycle)
    return { madeOn, nextInspectionOn: dayOf(today + (cycle - ageDays) * DAY_MS) }
  const inspected = today - (30 + (index % 200)) * DAY_MS
  return {
    madeOn,
    inspectedOn: dayOf(inspected),
    nextInspectionOn: dayOf(inspected + cycle * DAY_MS),
  }
}

const caseOf = (code: string, today: number): Partial<DemoCylinder> => {
  const yearsAgo = (years: number): string => dayOf(today - years * 365.25 * DAY_MS)
  switch (code) {
    case demoCases.overdue:
      return {
        madeOn: yearsAgo(6.3),
        inspectedOn: yearsAgo(4.2),
        nextInspectionOn: yearsAgo(0.2),
      }
    case demoCases.expired:
      return {
        madeOn: yearsAgo(12.4),
        inspectedOn: yearsAgo(3.9),
        nextInspectionOn: yearsAgo(-0.1),
      }
    case demoCases.notOwned:
      return { ownerId: 'other-gas' }
    default:
      return {}
  }
}

/** The demo's cylinders as the office would register them on that day. @param today ms since 1970 */
export const demoCylinders = (today: number): readonly DemoCylinder[] =>
  Array.from({ length: COUNT }, (_, i) => {
    const number = String(i + 1).padStart(4, '0')
    const code = `ZB-${number}`
    const size = sizeOf(i)
    return {
      code,
      ...size,
      tareG: size.tareG + (((i * 7919) % 401) - 200),
      designLifeYears: 8,
      manufacturer: MAKERS[i % MAKERS.length] as string,
      serialNo: `2${String(100_000 + i * 37)}`,
      ownerId: 'zibo-gas',
      ...datesOf(i, today),
      needsVacuum: i % 15 === 14,
      tags: [
        { scheme: 'qr', value: `QR-${code}` },
        { scheme: 'epc', value: `E28011700000${number.padStart(12, '0')}` },
      ],
      ...caseOf(code, today),
    }
  })
