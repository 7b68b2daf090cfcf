import { z } from 'zod'
import { cylinderCode, uuid } from '#schemas/identifiers.ts'
import { statedText } from '#schemas/text.ts'
import { instant } from '#schemas/time.ts'
import { pageQuery } from './page.ts'

/** `POST /v1/cylinders/{code}/dossiers`: why it is asked for stands in the log for ever. */
export const dossierCreate = z.object({ reason: statedText(500) })
export const dossierParams = z.object({ id: uuid })
export const dossierQuery = pageQuery.extend({ code: cylinderCode.optional() })

/**
 * What was handed out, to whom and why. `note` is a signed note (C2SP) over the file's SHA-256 by the keys of `GET /v1/ledger/keys`; null
 * = the process that made it had none of them.
 */
export const dossier = z.looseObject({
  id: z.string(),
  no: z.string(),
  code: z.string(),
  reason: z.string(),
  madeBy: z.string(),
  role: z.string(),
  madeAt: instant,
  /** When the newest event in it was known. */
  asOf: instant,
  events: z.int(),
  /** Events beyond the maker's reach are not in it. */
  partial: z.boolean(),
  sha256: z.string(),
  note: z.string().nullable(),
})
