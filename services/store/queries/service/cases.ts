import type { Pool, PoolClient } from 'pg'
import type { CaseCore, CaseEntry, CaseRefusal, Decided } from '#domain/service/case-step.ts'
import type { PersonVault } from '#store/people/person-vault.ts'
import { beyondReach } from '#store/reach.ts'
import { inTransaction, instantParam, ms, type Queryable, Where } from '#store/queries/queryable.ts'
import {
  CASE,
  type CaseArea,
  caseInScope,
  caseOf,
  type CaseRow,
  type CaseScope,
  type StoredCase,
} from './case-rows.ts'
import {
  insertCase,
  type NewCase,
  notePlace,
  type StepRecord,
  updateCase,
  writeDeadlines,
  writeEntry,
} from './case-write.ts'

type State = CaseCore & { readonly status: string; readonly kind: string }

/** What became of a step; null = no such case within reach. */
export type ActOutcome<S extends State> =
  | { readonly outcome: 'done' | 'repeated'; readonly row: CaseRow<S> }
  | { readonly outcome: 'refused'; readonly refusal: CaseRefusal }
  | { readonly outcome: 'erased' }
  | null

export type CaseAct<S extends State> = {
  readonly step: StepRecord
  readonly decide: (row: CaseRow<S>) => Decided<S>
  readonly isEnded: (status: string) => boolean
}

export type CaseFilter = {
  readonly kinds?: readonly string[] | undefined
  readonly status?: string | undefined
  readonly handlerId?: string | undefined
  readonly customerId?: string | undefined
  readonly open?: boolean | undefined
  /** Only of customers with special care. */
  readonly care: boolean
}

export type EntryRow = {
  readonly seq: number
  readonly type: string
  readonly at: number
  readonly recordedAt: number
  readonly recordedBy: string
  readonly role: string
  readonly body: Readonly<Record<string, unknown>>
  readonly shown: boolean
  /** null = nothing was written, it is not opened for this reader, or the person was erased. */
  readonly note: string | null
}

type StoredEntry = Omit<EntryRow, 'note'> & { readonly sealed: Buffer | null }

const ENTRY = `e.seq, e.type, ${ms('e.at')} as at, ${ms('e.recorded_at')} as "recordedAt", e.recorded_by as "recordedBy", e.role,
  e.body, e.shown, e.note as sealed`

const one = async <S extends State>(
  client: Queryable,
  where: Where,
): Promise<CaseRow<S> | null> => {
  const { rows } = await client.query<StoredCase>(
    `select ${CASE} from service_case k ${where.sql}`,
    where.values,
  )
  return rows[0] === undefined ? null : caseOf<S>(rows[0])
}

const byIdIn = (scope: CaseScope, area: CaseArea, id: string): Where => {
  const where = new Where()
  where.and(`k.id = ${where.param(id)}`)
  where.and(`k.area = ${where.param(area)}`)
  where.and(caseInScope(where, scope, 'k'))
  return where
}

/**
 * Row security lets a customer read their own cases and write none: the program writes for them what the API has decided, in the
 * scope of that customer.
 */
const written = <T>(
  scope: CaseScope,
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> =>
  scope.kind === 'customer'
    ? beyondReach(() => inTransaction(pool, work))
    : inTransaction(pool, work)

/** Cases of the service desk: complaints, repairs, emergencies. */
export const caseQueries = (pool: Pool, read: Pool, vault: PersonVault) => {
  const writeAct = async <S extends State>(
    client: Queryable,
    row: CaseRow<S>,
    { step, decide, isEnded }: CaseAct<S>,
  ): Promise<ActOutcome<S>> => {
    const { rowCount } = await client.query(
      'select from service_entry where case_id = $1 and id = $2',
      [row.id, step.entryId],
    )
    if (rowCount !== 0) return { outcome: 'repeated', row }
    const result = decide(row)
    if (!result.ok) return { outcome: 'refused', refusal: result.refusal }
    const { next, entry } = result
    if (!(await writeEntry(client, vault, [row, entry, step]))) return { outcome: 'erased' }
    await writeDeadlines(client, row, next.deadlines)
    const ended = isEnded(next.status)
    await updateCase(client, row.id, next, { at: step.at, ended })
    const { handlerId } = next
    const endedAt = ended ? (row.endedAt ?? step.at) : null
    const changed = { status: next.status, handlerId, changedAt: step.at, endedAt, state: next }
    return { outcome: 'done', row: { ...row, ...changed } }
  }

  return {
    /** Writes a case, its person and its first entry once; `repeated` = it is there. */
    open: (
      scope: CaseScope,
      fresh: NewCase,
      entry: CaseEntry,
      step: StepRecord,
    ): Promise<'opened' | 'repeated'> =>
      written(scope, pool, async (client) => {
        await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [fresh.id])
        const { rowCount } = await client.query('select from service_case where id = $1', [
          fresh.id,
        ])
        if (rowCount !== 0) return 'repeated'
        const { personId: id, enterpriseId, secrets } = fresh
        if (secrets !== null) {
          await vault.create(client, { id, enterpriseId, at: step.at })
          await vault.put(client, id, secrets, step.at)
        }
        await insertCase(client, fresh, step)
        const kept = await writeEntry(client, vault, [fresh, entry, step])
        if (!kept) throw new Error('the person was erased in between')
        await writeDeadlines(client, fresh, fresh.state.deadlines)
        return 'opened'
      }),

    /** Decides a step under the lock of its case and writes what came of it; a repeat with the same entry id writes nothing. */
    act: <S extends State>(
      [scope, area, id]: readonly [CaseScope, CaseArea, string],
      act: CaseAct<S>,
    ): Promise<ActOutcome<S>> =>
      written(scope, pool, async (client) => {
        // Locked first, read after it: one statement would read the deadlines as they were before it waited.
        const where = byIdIn(scope, area, id)
        await client.query(`select from service_case k ${where.sql} for update`, where.values)
        const row = await one<S>(client, where)
        return row === null ? null : writeAct(client, row, act)
      }),

    byId: <S extends State>(
      scope: CaseScope,
      area: CaseArea,
      id: string,
    ): Promise<CaseRow<S> | null> => one<S>(pool, byIdIn(scope, area, id)),

    /** Newest first. */
    async list<S extends State>(
      [scope, area]: readonly [CaseScope, CaseArea],
      filter: CaseFilter,
      limit: number,
      after: { readonly at: number; readonly id: string } | null,
    ): Promise<readonly CaseRow<S>[]> {
      const where = new Where()
      where.and(`k.area = ${where.param(area)}`)
      where.and(caseInScope(where, scope, 'k'))
      const { kinds, status, handlerId, customerId, open, care } = filter
      if (care)
        where.and(`exists (select from customer_care v where v.customer_id = k.customer_id)`)
      if (kinds !== undefined) where.and(`k.kind = any(${where.param(kinds)})`)
      if (status !== undefined) where.and(`k.status = ${where.param(status)}`)
      if (handlerId !== undefined) where.and(`k.handler_id = ${where.param(handlerId)}`)
      if (customerId !== undefined) where.and(`k.customer_id = ${where.param(customerId)}`)
      if (open !== undefined) where.and(`k.ended_at is ${open ? '' : 'not '}null`)
      if (after !== null) {
        where.and(
          `(k.opened_at, k.id) < (${where.param(instantParam(after.at))}::timestamptz, ${where.param(after.id)}::uuid)`,
        )
      }
      const { rows } = await read.query<StoredCase>(
        `select ${CASE} from service_case k ${where.sql} order by k.opened_at desc, k.id desc limit ${where.param(limit)}`,
        where.values,
      )
      return rows.map((row) => caseOf<S>(row))
    },

    /** The record of a case. `notes` = whose notes are opened: all, only what the customer may read, or none. */
    async entries(
      { id, personId }: Pick<CaseRow, 'id' | 'personId'>,
      notes: 'all' | 'shown' | 'none',
    ): Promise<readonly EntryRow[]> {
      const { rows } = await pool.query<StoredEntry>(
        `select ${ENTRY} from service_entry e where e.case_id = $1 order by e.seq`,
        [id],
      )
      return Promise.all(
        rows.map(async ({ sealed, ...entry }) => {
          const opens = sealed !== null && (notes === 'all' || (notes === 'shown' && entry.shown))
          const note = opens
            ? await vault.openFor(pool, personId, notePlace(id, entry.seq), sealed)
            : null
          return { ...entry, note }
        }),
      )
    },
  }
}
