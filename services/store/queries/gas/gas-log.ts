import type { Pool } from 'pg'
import type { Finding } from '#domain/finding.ts'
import { instantParam, ms, Where } from '#store/queries/queryable.ts'
import { type Scope, stationInScope } from '#store/queries/scope.ts'

export type GasRow = {
  readonly id: string
  readonly source: number
  readonly stationId: string
  readonly enterpriseId: string
  readonly at: number
  readonly recordedAt: number
  readonly operator: string | null
  readonly body: Readonly<Record<string, unknown>>
  readonly findings: readonly Finding[] | null
  readonly passed: boolean | null
}

export type GasType = 'gas.received' | 'gas.tested'

export type GasFilter = {
  readonly stationId?: string | undefined
  readonly tank?: string | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly result?: 'passed' | 'failed' | 'undecided' | undefined
}

/** A receipt and how long its gas was the newest in the tank. */
export type ReceiptWindow = {
  readonly stationId: string
  readonly tank: string
  readonly from: number
  /** The next receipt; null = it still is. */
  readonly to: number | null
}

/** Where and when gas was drawn. */
export type Draw = { readonly stationId: string; readonly tank: string; readonly at: number }

/** The verdict of a test: values outside of their limits go before what its tester said. */
export const PASSED = `case when l.findings::text like '%"GAS_OUT_OF_SPEC"%' then false else (l.body->>'passed')::boolean end`

const GAS = `l.event_id as id, l.source, l.station_id as "stationId", s.enterprise_id as "enterpriseId",
  ${ms('l.effective_at')} as at, ${ms('l.recorded_at')} as "recordedAt", l.operator, l.body, l.findings, ${PASSED} as passed`

const FROM = 'from cylinder_life l join station s on s.id = l.station_id'

const RESULT = {
  passed: `${PASSED} is true`,
  failed: `${PASSED} is false`,
  undecided: `${PASSED} is null`,
} as const

const filtered = (where: Where, filter: GasFilter): void => {
  const { stationId, tank, from, to, result } = filter
  if (stationId !== undefined) where.and(`l.station_id = ${where.param(stationId)}`)
  if (tank !== undefined) where.and(`l.body->>'tank' = ${where.param(tank)}`)
  if (from !== undefined) where.and(`l.effective_at >= ${where.param(instantParam(from))}`)
  if (to !== undefined) where.and(`l.effective_at < ${where.param(instantParam(to))}`)
  if (result !== undefined) where.and(RESULT[result])
}

/** Receipts and tests of gas as the log holds them, whoever told of them: devices or people. */
export const gasLogQueries = (pool: Pool, read: Pool) => ({
  /** Newest first. */
  async list(
    scope: Scope,
    type: GasType,
    filter: GasFilter,
    limit: number,
    before: { readonly at: number; readonly id: string } | null,
  ): Promise<readonly GasRow[]> {
    const where = new Where()
    where.and(`l.type = '${type}'`)
    where.and(stationInScope(where, scope, 's'))
    filtered(where, filter)
    if (before !== null) {
      const [at, id] = [where.param(instantParam(before.at)), where.param(before.id)]
      where.and(`(l.effective_at, l.event_id) < (${at}::timestamptz, ${id}::uuid)`)
    }
    // Verdicts are read out of JSON for the rows of the page alone, not for all that are sorted.
    const { rows } = await read.query<GasRow>(
      `select ${GAS} from (
         select l.* ${FROM} ${where.sql} order by l.effective_at desc, l.event_id desc limit ${where.param(limit)}) l
       join station s on s.id = l.station_id order by l.effective_at desc, l.event_id desc`,
      where.values,
    )
    return rows
  },

  /** Ids are unique within a source; of two devices' events with one id the newest is meant. */
  async byId(scope: Scope, type: GasType, id: string): Promise<GasRow | null> {
    const where = new Where()
    where.and(`l.event_id = ${where.param(id)}::uuid and l.type = '${type}'`)
    where.and(stationInScope(where, scope, 's'))
    const { rows } = await pool.query<GasRow>(
      `select ${GAS} ${FROM} ${where.sql} order by l.effective_at desc limit 1`,
      where.values,
    )
    return rows[0] ?? null
  },

  /** How long the gas of a receipt was the newest in its tank. */
  async window({ stationId, body, at, id }: GasRow): Promise<ReceiptWindow> {
    const tank = String(body['tank'])
    const { rows } = await read.query<{ at: number }>(
      `select ${ms('l.effective_at')} as at from cylinder_life l
       where l.station_id = $1 and l.type = 'gas.received' and l.body->>'tank' = $2
         and (l.effective_at, l.event_id) > ($3::timestamptz, $4::uuid)
       order by l.effective_at, l.event_id limit 1`,
      [stationId, tank, instantParam(at), id],
    )
    return { stationId, tank, from: at, to: rows[0]?.at ?? null }
  },

  /** The receipt that was the newest in the tank at each draw, as known at `asOf`; null where none was told. */
  async behind(draws: readonly Draw[], asOf: number | null): Promise<readonly (string | null)[]> {
    if (draws.length === 0) return []
    const { rows } = await pool.query<{ id: string | null }>({
      name: 'gas-behind',
      text: `select r.event_id as id
        from unnest($1::text[], $2::text[], $3::timestamptz[]) with ordinality k (station, tank, at, place)
        left join lateral (
          select l.event_id from cylinder_life l
          where l.station_id = k.station and l.type = 'gas.received' and l.effective_at <= k.at and l.body->>'tank' = k.tank
            and l.recorded_at <= coalesce($4::timestamptz, 'infinity')
          order by l.effective_at desc, l.event_id desc limit 1) r on true
        order by k.place`,
      values: [
        draws.map(({ stationId }) => stationId),
        draws.map(({ tank }) => tank),
        draws.map(({ at }) => instantParam(at)),
        asOf === null ? null : instantParam(asOf),
      ],
    })
    return rows.map(({ id }) => id)
  },
})
