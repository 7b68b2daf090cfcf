import type { Pool } from 'pg'
import { instantParam, Where } from '#store/queries/queryable.ts'
import { type Scope, stationInScope } from '#store/queries/scope.ts'
import { beyondReach } from '#store/reach.ts'

/** Cylinders looked at for one page, whether or not they have events in the period: what a page costs at most. */
const SCANNED = 5_000

export type PeriodQuestion = {
  readonly scope: Scope
  readonly stationId: string | undefined
  /** Events in [from, to), ms since 1970. */
  readonly from: number
  readonly to: number
}

export type TouchedCylinder = {
  readonly id: string
  readonly code: string
  readonly events: number
}

/** Cylinders with events in a period, by id; `scannedTo` = how far it looked, null = to the end. */
export type TouchedPage = {
  readonly cylinders: readonly TouchedCylinder[]
  readonly scannedTo: string | null
}

export const whatIfQueries = (read: Pool) => ({
  /** Beyond reach: lives are judged whole; what is listed of them is asked by `stationsInScope`. */
  async cylinders(
    asked: PeriodQuestion,
    after: string | null,
    limit: number,
  ): Promise<TouchedPage> {
    const where = new Where()
    const [from, to] = [where.param(instantParam(asked.from)), where.param(instantParam(asked.to))]
    const station =
      asked.stationId === undefined ? '' : `and l.station_id = ${where.param(asked.stationId)}`
    const scope =
      asked.scope.kind === 'all'
        ? ''
        : `and exists (select from station s where s.id = l.station_id and ${stationInScope(where, asked.scope, 's')})`
    const { rows } = await beyondReach(() =>
      read.query<TouchedCylinder & { touched: boolean }>(
        `select c.id::text as id, c.code, c.events,
         exists (select from cylinder_life l where l.cylinder_id = c.id
           and l.effective_at >= ${from}::timestamptz and l.effective_at < ${to}::timestamptz
           ${station} ${scope}) as touched
       from cylinder c where c.code is not null and c.id > ${where.param(after ?? '0')}
       order by c.id limit ${where.param(SCANNED)}`,
        where.values,
      ),
    )
    const touched = rows.filter((row) => row.touched)
    const cylinders = touched.slice(0, limit)
    const more = touched.length > limit || rows.length === SCANNED
    const last = touched.length > limit ? cylinders.at(-1) : rows.at(-1)
    return { cylinders, scannedTo: more && last !== undefined ? last.id : null }
  },

  /** Which of these stations are in scope. */
  async stationsInScope(scope: Scope, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const where = new Where()
    where.and(`s.id = any(${where.param(ids)}::text[])`)
    where.and(stationInScope(where, scope, 's'))
    const { rows } = await read.query<{ id: string }>(
      `select s.id from station s ${where.sql}`,
      where.values,
    )
    return new Set(rows.map(({ id }) => id))
  },
})
