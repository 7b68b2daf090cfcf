import type { Pool } from 'pg'
import type { Cylinder } from '#domain/cylinder.ts'
import { decodeState } from '#store/batch/life-codec.ts'
import { instantParam, ms, Where } from '#store/queries/queryable.ts'
import { cylinderInScope, type Scope, stationInScope } from '#store/queries/scope.ts'
import { beyondReach } from '#store/reach.ts'

export type RecallRow = {
  readonly id: string
  readonly code: string | null
  readonly ownerId: string | null
  readonly fills: number
  readonly filledAt: number
  readonly state: Cylinder
}

export type RecallRequest = {
  readonly scale?: string | undefined
  readonly operator?: string | undefined
  readonly tank?: string | undefined
  readonly stationId?: string | undefined
  readonly from: number
  readonly to: number
}

export const recallQueries = (read: Pool) => ({
  /**
   * Every cylinder that was filled so in [from, to), and where it is now: in scope are the caller's cylinders and those
   * filled at the caller's stations. By scale the index `cylinder_life_fills` serves it.
   * Beyond reach: a cylinder of others that was filled here is recalled too; the scope is in the query.
   */
  async list(
    scope: Scope,
    request: RecallRequest,
    limit: number,
    after: string | null,
  ): Promise<readonly RecallRow[]> {
    const fills = new Where()
    fills.and(`l.type = 'fill.completed' and l.cylinder_id is not null`)
    fills.and(`l.effective_at >= ${fills.param(instantParam(request.from))}`)
    fills.and(`l.effective_at < ${fills.param(instantParam(request.to))}`)
    const equal = (sql: string, value: string | undefined): void => {
      if (value !== undefined) fills.and(`${sql} = ${fills.param(value)}`)
    }
    equal('l.scale', request.scale)
    equal('l.operator', request.operator)
    equal('l.station_id', request.stationId)
    equal(`l.body ->> 'tank'`, request.tank)
    if (after !== null) fills.and(`l.cylinder_id > ${fills.param(after)}`)
    const here = `l.station_id in (select s.id from station s where ${stationInScope(fills, scope, 's')})`
    const filled = `select l.cylinder_id, count(*)::int as fills, max(l.effective_at) as last,
        bool_or(${scope.kind === 'all' ? 'true' : here}) as here
      from cylinder_life l ${fills.sql} group by l.cylinder_id`
    // A cylinder of others that stands here now does not tell an enterprise where else it was filled.
    const whose =
      scope.kind === 'enterprise'
        ? `c.owner_id = ${fills.param(scope.enterpriseId)}`
        : cylinderInScope(fills, scope, 'c')
    const { rows } = await beyondReach(() =>
      read.query<Omit<RecallRow, 'state'> & { state: string }>(
        `select c.id::text as id, c.code, c.owner_id as "ownerId", f.fills, ${ms('f.last')} as "filledAt", c.state::text as state
       from (${filled}) f join cylinder c on c.id = f.cylinder_id
       where (f.here or ${whose}) order by c.id limit ${fills.param(limit)}`,
        fills.values,
      ),
    )
    return rows.map((row) => ({ ...row, state: decodeState(row.state) }))
  },
})
