import { z } from 'zod'
import { reference, stationId, uuid } from '#schemas/identifiers.ts'
import { whole } from '#schemas/quantity.ts'
import { statedText, text } from '#schemas/text.ts'
import { must } from '#schemas/wording.ts'

const hashWords = must('the SHA-256 of a photo: 64 of 0-9 and a-f')
const photosWords = must('at most 16 hashes of photos')

/** `POST /v1/cylinders/{code}/destroy`: 去功能化. `evidence` names the record, photos are named by their hash, people by job number. */
export const cylinderDestroy = z.object({
  method: text(64),
  evidence: text(500),
  certificateNo: reference.optional(),
  photoSha256: z
    .array(z.string(hashWords).regex(/^[0-9a-f]{64}$/, hashWords), photosWords)
    .max(16, photosWords)
    .optional(),
  witness: reference.optional(),
})

/** `POST /v1/cylinders/{code}/lost`. */
export const cylinderLost = z.object({ reason: statedText(500) })

/** `POST /v1/cylinders/{code}/found`: `siteId` where it was brought to. */
export const cylinderFound = z.object({ reason: statedText(500), siteId: stationId.optional() })

/** `POST /v1/cylinders/{code}/purchase`: bought from the resident who owns it. `ownerId`: the buyer, needed by administrators alone. */
export const cylinderPurchase = z.object({
  contractNo: reference,
  ownerId: reference.optional(),
  sellerRef: uuid.optional(),
  priceFen: whole(0, 10_000_000, 'fen').optional(),
})
