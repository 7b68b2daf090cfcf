import { z } from 'zod'
import { text } from '#schemas/text.ts'

/** `GET /v1/oidc`: can somebody log in through an OpenID provider here? */
export const oidcState = z.looseObject({ available: z.boolean() })

/** `POST /v1/oidc/attempts`: where the browser goes, and what it keeps for itself until it comes back. */
export const oidcAttempt = z.looseObject({ authorizationUrl: z.string(), attempt: z.string() })

/** `POST /v1/oidc/sessions`: what the provider sent the browser back with. */
export const oidcSession = z.object({
  attempt: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  code: text(2048),
  state: text(512),
  iss: text(512).optional(),
})

/** Who a user is at the provider. */
export const identityLink = z.object({ subject: text(255) })

export const identityView = z.looseObject({
  issuer: z.string(),
  subject: z.string(),
  linkedAt: z.string(),
})
