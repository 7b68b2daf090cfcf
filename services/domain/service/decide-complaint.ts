import { dayOf } from '#domain/calendar.ts'
import type { EpochMs } from '#domain/units.ts'
import { endOfDay } from '#domain/working-days.ts'
import {
  type Deadlines,
  meet,
  moveTo,
  openDeadline,
  release,
  termDeadline,
} from './case-deadline.ts'
import {
  type CaseContext,
  type CaseRefusal,
  decided,
  type Decided,
  refuse,
  timeRefusal,
  wrongStep,
} from './case-step.ts'
import { feedbackRefusal } from './feedback.ts'
import { type Complaint, isBarred } from './complaint.ts'
import type { ComplaintCommand, ComplaintStep } from './complaint-command.ts'

type Of<T extends ComplaintStep> = Extract<ComplaintCommand, { readonly type: T }>
type Result = Decided<Complaint>

const isOver = ({ status }: Complaint): boolean => status === 'closed' || status === 'withdrawn'

const over = (complaint: Complaint): Result =>
  refuse(
    wrongStep(
      complaint.status,
      '已办结；可申诉或新登记',
      'it is over: appeal, or record a new one',
    ),
  )

const barred: CaseRefusal = {
  code: 'RECUSED',
  clause: 'R000-8.0.4.5',
  zh: '被投诉人或有利害关系的人员应当回避，请改派他人',
  en: 'whoever is complained about or has an interest steps aside: assign somebody else',
}

const assign = (complaint: Complaint, { to }: Of<'assign'>, { now }: CaseContext): Result =>
  isBarred(complaint, to)
    ? refuse({ ...barred, path: '/userId' })
    : decided(
        { ...complaint, handlerId: to.userId },
        { type: 'assign', at: now, body: { to: to.userId } },
      )

const recuse = (complaint: Complaint, { now, by }: CaseContext): Result =>
  decided(
    {
      ...complaint,
      handlerId: complaint.handlerId === by.userId ? null : complaint.handlerId,
      recused: [...new Set([...complaint.recused, by.userId])],
    },
    { type: 'recuse', at: now, body: { who: by.userId } },
  )

/** Explained and a day fixed; the deadline itself moves only where the clause says so, by agreement, and while it is not over. */
const extend = (
  complaint: Complaint,
  { until, agreed }: Of<'extend'>,
  context: CaseContext,
): Result => {
  const { now, agreedExtension } = context
  if (until <= dayOf(now)) {
    const en = 'fix a day after today'
    return refuse({ code: 'INCONSISTENT_REQUEST', path: '/until', zh: '应确定今天之后的日期', en })
  }
  const names = ['complaint-answer', 'complaint-resolution', 'complaint-appeal'] as const
  const movable = names.filter((name) => {
    const open = openDeadline(complaint.deadlines, name)
    return open !== undefined && now <= open.dueAt && endOfDay(until) > open.dueAt
  })
  const moved = agreed && agreedExtension.moves ? movable : []
  const deadlines = moveTo(complaint.deadlines, endOfDay(until), ...moved)
  const clause = agreedExtension.clause
  return decided(
    { ...complaint, promisedOn: until, deadlines },
    { type: 'extend', at: now, body: { until, agreed, moved, clause } },
  )
}

const answered = (deadlines: Deadlines, at: EpochMs): Deadlines =>
  meet(deadlines, at, 'complaint-answer', 'message-answer', 'letter-answer', 'matter-answer')

/** The first answer counts; after an appeal the next one counts for the appeal. */
const answer = (complaint: Complaint, command: Of<'answer'>): Result => {
  const { at, ownCause, toldAuthorities } = command
  const done = complaint.kind !== 'complaint'
  const deadlines = meet(answered(complaint.deadlines, at), at, 'complaint-appeal')
  return decided(
    {
      ...complaint,
      status: done ? 'closed' : 'answered',
      answeredAt: complaint.answeredAt ?? at,
      resolvedAt: done ? (complaint.resolvedAt ?? at) : complaint.resolvedAt,
      closedAt: done ? at : null,
      deadlines,
    },
    { type: 'answer', at, body: { ownCause, toldAuthorities } },
  )
}

const resolve = (complaint: Complaint, { at, method }: Of<'resolve'>): Result => {
  if (complaint.status !== 'answered') {
    return refuse(wrongStep(complaint.status, '先答复，再办结', 'answer first, then resolve'))
  }
  return decided(
    {
      ...complaint,
      status: 'resolved',
      resolvedAt: complaint.resolvedAt ?? at,
      feedbackAt: null,
      dissatisfied: false,
      deadlines: meet(complaint.deadlines, at, 'complaint-resolution'),
    },
    { type: 'resolve', at, body: { method } },
  )
}

/** Not accepted and explained (R000-8.0.2): the explanation is the answer, and nothing is left to resolve. */
const decline = (complaint: Complaint, { at }: Of<'decline'>): Result => {
  if (complaint.answeredAt !== null) {
    return refuse(
      wrongStep(complaint.status, '已答复，不能不予受理', 'it was answered: resolve it'),
    )
  }
  const deadlines = meet(answered(complaint.deadlines, at), at, 'complaint-resolution')
  return decided(
    { ...complaint, status: 'declined', answeredAt: at, resolvedAt: at, deadlines },
    { type: 'decline', at, body: {} },
  )
}

const replyToAuthority = (complaint: Complaint, { at }: Of<'reply-to-authority'>): Result => {
  if (openDeadline(complaint.deadlines, 'complaint-authority') === undefined) {
    return refuse(
      wrongStep(complaint.status, '没有待回复的转办单位', 'no authority waits for a reply'),
    )
  }
  const deadlines = meet(complaint.deadlines, at, 'complaint-authority')
  return decided({ ...complaint, deadlines }, { type: 'reply-to-authority', at, body: {} })
}

/** Five fields (R003-5.7.7): staff, user (the case's person), time, result, satisfaction. */
const feedback = (complaint: Complaint, command: Of<'feedback'>): Result => {
  if (complaint.answeredAt === null) {
    return refuse(wrongStep(complaint.status, '答复后再回访', 'call back after the answer'))
  }
  const { at, reached, result, satisfaction } = command
  const wrong = feedbackRefusal(command, 'R003-5.7.7')
  if (wrong !== null) return refuse(wrong)
  const { type, at: _at, ...body } = command
  const dissatisfied = reached
    ? satisfaction === 'dissatisfied' || result === 'not-solved'
    : complaint.dissatisfied
  return decided({ ...complaint, feedbackAt: at, dissatisfied }, { type, at, body })
}

/** Looked at again by somebody else: of the complainant, or of the person who is blamed (R001-8.1-4). */
const appeal = (complaint: Complaint, { from }: Of<'appeal'>, context: CaseContext): Result => {
  const { now, termOf, calendar } = context
  if (complaint.answeredAt === null || complaint.status === 'withdrawn') {
    return refuse(
      wrongStep(complaint.status, '答复后才能申诉', 'there is no answer to appeal against'),
    )
  }
  if (complaint.status === 'appealed') {
    return refuse(wrongStep(complaint.status, '申诉正在处理', 'an appeal is under way'))
  }
  const { handlerId, recused, deadlines } = complaint
  const more = termDeadline('complaint-appeal', now, termOf('complaintAnswer'), calendar)
  return decided(
    {
      ...complaint,
      status: 'appealed',
      handlerId: null,
      closedAt: null,
      feedbackAt: null,
      recused: handlerId === null ? recused : [...new Set([...recused, handlerId])],
      deadlines: [...deadlines, ...more],
    },
    { type: 'appeal', at: now, body: { from } },
  )
}

const withdraw = (complaint: Complaint, { now }: CaseContext): Result =>
  decided(
    {
      ...complaint,
      status: 'withdrawn',
      closedAt: now,
      deadlines: release(complaint.deadlines, now),
    },
    { type: 'withdraw', at: now, body: {} },
  )

const close = (complaint: Complaint, { now }: CaseContext): Result => {
  if (complaint.status !== 'resolved' && complaint.status !== 'declined') {
    return refuse(wrongStep(complaint.status, '先办结', 'resolve it first'))
  }
  if (openDeadline(complaint.deadlines, 'complaint-authority') !== undefined) {
    return refuse(wrongStep(complaint.status, '先回复转办单位', 'reply to the authority first'))
  }
  if (complaint.feedbackAt === null) {
    const step = wrongStep(complaint.status, '先回访并记录反馈', 'call back first')
    return refuse({ ...step, clause: 'R003-5.7.7' })
  }
  if (complaint.dissatisfied) {
    const en = 'the user is dissatisfied: answer and resolve once more, or open an appeal'
    const step = wrongStep(complaint.status, '用户不满意，应继续处理或申诉', en)
    return refuse({ ...step, clause: 'R000-6.3.4' })
  }
  return decided(
    { ...complaint, status: 'closed', closedAt: now },
    { type: 'close', at: now, body: {} },
  )
}

const act = (complaint: Complaint, command: ComplaintCommand, context: CaseContext): Result => {
  switch (command.type) {
    case 'assign':
      return assign(complaint, command, context)
    case 'recuse':
      return recuse(complaint, context)
    case 'note':
      return decided(complaint, { type: 'note', at: context.now, body: { shown: command.shown } })
    case 'refer':
      return decided(complaint, { type: 'refer', at: context.now, body: { to: command.to } })
    case 'extend':
      return extend(complaint, command, context)
    case 'answer':
      return answer(complaint, command)
    case 'resolve':
      return resolve(complaint, command)
    case 'decline':
      return decline(complaint, command)
    case 'reply-to-authority':
      return replyToAuthority(complaint, command)
    case 'feedback':
      return feedback(complaint, command)
    case 'appeal':
      return appeal(complaint, command, context)
    case 'withdraw':
      return withdraw(complaint, context)
    case 'close':
      return close(complaint, context)
  }
}

/** These are done by or for the complainant, or step aside: whoever is barred may record them. */
const OPEN_TO_ALL: readonly ComplaintStep[] = ['recuse', 'appeal', 'withdraw', 'assign']

/** Decides a step. A barred person's is refused whatever it is, but handing the case on and the complainant's own words. */
export const decideComplaint = (
  complaint: Complaint,
  command: ComplaintCommand,
  context: CaseContext,
): Result => {
  if (!OPEN_TO_ALL.includes(command.type) && isBarred(complaint, context.by)) return refuse(barred)
  if (isOver(complaint) && !['appeal', 'note', 'feedback'].includes(command.type))
    return over(complaint)
  if ('at' in command) {
    const wrong = timeRefusal(complaint, command.at, context.now)
    if (wrong !== null) return refuse(wrong)
  }
  return act(complaint, command, context)
}
