import { z } from 'zod'
import { grams } from '#schemas/grams.ts'
import { cylinderCode, uuid } from '#schemas/identifiers.ts'
import { statedText } from '#schemas/text.ts'
import { instant } from '#schemas/time.ts'

/** `POST /v1/cylinders/{code}/tare`: 皮重更正. `validFrom` defaults to now; fills from then on are judged anew. */
export const tareCorrect = z.object({
  tareG: grams,
  validFrom: instant.optional(),
  reason: statedText(500),
})

/** `POST /v1/events/{id}/annul`. `code`: of which cylinder, where two devices used one id. */
export const eventAnnul = z.object({ reason: statedText(500), code: cylinderCode.optional() })

export const eventParams = z.object({ id: uuid })

export type TareCorrect = z.infer<typeof tareCorrect>
export type EventAnnul = z.infer<typeof eventAnnul>
