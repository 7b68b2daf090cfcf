import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { findingSchema } from '#schemas/finding.ts'
import { flag } from '#schemas/flag.ts'
import { cylinderCode, siteName, stationId, uuid } from '#schemas/identifiers.ts'
import { text } from '#schemas/text.ts'
import { instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { pageQuery } from './page.ts'
import { zones } from './site.ts'

/** `POST /v1/stock-counts` (盘点): of a site, or of one of its zones. One open count a site. */
export const countCreate = z.object({ siteId: stationId, zone: choice(zones).optional() })

export const countQuery = pageQuery.extend({
  siteId: stationId.optional(),
  state: z.enum(['open', 'closed']).optional(),
})

const scansWords = must('a list of 1 to 2000 scans')

/** `POST /v1/stock-counts/{id}/scans`: one by one or in bulk; the first scan of a code counts. */
export const countScans = z.object({
  scans: z
    .array(
      z.object({
        code: cylinderCode,
        condition: choice(zones).optional(),
        at: instant.optional(),
      }),
      scansWords,
    )
    .min(1, scansWords)
    .max(2000, scansWords),
})

export const countScanned = z.looseObject({
  received: z.int(),
  added: z.int(),
  repeated: z.int(),
  scanned: z.int(),
})

export const stockCount = z.looseObject({
  id: uuid,
  siteId: z.string(),
  enterpriseId: z.string(),
  zone: z.enum(zones).nullable(),
  state: z.enum(['open', 'closed']),
  openedAt: instant,
  closedAt: instant.nullable(),
  /** What the books had there when it was closed, without what arrived meanwhile. */
  expected: z.int().nullable(),
  scanned: z.int(),
  missing: z.int(),
  unexpected: z.int(),
  wrongCondition: z.int(),
  unregistered: z.int(),
  unresolved: z.int(),
})

export const differenceKinds = ['missing', 'unexpected', 'wrong-condition', 'unregistered'] as const

export const differenceQuery = pageQuery.extend({
  kind: z.enum(differenceKinds).optional(),
  state: z.enum(['open', 'all']).default('open'),
})

/** `believed` = where the system had it when the count was closed. */
export const difference = z.looseObject({
  code: z.string(),
  kind: z.enum(differenceKinds),
  believed: z
    .looseObject({
      kind: z.string(),
      id: z.string().nullable(),
      content: z.string(),
      zone: z.string().nullable(),
      since: instant.nullable(),
    })
    .nullable(),
  seen: z.enum(zones).nullable(),
  resolution: z.string().nullable(),
  reason: z.string().nullable(),
  eventId: z.string().nullable(),
  resolvedAt: instant.nullable(),
})

const reason = text(200)

/**
 * What became of a difference. `overlooked` = it stood there after all; `moved` = it is elsewhere; `lost`; `taken-in` = it stands here, as
 * seen; `misread` = somebody scanned wrongly, so nothing happened to the cylinder; `noted` = a code that nobody registered.
 */
export const differenceResolve = z.discriminatedUnion(
  'resolution',
  [
    z.object({ resolution: z.literal('overlooked'), reason }),
    z.object({
      resolution: z.literal('moved'),
      reason,
      to: z.object({ kind: choice(['station', 'vehicle', 'lab']), id: siteName }),
    }),
    z.object({ resolution: z.literal('lost'), reason }),
    z.object({
      resolution: z.literal('taken-in'),
      reason,
      condition: choice(zones),
      appearanceOk: flag,
      leakFree: flag.optional(),
    }),
    z.object({ resolution: z.literal('misread'), reason }),
    z.object({ resolution: z.literal('noted'), reason }),
  ],
  must('a resolution: overlooked, moved, lost, taken-in, misread or noted'),
)

export const differenceResolved = z.looseObject({
  difference,
  findings: z.array(findingSchema),
})
