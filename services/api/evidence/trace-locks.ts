import { DAY_MS } from '#domain/calendar.ts'
import type { ApiQueries } from '#store/queries/api-queries.ts'
import type { TraceRow } from '#store/queries/evidence/trace.ts'
import { lockView } from '#api/registry/remote-lock.ts'

/** Enough for a scale that is locked and released every week of a cylinder's year. */
const MAX_LOCKS = 200

/**
 * Locks and releases of the scales that worked on the cylinder, and of their stations, from a day before the first shown
 * work to a day after the last: whether it was filled on a scale that had just been locked or freed.
 */
export const locksBeside = async (
  locks: ApiQueries['locks'],
  rows: readonly TraceRow[],
  knownAt: number,
) => {
  const worked = rows.filter(({ scale, stationId }) => scale !== null && stationId !== null)
  const [first, last] = [worked[0], worked.at(-1)]
  if (first === undefined || last === undefined) return []
  const stations = [...new Set(worked.map(({ stationId }) => stationId as string))]
  const scales = [...new Set(worked.map(({ scale }) => scale as string))]
  // A lock of the day after the last work is shown as well: it may be what followed from it.
  const span = {
    from: first.effectiveAt - DAY_MS,
    to: Math.min(last.effectiveAt + DAY_MS, knownAt),
  }
  return (await locks.during({ stations, scales }, span, MAX_LOCKS)).map(lockView)
}
