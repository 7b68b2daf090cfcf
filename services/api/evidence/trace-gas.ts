import type { ApiDeps } from '#api/api-deps.ts'
import type { TraceRow } from '#store/queries/evidence/trace.ts'

/** Which tanker's gas a fill drew: the newest receipt of its tank before it, as known at `asOf` (null = now). */
export const receiptsBehind = async (
  gasLog: ApiDeps['queries']['gasLog'],
  rows: readonly TraceRow[],
  asOf: number | null,
): Promise<ReadonlyMap<TraceRow, string | null>> => {
  const fills = rows.filter(({ type, stationId, body }) => {
    const filled = type === 'fill.completed' || type === 'fill.aborted'
    return filled && stationId !== null && typeof body['tank'] === 'string'
  })
  const draws = fills.map(({ stationId, body, effectiveAt: at }) => ({
    stationId: String(stationId),
    tank: String(body['tank']),
    at,
  }))
  const receipts = await gasLog.behind(draws, asOf)
  return new Map(fills.map((row, index) => [row, receipts[index] ?? null]))
}
