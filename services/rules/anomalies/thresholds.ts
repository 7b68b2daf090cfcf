import type { AnomalyKind } from '#domain/anomalies/anomaly.ts'
import { type ThresholdTable, thresholdTable } from './threshold-table.ts'

/** The numbers in force, by kind and name. */
export type Thresholds = {
  readonly [K in AnomalyKind]: { readonly [N in keyof ThresholdTable[K]]: number }
}

export type ThresholdsOf<K extends AnomalyKind> = Thresholds[K]

export const defaultThresholds = Object.fromEntries(
  Object.entries(thresholdTable).map(([kind, names]) => [
    kind,
    Object.fromEntries(Object.entries(names).map(([name, { value }]) => [name, value])),
  ]),
) as Thresholds

export type SetThreshold = {
  readonly kind: AnomalyKind
  readonly enterpriseId: string | null
  /** Region prefix, where no enterprise is named. */
  readonly region: string | null
  readonly values: Readonly<Record<string, number>>
}

/** The shipped values, over them those of the region (the longest prefix last), over them the enterprise's. */
export const thresholdsFor = (
  enterpriseId: string,
  region: string,
  set: readonly SetThreshold[],
): Thresholds => {
  const mine = set
    .filter((row) =>
      row.enterpriseId === null
        ? row.region !== null && region.startsWith(row.region)
        : row.enterpriseId === enterpriseId,
    )
    .toSorted(
      (a, b) =>
        Number(a.enterpriseId !== null) - Number(b.enterpriseId !== null) ||
        (a.region?.length ?? 0) - (b.region?.length ?? 0),
    )
  const over = (kind: AnomalyKind) =>
    Object.assign(
      {},
      ...mine.filter((row) => row.kind === kind).map(({ values }) => values),
    ) as object
  return Object.fromEntries(
    Object.entries(defaultThresholds).map(([kind, values]) => [
      kind,
      { ...values, ...over(kind as AnomalyKind) },
    ]),
  ) as Thresholds
}
