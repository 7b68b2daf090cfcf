import { z } from 'zod'
import { reference } from '#schemas/identifiers.ts'
import { instant } from '#schemas/time.ts'
import { importReport } from './cylinder.ts'
import { pageQuery } from './page.ts'

export const callImportQuery = z.object({ enterpriseId: reference.optional() })

/** As the import of cylinders; `repeated` = rows that an earlier file brought already. */
export const timeImportReport = importReport.extend({ repeated: z.int() })

export const periodQuery = pageQuery.extend({
  from: instant,
  /** Excluded. */
  to: instant,
  enterpriseId: reference.optional(),
})

export const call = z.looseObject({
  id: z.string(),
  enterpriseId: z.string(),
  line: z.string(),
  reference: z.string(),
  ringAt: instant,
  answeredAt: instant.nullable(),
  rings: z.int().nullable(),
  answeredBy: z.string(),
  recording: z.string().nullable(),
})

export const wait = z.looseObject({
  id: z.string(),
  enterpriseId: z.string(),
  stationId: z.string(),
  ticket: z.string(),
  takenAt: instant,
  servedAt: instant,
})
