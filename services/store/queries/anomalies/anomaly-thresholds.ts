import type { Pool } from 'pg'
import type { AnomalyKind } from '#domain/anomalies/anomaly.ts'
import { type SetThresholdRow, THRESHOLDS_IN_FORCE } from '#store/anomalies/anomaly-world.ts'
import { inTransaction, instantParam, ms, Where } from '#store/queries/queryable.ts'

export type ThresholdChange = SetThresholdRow & {
  readonly reason: string
  readonly setBy: string
  readonly setAt: number
}

export type ThresholdChangeRow = ThresholdChange & { readonly no: string }

export type RedoAsked = {
  readonly enterpriseId: string | null
  readonly region: string
  readonly from: number
  readonly to: number
  readonly by: string
  readonly at: number
}

const REDO = `insert into anomaly_redo (enterprise_id, region, from_at, to_at, asked_by, asked_at)
  values ($1, $2, $3, $4, $5, $6) returning no::text as no`

const redoValues = ({ enterpriseId, region, from, to, by, at }: RedoAsked) => [
  enterpriseId,
  region,
  instantParam(from),
  instantParam(to),
  by,
  instantParam(at),
]

export const anomalyThresholdQueries = (pool: Pool) => ({
  /** Of all scopes within reach. */
  async inForce(): Promise<readonly SetThresholdRow[]> {
    return (await pool.query<SetThresholdRow>(THRESHOLDS_IN_FORCE)).rows
  },

  /** Newest first. */
  async changes(
    kind: AnomalyKind | undefined,
    limit: number,
    before: string | null,
  ): Promise<readonly ThresholdChangeRow[]> {
    const where = new Where()
    if (kind !== undefined) where.and(`kind = ${where.param(kind)}`)
    if (before !== null) where.and(`no < ${where.param(before)}`)
    const { rows } = await pool.query<ThresholdChangeRow>(
      `select no::text as no, kind, enterprise_id as "enterpriseId", region, values, reason, set_by as "setBy", ${ms('set_at')} as "setAt"
       from anomaly_threshold ${where.sql} order by no desc limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  /** Sets them and has the time before looked at again, both or neither. */
  set: (change: ThresholdChange, redo: RedoAsked): Promise<void> =>
    inTransaction(pool, async (client) => {
      await client.query(
        `insert into anomaly_threshold (kind, enterprise_id, region, values, reason, set_by, set_at) values ($1, $2, $3, $4, $5, $6, $7)`,
        [
          change.kind,
          change.enterpriseId,
          change.region,
          JSON.stringify(change.values),
          change.reason,
          change.setBy,
          instantParam(change.setAt),
        ],
      )
      await client.query(REDO, redoValues(redo))
    }),

  async redo(asked: RedoAsked): Promise<string> {
    const { rows } = await pool.query<{ no: string }>(REDO, redoValues(asked))
    return rows[0]?.no ?? ''
  },
})
