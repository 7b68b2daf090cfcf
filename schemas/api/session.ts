import { z } from 'zod'
import { password } from './user.ts'
import { instant } from '#schemas/time.ts'

/** Any strings: what is not a user is answered like a wrong password. */
export const sessionRequest = z.object({
  username: z.string().min(1).max(256),
  password: z.string().min(1).max(1024),
})

/** `POST /v1/sessions/current/password`: the old one is asked again; all other sessions end. */
export const passwordChange = z.object({
  password: z.string().min(1).max(1024),
  newPassword: password,
})

/** Sent back as `Authorization: Bearer`. */
export const sessionResponse = z.looseObject({ token: z.string(), expiresAt: instant.optional() })

export type SessionRequest = z.infer<typeof sessionRequest>
export type SessionResponse = z.infer<typeof sessionResponse>
