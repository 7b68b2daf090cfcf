import type { CylinderEventType } from '#domain/event-types.ts'
import type { Finding } from '#domain/finding.ts'
import { type EventHeader, MAX_AGE_MS, MAX_AHEAD_MS } from '#domain/life-event.ts'
import type { ResolvedProfile } from '#rules/profile.ts'
import { finding, rule } from '#rules/rule.ts'

/** What a device or a person says with a time of its own; the server's own decisions are not among them. */
const everyTimed: readonly CylinderEventType[] = [
  'cylinder.scanned',
  'residual.weighed',
  'residual.removed',
  'vacuum.completed',
  'prefill.checked',
  'fill.requested',
  'fill.completed',
  'fill.aborted',
  'postfill.checked',
  'stock.in',
  'stock.out',
  'cylinder.registered',
  'tag.bound',
  'tag.released',
  'tare.corrected',
  'ownership.transferred',
  'custody.handed-over',
  'delivery.completed',
  'delivery.failed',
  'cylinder.returned',
  'inspection.sent',
  'inspection.completed',
  'cylinder.quarantined',
  'quarantine.released',
  'cylinder.reported-lost',
  'cylinder.found',
  'cylinder.retired',
  'cylinder.destroyed',
  'incident.reported',
  'event.annulled',
]

type Timed = Pick<EventHeader, 'at' | 'effectiveAt' | 'recordedAt'>

/** The event's own time cannot be true: it counts from when we first knew of it. */
export const judgeClock = (event: Timed, profile: ResolvedProfile): Finding | undefined => {
  if (event.effectiveAt === event.at) return undefined
  const measured = event.at - event.recordedAt
  const ahead = measured > 0
  return finding(profile, ['CLOCK_INVALID', 'warn'], {
    measured,
    limit: ahead ? MAX_AHEAD_MS : -MAX_AGE_MS,
    unit: 'ms',
    limitFrom: ahead ? 'ahead' : 'age',
  })
}

export const clockInvalid = rule({
  codes: ['CLOCK_INVALID'],
  on: everyTimed,
  judge: ({ event, profile }) => judgeClock(event, profile),
})

/** Told long after it happened: the gate could not have been asked, or was not. */
export const filledOffline = rule({
  codes: ['FILLED_OFFLINE'],
  on: ['fill.completed'],
  needs: ['offlineAfterMs'],
  judge: ({ event, profile }) => {
    const after = profile.single.offlineAfterMs
    const measured = event.recordedAt - event.effectiveAt
    return after === undefined || measured <= after.value
      ? undefined
      : finding(
          profile,
          ['FILLED_OFFLINE', 'warn'],
          { measured, limit: after.value, unit: 'ms' },
          after,
        )
  },
})
