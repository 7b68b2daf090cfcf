import { z } from 'zod'
import { text } from '#schemas/text.ts'
import { calendarDate } from '#schemas/time.ts'

const kind = z.enum(['off', 'work']).describe('off = 放假, work = 上班 (a weekend that is worked)')
/** Where it stands: number and date of the notice. */
const source = text(200).describe('Where it stands, e.g. 国办发明电〔2026〕9号')

export const calendarYear = z.coerce.number().int().min(2000).max(9998)

/** `PUT /v1/calendar/days/{day}`: one day, whatever a notice says. */
export const calendarDayPut = z.object({ kind, source })

/** `PUT /v1/calendar/years/{year}`: the State Council's notice of a year, in place of what was known of it. */
export const calendarNoticePut = z.object({
  off: z.array(calendarDate).min(1).max(100),
  work: z.array(calendarDate).max(100),
  source,
})

export const calendarQuery = z.object({
  from: calendarDate.optional().describe('Default: 1 January of this year.'),
  to: calendarDate.optional().describe('Default: the end of the year after `from`.'),
})

/** The days that do not follow their weekday; deadlines beyond `coveredUntil` are provisional. */
export const calendarView = z.object({
  coveredUntil: z.string().nullable(),
  days: z.array(z.object({ day: z.string(), kind, source: z.string(), recordedBy: z.string() })),
})

/** `GET /v1/calendar/deadline`: the day after `from` is day 1. */
export const deadlineQuery = z.object({
  from: calendarDate,
  workingDays: z.coerce.number().int().min(0).max(366),
})

export const deadlineView = z.object({ day: z.string(), provisional: z.boolean() })
