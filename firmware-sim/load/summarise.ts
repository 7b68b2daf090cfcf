import { Histogram, type HistogramCounts } from './histogram.ts'
import type { LoadReport, LoadResult } from './load-types.ts'

/** Figures of one or several processes that ran at the same time. Throws RangeError without reports. */
export function summarise(reports: readonly LoadReport[]): LoadResult {
  const first = reports[0]
  if (first === undefined) throw new RangeError('no reports')
  const sum = (pick: (report: LoadReport) => number) =>
    reports.reduce((total, report) => total + pick(report), 0)
  const measured = sum((r) => r.measured)
  const seconds = sum((r) => r.seconds) / reports.length
  const cpuSeconds = sum((r) => r.cpuSeconds)
  const latency = (pick: (report: LoadReport) => HistogramCounts) => {
    const merged = new Histogram()
    for (const report of reports) merged.add(pick(report))
    return merged.summary()
  }
  return {
    processes: reports.length,
    mix: first.mix,
    devices: sum((r) => r.devices),
    window: first.window,
    array: first.array,
    ...(first.rate === undefined ? {} : { rate: sum((r) => r.rate ?? 0) }),
    seconds,
    eventsPerSecond: Math.round(measured / seconds),
    cpuUsPerEvent: measured === 0 ? 0 : Math.round((cpuSeconds / measured) * 1e8) / 100,
    cpuSeconds,
    measured,
    measuredPublishes: sum((r) => r.measuredPublishes),
    sent: sum((r) => r.sent),
    acked: sum((r) => r.acked),
    unacked: sum((r) => r.unacked),
    resent: sum((r) => r.resent),
    reconnects: sum((r) => r.reconnects),
    overtaking: sum((r) => r.overtaking),
    behind: sum((r) => r.behind),
    permits: {
      asked: sum((r) => r.permits.asked),
      allowed: sum((r) => r.permits.allowed),
      denied: sum((r) => r.permits.denied),
    },
    down: {
      outcomes: sum((r) => r.down.outcomes),
      rejected: sum((r) => r.down.rejected),
      other: sum((r) => r.down.other),
    },
    ackMs: latency((r) => r.histograms.ack),
    intendedMs: latency((r) => r.histograms.intended),
    permitMs: latency((r) => r.histograms.permit),
  }
}
