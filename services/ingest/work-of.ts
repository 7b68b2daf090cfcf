import { HOUR_MS } from '#domain/calendar.ts'
import type { Finding } from '#domain/finding.ts'
import type { NewWork } from '#domain/ports.ts'
import type { EpochMs } from '#domain/units.ts'
import type { Candidate } from './candidate.ts'

/** What a finding gives somebody to do. Deadlines in working days are set by the job that knows the calendar. */
const openedBy: Partial<Record<Finding['code'], { kind: string; dueAfterMs: number | null }>> = {
  OUT_WITHOUT_CHECK: { kind: 'recall', dueAfterMs: 24 * HOUR_MS },
  MOVED_WHILE_BLOCKED: { kind: 'recall', dueAfterMs: 24 * HOUR_MS },
  DELIVERED_WHILE_BLOCKED: { kind: 'recall', dueAfterMs: 24 * HOUR_MS },
  RESIDUAL_OVER_LIMIT: { kind: 'residual-claim', dueAfterMs: null },
  RESIDUAL_IMPLAUSIBLE: { kind: 'residual-review', dueAfterMs: null },
}

/** Work items that the findings of an event open. */
export const workOf = (
  { event, source, findings }: Candidate,
  cylinderId: string,
  now: EpochMs,
): NewWork[] =>
  (findings ?? []).flatMap((finding) => {
    const opens = openedBy[finding.code]
    if (opens === undefined) return []
    const dueAt = opens.dueAfterMs === null ? null : ((now + opens.dueAfterMs) as EpochMs)
    return [
      {
        kind: opens.kind,
        cylinderId,
        source,
        eventId: event.id,
        openedAt: now,
        dueAt,
        detail: { finding },
      },
    ]
  })
