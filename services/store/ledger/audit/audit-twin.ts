import { grossOf, scaleOf, tareOf } from '#store/batch/log-columns.ts'
import { nodeCrypto } from '#store/ledger/node-crypto.ts'
import type { AuditNotes } from './audit-finding.ts'
import type { AuditedEvent } from './audit-rows.ts'

const factsOf = ({ body }: AuditedEvent) => ({
  body: JSON.parse(body) as Record<string, unknown>,
})

const digestOf = (data: Buffer): Buffer => Buffer.from(nodeCrypto.sha256(data))

/** What waits under a tag moves to the cylinder that the tag is bound to, and again should that one be merged. */
const standsUnder = (id: string | null, merged: ReadonlyMap<string, string>): string | null => {
  let at = id
  for (let steps = 0; at !== null && merged.has(at) && steps < 100; steps++)
    at = merged.get(at) as string
  return at
}

/** Columns of the log of bytes that contradict an event whose leaf holds. */
const wrongInLog = (row: AuditedEvent): string[] => {
  const { raw, redacted, sha256, restSha256, logScale, grossG, tareG } = row
  const facts = factsOf(row)
  const wrong = [...row.differing]
  if (logScale !== scaleOf(facts)) wrong.push('scale')
  // A redacted body may have lost what the columns still hold.
  if (restSha256 === null && grossG !== grossOf(facts)) wrong.push('gross_g')
  if (restSha256 === null && tareG !== tareOf(facts)) wrong.push('tare_g')
  const bytesHold = redacted === null ? digestOf(raw as Buffer).equals(sha256) : raw?.length === 0
  if (!bytesHold) wrong.push('raw')
  return [...new Set(wrong)]
}

/** Columns of the life that its leaf does not hold: they follow from it. */
const wrongInLife = (
  row: AuditedEvent,
  judgedAt: number | undefined,
  merged: ReadonlyMap<string, string>,
): string[] => {
  const wrong: string[] = []
  const decidedAt = row.lastSupersededAt ?? judgedAt
  if (decidedAt !== undefined && row.decidedAt !== decidedAt) wrong.push('decided_at')
  if (row.lifeCylinderId !== standsUnder(row.cylinderId, merged)) wrong.push('cylinder_id')
  if (row.scale !== scaleOf(factsOf(row))) wrong.push('scale')
  if (row.restSha256 !== null && !digestOf(Buffer.from(row.body)).equals(row.restSha256)) {
    wrong.push('body')
  }
  return wrong
}

/** Compares an event whose leaf holds with everything that repeats or follows from it. */
export const auditTwin = (
  row: AuditedEvent,
  judgedAt: number | undefined,
  merged: ReadonlyMap<string, string>,
  notes: AuditNotes,
): void => {
  const found = { what: 'changed' as const, key: `${row.source}/${row.id}`, batch: row.batchId }
  const inLife = wrongInLife(row, judgedAt, merged)
  const inLog = wrongInLog(row).filter((column) => !inLife.includes(column))
  if (inLife.length > 0) notes.add({ ...found, table: 'cylinder_life', columns: inLife })
  if (inLog.length > 0) notes.add({ ...found, table: 'cylinder_event', columns: inLog })
}
