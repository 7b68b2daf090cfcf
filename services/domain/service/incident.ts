import type { EpochMs } from '#domain/units.ts'
import { meet, termDeadline } from './case-deadline.ts'
import {
  type CaseContext,
  type CaseCore,
  decided,
  type Decided,
  refuse,
  timeRefusal,
  wrongStep,
} from './case-step.ts'

/** 漏气、火灾、爆炸、中毒、其他. */
export const incidentKinds = ['leak', 'fire', 'explosion', 'poisoning', 'other'] as const
export type IncidentKind = (typeof incidentKinds)[number]

export const incidentStatuses = ['reported', 'dispatched', 'on-site', 'ended', 'reviewed'] as const
export type IncidentStatus = (typeof incidentStatuses)[number]

/** What is done on the spot (R000-9.2.3). */
export const measures = [
  'evacuated',
  'cordoned',
  'valve-shut',
  'vented',
  'cylinder-removed',
] as const
export type Measure = (typeof measures)[number]

/** From a fifth of the lower explosive limit on these four are a must (R000-9.2.3). */
const AT_20_LEL: readonly Measure[] = ['evacuated', 'cordoned', 'valve-shut', 'vented']

export type Incident = CaseCore & {
  readonly kind: IncidentKind
  readonly status: IncidentStatus
  readonly promptsReadAt: EpochMs | null
  readonly dispatchedAt: EpochMs | null
  readonly arrivedAt: EpochMs | null
  readonly endedAt: EpochMs | null
  /** Highest share of the lower explosive limit that was measured, %. */
  readonly lelPercent: number | null
  readonly publicDanger: boolean
  readonly measures: readonly Measure[]
  readonly insurerToldAt: EpochMs | null
  /** The assessed sum, fen; absent in incidents from before it was recorded. */
  readonly assessedFen?: number
}

/** Casualties and loss: what R000 3.7 counts. */
export type Harm = {
  readonly deaths: number
  readonly seriousInjuries: number
  readonly lossFen: number
}

export type IncidentCommand =
  | { readonly type: 'read-prompts'; readonly at: EpochMs; readonly language: string }
  | {
      readonly type: 'dispatch'
      readonly at: EpochMs
      readonly crew: readonly string[]
      readonly vehicle: string | null
    }
  | {
      readonly type: 'arrive'
      readonly at: EpochMs
      readonly lelPercent: number | null
      readonly publicDanger: boolean
    }
  | { readonly type: 'measure'; readonly at: EpochMs; readonly taken: readonly Measure[] }
  | {
      readonly type: 'escalate'
      readonly at: EpochMs
      readonly to: string
      readonly planId: string | null
    }
  | { readonly type: 'tell-insurer'; readonly at: EpochMs; readonly policyId: string }
  | {
      readonly type: 'assess-loss'
      readonly at: EpochMs
      readonly amountFen: number
      readonly toldUserAt: EpochMs
      readonly partsKept: boolean
    }
  | { readonly type: 'note'; readonly shown: boolean }
  | { readonly type: 'end'; readonly at: EpochMs; readonly harm: Harm }
  | { readonly type: 'review'; readonly at: EpochMs; readonly planChanged: boolean }

export type IncidentStep = IncidentCommand['type']
type Of<T extends IncidentStep> = Extract<IncidentCommand, { readonly type: T }>
type Result = Decided<Incident>

/** A call that came in. */
export const openIncident = (
  kind: IncidentKind,
  openedAt: EpochMs,
  { termOf, calendar }: Pick<CaseContext, 'termOf' | 'calendar'>,
): Incident => ({
  kind,
  status: 'reported',
  openedAt,
  handlerId: null,
  // From the call on: what was promised to who reports it (R000-9.1.1).
  deadlines: termDeadline('emergency-arrival', openedAt, termOf('emergencyArrival'), calendar),
  promptsReadAt: null,
  dispatchedAt: null,
  arrivedAt: null,
  endedAt: null,
  lelPercent: null,
  publicDanger: false,
  measures: [],
  insurerToldAt: null,
})

const max = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.max(a, b)

/** Which measures are still asked for. */
export const missingMeasures = (
  incident: Pick<Incident, 'lelPercent' | 'publicDanger' | 'measures'>,
): readonly Measure[] => {
  const danger = incident.publicDanger || (incident.lelPercent ?? 0) >= 20
  return danger ? AT_20_LEL.filter((one) => !incident.measures.includes(one)) : []
}

const dispatch = (incident: Incident, { type, at, crew, vehicle }: Of<'dispatch'>): Result =>
  decided(
    {
      ...incident,
      status: incident.status === 'reported' ? 'dispatched' : incident.status,
      dispatchedAt: incident.dispatchedAt ?? at,
      handlerId: incident.handlerId ?? crew[0] ?? null,
    },
    { type, at, body: { crew, vehicle } },
  )

const arrive = (
  incident: Incident,
  { type, at, lelPercent, publicDanger }: Of<'arrive'>,
): Result => {
  if (incident.dispatchedAt === null) {
    return refuse(wrongStep(incident.status, '先派出抢修人员', 'dispatch a crew first'))
  }
  if (at < incident.dispatchedAt) {
    const en = 'nobody arrives before the dispatch'
    return refuse({ code: 'INCONSISTENT_REQUEST', path: '/at', zh: '到达早于派出', en })
  }
  return decided(
    {
      ...incident,
      status: 'on-site',
      arrivedAt: incident.arrivedAt ?? at,
      lelPercent: max(incident.lelPercent, lelPercent),
      publicDanger: incident.publicDanger || publicDanger,
      deadlines: meet(incident.deadlines, at, 'emergency-arrival'),
    },
    { type, at, body: { lelPercent, publicDanger } },
  )
}

const measure = (incident: Incident, { type, at, taken }: Of<'measure'>): Result =>
  decided(
    { ...incident, measures: [...new Set([...incident.measures, ...taken])] },
    { type, at, body: { taken } },
  )

const end = (incident: Incident, { type, at, harm }: Of<'end'>): Result => {
  if (incident.arrivedAt === null) {
    return refuse(wrongStep(incident.status, '先记录到达', 'record the arrival first'))
  }
  if (at < incident.arrivedAt) {
    const en = 'it ended after the arrival'
    return refuse({ code: 'INCONSISTENT_REQUEST', path: '/at', zh: '结束早于到达', en })
  }
  const missing = missingMeasures(incident)
  if (missing.length > 0) {
    return refuse({
      code: 'CASE_STATE',
      path: '/taken',
      clause: 'R000-9.2.3',
      zh: `达到爆炸下限20%或危及公共安全，应记录：${missing.join('、')}`,
      en: `at 20 % of the explosive limit, or in public danger, record these: ${missing.join(', ')}`,
    })
  }
  return decided({ ...incident, status: 'ended', endedAt: at }, { type, at, body: { harm } })
}

const assessLoss = (incident: Incident, command: Of<'assess-loss'>, now: EpochMs): Result => {
  const { type, at, amountFen, toldUserAt, partsKept } = command
  if (incident.insurerToldAt === null) {
    return refuse(wrongStep(incident.status, '先通知保险公司', 'tell the insurer first'))
  }
  if (toldUserAt < at || toldUserAt > now) {
    const en = 'the user is told after the assessment, and it is told when it was done'
    return refuse({
      code: 'INCONSISTENT_REQUEST',
      path: '/toldUserAt',
      clause: 'R003-11.2-4',
      zh: '告知用户的时间应在理算之后，且不晚于现在',
      en,
    })
  }
  return decided(
    { ...incident, assessedFen: amountFen },
    { type, at, body: { amountFen, toldUserAt, partsKept } },
  )
}

const act = (incident: Incident, command: IncidentCommand, { now }: CaseContext): Result => {
  switch (command.type) {
    case 'read-prompts': {
      const { type, at, language } = command
      const promptsReadAt = incident.promptsReadAt ?? at
      return decided({ ...incident, promptsReadAt }, { type, at, body: { language } })
    }
    case 'dispatch':
      return dispatch(incident, command)
    case 'arrive':
      return arrive(incident, command)
    case 'measure':
      return measure(incident, command)
    case 'escalate': {
      const { type, at, to, planId } = command
      return decided(incident, { type, at, body: { to, planId } })
    }
    case 'tell-insurer': {
      const { type, at, policyId } = command
      const insurerToldAt = incident.insurerToldAt ?? at
      return decided({ ...incident, insurerToldAt }, { type, at, body: { policyId } })
    }
    case 'assess-loss':
      return assessLoss(incident, command, now)
    case 'note':
      return decided(incident, { type: 'note', at: now, body: { shown: command.shown } })
    case 'end':
      return end(incident, command)
    case 'review': {
      if (incident.status !== 'ended') {
        return refuse(wrongStep(incident.status, '结束后再分析', 'review it after its end'))
      }
      const { type, at, planChanged } = command
      return decided({ ...incident, status: 'reviewed' }, { type, at, body: { planChanged } })
    }
  }
}

const AFTERWARDS: readonly IncidentStep[] = [
  'note',
  'tell-insurer',
  'assess-loss',
  'review',
  'escalate',
]

/** Decides a step of an emergency. What happened out there is recorded in any order that can be. */
export const decideIncident = (
  incident: Incident,
  command: IncidentCommand,
  context: CaseContext,
): Result => {
  if (incident.endedAt !== null && !AFTERWARDS.includes(command.type)) {
    return refuse(wrongStep(incident.status, '已结束；请新登记', 'it is over: record a new one'))
  }
  if ('at' in command) {
    const wrong = timeRefusal(incident, command.at, context.now)
    if (wrong !== null) return refuse(wrong)
  }
  return act(incident, command, context)
}
