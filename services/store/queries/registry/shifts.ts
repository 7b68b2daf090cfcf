import type { Pool } from 'pg'
import { instantParam, ms, Where } from '#store/queries/queryable.ts'
import { type Scope, stationInScope } from '#store/queries/scope.ts'

export type ShiftRow = {
  readonly stationId: string
  /** '' = the station as a whole. */
  readonly scale: string
  readonly operator: string
  readonly signedInAt: number
  readonly signedOutAt: number | null
  readonly onShift: boolean
  /** False = no staff record under that number. */
  readonly known: boolean
  readonly certifiedUntil: string | null
}

export type ShiftKey = Pick<ShiftRow, 'stationId' | 'scale' | 'operator'>

export type ShiftFilter = {
  readonly stationId?: string | undefined
  readonly scale?: string | undefined
  readonly operator?: string | undefined
  readonly state: 'on' | 'off' | 'all'
  readonly now: number
}

/** As the site book sees it: a forgotten sign-out ends after a day. */
const onShift = (now: string): string =>
  `(h.signed_out_at is null and h.signed_in_at > ${now}::timestamptz - interval '24 hours')`

/** Who works, or last worked, where: written from what devices and people tell. */
export const shiftQueries = (pool: Pool) => ({
  async list(
    scope: Scope,
    { stationId, scale, operator, state, now }: ShiftFilter,
    limit: number,
    after: ShiftKey | null,
  ): Promise<readonly ShiftRow[]> {
    const where = new Where()
    const on = onShift(where.param(instantParam(now)))
    where.and(stationInScope(where, scope, 's'))
    if (stationId !== undefined) where.and(`h.station_id = ${where.param(stationId)}`)
    if (scale !== undefined) where.and(`h.scale = ${where.param(scale)}`)
    if (operator !== undefined) where.and(`h.operator = ${where.param(operator)}`)
    if (state !== 'all') where.and(state === 'on' ? on : `not ${on}`)
    if (after !== null) {
      const key = [after.stationId, after.operator, after.scale].map((part) => where.param(part))
      where.and(`(h.station_id, h.operator, h.scale) > (${key.join(', ')})`)
    }
    const { rows } = await pool.query<ShiftRow>(
      `select h.station_id as "stationId", h.scale, h.operator, ${ms('h.signed_in_at')} as "signedInAt",
         ${ms('h.signed_out_at')} as "signedOutAt", ${on} as "onShift", t.operator is not null as known,
         t.certified_until::text as "certifiedUntil"
       from operator_shift h join station s on s.id = h.station_id
       left join staff t on t.enterprise_id = s.enterprise_id and t.operator = h.operator
       ${where.sql} order by h.station_id, h.operator, h.scale limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  /** Until when this number may fill; undefined = no staff record. */
  async certifiedUntil(enterpriseId: string, operator: string): Promise<string | null | undefined> {
    const { rows } = await pool.query<{ until: string | null }>(
      'select certified_until::text as until from staff where enterprise_id = $1 and operator = $2',
      [enterpriseId, operator],
    )
    return rows[0]?.until
  },
})
