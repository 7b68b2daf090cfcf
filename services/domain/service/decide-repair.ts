import { dayOf, HOUR_MS } from '#domain/calendar.ts'
import type { EpochMs } from '#domain/units.ts'
import { endOfDay } from '#domain/working-days.ts'
import {
  type Deadlines,
  fixedDeadline,
  meet,
  moveTo,
  openDeadline,
  release,
  termDeadline,
} from './case-deadline.ts'
import {
  type CaseContext,
  decided,
  type Decided,
  refuse,
  timeRefusal,
  wrongStep,
} from './case-step.ts'
import { DONE, type Appointment, type Repair, VISIT } from './repair.ts'
import { feedbackRefusal } from './feedback.ts'
import { unpaid, warrantyOf } from './repair-charge.ts'
import type { RepairCommand, RepairStep } from './repair-command.ts'

type Of<T extends RepairStep> = Extract<RepairCommand, { readonly type: T }>
type Result = Decided<Repair>

/** 宜: whoever cannot come says so two hours before (R002-5.9.2). */
const NOTICE_MS = 2 * HOUR_MS

const inconsistent = (path: string, clause: string, zh: string, en: string): Result =>
  refuse({ code: 'INCONSISTENT_REQUEST', path, clause, zh, en })

const isOver = ({ status }: Repair): boolean =>
  status === 'refused' || status === 'cancelled' || status === 'closed'

/** Alterations: the work within so many working days of the agreed day (R000-5.4.3). */
const workDeadline = (
  repair: Repair,
  { to }: Appointment,
  { termOf, calendar }: CaseContext,
): Deadlines => {
  if (repair.kind !== 'alteration') return repair.deadlines
  const [work] = termDeadline('alteration-work', to, termOf('alterationWork'), calendar)
  if (work === undefined) return repair.deadlines
  const before = openDeadline(repair.deadlines, 'alteration-work')
  return before === undefined
    ? [...repair.deadlines, work]
    : repair.deadlines.map((one) => (one === before ? work : one))
}

/** "Or the agreed time" (R003-9.2.5): it stands for the deadline from now on, unless that was over when it was agreed. */
const schedule = (repair: Repair, command: Of<'schedule'>, context: CaseContext): Result => {
  const { appointment, wish } = command
  const { now } = context
  if (repair.place === 'workshop') {
    return refuse(
      wrongStep(repair.status, '送修件约定取件日期', 'it was brought in: name a day to pick it up'),
    )
  }
  if (appointment.to <= now) {
    return inconsistent('/to', 'R002-5.9.2', '预约时间已过', 'the appointment is over already')
  }
  const before = repair.appointment
  const shortNotice = wish === 'firm' && before !== null && now > before.from - NOTICE_MS
  const names = [...VISIT[repair.kind], ...DONE[repair.kind]]
  const inTime = repair.deadlines.filter(
    ({ name, dueAt }) => names.includes(name) && (now <= dueAt || repair.waitsForUser),
  )
  const own = inTime.map(({ name }) => name).filter((name) => name !== 'alteration-work')
  // Whoever comes later than agreed breaks the appointment, whatever the firm wishes instead.
  const kept = wish === 'firm' && before !== null ? [] : own
  const deadlines = moveTo(workDeadline(repair, appointment, context), appointment.to, ...kept)
  return decided(
    { ...repair, appointment, status: 'scheduled', waitsForUser: false, deadlines },
    { type: 'schedule', at: now, body: { ...appointment, wish, moved: kept, shortNotice } },
  )
}

/** R003-9.2.5c: not at once, then with a reason, a day and a slip. */
const bringIn = (
  repair: Repair,
  { pickUpOn, slipNo }: Of<'bring-in'>,
  { now }: CaseContext,
): Result => {
  if (repair.place !== 'workshop') {
    return refuse(
      wrongStep(
        repair.status,
        '不是送修件，应预约上门',
        'it was not brought in: make an appointment',
      ),
    )
  }
  if (pickUpOn < dayOf(now)) {
    return inconsistent('/pickUpOn', 'R003-9.2.5c', '取件日期已过', 'the day to pick it up is past')
  }
  const dueAt = endOfDay(pickUpOn)
  const basis = { clause: 'R003-9.2.5c', force: 'recommended', certainty: 'document' } as const
  const pickUp = fixedDeadline('appliance-pick-up', now, dueAt, basis)
  const deadlines = moveTo(repair.deadlines, dueAt, ...DONE[repair.kind])
  return decided(
    { ...repair, status: 'scheduled', deadlines: [...deadlines, pickUp] },
    { type: 'bring-in', at: now, body: { pickUpOn, slipNo } },
  )
}

const reply = (repair: Repair, { at, accepted }: Of<'reply'>): Result => {
  if (repair.kind !== 'alteration') {
    return refuse(
      wrongStep(repair.status, '仅改装申请需要答复', 'only an alteration is replied to'),
    )
  }
  const deadlines = meet(repair.deadlines, at, 'alteration-reply')
  const status = accepted ? repair.status : 'refused'
  return decided({ ...repair, status, deadlines }, { type: 'reply', at, body: { accepted } })
}

/** Somebody came. Where nobody was at home another time is made; the visit was kept all the same. */
const arrive = (repair: Repair, { at, userAbsent }: Of<'arrive'>): Result => {
  if (repair.place === 'workshop') {
    return refuse(
      wrongStep(repair.status, '送修件无需上门', 'it was brought in: nobody has to come'),
    )
  }
  const { appointment } = repair
  const inTime = repair.deadlines.every(
    ({ name, dueAt }) => !VISIT[repair.kind].includes(name) || at <= dueAt,
  )
  const punctual = appointment === null ? null : at <= appointment.to
  const deadlines = meet(repair.deadlines, at, ...VISIT[repair.kind])
  return decided(
    {
      ...repair,
      deadlines,
      arrivedAt: repair.arrivedAt ?? at,
      waitsForUser: userAbsent && inTime,
      appointment: userAbsent ? null : appointment,
      status: userAbsent ? 'requested' : 'at-work',
    },
    { type: 'arrive', at, body: { userAbsent, punctual, appointment } },
  )
}

const quote = (
  repair: Repair,
  { totalFen, accepted }: Of<'quote'>,
  { now }: CaseContext,
): Result =>
  repair.free && totalFen > 0
    ? inconsistent('/totalFen', 'R003-9.2.8', '保修期内返修免费', 'within the warranty it is free')
    : decided(
        { ...repair, quotedFen: accepted ? totalFen : null },
        { type: 'quote', at: now, body: { totalFen, accepted } },
      )

const unfinished = (
  repair: Repair,
  { at, appointment }: Of<'unfinished'>,
  { now }: CaseContext,
): Result => {
  if (repair.status !== 'at-work') {
    return refuse(wrongStep(repair.status, '先记录到场', 'record the arrival first'))
  }
  if (appointment.to <= now) {
    return inconsistent(
      '/appointment/to',
      'R002-5.9.2',
      '预约时间已过',
      'the appointment is over already',
    )
  }
  const names = repair.deadlines
    .filter(({ name, dueAt }) => DONE[repair.kind].includes(name) && now <= dueAt)
    .map(({ name }) => name)
  return decided(
    {
      ...repair,
      status: 'scheduled',
      appointment,
      deadlines: moveTo(repair.deadlines, appointment.to, ...names),
    },
    { type: 'unfinished', at, body: { ...appointment, moved: names } },
  )
}

const complete = (repair: Repair, command: Of<'complete'>, context: CaseContext): Result => {
  const { at, certificate } = command
  if (repair.place === 'home' && repair.status !== 'at-work') {
    return refuse(wrongStep(repair.status, '先记录到场', 'record the arrival first'))
  }
  const charge = unpaid(repair, command)
  if (charge !== null) return refuse(charge)
  const failed = certificate?.tests.find(({ passed }) => !passed)
  if (failed !== undefined) {
    const en = `${failed.item} did not pass: it is not done`
    return inconsistent('/certificate/tests', 'R003-9.2.7', '检验项目不合格，不能完工', en)
  }
  const deadlines = meet(repair.deadlines, at, ...DONE[repair.kind], 'appliance-pick-up')
  const warranty = warrantyOf(repair, at, context)
  const { type, at: _at, ...body } = command
  return decided(
    { ...repair, status: 'done', doneAt: at, warranty, deadlines },
    { type, at, body: { ...body, warranty } },
  )
}

const feedback = (repair: Repair, command: Of<'feedback'>): Result => {
  if (repair.doneAt === null) {
    return refuse(wrongStep(repair.status, '完工后再回访', 'call back after the work'))
  }
  const wrong = feedbackRefusal(command, 'R003-5.9.8')
  if (wrong !== null) return refuse(wrong)
  const { type, at } = command
  const { type: _type, at: _at, ...body } = command
  return decided({ ...repair, feedbackAt: at }, { type, at, body })
}

const ended = (repair: Repair, status: 'refused' | 'cancelled', at: EpochMs): Repair => ({
  ...repair,
  status,
  deadlines: release(repair.deadlines, at),
})

const act = (repair: Repair, command: RepairCommand, context: CaseContext): Result => {
  const { now } = context
  switch (command.type) {
    case 'assign': {
      const body = { to: command.to.userId }
      return decided({ ...repair, handlerId: command.to.userId }, { type: 'assign', at: now, body })
    }
    case 'note':
      return decided(repair, { type: 'note', at: now, body: { shown: command.shown } })
    case 'reply':
      return reply(repair, command)
    case 'schedule':
      return schedule(repair, command, context)
    case 'bring-in':
      return bringIn(repair, command, context)
    case 'arrive':
      return arrive(repair, command)
    case 'quote':
      return quote(repair, command, context)
    case 'unfinished':
      return unfinished(repair, command, context)
    case 'complete':
      return complete(repair, command, context)
    case 'refuse': {
      const { type, at, inWriting } = command
      return decided(ended(repair, 'refused', at), { type, at, body: { inWriting } })
    }
    case 'cancel':
      return decided(ended(repair, 'cancelled', now), { type: 'cancel', at: now, body: {} })
    case 'feedback':
      return feedback(repair, command)
    case 'close':
      return repair.status === 'done'
        ? decided({ ...repair, status: 'closed' }, { type: 'close', at: now, body: {} })
        : refuse(wrongStep(repair.status, '先完工', 'do the work first'))
  }
}

const AFTERWARDS: readonly RepairStep[] = ['note', 'feedback']
const WHEN_DONE: readonly RepairStep[] = [...AFTERWARDS, 'close']

/** Decides a step of a repair, an installation or an alteration. */
export const decideRepair = (
  repair: Repair,
  command: RepairCommand,
  context: CaseContext,
): Result => {
  if (isOver(repair) && !AFTERWARDS.includes(command.type)) {
    return refuse(wrongStep(repair.status, '已结束；请新登记', 'it is over: record a new one'))
  }
  if (repair.status === 'done' && !WHEN_DONE.includes(command.type)) {
    return refuse(
      wrongStep(repair.status, '已完工；返修请新登记', 'it is done: rework is a new request'),
    )
  }
  if ('at' in command) {
    const wrong = timeRefusal(repair, command.at, context.now)
    if (wrong !== null) return refuse(wrong)
  }
  return act(repair, command, context)
}
