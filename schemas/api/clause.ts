import { z } from 'zod'
import { text } from '#schemas/text.ts'
import { pageQuery } from './page.ts'

/** An id as findings carry it: `R002-7.1.14c`, `F4`, `R004-A2-26`. */
export const clauseId = text(64)

/** `GET /v1/clauses`: those named in `ids`, separated by commas, in that order; without it all of them. */
export const clauseQuery = pageQuery.extend({ ids: text(16_000).optional() })

/** A clause (条款): as printed in Chinese, in English, its document, and how much it binds. */
export const clause = z.looseObject({
  id: z.string(),
  document: z.looseObject({ id: z.string(), zh: z.string(), en: z.string() }),
  section: z.string(),
  kind: z.string(),
  force: z.string(),
  certainty: z.string(),
  zh: z.string(),
  zhRead: z.string().nullable(),
  en: z.string(),
  damage: z.string().nullable(),
})
