import { dayOf } from '#domain/calendar.ts'
import type { Day, EpochMs } from '#domain/units.ts'
import { type CaseRefusal, timeRefusal } from './case-step.ts'

/** 隐患 at a station: found, rectified, checked again, closed. */
export type Hazard = {
  readonly foundAt: EpochMs
  readonly dueOn: Day
  readonly major: boolean
  readonly reportedAt: EpochMs | null
  readonly rectifiedAt: EpochMs | null
  readonly rectifiedBy: string | null
  readonly closedAt: EpochMs | null
}

export type HazardCommand =
  | { readonly type: 'report'; readonly at: EpochMs }
  | { readonly type: 'rectify'; readonly at: EpochMs }
  | {
      readonly type: 'recheck'
      readonly at: EpochMs
      readonly passed: boolean
      readonly dueOn: Day | null
    }

export type HazardDecision =
  | { readonly ok: true; readonly next: Hazard }
  | { readonly ok: false; readonly refusal: CaseRefusal }

const no = (refusal: CaseRefusal): HazardDecision => ({ ok: false, refusal })

const state = (zh: string, en: string, clause: string): HazardDecision =>
  no({ code: 'CASE_STATE', clause, zh, en })

const recheck = (
  hazard: Hazard,
  { at, passed, dueOn }: Extract<HazardCommand, { type: 'recheck' }>,
  by: string,
): HazardDecision => {
  const { rectifiedAt, rectifiedBy, major, reportedAt } = hazard
  if (rectifiedAt === null || at < rectifiedAt) {
    return state('先整改，再复查', 'it is rectified first, then checked again', 'R004-A2-9')
  }
  if (rectifiedBy === by) {
    const en = 'whoever rectified it may not check it: ask somebody else'
    return no({ code: 'RECUSED', clause: 'R004-A2-9', zh: '整改人不得复查，请由他人复查', en })
  }
  if (passed && major && reportedAt === null) {
    const en = 'a major hazard is reported to the gas authority first'
    return state('重大隐患应先报告燃气主管部门', en, 'R003-5.11.10')
  }
  if (passed) return { ok: true, next: { ...hazard, closedAt: at } }
  if (dueOn === null || dueOn < dayOf(at)) {
    const en = 'it is not gone: set a new day'
    return no({
      code: 'INCONSISTENT_REQUEST',
      path: '/dueOn',
      zh: '复查不合格，应重新确定期限',
      en,
    })
  }
  return { ok: true, next: { ...hazard, rectifiedAt: null, rectifiedBy: null, dueOn } }
}

/** Decides a step of the closed loop (R004-A2-9): the problem, its rectification and the re-check, each by a person and at a time. */
export const decideHazard = (
  hazard: Hazard,
  command: HazardCommand,
  { now, by }: { readonly now: EpochMs; readonly by: string },
): HazardDecision => {
  if (hazard.closedAt !== null) return state('已闭环', 'it is closed', 'R004-A2-9')
  const wrong = timeRefusal({ openedAt: hazard.foundAt }, command.at, now)
  if (wrong !== null) return no(wrong)
  switch (command.type) {
    case 'report':
      return { ok: true, next: { ...hazard, reportedAt: hazard.reportedAt ?? command.at } }
    case 'rectify':
      return hazard.rectifiedAt === null
        ? { ok: true, next: { ...hazard, rectifiedAt: command.at, rectifiedBy: by } }
        : state('已整改，等待复查', 'it is rectified and waits for its re-check', 'R004-A2-9')
    case 'recheck':
      return recheck(hazard, command, by)
  }
}
