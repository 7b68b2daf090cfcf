import type { Pool } from 'pg'
import { ms } from '#store/queries/queryable.ts'

const NEWEST = 20

/** 用户档案: basic data stands with the customer; what they used, and what was seen at their homes, is put together here. */
export const customerArchiveQueries = (read: Pool) => ({
  /** The newest of each, and how many there are. Who may see the customer was asked before. */
  async of(customerId: string) {
    const list = async <T extends object>(sql: string): Promise<readonly T[]> =>
      (await read.query<T>(`${sql} limit ${NEWEST}`, [customerId])).rows
    const [used, inspections, notices, parts, repairs, counts] = await Promise.all([
      list<{ code: string; model: string | null; happenedAt: number }>(
        `select k.code, c.model, ${ms('k.happened_at')} as "happenedAt" from delivery_cylinder k left join cylinder c on c.code = k.code
         where k.customer_id = $1 order by k.happened_at desc`,
      ),
      list<{ id: string; kind: string; outcome: string; counts: boolean; happenedAt: number }>(
        `select id, kind, outcome, counts, ${ms('happened_at')} as "happenedAt" from safety_inspection where customer_id = $1
         order by happened_at desc, id`,
      ),
      list<{ id: string; no: string; grade: string; dueOn: string; closedAt: number | null }>(
        `select id, no, grade, due_on::text as "dueOn", ${ms('closed_at')} as "closedAt" from rectification where customer_id = $1
         order by issued_at desc, id`,
      ),
      list<{ id: string; kind: string; useUntil: string }>(
        `select id, kind, use_until::text as "useUntil" from home_part where customer_id = $1 order by use_until, id`,
      ),
      list<{
        id: string
        no: string
        area: string
        kind: string
        status: string
        openedAt: number
      }>(
        `select id, no, area, kind, status, ${ms('opened_at')} as "openedAt" from service_case where customer_id = $1
         order by opened_at desc, id`,
      ),
      read.query<{ orders: number; cylinders: number; inspections: number; cases: number }>(
        `select (select count(*)::int from sale_order where customer_id = $1) as orders,
           (select count(*)::int from delivery_cylinder where customer_id = $1) as cylinders,
           (select count(*)::int from safety_inspection where customer_id = $1) as inspections,
           (select count(*)::int from service_case where customer_id = $1) as cases`,
        [customerId],
      ),
    ])
    const sums = counts.rows[0]
    if (sums === undefined) throw new Error('a select without from gave no row')
    return { used, inspections, notices, parts, cases: repairs, counts: sums }
  },
})
