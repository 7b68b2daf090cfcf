/** RFC 3339, milliseconds, UTC: the only way in which the API writes a time. */
export const timeText = (ms: number): string => new Date(ms).toISOString()

export const timeTextOrNull = (ms: number | null): string | null =>
  ms === null ? null : timeText(ms)

/** The fields that are there: `undefined` never reaches an event. */
export const present = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
