import type { Certainty, Force } from '#domain/finding.ts'
import type { EpochMs } from '#domain/units.ts'
import type { WorkCalendar } from '#domain/working-days.ts'
import { dueAfter, type Term } from './term.ts'

/** What of a case is due; also the kinds of work in the work list and the cohorts of the KPIs. */
export const deadlineNames = [
  'complaint-answer',
  'complaint-resolution',
  'complaint-authority',
  'complaint-appeal',
  'message-answer',
  'letter-answer',
  'matter-answer',
  'repair-visit',
  'repair-done',
  'install-visit',
  'install-done',
  'alteration-reply',
  'alteration-work',
  'appliance-pick-up',
  'emergency-arrival',
  'hazard-rectification',
  'hazard-recheck',
] as const

export type DeadlineName = (typeof deadlineNames)[number]

/** Why a deadline binds. */
export type Basis = {
  readonly clause: string
  readonly force: Force
  readonly certainty: Certainty
}

export type TermBasis = Basis & { readonly term: Term }

/** 期限 of a case. `term` null = a time that somebody fixed (agreed with the user, or set by an authority). */
export type CaseDeadline = Basis & {
  readonly name: DeadlineName
  readonly startsAt: EpochMs
  readonly term: Term | null
  readonly dueAt: EpochMs
  readonly provisional: boolean
  readonly metAt: EpochMs | null
  /** It binds no more: withdrawn before it was over. */
  readonly voidAt: EpochMs | null
}

export type Deadlines = readonly CaseDeadline[]

const fresh = { metAt: null, voidAt: null } as const

/** A deadline that counts from an instant; none where the profile has no such term. */
export const termDeadline = (
  name: DeadlineName,
  startsAt: EpochMs,
  basis: TermBasis | null,
  calendar: WorkCalendar,
): Deadlines => {
  if (basis === null) return []
  const { term, clause, force, certainty } = basis
  const due = dueAfter(startsAt, term, calendar)
  return [{ name, startsAt, term, clause, force, certainty, ...due, ...fresh }]
}

/** A deadline at a time that is fixed. */
export const fixedDeadline = (
  name: DeadlineName,
  startsAt: EpochMs,
  dueAt: EpochMs,
  basis: Basis,
): CaseDeadline => ({ name, startsAt, term: null, dueAt, provisional: false, ...basis, ...fresh })

export const isOpenDeadline = ({ metAt, voidAt }: CaseDeadline): boolean =>
  metAt === null && voidAt === null

/** Nobody has kept it and its last millisecond is over. */
export const isOverdue = (deadline: CaseDeadline, now: EpochMs): boolean =>
  isOpenDeadline(deadline) && now > deadline.dueAt

/** The open deadline of a name, the newest one. */
export const openDeadline = (deadlines: Deadlines, name: DeadlineName): CaseDeadline | undefined =>
  deadlines.findLast((one) => one.name === name && isOpenDeadline(one))

const change = (
  deadlines: Deadlines,
  names: readonly DeadlineName[],
  own: (one: CaseDeadline) => Partial<CaseDeadline>,
): Deadlines =>
  deadlines.map((one) =>
    names.includes(one.name) && isOpenDeadline(one) ? { ...one, ...own(one) } : one,
  )

/** It was done at `at`, in time or not. */
export const meet = (deadlines: Deadlines, at: EpochMs, ...names: DeadlineName[]): Deadlines =>
  change(deadlines, names, () => ({ metAt: at }))

/** Another time was agreed: the deadline is there now, firm. */
export const moveTo = (deadlines: Deadlines, dueAt: EpochMs, ...names: DeadlineName[]): Deadlines =>
  change(deadlines, names, () => ({ dueAt, term: null, provisional: false }))

/** Whatever is not over yet binds no more; what is overdue stays overdue. */
export const release = (deadlines: Deadlines, at: EpochMs): Deadlines =>
  deadlines.map((one) => (isOpenDeadline(one) && at <= one.dueAt ? { ...one, voidAt: at } : one))
