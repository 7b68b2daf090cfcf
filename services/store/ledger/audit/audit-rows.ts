import type { PoolClient } from 'pg'
import { rejectionRecord, samplesRecord } from '#domain/ledger/records.ts'
import {
  type EventLeafRow,
  eventLeafSql,
  type SupersededRow,
  supersededSql,
} from '#store/ledger/leaf-rows.ts'
import { nodeCrypto } from '#store/ledger/node-crypto.ts'
import { ms } from '#store/queries/queryable.ts'

/** An event with what its twin in the log of bytes says. */
export type AuditedEvent = EventLeafRow & {
  readonly lifeCylinderId: string | null
  readonly scale: string | null
  readonly decidedAt: number
  readonly lastSupersededAt: number | null
  readonly unlogged: boolean
  /** Columns that life and log have in common, and in which they differ. */
  readonly differing: readonly string[]
  readonly logScale: string | null
  readonly grossG: number | null
  readonly tareG: number | null
  readonly restSha256: Buffer | null
  /** Null where the log lacks it. */
  readonly twin: Pick<EventLeafRow, 'type' | 'at' | 'recordedAt' | 'stationId' | 'operator'> | null
}

const SHARED = ['type', 'at', 'recorded_at', 'station_id', 'operator', 'scale', 'batch_id'] as const

const differing = SHARED.map(
  (column) => `case when e.${column} is distinct from l.${column} then '${column}' end`,
).join(', ')

const MORE = `, l.cylinder_id::text as "lifeCylinderId", l.scale, ${ms('l.decided_at')} as "decidedAt",
    (select ${ms('max(s.superseded_at)')} from superseded_verdict s where s.source = l.source and s.event_id = l.event_id)
      as "lastSupersededAt",
    e.source is null as unlogged, array_remove(array[${differing}], null) as differing, e.scale as "logScale",
    e.gross_g as "grossG", e.tare_g as "tareG", r.rest_sha256 as "restSha256",
    case when e.source is not null then json_build_object('type', e.type, 'at', ${ms('e.at')}, 'recordedAt', ${ms('e.recorded_at')}, 'stationId', e.station_id,
      'operator', e.operator) end as twin`

/** Batches from..to, both included. */
export type Span = readonly [from: string, to: string]

export const eventsIn = async (client: PoolClient, span: Span): Promise<AuditedEvent[]> => {
  const from = 'cylinder_life l left join event_batch b on b.id = l.batch_id'
  const { rows } = await client.query<AuditedEvent>(
    `${eventLeafSql('cylinder_event', from, MORE)} where l.batch_id between $1::int8 and $2::int8 and (b.id is null or b.leaf_counts is not null)
     order by l.batch_id, l.source, l.event_id`,
    [...span],
  )
  return rows
}

export type AuditedVerdict = SupersededRow & {
  /** What it gave way to. */
  readonly after: string | null
  readonly orphan: boolean
}

/** With the verdict that followed each: the next that gave way, or the one that stands. */
export const verdictsIn = async (client: PoolClient, span: Span): Promise<AuditedVerdict[]> => {
  const { rows } = await client.query<AuditedVerdict>(
    `select v.*, l.source is null as orphan, case when n.source is null then l.findings::text else n.findings::text end as after
     from (${supersededSql('s.batch_id between $1::int8 and $2::int8')}) v
     left join cylinder_life l on l.source = v.source and l.event_id = v.id
     left join lateral (select s.source, s.findings from superseded_verdict s
       where s.source = v.source and s.event_id = v.id and ${ms('s.superseded_at')} > v."supersededAt"
       order by s.superseded_at limit 1) n on true`,
    [...span],
  )
  return rows
}

type RejectionRow = Omit<Parameters<typeof rejectionRecord>[0], 'sealed'> & {
  readonly id: string
  readonly raw: Buffer
  readonly salt: Buffer | null
  readonly batchId: string
  readonly redacted: Buffer | null
}

/** A row as a leaf of its batch. */
export type RecordedRow = {
  readonly key: string
  /** Bytes stand where they were emptied. */
  readonly refilled?: boolean
  readonly batchId: string
  readonly record: string
}

const sealedRejection = ({ redacted, salt, raw }: RejectionRow): string => {
  if (redacted !== null) return redacted.toString('hex')
  const { sha256 } = nodeCrypto
  const sealed = sha256(Buffer.concat([salt ?? Buffer.alloc(0), sha256(raw)]))
  return Buffer.from(sealed).toString('hex')
}

export const rejectionsIn = async (client: PoolClient, span: Span): Promise<RecordedRow[]> => {
  const { rows } = await client.query<RejectionRow>(
    `select m.id::text, ${ms('m.received_at')} as "receivedAt", m.station_id as "stationId", m.device_id as "deviceId", m.topic,
       m.code, m.message, m.path, m.event_id as "eventId", m.raw, m.salt, m.batch_id::text as "batchId", r.sealed as redacted
     from rejected_message m left join redaction r on r.rejection_id = m.id left join event_batch b on b.id = m.batch_id
     where m.batch_id between $1::int8 and $2::int8 and (b.id is null or b.leaf_counts is not null) order by m.id`,
    [...span],
  )
  return rows.map((row) => ({
    key: row.id,
    batchId: row.batchId,
    refilled: row.redacted !== null && row.raw.length > 0,
    record: rejectionRecord({ ...row, sealed: sealedRejection(row) }),
  }))
}

type SliceRow = Omit<Parameters<typeof samplesRecord>[0], 'sha256'> & {
  readonly sha256: Buffer
  readonly batchId: string
}

export const slicesIn = async (client: PoolClient, span: Span): Promise<RecordedRow[]> => {
  const { rows } = await client.query<SliceRow>(
    `select w.source, w.slice_id as id, w.scale, w.permit_id as "permitId", ${ms('w.from_at')} as "from", w.step_ms as "stepMs",
       ${ms('w.recorded_at')} as "recordedAt", w.sha256, w.gross_g as "grossG", w.batch_id::text as "batchId"
     from weight_sample w left join event_batch b on b.id = w.batch_id
     where w.batch_id between $1::int8 and $2::int8 and (b.id is null or b.leaf_counts is not null)`,
    [...span],
  )
  return rows.map((row) => ({
    key: `${row.source}/${row.id}`,
    batchId: row.batchId,
    record: samplesRecord({ ...row, sha256: row.sha256.toString('hex') }),
  }))
}
