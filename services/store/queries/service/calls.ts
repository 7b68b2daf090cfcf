import type { Pool } from 'pg'
import { instantParam, ms, Where } from '#store/queries/queryable.ts'
import { heldInScope } from '#store/queries/sales/returns.ts'
import type { Scope } from '#store/queries/scope.ts'

export type NewCall = {
  readonly line: string
  readonly reference: string
  readonly ringAt: number
  readonly answeredAt: number | null
  readonly endedAt: number | null
  readonly rings: number | null
  readonly answeredBy: 'person' | 'ivr' | 'nobody'
  /** Under what the exchange keeps the recording (R000-9.1.1); the voice itself stays there. */
  readonly recording: string | null
}

export type NewWait = {
  readonly stationId: string
  readonly ticket: string
  readonly takenAt: number
  readonly servedAt: number
}

export type CallRow = NewCall & { readonly id: string; readonly enterpriseId: string }
export type WaitRow = NewWait & { readonly id: string; readonly enterpriseId: string }

type Period = {
  readonly from: number
  readonly to: number
  readonly enterpriseId?: string | undefined
}

const orNull = (at: number | null): string | null => (at === null ? null : instantParam(at))

const within = (scope: Scope, column: string, { from, to, enterpriseId }: Period): Where => {
  const where = new Where()
  where.and(heldInScope(where, scope, 'c'))
  where.and(`c.${column} >= ${where.param(instantParam(from))}::timestamptz`)
  where.and(`c.${column} < ${where.param(instantParam(to))}::timestamptz`)
  if (enterpriseId !== undefined) where.and(`c.enterprise_id = ${where.param(enterpriseId)}`)
  return where
}

/** Calls of the hotline and waiting at the window, as their machines counted them. */
export const callQueries = (pool: Pool, read: Pool) => ({
  /** @returns for each row whether it is new; one that is there already is left as it is */
  async addCalls(
    enterpriseId: string,
    rows: readonly NewCall[],
    at: number,
  ): Promise<readonly boolean[]> {
    const { rows: added } = await pool.query<{ key: string }>(
      `insert into service_call (enterprise_id, line, reference, ring_at, answered_at, ended_at, rings, answered_by, recording, recorded_at)
       select $1, t.*, $10 from unnest($2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[], $7::int2[],
         $8::text[], $9::text[]) t on conflict do nothing returning line || ' ' || reference as key`,
      [
        enterpriseId,
        rows.map(({ line }) => line),
        rows.map(({ reference }) => reference),
        rows.map(({ ringAt }) => instantParam(ringAt)),
        rows.map(({ answeredAt }) => orNull(answeredAt)),
        rows.map(({ endedAt }) => orNull(endedAt)),
        rows.map(({ rings }) => rings),
        rows.map(({ answeredBy }) => answeredBy),
        rows.map(({ recording }) => recording),
        instantParam(at),
      ],
    )
    const keys = new Set(added.map(({ key }) => key))
    return rows.map(({ line, reference }) => keys.has(`${line} ${reference}`))
  },

  async addWaits(
    enterpriseId: string,
    rows: readonly NewWait[],
    at: number,
  ): Promise<readonly boolean[]> {
    const { rows: added } = await pool.query<{
      stationId: string
      ticket: string
      takenAt: number
    }>(
      `insert into window_wait (enterprise_id, station_id, ticket, taken_at, served_at, recorded_at)
       select $1, t.*, $6 from unnest($2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[]) t
       on conflict do nothing returning station_id as "stationId", ticket, ${ms('taken_at')} as "takenAt"`,
      [
        enterpriseId,
        rows.map(({ stationId }) => stationId),
        rows.map(({ ticket }) => ticket),
        rows.map(({ takenAt }) => instantParam(takenAt)),
        rows.map(({ servedAt }) => instantParam(servedAt)),
        instantParam(at),
      ],
    )
    const keyOf = ({ stationId, ticket, takenAt }: Omit<NewWait, 'servedAt'>) =>
      `${stationId} ${takenAt} ${ticket}`
    const keys = new Set(added.map(keyOf))
    return rows.map((row) => keys.has(keyOf(row)))
  },

  /** By time; counted as KPIs in `kpi/kpi-sources.ts`. */
  async calls(
    scope: Scope,
    period: Period,
    limit: number,
    after: { readonly at: number; readonly id: string } | null,
  ): Promise<readonly CallRow[]> {
    const where = within(scope, 'ring_at', period)
    if (after !== null) {
      where.and(
        `(c.ring_at, c.id) > (${where.param(instantParam(after.at))}::timestamptz, ${where.param(after.id)}::int8)`,
      )
    }
    const { rows } = await read.query<CallRow>(
      `select c.id::text as id, c.enterprise_id as "enterpriseId", c.line, c.reference, ${ms('c.ring_at')} as "ringAt",
         ${ms('c.answered_at')} as "answeredAt", ${ms('c.ended_at')} as "endedAt", c.rings, c.answered_by as "answeredBy", c.recording
       from service_call c ${where.sql} order by c.ring_at, c.id limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  async waits(
    scope: Scope,
    period: Period,
    limit: number,
    after: { readonly at: number; readonly id: string } | null,
  ): Promise<readonly WaitRow[]> {
    const where = within(scope, 'taken_at', period)
    if (after !== null) {
      where.and(
        `(c.taken_at, c.id) > (${where.param(instantParam(after.at))}::timestamptz, ${where.param(after.id)}::int8)`,
      )
    }
    const { rows } = await read.query<WaitRow>(
      `select c.id::text as id, c.enterprise_id as "enterpriseId", c.station_id as "stationId", c.ticket, ${ms('c.taken_at')} as "takenAt",
         ${ms('c.served_at')} as "servedAt" from window_wait c ${where.sql} order by c.taken_at, c.id limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },
})
