import { z } from 'zod'
import { instant } from '#schemas/time.ts'
import { text } from '#schemas/text.ts'
import { pageQuery } from './page.ts'

export const workItemQuery = pageQuery.extend({
  kind: text(64).optional(),
  state: z.enum(['open', 'closed']).default('open'),
})

/** Something that somebody has to do because of a finding; `provisional` = the calendar does not reach the deadline yet. */
export const workItem = z.looseObject({
  id: z.string(),
  kind: z.string(),
  code: z.string().nullable(),
  /** null = a case of the service desk. */
  eventId: z.string().nullable(),
  caseId: z.string().nullable(),
  openedAt: instant,
  dueAt: instant.nullable(),
  provisional: z.boolean(),
  closedAt: instant.nullable(),
  closeReason: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
})

/** `GET /v1/work-items/summary`: what is open, by kind. */
export const workCount = z.looseObject({ kind: z.string(), open: z.int(), overdue: z.int() })
