import { type EventRecord, eventRecord, verdictRecord } from '#domain/ledger/records.ts'
import { ms } from '#store/queries/queryable.ts'
import { nodeCrypto } from './node-crypto.ts'

/** An event as the log holds it now, with everything that its leaf was made of. */
export type EventLeafRow = Omit<EventRecord, 'sealed' | 'findings'> & {
  readonly sha256: Buffer
  readonly salt: Buffer | null
  readonly body: string
  /** JSON of them as they stand now. */
  readonly findings: string | null
  /** As first decided. */
  readonly firstFindings: string | null
  readonly batchId: string
  readonly raw: Buffer | null
  /** Of a redacted event: what its leaf holds in place of bytes and body. */
  readonly redacted: Buffer | null
  readonly redactionId: string | null
}

/** Where the log of exact bytes has the event; finds the chunk of a hypertable by its time. */
const OCCURRED = `least(greatest(l.at, '2010-01-01T00:00:00Z'), '2039-12-31T23:59:59.999Z')`

/** Rows of `cylinder_life l` from a `from` clause of the caller's, with the log (`e`, its table or view) and `more` columns. */
export const eventLeafSql = (
  log: 'cylinder_event' | 'seen_event',
  from: string,
  more = '',
): string => `
  select l.source, l.event_id as id, l.type, ${ms('l.at')} as at, ${ms('l.effective_at')} as "effectiveAt",
    ${ms('l.recorded_at')} as "recordedAt", l.station_id as "stationId", l.operator, e.tag_scheme as "tagScheme",
    e.tag_value as "tagValue", e.cylinder_id::text as "cylinderId", l.context_id as "contextId", l.sha256, l.salt,
    l.body::text as body, l.findings::text as findings, l.batch_id::text as "batchId", e.raw,
    case when s.batch_id is null then l.findings::text else s.findings::text end as "firstFindings",
    r.sealed as redacted, r.id as "redactionId"${more}
  from ${from}
  left join lateral (select e.* from ${log} e
    where e.occurred_at = ${OCCURRED} and e.source = l.source and e.event_id = l.event_id limit 1) e on true
  left join lateral (select s.batch_id, s.findings from superseded_verdict s
    where s.source = l.source and s.event_id = l.event_id order by s.superseded_at limit 1) s on true
  left join redaction r on r.source = l.source and r.event_id = l.event_id`

const sealedOf = ({ redacted, salt, sha256, body }: EventLeafRow): string => {
  if (redacted !== null) return redacted.toString('hex')
  if (salt === null) return ''
  const { sha256: digest } = nodeCrypto
  return Buffer.from(digest(Buffer.concat([salt, sha256, Buffer.from(body)]))).toString('hex')
}

/** The record of an event's leaf, made again from what stands in the database. */
export const recordOfEvent = (row: EventLeafRow): string =>
  eventRecord({ ...row, sealed: sealedOf(row), findings: row.firstFindings })

/** A verdict that gave way, oldest first within an event. */
export type SupersededRow = {
  readonly source: number
  readonly id: string
  readonly findings: string | null
  readonly decidedAt: number
  readonly supersededAt: number
  readonly batchId: string
}

export const supersededSql = (where: string): string => `
  select s.source, s.event_id as id, s.findings::text as findings, ${ms('s.decided_at')} as "decidedAt",
    ${ms('s.superseded_at')} as "supersededAt", s.batch_id::text as "batchId"
  from superseded_verdict s where ${where} order by s.source, s.event_id, s.superseded_at`

/** The records of one event's superseded verdicts; each gave way to the next, the last one to what stands now. */
export const recordsOfVerdicts = (
  rows: readonly SupersededRow[],
  standing: string | null,
): readonly { readonly batchId: string; readonly record: string }[] =>
  rows.map(({ source, id, findings, decidedAt, batchId }, i) => {
    const next = rows[i + 1]
    const after = next === undefined ? standing : next.findings
    return {
      batchId,
      record: verdictRecord({ source, id, before: findings, beforeDecidedAt: decidedAt, after }),
    }
  })
