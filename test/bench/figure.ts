import { availableParallelism, loadavg } from 'node:os'

/** What is printed as one line of JSON; what else belongs to a figure stands beside these names. */
export type Figure = {
  readonly figure: string
  readonly value: number | null
  readonly unit: string
  /** What design §7 asks for; null = reported only. */
  readonly reach: number | null
  /** Null where nothing is asked for. */
  readonly ok: boolean | null
  /** Taken inside the same run. */
  readonly ratio?: number
  readonly [detail: string]: unknown
}

/** Which machine and which database a figure was taken on. */
export type Setting = {
  readonly cores: number
  readonly postgres: string | null
  readonly timescaledb: string | false
  readonly node: string
}

export type Result = Figure & Setting & { readonly loadAverage: number; readonly takenAt: string }

export const atLeast = (value: number, reach: number) => ({ value, reach, ok: value >= reach })
export const atMost = (value: number, reach: number) => ({ value, reach, ok: value <= reach })

/** At most three digits behind the point: the noise is larger. */
export const rounded = (value: number, digits = 1): number => Number(value.toFixed(digits))

/** `loadBefore` is the machine's one-minute load average before the benchmark: what others took of it. */
export const resultOf = (figure: Figure, setting: Setting, loadBefore: number): Result => ({
  ...figure,
  ...setting,
  // A figure of a program of its own says on which database that was.
  ...figure,
  loadAverage: rounded(loadBefore, 2),
  takenAt: new Date().toISOString(),
})

export const settingWithout = (): Setting => ({
  cores: availableParallelism(),
  postgres: null,
  timescaledb: false,
  node: process.versions.node,
})

export const loadNow = (): number => loadavg()[0] ?? 0
