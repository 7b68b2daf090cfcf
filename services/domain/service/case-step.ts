import type { EpochMs } from '#domain/units.ts'
import type { WorkCalendar } from '#domain/working-days.ts'
import type { Basis, Deadlines, TermBasis } from './case-deadline.ts'

/** Terms that a profile may give to cases. */
export type ServiceTermName =
  | 'complaintAnswer'
  | 'complaintResolution'
  | 'messageAnswer'
  | 'letterAnswer'
  | 'firstAsked'
  | 'firstAskedSpecial'
  | 'repairVisit'
  | 'installVisit'
  | 'alterationReply'
  | 'alterationWork'
  | 'repairWarranty'
  | 'installWarranty'
  | 'emergencyArrival'

export type Person = { readonly userId: string; readonly username: string }

/** What a decision knows of the world. */
export type CaseContext = {
  readonly now: EpochMs
  readonly by: Person
  readonly calendar: WorkCalendar
  /** null = the profile in force gives no such term. */
  readonly termOf: (name: ServiceTermName) => TermBasis | null
  /** Does an extension that the complainant agreed to move the deadline, and by which clause? */
  readonly agreedExtension: Basis & { readonly moves: boolean }
}

/** What every case has. */
export type CaseCore = {
  readonly openedAt: EpochMs
  readonly handlerId: string | null
  readonly deadlines: Deadlines
}

export type RefusalCode = 'CASE_STATE' | 'RECUSED' | 'INCONSISTENT_REQUEST'

/** Why not, which field, by which clause, and what to do instead. */
export type CaseRefusal = {
  readonly code: RefusalCode
  readonly path?: string
  readonly clause?: string
  readonly zh: string
  readonly en: string
}

/** A line of the full record (全过程记录, R002-5.5.1): what was done, when it happened. Nothing personal in it. */
export type CaseEntry = {
  readonly type: string
  readonly at: EpochMs
  readonly body: Readonly<Record<string, unknown>>
}

export type Decided<S> =
  | { readonly ok: true; readonly next: S; readonly entry: CaseEntry }
  | { readonly ok: false; readonly refusal: CaseRefusal }

export const refuse = (
  refusal: CaseRefusal,
): { readonly ok: false; readonly refusal: CaseRefusal } => ({
  ok: false,
  refusal,
})

export const decided = <S>(next: S, entry: CaseEntry): Decided<S> => ({ ok: true, next, entry })

/** People's clocks may run ahead a little. */
const AHEAD_MS = 120_000

/** It happened after the case came in, and not in the future. */
export const timeRefusal = (
  { openedAt }: Pick<CaseCore, 'openedAt'>,
  at: EpochMs,
  now: EpochMs,
): CaseRefusal | null => {
  const path = '/at'
  if (at < openedAt) {
    return {
      code: 'INCONSISTENT_REQUEST',
      path,
      zh: '发生时间早于受理时间',
      en: 'it cannot have happened before the case came in',
    }
  }
  return at > now + AHEAD_MS
    ? { code: 'INCONSISTENT_REQUEST', path, zh: '发生时间晚于现在', en: 'it lies in the future' }
    : null
}

/** The case is at another step. */
export const wrongStep = (status: string, zh: string, en: string): CaseRefusal => ({
  code: 'CASE_STATE',
  zh: `当前状态 ${status}：${zh}`,
  en: `it is ${status}: ${en}`,
})
