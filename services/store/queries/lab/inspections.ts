import type { Pool } from 'pg'
import {
  inTransaction,
  instantParam,
  ms,
  type Queryable,
  violated,
  Where,
} from '#store/queries/queryable.ts'
import { type EventOfCylinder, keepUntold } from '#store/queries/system/untold-events.ts'
import { beyondReach } from '#store/reach.ts'
import { type Scope, stationInScope } from '#store/queries/scope.ts'
import type {
  BatchRow,
  BatchStep,
  ItemRow,
  NewBatch,
  NewResult,
  Person,
} from './inspection-rows.ts'

const BATCH = `b.id, b.no::text as no, b.enterprise_id as "enterpriseId", b.lab_id as "labId", b.note,
  b.sent_by as "sentBy", ${ms('b.sent_at')} as "sentAt", n.items, n.waiting, n.received, n."toReview", n.passed, n.failed`

const COUNTS = `cross join lateral (
  select count(*)::int as items, count(*) filter (where i.state = 'sent')::int as waiting,
    count(i.received_at)::int as received,
    count(*) filter (where i.state = 'inspected')::int as "toReview",
    count(*) filter (where i.state = 'passed')::int as passed,
    count(*) filter (where i.state = 'failed')::int as failed
  from inspection_item i where i.batch_id = b.id) n`

const ITEM = `i.cylinder_id::text as "cylinderId", i.code, i.state, i.result, i.inspected_on::text as "inspectedOn",
  i.next_inspection_on::text as "nextInspectionOn", i.tare_g as "tareG", i.checks, i.fail_code as "failCode", i.reason,
  i.report_no as "reportNo", i.inspector, i.inspected_by as "inspectedBy", ${ms('i.inspected_at')} as "inspectedAt",
  i.reviewer, i.reviewed_by as "reviewedBy", ${ms('i.reviewed_at')} as "reviewedAt",
  ${ms('i.received_at')} as "receivedAt", ${ms('i.returned_at')} as "returnedAt",
  i.reviewed_in as "reviewedIn", i.returned_in as "returnedIn"`

/** What a caller may see of batches; a lab only those that were sent to it. */
export type BatchScope = { readonly scope: Scope; readonly asLab: boolean }

const batchInScope = (where: Where, { scope, asLab }: BatchScope): string => {
  switch (scope.kind) {
    case 'all':
      return 'true'
    case 'enterprise': {
      const me = where.param(scope.enterpriseId)
      return asLab ? `b.lab_id = ${me}` : `(b.enterprise_id = ${me} or b.lab_id = ${me})`
    }
    case 'region':
      return `b.enterprise_id in (select s.enterprise_id from station s where ${stationInScope(where, scope, 's')})`
    case 'none':
      return 'false'
  }
}

/** Keeps the events of a step with its rows, until they stand in the lives. */
const keepStep = async (
  client: Queryable,
  [batchId, column]: readonly [string, 'reviewed_in' | 'returned_in'],
  { requestId, keptFor, events }: BatchStep,
  at: number,
): Promise<readonly EventOfCylinder[]> => {
  const { rows } = await client.query<ItemRow>(
    `select ${ITEM} from inspection_item i where i.batch_id = $1 and i.${column} = $2 order by i.code`,
    [batchId, requestId],
  )
  const told = events(rows)
  await keepUntold(client, keptFor, at, told)
  return told
}

export const inspectionQueries = (pool: Pool, read: Pool) => ({
  /**
   * Writes a batch, and which events are to tell that its cylinders were sent. `again` = it stands already, under the same id; `busy` = one of the cylinders
   * is in an open batch; `reference` = no such lab.
   */
  async create(batch: NewBatch): Promise<'created' | 'again' | 'busy' | 'reference'> {
    try {
      return await inTransaction(pool, async (client) => {
        const { rowCount } = await client.query(
          `insert into inspection_batch (id, enterprise_id, lab_id, note, sent_by, sent_at)
           values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing`,
          [
            batch.id,
            batch.enterpriseId,
            batch.labId,
            batch.note,
            batch.sentBy,
            instantParam(batch.sentAt),
          ],
        )
        if (rowCount === 0) return 'again'
        await client.query(
          `insert into inspection_item (batch_id, cylinder_id, code, state)
           select $1, c.id, c.code, 'sent' from cylinder c where c.code = any($2::text[])`,
          [batch.id, batch.cylinders.map(({ code }) => code)],
        )
        await keepUntold(client, batch.enterpriseId, batch.sentAt, batch.events)
        return 'created'
      })
    } catch (error) {
      return violated(error) === 'unique' ? 'busy' : 'reference'
    }
  },

  /** Which of these cylinders are in an open batch. */
  async busy(codes: readonly string[]): Promise<readonly string[]> {
    const { rows } = await pool.query<{ code: string }>(
      `select i.code from inspection_item i join cylinder c on c.id = i.cylinder_id
       where c.code = any($1::text[]) and i.state in ('sent', 'inspected')`,
      [codes],
    )
    return rows.map(({ code }) => code)
  },

  async list(
    reach: BatchScope,
    filter: { readonly labId?: string | undefined; readonly state?: 'open' | 'done' | undefined },
    limit: number,
    before: string | null,
  ): Promise<readonly BatchRow[]> {
    const where = new Where()
    where.and(batchInScope(where, reach))
    if (filter.labId !== undefined) where.and(`b.lab_id = ${where.param(filter.labId)}`)
    if (filter.state !== undefined) {
      const open = `exists (select from inspection_item o where o.batch_id = b.id
        and o.state in ('sent', 'inspected'))`
      where.and(filter.state === 'open' ? open : `not ${open}`)
    }
    if (before !== null) where.and(`b.no < ${where.param(before)}`)
    const { rows } = await read.query<BatchRow>(
      `select ${BATCH} from (select * from inspection_batch b ${where.sql}
         order by b.no desc limit ${where.param(limit)}) b ${COUNTS} order by b.no desc`,
      where.values,
    )
    return rows
  },

  /** From the primary: whoever has just written sees it. */
  async byId(reach: BatchScope, id: string): Promise<BatchRow | null> {
    const where = new Where()
    where.and(`b.id = ${where.param(id)}`)
    where.and(batchInScope(where, reach))
    const { rows } = await pool.query<BatchRow>(
      `select ${BATCH} from inspection_batch b ${COUNTS} ${where.sql}`,
      where.values,
    )
    return rows[0] ?? null
  },

  async items(batchId: string): Promise<readonly ItemRow[]> {
    const { rows } = await pool.query<ItemRow>(
      `select ${ITEM} from inspection_item i where i.batch_id = $1 order by i.code`,
      [batchId],
    )
    return rows
  },

  /** Names of enterprises. Beyond reach: a lab sees whose cylinders it has, and they stand in public registers. */
  async enterpriseNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { rows } = await beyondReach(() =>
      read.query<{ id: string; name: string }>(
        'select id, name from enterprise where id = any($1::text[])',
        [ids],
      ),
    )
    return new Map(rows.map(({ id, name }) => [id, name]))
  },

  /** Where a batch may go back to. Beyond reach: a lab hands over at the sender's station. */
  async sitesOf(enterpriseId: string): Promise<{ id: string; name: string }[]> {
    const { rows } = await beyondReach(() =>
      read.query<{ id: string; name: string }>(
        'select id, name from station where enterprise_id = $1 order by name limit 500',
        [enterpriseId],
      ),
    )
    return rows
  },

  /** The first time a cylinder is seen counts. */
  async receive(batchId: string, codes: readonly string[], at: number): Promise<void> {
    await pool.query(
      `update inspection_item set received_at = $3
       where batch_id = $1 and code = any($2::text[]) and received_at is null`,
      [batchId, codes, instantParam(at)],
    )
  },

  /** All or none: false = an item is no longer where it was (reviewed meanwhile). */
  async record(batchId: string, results: readonly NewResult[], person: Person): Promise<boolean> {
    return inTransaction(pool, async (client) => {
      const open = await client.query(
        `select from inspection_item where batch_id = $1 and code = any($2::text[])
           and state in ('sent', 'inspected') and reviewed_by is null order by cylinder_id for update`,
        [batchId, results.map(({ code }) => code)],
      )
      if (open.rowCount !== results.length) return false
      await client.query(
        `update inspection_item i set state = 'inspected', result = r.result, inspected_on = r."inspectedOn",
           next_inspection_on = r."nextInspectionOn", tare_g = r."tareG", checks = r.checks, fail_code = r."failCode",
           reason = r.reason, report_no = r."reportNo", inspector = r.inspector, inspected_by = $3, inspected_at = $4,
           received_at = coalesce(i.received_at, $4)
         from json_to_recordset($2::json) as r (code text, result text, "inspectedOn" date, "nextInspectionOn" date,
           "tareG" integer, checks json, "failCode" text, reason text, "reportNo" text, inspector text)
         where i.batch_id = $1 and i.code = r.code`,
        [batchId, JSON.stringify(results), person.id, instantParam(person.at)],
      )
      return true
    })
  },

  /** The results that a second person confirms, with their events, which a repeat of the request gets again. */
  confirm: (
    batchId: string,
    codes: readonly string[],
    step: BatchStep & { readonly person: Person },
  ): Promise<readonly EventOfCylinder[]> =>
    inTransaction(pool, async (client) => {
      const { person, requestId } = step
      await client.query(
        `update inspection_item i set reviewed_by = $3, reviewer = $4, reviewed_at = $5, reviewed_in = $6,
           state = case i.result when 'pass' then 'passed' else 'failed' end
         where i.batch_id = $1 and i.code = any($2::text[]) and i.state = 'inspected'
           and i.inspected_by <> $3 and i.inspector <> $4`,
        [batchId, codes, person.id, person.name, instantParam(person.at), requestId],
      )
      return keepStep(client, [batchId, 'reviewed_in'], step, person.at)
    }),

  /** Results that a second person does not confirm: the cylinder is inspected once more. */
  async reject(batchId: string, codes: readonly string[], reason: string): Promise<void> {
    await pool.query(
      `update inspection_item set state = 'sent', reason = $3
       where batch_id = $1 and code = any($2::text[]) and state = 'inspected' and reviewed_by is null`,
      [batchId, codes, reason],
    )
  },

  /** Back to the sender, with the events that tell it, as {@link confirm}. */
  giveBack: (
    batchId: string,
    codes: readonly string[],
    step: BatchStep & { readonly at: number },
  ): Promise<readonly EventOfCylinder[]> =>
    inTransaction(pool, async (client) => {
      await client.query(
        `update inspection_item set returned_at = $3, returned_in = $4 where batch_id = $1 and code = any($2::text[])
           and state in ('passed', 'failed') and returned_at is null`,
        [batchId, codes, instantParam(step.at), step.requestId],
      )
      return keepStep(client, [batchId, 'returned_in'], step, step.at)
    }),
})
