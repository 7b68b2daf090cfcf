import type { Pool } from 'pg'
import { ms, instantParam, Where } from '#store/queries/queryable.ts'
import { type Scope, stationInScope } from '#store/queries/scope.ts'

export type ToldDay = {
  /** The day's first millisecond in Asia/Shanghai. */
  readonly at: number
  readonly events: number
  readonly fills: number
  readonly stations: number
}

export type ToldDays = {
  readonly from: number
  /** Excluded. */
  readonly to: number
  readonly enterpriseId?: string | undefined
  readonly stationId?: string | undefined
}

/** What stations told, day by day (上报量). */
export const stationDayQueries = (read: Pool) => ({
  /** Days on which a station in scope told something, in order. */
  async told(scope: Scope, { from, to, enterpriseId, stationId }: ToldDays): Promise<ToldDay[]> {
    const where = new Where()
    where.and(
      `d.day >= ${where.param(instantParam(from))} and d.day < ${where.param(instantParam(to))}`,
    )
    where.and(stationInScope(where, scope, 's'))
    if (enterpriseId !== undefined) where.and(`s.enterprise_id = ${where.param(enterpriseId)}`)
    if (stationId !== undefined) where.and(`s.id = ${where.param(stationId)}`)
    const { rows } = await read.query<ToldDay>(
      `select ${ms('d.day')} as at, sum(d.events)::float8 as events,
         coalesce(sum(d.events) filter (where d.type = 'fill.completed'), 0)::float8 as fills,
         count(distinct d.station_id)::int4 as stations
       from station_day d join station s on s.id = d.station_id ${where.sql}
       group by d.day order by d.day`,
      where.values,
    )
    return rows
  },
})
