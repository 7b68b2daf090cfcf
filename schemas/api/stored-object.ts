import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { reference, uuid } from '#schemas/identifiers.ts'
import { statedText } from '#schemas/text.ts'

/** `POST /v1/objects?kind=&customerId=`: the body is the picture itself, JPEG, PNG or WebP, at most 1 MiB. */
export const objectQuery = z.object({
  kind: choice(['photo', 'signature', 'document']),
  customerId: uuid.optional(),
  enterpriseId: reference.optional(),
})

export const storedObject = z.looseObject({
  object: z.string(),
  kind: z.string(),
  contentType: z.string(),
  bytes: z.int(),
})

/** Whoever looks at a person's picture says why; it is written down. */
export const objectReadQuery = z.object({
  reason: statedText(200),
  enterpriseId: reference.optional(),
})
