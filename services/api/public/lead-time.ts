import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { dayOf } from '#domain/calendar.ts'
import { dueAfter, type Term } from '#domain/service/term.ts'
import type { EpochMs } from '#domain/units.ts'
import type { Cited } from '#rules/profile.ts'

export type Lead = {
  /** The first day that the lead time allows. */
  readonly earliestOn: string
  readonly provisional: boolean
  readonly late: boolean
  readonly clause: string
}

type Announced = {
  readonly term: Cited<Term>
  readonly at: EpochMs
  readonly on: string
  /** Where the day stands in the body. */
  readonly path: string
  readonly reason: string | undefined
}

/**
 * Is it announced long enough before? The day after the announcement is day 1, and on the last one it may take effect. Too late is
 * refused, unless a reason is given: then it is published and flagged. @throws NOTICE_TOO_LATE
 */
export const leadTime = async (
  { queries }: ApiDeps,
  { term, at, on, path, reason }: Announced,
): Promise<Lead> => {
  const { calendar } = await queries.calendar.load()
  const { dueAt, provisional } = dueAfter(at, term.value, calendar)
  const earliestOn = dayOf(dueAt)
  const late = on < earliestOn
  if (late && reason === undefined) {
    const { count, unit } = term.value
    throw problem('NOTICE_TOO_LATE', {
      path,
      limit: earliestOn,
      measured: on,
      clause: term.clause,
      detail: {
        zh: `须提前 ${count} ${unit === 'days' ? '天' : '个工作日'} 公告：自 ${earliestOn} 起，或填写 lateReason（${term.clause}）`,
        en: `it is announced ${count} ${unit} before: from ${earliestOn} on, or with lateReason (${term.clause})`,
      },
    })
  }
  return { earliestOn, provisional, late, clause: term.clause }
}
