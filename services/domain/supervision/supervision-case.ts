import {
  type CaseRefusal,
  type Decided,
  decided,
  refuse,
  wrongStep,
} from '#domain/service/case-step.ts'
import { dueAfter } from '#domain/service/term.ts'
import type { EpochMs } from '#domain/units.ts'
import type { WorkCalendar } from '#domain/working-days.ts'

export const measureKinds = ['lock-scale', 'lock-station', 'quarantine', 'rectify'] as const
export type MeasureKind = (typeof measureKinds)[number]

/** 监管措施: what a regulator ordered. Locks and quarantines stand until they are released, a rectification until it is accepted. */
export type Ordered = {
  readonly id: string
  readonly kind: MeasureKind
  /** The scale, the station, the codes of cylinders; empty for a rectification. */
  readonly targets: readonly string[]
  readonly what: string
  readonly orderedAt: EpochMs
  /** From when `workingDays` count: the order, or its last extension. null = no deadline. */
  readonly startsAt: EpochMs | null
  readonly workingDays: number | null
  readonly dueAt: EpochMs | null
  readonly provisional: boolean
  readonly answeredAt: EpochMs | null
  readonly settledAt: EpochMs | null
}

/** 监管案件. */
export type SupervisionCase = {
  readonly closedAt: EpochMs | null
  readonly measures: readonly Ordered[]
}

/** Who has to do something next: the company, the regulator, nobody. */
export type SupervisionStatus = 'open' | 'answered' | 'closed'

export type SupervisionCommand =
  | {
      readonly type: 'order'
      readonly id: string
      readonly kind: MeasureKind
      readonly targets: readonly string[]
      readonly what: string
      readonly workingDays: number | null
    }
  | { readonly type: 'answer'; readonly measureId: string | null }
  | { readonly type: 'accept' | 'reject' | 'release'; readonly measureId: string }
  | { readonly type: 'extend'; readonly measureId: string; readonly workingDays: number }
  | { readonly type: 'close' }

type Context = { readonly now: EpochMs; readonly calendar: WorkCalendar }
type Outcome = Decided<SupervisionCase>

const wrong = (path: string, zh: string, en: string): Outcome =>
  refuse({ code: 'INCONSISTENT_REQUEST', path, zh, en })

const early = (zh: string, en: string): CaseRefusal => ({ code: 'CASE_STATE', zh, en })

export const statusOf = ({ closedAt, measures }: SupervisionCase): SupervisionStatus => {
  if (closedAt !== null) return 'closed'
  const waits = measures.filter(({ kind, settledAt }) => kind === 'rectify' && settledAt === null)
  return waits.length > 0 && waits.every(({ answeredAt }) => answeredAt !== null)
    ? 'answered'
    : 'open'
}

/** The last millisecond is still in time. An answer stops the clock of the company, a rejection lets it run again. */
export const isOverdue = ({ dueAt, answeredAt, settledAt }: Ordered, now: EpochMs): boolean =>
  dueAt !== null && settledAt === null && (answeredAt ?? now) > dueAt

const dated = (from: EpochMs, workingDays: number, calendar: WorkCalendar) => ({
  startsAt: from,
  workingDays,
  ...dueAfter(from, { count: workingDays, unit: 'working-days' }, calendar),
})

const NO_TERM = { startsAt: null, workingDays: null, dueAt: null, provisional: false } as const

const order = (
  state: SupervisionCase,
  { id, kind, targets, what, workingDays }: Extract<SupervisionCommand, { type: 'order' }>,
  { now, calendar }: Context,
): Outcome => {
  if (kind === 'rectify' && workingDays === null) {
    return wrong('/workingDays', '整改须确定期限', 'a rectification has a deadline')
  }
  if (kind !== 'rectify' && workingDays !== null) {
    const en = 'locks and quarantines stand until they are released'
    return wrong('/workingDays', '锁定、隔离至解除为止，无期限', en)
  }
  const twice = state.measures.some(
    (one) =>
      one.kind === kind &&
      one.settledAt === null &&
      one.targets.some((target) => targets.includes(target)),
  )
  if (twice) return wrong('/targets', '本案已对其采取该措施', 'this case has ordered it already')
  const measure: Ordered = {
    id,
    kind,
    targets,
    what,
    orderedAt: now,
    ...(workingDays === null ? NO_TERM : dated(now, workingDays, calendar)),
    answeredAt: null,
    settledAt: null,
  }
  return decided(
    { ...state, measures: [...state.measures, measure] },
    { type: 'order', at: now, body: { measureId: id, kind, targets, what, workingDays } },
  )
}

/** One measure changed, with its line in the record. */
const replaced = (
  state: SupervisionCase,
  next: Ordered,
  type: string,
  { now }: Context,
  facts: object = {},
): Outcome =>
  decided(
    { ...state, measures: state.measures.map((one) => (one.id === next.id ? next : one)) },
    { type, at: now, body: { measureId: next.id, ...facts } },
  )

const answer = (state: SupervisionCase, measureId: string | null, context: Context): Outcome => {
  if (measureId === null) return decided(state, { type: 'answer', at: context.now, body: {} })
  const found = state.measures.find(({ id }) => id === measureId)
  if (found === undefined) return wrong('/measureId', '本案无此措施', 'no such measure here')
  if (found.settledAt !== null) return refuse(early('该措施已办结', 'it is settled'))
  const next = { ...found, answeredAt: found.answeredAt ?? context.now }
  return replaced(state, next, 'answer', context)
}

const settle = (
  state: SupervisionCase,
  found: Ordered,
  type: 'accept' | 'reject' | 'release',
  context: Context,
): Outcome => {
  const isOrder = found.kind !== 'rectify'
  if (isOrder !== (type === 'release')) {
    const en = 'locks and quarantines are released, rectifications accepted or rejected'
    return wrong('/measureId', '锁定、隔离用解除，整改用验收', en)
  }
  if (!isOrder && found.answeredAt === null) {
    return refuse(early('企业尚未答复', 'the company has not answered yet'))
  }
  const next =
    type === 'reject' ? { ...found, answeredAt: null } : { ...found, settledAt: context.now }
  return replaced(state, next, type, context)
}

const extend = (
  state: SupervisionCase,
  found: Ordered,
  workingDays: number,
  context: Context,
): Outcome => {
  if (found.dueAt === null) {
    return wrong('/measureId', '该措施无期限', 'it has no deadline')
  }
  const from = found.dueAt > context.now ? found.dueAt : context.now
  const overdue = isOverdue(found, context.now)
  const next = { ...found, ...dated(from, workingDays, context.calendar) }
  const { dueAt, provisional } = next
  const facts = { workingDays, wasDueAt: found.dueAt, dueAt, provisional, overdue }
  return replaced(state, next, 'extend', context, facts)
}

/** Decides a step of a regulator's case; a closed one takes none. Who may take which step is asked before. */
export const decideSupervision = (
  state: SupervisionCase,
  command: SupervisionCommand,
  context: Context,
): Outcome => {
  if (state.closedAt !== null) {
    return refuse(wrongStep('closed', '已结案，不可更改', 'a closed case is not changed any more'))
  }
  if (command.type === 'order') return order(state, command, context)
  if (command.type === 'answer') return answer(state, command.measureId, context)
  if (command.type === 'close') {
    if (state.measures.some(({ settledAt }) => settledAt === null)) {
      const en = 'a measure still stands: accept or release it first'
      return refuse(early('仍有措施未办结，请先验收或解除', en))
    }
    const { now } = context
    return decided({ ...state, closedAt: now }, { type: 'close', at: now, body: {} })
  }
  const found = state.measures.find(({ id }) => id === command.measureId)
  if (found === undefined) return wrong('/measureId', '本案无此措施', 'no such measure here')
  if (found.settledAt !== null) return refuse(early('该措施已办结', 'it is settled'))
  return command.type === 'extend'
    ? extend(state, found, command.workingDays, context)
    : settle(state, found, command.type, context)
}
