const DAY_MS = 86_400_000

/** The day of an instant, `YYYY-MM-DD`. @param ms since 1970 */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

/** The day so many days later. @param ms since 1970 */
export const dayIn = (ms: number, days: number): string => dayOf(ms + days * DAY_MS)
