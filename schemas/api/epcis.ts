import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { text } from '#schemas/text.ts'
import { instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'

const PER_PAGE = 30
const MOST = 500

/** Values apart by a bar, as the REST binding has lists. */
const many = (words: string) =>
  z
    .string(must(words))
    .min(1)
    .max(8000)
    .transform((joined) => joined.split('|'))

const count = z.coerce.number().int().min(1).max(100_000)

/** The event query subset of the EPCIS 2.0 REST binding; other parameters are refused by name. */
export const epcisQuery = z.strictObject({
  perPage: z.coerce.number().int().min(1).max(MOST).default(PER_PAGE),
  nextPageToken: text(1000).optional(),
  eventType: many('names of event types').optional(),
  GE_eventTime: instant.optional(),
  LT_eventTime: instant.optional(),
  GE_recordTime: instant.optional(),
  LT_recordTime: instant.optional(),
  EQ_action: many('ADD, OBSERVE or DELETE').optional(),
  EQ_bizStep: many('business steps').optional(),
  EQ_disposition: many('dispositions').optional(),
  EQ_readPoint: many('names of read points').optional(),
  EQ_bizLocation: many('names of locations').optional(),
  MATCH_epc: many('names of cylinders').optional(),
  MATCH_anyEPC: many('names of cylinders').optional(),
  EQ_eventID: many('names of events').optional(),
  EXISTS_errorDeclaration: choice(['true', 'false']).optional(),
  orderBy: choice(['eventTime', 'recordTime']).optional(),
  orderDirection: choice(['ASC', 'DESC']).optional(),
  eventCountLimit: count.optional(),
  maxEventCount: count.optional(),
})

export type EpcisQuery = z.infer<typeof epcisQuery>

const named = z.looseObject({ id: z.string() })

export const epcisEvent = z.looseObject({
  type: z.literal('ObjectEvent'),
  eventID: z.string(),
  action: choice(['ADD', 'OBSERVE', 'DELETE']),
  bizStep: z.string(),
  disposition: z.string().optional(),
  eventTime: z.string(),
  recordTime: z.string(),
  eventTimeZoneOffset: z.string(),
  epcList: z.array(z.string()),
  readPoint: named.optional(),
  bizLocation: named.optional(),
})

const context = z.array(z.union([z.string(), z.record(z.string(), z.string())]))

/** An answer to a query; `Link` with `rel="next"` names the next page. */
export const epcisQueryDocument = z.looseObject({
  '@context': context,
  type: z.literal('EPCISQueryDocument'),
  schemaVersion: z.literal('2.0'),
  creationDate: z.string(),
  epcisBody: z.looseObject({
    queryResults: z.looseObject({
      queryName: z.string(),
      resultsBody: z.looseObject({ eventList: z.array(epcisEvent) }),
    }),
  }),
})

export const epcisSingle = epcisEvent.extend({ '@context': context })

/** `urn:uuid:…` */
export const epcisEventParams = z.object({ eventID: z.string().max(64) })
