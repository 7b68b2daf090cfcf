import type { MeasureName } from '#domain/supervision/measure-words.ts'

/** One count of an item of evidence: SQL that answers one row `good`, `total`, and the list of the API that shows the records. */
export type CountSql = {
  readonly name: MeasureName
  readonly sql: string
  readonly link: string | null
}

/*
 * $1 enterprise, $2 first day, $3 day after the last one, $4 last day that can be judged yet, $5 now. Days are those of Asia/Shanghai.
 */
export const DAY = (at: string): string => `(${at} at time zone 'Asia/Shanghai')::date`
export const IN = (day: string): string => `${day} >= $2::date and ${day} < $3::date`
const FROM = `($2::date::timestamp at time zone 'Asia/Shanghai')`
const TO = `($3::date::timestamp at time zone 'Asia/Shanghai')`
export const DURING = (at: string): string => `${at} >= ${FROM} and ${at} < ${TO}`

/** A deadline of the period that has come: what may still be kept was not broken. */
export const FELL_DUE = (at: string): string => `${DURING(at)} and ${at} <= $5::timestamptz`

/** At least `least` of something. */
export const atLeast = (least: number, from: string): string =>
  `select least(count(*), ${least})::int as good, ${least} as total ${from}`

export const share = (good: string, from: string): string =>
  `select (count(*) filter (where ${good}))::int as good, count(*)::int as total ${from}`

export const one = (
  name: MeasureName,
  sql: string,
  link: string | null = null,
): readonly CountSql[] => [{ name, sql, link }]
