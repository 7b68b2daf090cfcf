import type { Recorder } from '#domain/recorder.ts'
import type { UntoldEventQueries } from '#store/queries/system/untold-events.ts'
import type { Job } from './scheduler.ts'

const PAGE = 200
/** Whoever wrote the rows records their events at once: after this time they are dead, or the database was away. */
const LEFT_MS = 5_000

export type UntoldEventsOptions = {
  readonly store: UntoldEventQueries
  readonly recorder: Pick<Recorder, 'record'>
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly everyMs: number
}

/**
 * Finishes what a process that died left half done: a visit, a return, a hand-over whose row stands and whose events do not.
 * The ids are those that the request gave, so whoever repeats it meanwhile meets the same events.
 */
export const untoldEvents = ({ store, recorder, now, everyMs }: UntoldEventsOptions): Job => ({
  name: 'untold-events',
  everyMs,
  run: async (signal) => {
    const failed: unknown[] = []
    for (const { code, event } of await store.keptBefore(now() - LEFT_MS, PAGE)) {
      if (signal.aborted) return
      try {
        await recorder.record(code, event)
        await store.told([event.id])
      } catch (error) {
        // One that cannot be recorded does not hold up the others.
        failed.push(error)
      }
    }
    if (failed.length > 0)
      throw new AggregateError(failed, `${failed.length} events are still untold`)
  },
})
