import type { Day, EpochMs } from '#domain/units.ts'
import { type DeadlineName, moveTo, termDeadline } from './case-deadline.ts'
import type { CaseContext, CaseCore, ServiceTermName } from './case-step.ts'

/** 报修、安装、改装. */
export const repairKinds = ['repair', 'installation', 'alteration'] as const
export type RepairKind = (typeof repairKinds)[number]

export const repairStatuses = [
  'requested',
  'scheduled',
  'at-work',
  'done',
  'refused',
  'cancelled',
  'closed',
] as const
export type RepairStatus = (typeof repairStatuses)[number]

export type Appointment = { readonly from: EpochMs; readonly to: EpochMs }

/** 保修期: from the day of the work to a day, which is still covered. */
export type Warranty = { readonly from: Day; readonly until: Day; readonly clause: string }

export type Repair = CaseCore & {
  readonly kind: RepairKind
  readonly status: RepairStatus
  /** The visit: at the user's; or the appliance was brought in. */
  readonly place: 'home' | 'workshop'
  readonly appointment: Appointment | null
  readonly arrivedAt: EpochMs | null
  /** Somebody came in time and nobody was at home: the next appointment stands for the deadline, whenever it is made. */
  readonly waitsForUser: boolean
  readonly doneAt: EpochMs | null
  /** What the user accepted before the work, fen; null = nothing was quoted. */
  readonly quotedFen: number | null
  readonly warranty: Warranty | null
  /** Rework of an earlier job whose warranty holds: free (R003-9.2.8). */
  readonly free: boolean
  readonly feedbackAt: EpochMs | null
}

export type NewRepair = {
  readonly kind: RepairKind
  readonly openedAt: EpochMs
  readonly place: 'home' | 'workshop'
  readonly appointment: Appointment | null
  readonly free: boolean
}

const OPENINGS: {
  readonly [K in RepairKind]: readonly (readonly [DeadlineName, ServiceTermName])[]
} = {
  // A12: the texts give one formula for response and for timeliness. Response = somebody came, timeliness = it was done; the
  // same time binds both until another one is agreed.
  repair: [
    ['repair-visit', 'repairVisit'],
    ['repair-done', 'repairVisit'],
  ],
  installation: [
    ['install-visit', 'installVisit'],
    ['install-done', 'installVisit'],
  ],
  alteration: [['alteration-reply', 'alterationReply']],
}

/** Which deadlines an agreed time stands for: that somebody comes, and that it is done. */
export const VISIT: { readonly [K in RepairKind]: readonly DeadlineName[] } = {
  repair: ['repair-visit'],
  installation: ['install-visit'],
  alteration: [],
}
export const DONE: { readonly [K in RepairKind]: readonly DeadlineName[] } = {
  repair: ['repair-done'],
  installation: ['install-done'],
  alteration: ['alteration-work'],
}

/**
 * A request that came in at `openedAt`. An appliance that was brought in has no visit: it is done at once, or a day is named. An
 * agreed time stands for the deadline (R003-9.2.5).
 */
export const openRepair = (
  { kind, openedAt, place, appointment, free }: NewRepair,
  { termOf, calendar }: Pick<CaseContext, 'termOf' | 'calendar'>,
): Repair => {
  const deadlines = OPENINGS[kind]
    .filter(([name]) => place === 'home' || !VISIT[kind].includes(name))
    .flatMap(([name, term]) => termDeadline(name, openedAt, termOf(term), calendar))
  const agreed = [...VISIT[kind], ...DONE[kind]]
  return {
    kind,
    status: appointment === null ? 'requested' : 'scheduled',
    place,
    openedAt,
    handlerId: null,
    deadlines: appointment === null ? deadlines : moveTo(deadlines, appointment.to, ...agreed),
    appointment,
    arrivedAt: null,
    waitsForUser: false,
    doneAt: null,
    quotedFen: null,
    warranty: null,
    free,
    feedbackAt: null,
  }
}
