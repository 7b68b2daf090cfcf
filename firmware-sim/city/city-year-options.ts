export interface CityYearOptions {
  readonly cylinders: number
  readonly seed: number
  /** Day after the last one, RFC 3339 date in Asia/Shanghai. */
  readonly endDay: string
  /** Default 365. */
  readonly days?: number
  /** Put before ids and codes; default `c`. */
  readonly prefix?: string
  /** Nobody cheats and nothing goes wrong at the stations: no faults of rounds, no clocks that are off. */
  readonly honest?: boolean
}

export const DAY_MS = 86_400_000
export const HOUR_MS = 3_600_000
/** Asia/Shanghai, without daylight saving since 1991. */
export const SHANGHAI_MS = -8 * HOUR_MS

/** The city's two regions: Zibo asks for no number of a paper, Zaozhuang sells against the real name (R004-A2-31). */
export const REGIONS = [
  {
    code: '370302',
    name: '淄博市淄川区',
    short: '淄川',
    demandsId: false,
    lat: 36.64,
    lon: 117.97,
  },
  { code: '370402', name: '枣庄市市中区', short: '枣庄', demandsId: true, lat: 34.86, lon: 117.56 },
] as const

/** Chances a round, beside those of {@link roundFaults}. */
export const RATES = {
  lateReport: 0.01,
  reportedNextDay: 0.0005,
  viaShop: 0.3,
  nobodyHome: 0.02,
  refused: 0.006,
  cancelled: 0.01,
  failedCheck: 0.035,
  keptBack: 0.04,
  foreignEmpty: 0.012,
  muchResidual: 0.02,
  unusedGas: 0.004,
  lost: 0.0004,
  labFails: 0.03,
} as const

export const roundFaults = {
  overfill: 0.003,
  underfill: 0.005,
  wrongTare: 0.002,
  missingReturn: 0.01,
  missingPostfill: 0.004,
  bypassInterlock: 0.003,
  clonedTag: 0.0005,
} as const

/** A device that lives in 1970 or 2099, per round. */
export const CLOCK_SKEW = 0.0004
