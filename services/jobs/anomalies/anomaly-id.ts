import { createHash } from 'node:crypto'
import type { Anomaly } from '#domain/anomalies/anomaly.ts'
import type { NamedAnomaly } from '#store/anomalies/anomaly-write.ts'

/** One UUID (version 8) for one suspicion, however often it is found. */
const idOf = ({ kind, subject, anchor }: Anomaly): string => {
  const name = [kind, subject.kind, subject.id, anchor].join('\n')
  const hex = createHash('sha256').update(name).digest('hex')
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export const named = (unit: string, found: readonly Anomaly[]): readonly NamedAnomaly[] =>
  found.map((anomaly) => ({ ...anomaly, id: idOf(anomaly), unit_key: unit }))
