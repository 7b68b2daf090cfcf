import type { ComplaintCommand, ComplaintStep } from '#domain/service/complaint-command.ts'
import type { Person } from '#domain/service/case-step.ts'
import { day, type EpochMs } from '#domain/units.ts'
import type { ComplaintStepBody } from '#schemas/api/complaint.ts'
import { happenedAt } from './case-desk.ts'

/** What the customer may do with their own case. */
export const BY_CUSTOMER: readonly ComplaintStep[] = ['note', 'withdraw', 'appeal']

/** What is written with these is meant for the customer. */
const TOLD: readonly ComplaintStep[] = ['extend', 'answer', 'resolve', 'decline', 'refer', 'appeal']

export const isShown = (step: ComplaintStepBody): boolean =>
  step.type === 'note' ? step.shown : TOLD.includes(step.type)

type Known = { readonly now: EpochMs; readonly to: Person | null; readonly by: string }

/** A step as it came in, as a command of the domain. */
export const complaintCommand = (
  step: ComplaintStepBody,
  { now, to, by }: Known,
): ComplaintCommand => {
  switch (step.type) {
    case 'assign':
      return { type: 'assign', to: to ?? { userId: step.userId, username: '' } }
    case 'note':
      return { type: 'note', shown: step.shown }
    case 'refer':
      return { type: 'refer', to: step.to }
    case 'extend':
      return { type: 'extend', until: day(step.until), agreed: step.agreed }
    case 'answer': {
      const { ownCause, toldAuthorities } = step
      return { type: 'answer', at: happenedAt(step.at, now), ownCause, toldAuthorities }
    }
    case 'resolve':
      return { type: 'resolve', at: happenedAt(step.at, now), method: step.method }
    case 'decline':
    case 'reply-to-authority':
      return { type: step.type, at: happenedAt(step.at, now) }
    case 'feedback':
      return feedbackCommand(step, now, by)
    case 'appeal':
      return { type: 'appeal', from: step.from }
    case 'recuse':
    case 'withdraw':
    case 'close':
      return { type: step.type }
  }
}

type FeedbackBody = Extract<ComplaintStepBody, { readonly type: 'feedback' }>

/** The five fields: whoever calls back is the staff, unless another is named. */
export const feedbackCommand = (
  step: FeedbackBody,
  now: EpochMs,
  by: string,
): Extract<ComplaintCommand, { readonly type: 'feedback' }> => ({
  type: 'feedback',
  at: happenedAt(step.at, now),
  reached: step.reached,
  staffId: step.staffId ?? by,
  result: step.result ?? null,
  satisfaction: step.satisfaction ?? null,
  onTime: step.onTime ?? null,
  feesShown: step.feesShown ?? null,
})
