import { z } from 'zod'
import { instant } from '#schemas/time.ts'
import { pageOf, pageQuery } from './page.ts'

export const rejectedMessageQuery = pageQuery.extend({
  stationId: z.string().optional(),
  code: z.string().optional(),
})

/**
 * A message that could not be read. `payload` is its text; bytes that are not UTF-8 come as base64 (`encoding`); null = redacted.
 */
export const rejectedMessage = z.looseObject({
  id: z.string(),
  receivedAt: instant,
  topic: z.string(),
  code: z.string(),
  message: z.string(),
  path: z.string().nullable(),
  payload: z.string().nullable(),
  redactedAt: instant.nullish(),
  encoding: z.enum(['utf8', 'base64']).optional(),
})

export const rejectedMessagePage = pageOf(rejectedMessage)

/** What became of a message after a mend. */
export const replayResult = z.looseObject({
  outcome: z.enum(['accepted', 'rejected']),
  code: z.string().optional(),
  message: z.string().optional(),
})

export type RejectedMessageQuery = z.infer<typeof rejectedMessageQuery>
export type RejectedMessage = z.infer<typeof rejectedMessage>
export type ReplayResult = z.infer<typeof replayResult>
