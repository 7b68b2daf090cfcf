import type { Anomaly, AnomalyKind, AnomalySign } from '#domain/anomalies/anomaly.ts'
import { groupBy, monthly, shownSigns, type StationMonth } from './station-month.ts'

type Counted = {
  readonly kind: AnomalyKind
  readonly sign: AnomalySign['kind']
  readonly subject: 'scale' | 'station'
  readonly unit: 'fills' | 'cylinders'
  readonly limits: { readonly minCount: number; readonly sharePermille: number }
  /** Signs younger than this may still find what they miss. */
  readonly graceMs: number
  /** Of how many. */
  readonly among: (group: string) => number
}

const counted = (month: StationMonth, rule: Counted): readonly Anomaly[] => {
  const ripe = month.signs.filter(
    ({ kind, at }) => kind === rule.sign && at <= month.now - rule.graceMs,
  )
  return [...groupBy(ripe, ({ group }) => group)].flatMap(([group, signs]) => {
    const among = Math.max(signs.length, rule.among(group))
    const permille = Math.round((signs.length / among) * 1000)
    const { minCount, sharePermille } = rule.limits
    if (signs.length < minCount || permille <= sharePermille) return []
    const subject = { kind: rule.subject, id: group }
    const { kind, unit } = rule
    const detail = { count: signs.length, among, permille, minCount, sharePermille }
    const numbers = { kind, measured: signs.length, limit: minCount, unit, detail }
    return [monthly(month, subject, shownSigns(signs), numbers)]
  })
}

/** Fills without permits and permits without fills on one scale, cylinders that left a site unscanned: more of them than happens. */
export const countedSigns = (month: StationMonth): readonly Anomaly[] => {
  const { thresholds, fills } = month
  const onScale = (scale: string): number => fills.filter((fill) => fill.scale === scale).length
  const unused = thresholds.PERMITS_WITHOUT_FILL
  const rules: readonly Counted[] = [
    {
      kind: 'FILLS_WITHOUT_PERMIT',
      sign: 'permitless',
      subject: 'scale',
      unit: 'fills',
      limits: thresholds.FILLS_WITHOUT_PERMIT,
      graceMs: 0,
      among: onScale,
    },
    {
      kind: 'PERMITS_WITHOUT_FILL',
      sign: 'permit-unused',
      subject: 'scale',
      unit: 'fills',
      limits: unused,
      graceMs: unused.graceHours * 3_600_000,
      among: onScale,
    },
    {
      kind: 'CUSTODY_JUMPS',
      sign: 'jump',
      subject: 'station',
      unit: 'cylinders',
      limits: thresholds.CUSTODY_JUMPS,
      graceMs: 0,
      among: () => month.departures,
    },
  ]
  return rules.flatMap((rule) => counted(month, rule))
}
