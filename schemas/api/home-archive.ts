import { z } from 'zod'
import { instant } from '#schemas/time.ts'

const signed = z.looseObject({ kind: z.string() }).nullable()
const checked = z.looseObject({ item: z.string(), ok: z.boolean() })

/**
 * `GET /v1/customers/{id}/premises/{premisesId}/archive`: what was seen, found and mended at one home since `from`, newest first. Pictures
 * and signatures are named by their SHA-256.
 */
export const homeArchive = z.looseObject({
  premisesId: z.string(),
  customerId: z.string(),
  enterpriseId: z.string(),
  /** So far back an archive is kept (R001-5.5-¶8). */
  from: z.string(),
  visits: z.array(
    z.looseObject({
      id: z.string(),
      kind: z.string(),
      outcome: z.string(),
      happenedAt: instant,
      inspector: z.string().nullable(),
      counts: z.boolean(),
      items: z.array(checked),
      signature: signed,
    }),
  ),
  notices: z.array(
    z.looseObject({
      id: z.string(),
      no: z.string(),
      inspectionId: z.string(),
      hazards: z.array(checked),
      grade: z.string(),
      stopsSupply: z.boolean(),
      issuedAt: instant,
      dueOn: z.string(),
      signature: signed,
      reportedAt: instant.nullable(),
      reportedTo: z.string().nullable(),
      closedAt: instant.nullable(),
      /** The re-check that closed it. */
      closing: z.looseObject({ items: z.array(checked), signature: signed }).nullable(),
      proofs: z.array(
        z.looseObject({
          id: z.string(),
          repairedOn: z.string(),
          firm: z.string(),
          object: z.string().nullable(),
          accepted: z.boolean().nullable(),
        }),
      ),
    }),
  ),
  refusals: z.array(
    z.looseObject({
      id: z.string(),
      kind: z.string(),
      happenedAt: instant,
      linkage: z.array(z.looseObject({ toldAt: instant, with: z.string(), result: z.string() })),
    }),
  ),
  suspensions: z.array(
    z.looseObject({
      id: z.string(),
      no: z.string(),
      reason: z.string(),
      effectiveAt: instant,
      liftedAt: instant.nullable(),
    }),
  ),
  parts: z.array(
    z.looseObject({
      id: z.string(),
      kind: z.string(),
      brand: z.string().nullable(),
      model: z.string().nullable(),
      useUntil: z.string(),
      expired: z.boolean(),
      replacedAt: instant.nullable(),
    }),
  ),
})
