import type { Pool } from 'pg'
import { instantParam, Where } from '#store/queries/queryable.ts'
import { type Scope, stationInScope } from '#store/queries/scope.ts'
import { PASSED } from './gas-log.ts'
import type { TankKey } from './tanks.ts'

/**
 * Gas-quality pass rate (气质合格率, R000-10.0.3-4.1.1 and R004-A2-5) of one enterprise: passed tests over tests. The first test of
 * a receipt and re-tests stand apart; a test without a verdict counts in neither.
 */
export type GasQuality = {
  readonly enterpriseId: string
  readonly tests: number
  readonly passed: number
  readonly firstTests: number
  readonly firstPassed: number
  readonly undecided: number
}

export type TankBalance = {
  readonly receivedG: number
  readonly receipts: number
  readonly filledG: number
  readonly fills: number
  readonly residualReturnedG: number
}

type Period = { readonly from: number; readonly to: number }

/** An earlier verdict on the gas of the same receipt: then this one is a re-test. */
export const RETESTED = `exists (
  select from cylinder_life p where p.station_id = l.station_id and p.type = 'gas.tested' and p.body->>'tank' = l.body->>'tank'
    and (p.effective_at, p.event_id) < (l.effective_at, l.event_id) and p.body->>'passed' is not null
    and p.effective_at >= coalesce((
      select r.effective_at from cylinder_life r where r.station_id = l.station_id and r.type = 'gas.received'
        and r.body->>'tank' = l.body->>'tank' and r.effective_at <= l.effective_at
      order by r.effective_at desc limit 1), '-infinity'))`

export const gasFigureQueries = (read: Pool) => ({
  /** By enterprise, of the tests made in [from, to). */
  async quality(scope: Scope, { from, to }: Period): Promise<readonly GasQuality[]> {
    const where = new Where()
    where.and(`l.type = 'gas.tested' and l.effective_at >= ${where.param(instantParam(from))}`)
    where.and(`l.effective_at < ${where.param(instantParam(to))}`)
    where.and(stationInScope(where, scope, 's'))
    const { rows } = await read.query<GasQuality>(
      `select t."enterpriseId", count(*) filter (where passed is not null)::int as tests,
         count(*) filter (where passed)::int as passed,
         count(*) filter (where passed is not null and not retest)::int as "firstTests",
         count(*) filter (where passed and not retest)::int as "firstPassed",
         count(*) filter (where passed is null)::int as undecided
       from (select s.enterprise_id as "enterpriseId", ${PASSED} as passed, ${RETESTED} as retest
         from cylinder_life l join station s on s.id = l.station_id ${where.sql}) t
       group by t."enterpriseId" order by t."enterpriseId"`,
      where.values,
    )
    return rows
  },

  /**
   * What went into a tank and out of it in [from, to), g. A fill counts what the scale added: gross less tare less the residual that it
   * reported. Residual is told of the station, not of a tank: what a removal took, from the weighing of that cylinder before it.
   */
  async balance({ stationId, id }: TankKey, { from, to }: Period): Promise<TankBalance> {
    const { rows } = await read.query<TankBalance>(
      `select * from
        (select coalesce(sum((l.body->>'massG')::int8), 0)::float8 as "receivedG", count(*)::int as receipts from cylinder_life l
          where l.station_id = $1 and l.type = 'gas.received' and l.body->>'tank' = $2
            and l.effective_at >= $3::timestamptz and l.effective_at < $4::timestamptz) received,
        (select coalesce(sum((l.body->>'grossG')::int8 - (l.body->>'tareG')::int8 - coalesce((l.body->>'residualG')::int8, 0)), 0)::float8
            as "filledG", count(*)::int as fills from cylinder_life l
          where l.station_id = $1 and l.type = 'fill.completed' and l.body->>'tank' = $2
            and l.effective_at >= $3::timestamptz and l.effective_at < $4::timestamptz) filled,
        (select coalesce(sum(greatest((w.body->>'grossG')::int8 - (l.body->>'grossG')::int8, 0)), 0)::float8 as "residualReturnedG"
          from cylinder_life l cross join lateral (
            select p.body from cylinder_life p where p.cylinder_id = l.cylinder_id and p.effective_at < l.effective_at
              and p.effective_at >= l.effective_at - interval '12 hours' and p.type in ('residual.weighed', 'fill.requested')
              and p.body->>'grossG' is not null order by p.effective_at desc, p.at desc limit 1) w
          where l.station_id = $1 and l.type = 'residual.removed' and l.cylinder_id is not null
            and l.effective_at >= $3::timestamptz and l.effective_at < $4::timestamptz) residual`,
      [stationId, id, instantParam(from), instantParam(to)],
    )
    const row = rows[0]
    if (row === undefined) throw new Error('a sum without a row')
    return row
  },
})
