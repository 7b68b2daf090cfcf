import type { InspectionResult } from '#schemas/api/inspection.ts'
import type { BatchItem } from './use-batch.ts'

/** What is looked at (facts F3), in the order of the work. */
export const checkNames = [
  'appearance',
  'weld',
  'valveSeat',
  'wallThickness',
  'volume',
  'hydraulic',
  'airTightness',
] as const
export type CheckName = (typeof checkNames)[number]

export const measuredNames = [
  'wallThicknessMm',
  'dentDepthMm',
  'corrosionRemainderMm',
  'volumeMl',
  'testPressureKpa',
] as const
export type MeasuredName = (typeof measuredNames)[number]

/** A tare so far from the registered one is weighed twice: the API asks for it. */
const TARE_DOUBT = 0.1

/** A result as it is typed. */
export type Draft = {
  readonly checks: Readonly<Partial<Record<CheckName, boolean>>>
  readonly measured: Readonly<Partial<Record<MeasuredName, number>>>
  readonly tareKg: number | null
  readonly tareConfirmed: boolean
  readonly inspectedOn: string
  readonly nextOn: string
  readonly reportNo: string
  readonly reason: string
}

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null)

/** What was saved before, or an empty sheet of today. */
export const draftOf = (item: BatchItem, today: string): Draft => {
  const saved = item.checks ?? {}
  const again = item.state === 'inspected'
  const checks = checkNames.flatMap((name) => {
    const value = saved[name]
    return typeof value === 'boolean' ? [[name, value] as const] : []
  })
  const measured = measuredNames.flatMap((name) => {
    const value = numberOf(saved[name])
    return value === null ? [] : [[name, value] as const]
  })
  return {
    checks: Object.fromEntries(checks),
    measured: Object.fromEntries(measured),
    tareKg: item.tareG === null ? null : item.tareG / 1000,
    tareConfirmed: false,
    inspectedOn: item.inspectedOn ?? today,
    nextOn: '',
    reportNo: item.reportNo ?? '',
    reason: again ? (item.reason ?? '') : '',
  }
}

/** One defect fails the cylinder. */
export const isFail = ({ checks }: Draft): boolean =>
  checkNames.some((name) => checks[name] === false)

export const openChecks = ({ checks }: Draft): number =>
  checkNames.filter((name) => checks[name] === undefined).length

export const tareIsFar = ({ tareKg }: Draft, registeredG: number | null): boolean =>
  tareKg !== null &&
  registeredG !== null &&
  Math.abs(tareKg * 1000 - registeredG) > registeredG * TARE_DOUBT

/** As the API takes it. */
export const resultOf = (code: string, draft: Draft): InspectionResult => ({
  code,
  result: isFail(draft) ? 'fail' : 'pass',
  inspectedOn: draft.inspectedOn,
  checks: draft.checks,
  measured: draft.measured,
  ...(draft.tareKg === null ? {} : { tareG: Math.round(draft.tareKg * 1000) }),
  ...(draft.tareConfirmed ? { tareConfirmed: true } : {}),
  ...(draft.nextOn === '' ? {} : { nextInspectionOn: draft.nextOn }),
  ...(draft.reportNo.trim() === '' ? {} : { reportNo: draft.reportNo.trim() }),
  ...(draft.reason.trim() === '' ? {} : { reason: draft.reason.trim() }),
})
