import { z } from 'zod'
import { reference, stationId } from '#schemas/identifiers.ts'
import { calendarDate } from '#schemas/time.ts'

/** Both days included, of Asia/Shanghai. */
export const stationDayQuery = z.object({
  from: calendarDate,
  to: calendarDate,
  enterprise: reference.optional(),
  station: stationId.optional(),
})

/** Every day of the period; on one without anything nobody told anything. */
export const stationDays = z.object({
  items: z.array(
    z.object({
      day: calendarDate,
      /** Everything that devices of stations told, repeats not counted. */
      events: z.number(),
      fills: z.number(),
      /** How many stations told something. */
      stations: z.number(),
    }),
  ),
})
