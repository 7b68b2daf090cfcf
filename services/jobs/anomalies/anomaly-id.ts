import { createHash } from 'node:crypto'
import type { Anomaly } from '#domain/anomalies/anomaly.ts'
import { hashedUuid } from '#domain/hashed-uuid.ts'
import type { NamedAnomaly } from '#store/anomalies/anomaly-write.ts'

/** One id for one suspicion, however often it is found. */
const idOf = ({ kind, subject, anchor }: Anomaly): string => {
  const name = [kind, subject.kind, subject.id, anchor].join('\n')
  return hashedUuid(createHash('sha256').update(name).digest('hex'))
}

export const named = (unit: string, found: readonly Anomaly[]): readonly NamedAnomaly[] =>
  found.map((anomaly) => ({ ...anomaly, id: idOf(anomaly), unit_key: unit }))
