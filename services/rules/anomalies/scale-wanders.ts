import type { Anomaly } from '#domain/anomalies/anomaly.ts'
import { type ChartAlarm, chartAlarms } from '#domain/anomalies/statistics.ts'
import type { EpochMs } from '#domain/units.ts'
import { MAX_EVIDENCE } from '#domain/anomalies/anomaly.ts'
import type { ThresholdsOf } from './thresholds.ts'

/** A check before a shift (班前校验): what the scale read too much, g. */
export type ScaleCheck = { readonly id: string; readonly at: EpochMs; readonly errorG: number }

export type ScaleChart = {
  readonly scale: string
  readonly stationId: string
  /** In the order of time. */
  readonly checks: readonly ScaleCheck[]
  readonly limits: ThresholdsOf<'SCALE_WANDERS'>
}

const rounded = (value: number): number => Math.round(value * 10) / 10

const anomalyOf = (
  { scale, stationId, checks, limits }: ScaleChart,
  alarm: ChartAlarm,
): Anomaly => {
  const run = checks.slice(alarm.from, alarm.at + 1)
  const [first, last] = [run[0] as ScaleCheck, run.at(-1) as ScaleCheck]
  return {
    kind: 'SCALE_WANDERS',
    subject: { kind: 'scale', id: scale },
    anchor: last.id,
    stationId,
    enterpriseId: null,
    from: first.at,
    to: last.at,
    measured: rounded(alarm.score),
    limit: alarm.how === 'cusum' ? limits.h : limits.shewhart,
    unit: 'sigma',
    detail: {
      how: alarm.how,
      meanG: rounded(alarm.mean),
      sigmaG: rounded(alarm.sigma),
      shiftG: rounded(alarm.shift),
      checks: run.length,
    },
    evidence: run.slice(-MAX_EVIDENCE).map(({ id }) => ({ id, code: null })),
    events: run.length,
  }
}

/** A scale whose checks drift or jump while each is still within its tolerance; one beyond is the judge's SCALE_CHECK_FAILED. */
export const scaleWanders = (chart: ScaleChart): readonly Anomaly[] => {
  const { minSigmaG, ...limits } = chart.limits
  const errors = chart.checks.map(({ errorG }) => errorG)
  const alarms = chartAlarms(errors, { ...limits, minSigma: minSigmaG })
  return alarms.map((alarm) => anomalyOf(chart, alarm))
}
