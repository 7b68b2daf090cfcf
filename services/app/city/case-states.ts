import type { Complaint } from '#domain/service/complaint.ts'
import type { Incident } from '#domain/service/incident.ts'
import type { Repair } from '#domain/service/repair.ts'
import { type EpochMs, epochMs } from '#domain/units.ts'

type State<S> = Omit<S, 'deadlines' | 'handlerId'>

type Ended = { readonly openedAt: EpochMs; readonly at: EpochMs }

const complaint = ({ openedAt, at }: Ended): State<Complaint> => ({
  openedAt,
  kind: 'complaint',
  status: 'resolved',
  against: { userId: null, operator: null },
  recused: [],
  answeredAt: at,
  resolvedAt: at,
  closedAt: null,
  promisedOn: null,
  forwarded: false,
  feedbackAt: at,
  dissatisfied: false,
})

const repair = ({ openedAt, at }: Ended): State<Repair> => ({
  openedAt,
  kind: 'repair',
  status: 'done',
  place: 'home',
  appointment: null,
  arrivedAt: at,
  waitsForUser: false,
  doneAt: at,
  quotedFen: null,
  warranty: null,
  free: false,
  feedbackAt: at,
})

const incident = ({ openedAt, at }: Ended): State<Incident> => ({
  openedAt,
  kind: 'leak',
  status: 'reviewed',
  promptsReadAt: openedAt,
  dispatchedAt: openedAt,
  arrivedAt: at,
  endedAt: at,
  lelPercent: null,
  publicDanger: false,
  measures: ['valve-shut', 'vented'],
  insurerToldAt: null,
})

const STATES = { complaint, repair, incident } as const

/** A case that went its usual way to its end: what the desk decides and shows it by. Milliseconds since 1970. */
export const endedCase = (
  area: keyof typeof STATES,
  openedMs: number,
  endedMs: number,
): State<Complaint> | State<Repair> | State<Incident> =>
  STATES[area]({ openedAt: epochMs(openedMs), at: epochMs(Math.round(endedMs)) })
