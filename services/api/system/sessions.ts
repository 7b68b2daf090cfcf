import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { ANYBODY, bearerOf, principalOf, tokenSha256 } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { LoginGuard } from './login-guard.ts'
import { openSession } from './open-session.ts'
import { cursorTime, decodeCursor, pageFrom } from '#api/page.ts'
import { hashPassword, passwordMatches } from './password.ts'
import { ApiProblem, problem } from '#api/problem.ts'
import { timeText } from '#api/time-text.ts'
import { pageOf, pageQuery } from '#schemas/api/page.ts'
import { passwordChange, sessionRequest, sessionResponse } from '#schemas/api/session.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { Login } from '#store/queries/system/sessions.ts'

const whoAmI = z.looseObject({
  userId: z.string(),
  username: z.string(),
  role: z.string(),
  enterpriseId: z.string().nullable(),
  stationId: z.string().nullable(),
  regionPrefix: z.string().nullable(),
  displayName: z.string().nullable(),
})

const listQuery = pageQuery.extend({ userId: uuid.optional() })
const cursorKey = z.tuple([cursorTime, uuid])

const sessionView = z.looseObject({
  id: z.string(),
  userId: z.string(),
  username: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  current: z.boolean(),
})

const changed = z.looseObject({ changedAt: z.string() })

const ownToken = (request: FastifyRequest): Buffer => tokenSha256(bearerOf(request) ?? '')

export const sessionRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { sessions } = deps.queries
  const guard = new LoginGuard(sessions)

  /** Whose name and password these are. @throws LOGIN_LOCKED, INVALID_CREDENTIALS */
  const signIn = async (username: string, password: string): Promise<Login> => {
    const now = deps.clock()
    const login = username.includes('\0') ? null : await sessions.login(username)
    const waitMs = guard.lockedFor(username, login, now)
    if (waitMs > 0) throw problem('LOGIN_LOCKED', { retryAfterS: Math.ceil(waitMs / 1000) })
    // The hash is computed for unknown names too: the time of an answer must not tell which names exist.
    const matches = await passwordMatches(login?.passwordHash ?? null, password)
    if (login !== null && matches && !login.disabled) return login
    await guard.failed(username, login, now)
    throw problem('INVALID_CREDENTIALS')
  }

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
      const login = await guard
        .inTurn(username, () => signIn(username, password))
        .catch((error: unknown) => {
          // Not the name: people type their password there.
          const code = error instanceof ApiProblem ? error.code : 'INTERNAL'
          request.log.warn({ address: request.ip, code }, 'log-in refused')
          throw error
        })
      return reply.code(201).send(await openSession(deps, login))
    },
  )

  app.get(
    '/v1/sessions/current',
    { config: { access: ANYBODY }, schema: { response: { 200: whoAmI } } },
    async (request) => {
      const principal = principalOf(request)
      const user = await deps.queries.users.byId(principal.userId)
      return { ...principal, displayName: user?.displayName ?? null }
    },
  )

  app.get(
    '/v1/sessions',
    {
      config: { access: ANYBODY },
      schema: { querystring: listQuery, response: { 200: pageOf(sessionView) } },
    },
    async (request) => {
      const { limit, cursor, userId } = request.query
      const principal = principalOf(request)
      const whose = userId ?? principal.userId
      // Whose sessions exist is nobody's business but the user's and an administrator's.
      if (principal.role !== 'admin' && whose !== principal.userId) throw problem('FORBIDDEN')
      const page = { limit: limit + 1, after: decodeCursor(cursor, cursorKey) }
      const rows = await sessions.list(ownToken(request), whose, deps.clock(), page)
      return pageFrom(
        rows,
        limit,
        (row) => [row.createdAt, row.id],
        (row) => ({
          ...row,
          createdAt: timeText(row.createdAt),
          expiresAt: timeText(row.expiresAt),
        }),
      )
    },
  )

  app.delete(
    '/v1/sessions/:id',
    {
      config: { access: ANYBODY },
      schema: { params: z.object({ id: uuid }), response: { 204: z.null() } },
    },
    async (request, reply) => {
      const { role, userId } = principalOf(request)
      const whose = role === 'admin' ? null : userId
      const gone = await sessions.revokeById(request.params.id, whose, deps.clock())
      if (!gone) throw problem('NOT_FOUND')
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/v1/sessions/current/password',
    {
      config: {
        access: ANYBODY,
        rateLimit: { max: deps.config.loginsPerMinute, timeWindow: '1 minute' },
      },
      schema: { body: passwordChange, response: { 200: changed } },
    },
    async (request) => {
      const { userId, username } = principalOf(request)
      const { password, newPassword } = request.body
      const now = deps.clock()
      // Whoever found an open screen must not guess here what the door keeps them from guessing.
      await guard
        .inTurn(username, () => signIn(username, password))
        .catch((error: unknown) => {
          const wrong = error instanceof ApiProblem && error.code === 'INVALID_CREDENTIALS'
          throw wrong ? problem('INVALID_CREDENTIALS', { path: '/password' }) : error
        })
      const hash = await hashPassword(newPassword)
      await sessions.changePassword(userId, hash, ownToken(request), now)
      // An answer with a body, so that a repeat with the same key is answered and not tried with the old password.
      return { changedAt: timeText(now) }
    },
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
