import type { ApiDeps } from '#api/api-deps.ts'
import type { Principal } from '#api/access.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { type CaseDeadline, isOverdue } from '#domain/service/case-deadline.ts'
import { type EpochMs, epochMs } from '#domain/units.ts'
import type { CaseRow } from '#store/queries/service/case-rows.ts'
import type { EntryRow } from '#store/queries/service/cases.ts'

export const deadlineView = (deadline: CaseDeadline, now: EpochMs) => {
  const { name, startsAt, dueAt, provisional, metAt, voidAt, term, clause, force, certainty } =
    deadline
  return {
    name,
    startsAt: timeText(startsAt),
    dueAt: timeText(dueAt),
    provisional,
    metAt: timeTextOrNull(metAt),
    voidAt: timeTextOrNull(voidAt),
    overdue: isOverdue(deadline, now),
    late: metAt !== null && metAt > dueAt,
    /** Agreed with the user or set by an authority, instead of counted. */
    agreed: term === null,
    clause,
    force,
    certainty,
  }
}

/** What all cases show. */
export const caseView = (row: CaseRow, now: number) => ({
  id: row.id,
  no: row.no,
  enterpriseId: row.enterpriseId,
  region: row.region,
  kind: row.kind,
  status: row.status,
  channel: row.channel,
  customerId: row.customerId,
  premisesId: row.premisesId,
  stationId: row.stationId,
  handlerId: row.handlerId,
  profile: row.profile,
  openedAt: timeText(row.openedAt),
  recordedAt: timeText(row.recordedAt),
  endedAt: timeTextOrNull(row.endedAt),
  ...row.facts,
  deadlines: row.state.deadlines.map((one) => deadlineView(one, epochMs(now))),
})

/** Names and numbers of who called, starred out, by person; a customer knows their own. */
export const maskedPeople = async (
  { queries }: ApiDeps,
  { role }: Principal,
  rows: readonly Pick<CaseRow, 'personId'>[],
): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> =>
  role === 'customer'
    ? new Map()
    : queries.people.masked(
        rows.map(({ personId }) => personId),
        ['name', 'unitName', 'phone'],
      )

/** Steps that a customer follows; what is noted or assigned inside is not told. */
const INSIDE = new Set([
  'note',
  'assign',
  'recuse',
  'reply-to-authority',
  'tell-insurer',
  'escalate',
])

export const entryView = ({ recordedBy, recordedAt, at, body, ...entry }: EntryRow) => ({
  ...entry,
  at: timeText(at),
  recordedAt: timeText(recordedAt),
  recordedBy,
  body: { ...body },
})

/** The record as a customer reads it: what was done and when, without who of the staff. */
export const entriesFor = (role: string, entries: readonly EntryRow[]) =>
  role === 'customer'
    ? entries
        .filter(({ type, shown }) => shown || !INSIDE.has(type))
        .map(({ seq, type, at, note }) => ({ seq, type, at: timeText(at), note }))
    : entries.map(entryView)
