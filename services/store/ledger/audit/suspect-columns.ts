import { effectiveTime } from '#domain/life-event.ts'
import { epochMs } from '#domain/units.ts'
import { recordOfEvent } from '#store/ledger/leaf-rows.ts'
import { nodeCrypto } from '#store/ledger/node-crypto.ts'
import type { AuditedEvent } from './audit-rows.ts'

type Repair = readonly [column: string, values: Partial<AuditedEvent>]

const fromTwin = ({ twin }: AuditedEvent): Repair[] =>
  twin === null
    ? []
    : [
        ['type', { type: twin.type }],
        ['at', { at: twin.at }],
        ['recorded_at', { recordedAt: twin.recordedAt }],
        ['station_id', { stationId: twin.stationId }],
        ['operator', { operator: twin.operator }],
      ]

/** The tag as the device wrote it. */
const fromBytes = ({ raw }: AuditedEvent): Repair[] => {
  if (raw === null || raw.length === 0) return []
  const sha256 = Buffer.from(nodeCrypto.sha256(raw))
  const repairs: Repair[] = [['sha256', { sha256 }]]
  try {
    const { tag } = JSON.parse(raw.toString()) as { tag?: { scheme: string; value: string } }
    const [tagScheme, tagValue] = [tag?.scheme ?? null, tag?.value ?? null]
    repairs.push(['cylinder_event.tag', { tagScheme, tagValue }])
  } catch {
    // Bytes that somebody changed need not be JSON any more.
  }
  return repairs
}

/**
 * Which column of an event was changed: the one that, put back as it is known elsewhere, mends the leaf. Where none does it is one of
 * those that stand nowhere else.
 */
export const suspectColumns = (
  row: AuditedEvent,
  isLeaf: (record: string) => boolean,
): readonly string[] => {
  const effectiveAt = effectiveTime(epochMs(row.at), epochMs(row.recordedAt))
  const repairs: readonly Repair[] = [
    ...fromTwin(row),
    ['effective_at', { effectiveAt }],
    ...fromBytes(row),
    ['cylinder_event.cylinder_id', { cylinderId: row.lifeCylinderId }],
    ['findings', { firstFindings: null }],
  ]
  const mended = repairs.find(([, values]) => isLeaf(recordOfEvent({ ...row, ...values })))
  if (mended !== undefined) return [mended[0]]
  return ['body', 'findings', 'context_id', 'salt']
}
