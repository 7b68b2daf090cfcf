import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { ANYBODY, bearerOf, principalOf, tokenSha256 } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { LoginGuard } from '#api/login-guard.ts'
import { passwordMatches } from '#api/password.ts'
import { problem } from '#api/problem.ts'
import { timeText } from '#api/time-text.ts'
import { sessionRequest, sessionResponse } from '#schemas/api/session.ts'

const TOKEN_BYTES = 32

const whoAmI = z.looseObject({
  userId: z.string(),
  username: z.string(),
  role: z.string(),
  enterpriseId: z.string().nullable(),
  stationId: z.string().nullable(),
  regionPrefix: z.string().nullable(),
})

export const sessionRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { sessions } = deps.queries
  const guard = new LoginGuard(sessions)

  app.post(
    '/v1/sessions',
    {
      config: {
        access: 'public',
        rateLimit: { max: deps.config.loginsPerMinute, timeWindow: '1 minute' },
      },
      schema: { body: sessionRequest, response: { 201: sessionResponse } },
    },
    async (request, reply) => {
      const { username, password } = request.body
      const now = deps.clock()
      const login = username.includes('\0') ? null : await sessions.login(username)
      const waitMs = guard.lockedFor(username, login, now)
      if (waitMs > 0) throw problem('LOGIN_LOCKED', { retryAfterS: Math.ceil(waitMs / 1000) })
      // The hash is computed for unknown names too: the time of an answer must not tell which names exist.
      const matches = await passwordMatches(login?.passwordHash ?? null, password)
      if (login === null || !matches || login.disabled) {
        await guard.failed(username, login, now)
        throw problem('INVALID_CREDENTIALS')
      }
      const token = randomBytes(TOKEN_BYTES).toString('base64url')
      const expiresAt = now + deps.config.sessionMs
      await sessions.open(login.userId, tokenSha256(token), now, expiresAt)
      return reply.code(201).send({
        token,
        expiresAt: timeText(expiresAt),
        user: {
          userId: login.userId,
          username: login.username,
          role: login.role,
          enterpriseId: login.enterpriseId,
          stationId: login.stationId,
          regionPrefix: login.regionPrefix,
        },
      })
    },
  )

  app.get(
    '/v1/sessions/current',
    { config: { access: ANYBODY }, schema: { response: { 200: whoAmI } } },
    async (request) => principalOf(request),
  )

  app.delete(
    '/v1/sessions/current',
    { config: { access: ANYBODY }, schema: { response: { 204: z.null() } } },
    async (request, reply) => {
      const token = bearerOf(request)
      if (token !== null) await sessions.revoke(tokenSha256(token), deps.clock())
      return reply.code(204).send(null)
    },
  )
}
