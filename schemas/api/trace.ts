import { z } from 'zod'
import { findingSchema } from '#schemas/finding.ts'
import { instant } from '#schemas/time.ts'
import { cylinder } from './cylinder.ts'
import { pageQuery } from './page.ts'
import { lockRecord } from './scale.ts'

/** `asOf` is a time of knowledge: what we knew then, not what had happened by then. */
export const traceQuery = pageQuery.extend({ asOf: instant.optional() })

/** A verdict that a later one replaced. */
const superseded = findingSchema.extend({
  decidedAt: instant.optional(),
  supersededAt: instant.optional(),
})

export const traceEvent = z.looseObject({
  id: z.string(),
  type: z.string(),
  at: instant,
  recordedAt: instant,
  effectiveAt: instant.optional(),
  stationId: z.string().nullable(),
  deviceId: z.string().nullable(),
  operator: z.string().nullable(),
  /** Of a fill whose check stands on the same page: who checked before it, and who filled. */
  checkedBy: z.string().nullish(),
  filledBy: z.string().nullish(),
  /** Of a fill that names its tank: the newest gas receipt of that tank before it. */
  receiptId: z.string().nullish(),
  /** Its bytes carried personal data and were emptied then; their hash stays in the ledger. */
  redactedAt: instant.nullish(),
  findings: z.array(findingSchema),
  superseded: z.array(superseded),
})

/** One life in effective order. */
export const trace = z.looseObject({
  cylinder,
  events: z.array(traceEvent),
  /** Locks and releases of the scales in these events, oldest first. */
  locks: z.array(lockRecord),
  next: z.string().nullable(),
})

export type TraceQuery = z.infer<typeof traceQuery>
export type TraceEvent = z.infer<typeof traceEvent>
export type Trace = z.infer<typeof trace>
