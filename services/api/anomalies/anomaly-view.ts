import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { anomalyNames, sayAnomaly } from '#rules/anomalies/anomaly-sentences.ts'
import type { AnomalyRow } from '#store/queries/anomalies/anomalies.ts'

export const anomalyView = ({ subjectKind, subjectId, decidedRole, ...row }: AnomalyRow) => {
  const subject = { kind: subjectKind, id: subjectId }
  return {
    ...row,
    name: { ...anomalyNames[row.kind] },
    subject,
    why: { ...sayAnomaly({ ...row, subject }) },
    detail: { ...row.detail },
    evidence: row.evidence.map(({ id, code }) => ({ eventId: id, code })),
    from: timeText(row.from),
    to: timeText(row.to),
    decidedRole,
    foundAt: timeText(row.foundAt),
    changedAt: timeText(row.changedAt),
    withdrawnAt: timeTextOrNull(row.withdrawnAt),
  }
}
