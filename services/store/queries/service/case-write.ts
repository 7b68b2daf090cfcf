import type { CaseDeadline } from '#domain/service/case-deadline.ts'
import type { CaseCore, CaseEntry } from '#domain/service/case-step.ts'
import type { Place } from '#store/people/person-cipher.ts'
import type { PersonVault } from '#store/people/person-vault.ts'
import { instantParam, type Queryable } from '#store/queries/queryable.ts'
import type { CaseArea } from './case-rows.ts'

/** Who records a step, when, and what they wrote. */
export type StepRecord = {
  /** The same for each repeat of the same request. */
  readonly entryId: string
  readonly at: number
  readonly by: string
  readonly role: string
  readonly note: string | null
  /** The customer reads the note too. */
  readonly shown: boolean
}

export type NewCase = {
  readonly id: string
  readonly area: CaseArea
  readonly kind: string
  readonly status: string
  readonly enterpriseId: string
  readonly region: string
  readonly channel: string
  readonly personId: string
  readonly customerId: string | null
  readonly premisesId: string | null
  readonly stationId: string | null
  readonly profile: string
  readonly state: CaseCore
  readonly facts: Readonly<Record<string, unknown>>
  /** Set where the person is new: what is kept about them. */
  readonly secrets: Readonly<Record<string, string>> | null
}

type Owner = Pick<NewCase, 'id' | 'enterpriseId' | 'region' | 'customerId' | 'personId'>

const instantOrNull = (at: number | null): string | null => (at === null ? null : instantParam(at))

export const notePlace = (caseId: string, seq: number): Place => [
  'service_entry',
  `${caseId} ${seq}`,
  'note',
]

/** The next line of the record, with its note sealed under the person's key. @returns false when the person was erased */
export const writeEntry = async (
  client: Queryable,
  vault: PersonVault,
  [owner, entry, step]: readonly [Owner, CaseEntry, StepRecord],
): Promise<boolean> => {
  const { rows } = await client.query<{ seq: number }>(
    'select coalesce(max(seq), 0) + 1 as seq from service_entry where case_id = $1',
    [owner.id],
  )
  const seq = rows[0]?.seq ?? 1
  const sealed =
    step.note === null
      ? null
      : await vault.sealFor(client, owner.personId, notePlace(owner.id, seq), step.note)
  if (step.note !== null && sealed === null) return false
  await client.query(
    `insert into service_entry (case_id, seq, id, enterprise_id, region, customer_id, type, at, recorded_at, recorded_by, role,
       body, note, shown) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      owner.id,
      seq,
      step.entryId,
      owner.enterpriseId,
      owner.region,
      owner.customerId,
      entry.type,
      instantParam(entry.at),
      instantParam(step.at),
      step.by,
      step.role,
      JSON.stringify(entry.body),
      sealed,
      step.shown,
    ],
  )
  return true
}

/** All deadlines of a case as they stand now; rows are added and changed, never taken away. */
export const writeDeadlines = async (
  client: Queryable,
  owner: Owner,
  deadlines: readonly CaseDeadline[],
): Promise<void> => {
  const rows = deadlines.map((one, seq) => ({
    seq,
    name: one.name,
    starts_at: instantParam(one.startsAt),
    term: one.term,
    clause: one.clause,
    force: one.force,
    certainty: one.certainty,
    due_at: instantParam(one.dueAt),
    provisional: one.provisional,
    met_at: instantOrNull(one.metAt),
    void_at: instantOrNull(one.voidAt),
  }))
  await client.query(
    `insert into service_deadline (case_id, enterprise_id, region, customer_id, seq, name, starts_at, term, clause, force,
       certainty, due_at, provisional, met_at, void_at)
     select $1, $2, $3, $4, t.* from json_to_recordset($5::json) as t (seq smallint, name text, starts_at timestamptz, term json,
       clause text, force text, certainty text, due_at timestamptz, provisional boolean, met_at timestamptz, void_at timestamptz)
     on conflict (case_id, seq) do update set name = excluded.name, starts_at = excluded.starts_at, term = excluded.term,
       due_at = excluded.due_at, provisional = excluded.provisional, met_at = excluded.met_at, void_at = excluded.void_at`,
    [owner.id, owner.enterpriseId, owner.region, owner.customerId, JSON.stringify(rows)],
  )
}

/** The state without what has columns or rows of its own. */
const stateJson = ({ deadlines: _deadlines, handlerId: _handlerId, ...state }: CaseCore): string =>
  JSON.stringify(state)

export const insertCase = async (
  client: Queryable,
  fresh: NewCase,
  step: StepRecord,
): Promise<void> => {
  await client.query(
    `insert into service_case (id, enterprise_id, region, area, kind, status, channel, person_id, customer_id, premises_id,
       station_id, handler_id, profile, opened_at, recorded_at, recorded_by, changed_at, state, facts)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $15, $17, $18)`,
    [
      fresh.id,
      fresh.enterpriseId,
      fresh.region,
      fresh.area,
      fresh.kind,
      fresh.status,
      fresh.channel,
      fresh.personId,
      fresh.customerId,
      fresh.premisesId,
      fresh.stationId,
      fresh.state.handlerId,
      fresh.profile,
      instantParam(fresh.state.openedAt),
      instantParam(step.at),
      step.by,
      stateJson(fresh.state),
      JSON.stringify(fresh.facts),
    ],
  )
}

export const updateCase = async (
  client: Queryable,
  id: string,
  next: CaseCore & { readonly status: string; readonly kind: string },
  { at, ended }: { readonly at: number; readonly ended: boolean },
): Promise<void> => {
  await client.query(
    `update service_case set status = $2, handler_id = $3, state = $4, changed_at = $5,
       ended_at = case when $6 then coalesce(ended_at, $5) end where id = $1`,
    [id, next.status, next.handlerId, stateJson(next), instantParam(at), ended],
  )
}
