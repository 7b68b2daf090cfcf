import { type Day, type EpochMs } from '#domain/units.ts'
import { type DeadlineName, fixedDeadline, termDeadline } from './case-deadline.ts'
import type { CaseContext, CaseCore, ServiceTermName } from './case-step.ts'

/** 投诉、网上留言、信函、首问事项. */
export const voiceKinds = ['complaint', 'message', 'letter', 'matter'] as const
export type VoiceKind = (typeof voiceKinds)[number]

export const complaintStatuses = [
  'open',
  'answered',
  'resolved',
  'declined',
  'appealed',
  'closed',
  'withdrawn',
] as const
export type ComplaintStatus = (typeof complaintStatuses)[number]

/** Who is complained about: by account, by job number, or both. */
export type Against = { readonly userId: string | null; readonly operator: string | null }

/** Answered and resolved are two times (C10). */
export type Complaint = CaseCore & {
  readonly kind: VoiceKind
  readonly status: ComplaintStatus
  readonly against: Against
  /** Accounts that may not handle it: who has an interest, and who decided what is appealed against. */
  readonly recused: readonly string[]
  readonly answeredAt: EpochMs | null
  readonly resolvedAt: EpochMs | null
  readonly closedAt: EpochMs | null
  /** The day that was told where the deadline cannot be kept. */
  readonly promisedOn: Day | null
  readonly forwarded: boolean
  readonly feedbackAt: EpochMs | null
  readonly dissatisfied: boolean
}

export type NewComplaint = {
  readonly kind: VoiceKind
  readonly openedAt: EpochMs
  readonly against: Against
  /** 特殊情况: seven working days instead of five for a first-asked matter. */
  readonly special: boolean
  /** The deadline of the authority that forwarded it. */
  readonly authorityDueAt: EpochMs | null
}

type Opening = readonly (readonly [DeadlineName, ServiceTermName])[]

const openings = (kind: VoiceKind, special: boolean): Opening => {
  switch (kind) {
    case 'complaint':
      return [
        ['complaint-answer', 'complaintAnswer'],
        ['complaint-resolution', 'complaintResolution'],
      ]
    case 'message':
      return [['message-answer', 'messageAnswer']]
    case 'letter':
      return [['letter-answer', 'letterAnswer']]
    case 'matter':
      return [['matter-answer', special ? 'firstAskedSpecial' : 'firstAsked']]
  }
}

/** R001-8.1-fi is a draft, but whoever forwards a complaint sets its deadline with the power it has. */
const FORWARDED = {
  clause: 'R001-8.1-fi',
  force: 'draft',
  certainty: 'document',
} as const

/** A case that came in at `openedAt`: the day after it is day 1 (clauses A19). */
export const openComplaint = (
  { kind, openedAt, against, special, authorityDueAt }: NewComplaint,
  { termOf, calendar }: Pick<CaseContext, 'termOf' | 'calendar'>,
): Complaint => {
  const own = openings(kind, special).flatMap(([name, term]) =>
    termDeadline(name, openedAt, termOf(term), calendar),
  )
  const theirs =
    authorityDueAt === null
      ? []
      : [fixedDeadline('complaint-authority', openedAt, authorityDueAt, FORWARDED)]
  return {
    kind,
    status: 'open',
    openedAt,
    against,
    recused: [],
    handlerId: null,
    deadlines: [...own, ...theirs],
    answeredAt: null,
    resolvedAt: null,
    closedAt: null,
    promisedOn: null,
    forwarded: authorityDueAt !== null,
    feedbackAt: null,
    dissatisfied: false,
  }
}

/** Nobody handles a complaint about themselves or one in which they have an interest (R000-8.0.4.5). */
export const isBarred = (
  { against, recused }: Pick<Complaint, 'against' | 'recused'>,
  { userId, username }: { readonly userId: string; readonly username: string },
): boolean => against.userId === userId || against.operator === username || recused.includes(userId)
