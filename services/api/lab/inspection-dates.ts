import { dayOf } from '#domain/calendar.ts'
import { type Day, day, epochMs } from '#domain/units.ts'
import { valueAt } from '#domain/registry.ts'
import { nextInspection } from '#rules/next-inspection.ts'
import type { ResolvedProfile } from '#rules/profile.ts'
import type { InspectionResult } from '#schemas/api/inspection.ts'
import { inspectionCheckNames } from '#schemas/api/inspection.ts'
import type { CylinderRow } from '#store/queries/registry/cylinders.ts'
import type { ErrorCode } from '#api/error-codes.ts'
import type { ProblemDetails, Said } from '#api/problem.ts'

type Objection = { readonly code: ErrorCode; readonly details: ProblemDetails }

/** A tare may be wrong by so much of the registered one before somebody must read it twice. Thousandths. */
const TARE_DOUBT_PERMILLE = 100

const wrong = (path: string, detail: Said, more: ProblemDetails = {}): Objection => ({
  code: 'INCONSISTENT_REQUEST',
  details: { path, detail, ...more },
})

const objectToChecks = (row: InspectionResult, at: string): Objection | null => {
  const { checks = {}, result, reason } = row
  if (result === 'fail') {
    return reason === undefined
      ? wrong(`${at}/reason`, {
          zh: '不合格须写明原因，气瓶将据此报废',
          en: 'a cylinder that failed needs its reason: it is retired for it',
        })
      : null
  }
  const bad = inspectionCheckNames.find((name) => checks[name] !== true)
  if (bad === undefined) return null
  const detail =
    checks[bad] === false
      ? { zh: `${bad} 不合格，结论应为不合格`, en: `${bad} failed: the result is fail` }
      : { zh: `判合格须有 ${bad} 的结果`, en: `a pass needs ${bad}: it is missing` }
  return wrong(checks[bad] === false ? `${at}/result` : `${at}/checks/${bad}`, detail, {
    clause: 'F3',
  })
}

const objectToTare = (row: InspectionResult, known: number | undefined, at: string) => {
  const { tareG, tareConfirmed, result } = row
  if (tareG === undefined) {
    return result === 'pass'
      ? wrong(`${at}/tareG`, { zh: '判合格须填写新皮重', en: 'a pass needs the new tare' })
      : null
  }
  if (known === undefined || tareConfirmed === true) return null
  return Math.abs(tareG - known) * 1000 > known * TARE_DOUBT_PERMILLE
    ? wrong(
        `${at}/tareG`,
        {
          zh: '与登记皮重相差过大：请重新称量，确认无误时加 tareConfirmed',
          en: 'far from the registered tare: weigh again, and send tareConfirmed if it is so',
        },
        { measured: tareG, limit: known, unit: 'g' },
      )
    : null
}

const dateWords = {
  'beyond-cycle': { zh: '超过检验周期', en: 'later than a cycle allows' },
  'beyond-life': { zh: '超过使用年限', en: 'past the end of the service life' },
  'not-after': { zh: '须晚于检验日期', en: 'not after the inspection' },
} as const

const datesOf = (
  row: InspectionResult,
  cylinder: CylinderRow,
  profile: ResolvedProfile,
  at: string,
): Objection | Day | null => {
  const { facts } = cylinder.registry
  if (row.result === 'fail' || facts === null) return null
  const wanted = row.nextInspectionOn === undefined ? undefined : day(row.nextInspectionOn)
  const next = nextInspection(facts, day(row.inspectedOn), wanted, profile)
  if (next === null || next.ok) return next?.day ?? null
  const { limit, clause, reason } = next
  if (reason === 'life-ended') {
    return { code: 'LIFE_ENDED', details: { path: `${at}/result`, limit, unit: 'day', clause } }
  }
  return wrong(`${at}/nextInspectionOn`, dateWords[reason], {
    measured: row.nextInspectionOn,
    limit,
    unit: 'day',
    clause,
  })
}

/** What is wrong with a result, or the day by which the cylinder must come again (null: it failed, or no cycle is known). */
export const judgeResult = (
  row: InspectionResult,
  cylinder: CylinderRow,
  context: { readonly profile: ResolvedProfile; readonly now: number; readonly at: string },
):
  | { readonly ok: true; readonly next: Day | null }
  | { readonly ok: false; readonly objection: Objection } => {
  const { profile, now, at } = context
  const today = dayOf(epochMs(now))
  const future =
    row.inspectedOn > today
      ? wrong(
          `${at}/inspectedOn`,
          { zh: '晚于今天', en: 'lies in the future' },
          { limit: today, unit: 'day' },
        )
      : null
  const tare = valueAt(cylinder.registry.tare, epochMs(now))
  const objection = future ?? objectToChecks(row, at) ?? objectToTare(row, tare, at)
  if (objection !== null) return { ok: false, objection }
  const next = datesOf(row, cylinder, profile, at)
  if (next !== null && typeof next === 'object') return { ok: false, objection: next }
  return { ok: true, next }
}
