import { z } from 'zod'
import { principalOf, tokenSha256 } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps, OidcProvider } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { timeText } from '#api/time-text.ts'
import {
  identityLink,
  identityView,
  oidcAttempt,
  oidcSession,
  oidcState,
} from '#schemas/api/oidc.ts'
import { sessionResponse } from '#schemas/api/session.ts'
import { uuid } from '#schemas/identifiers.ts'
import { newToken, openSession } from './open-session.ts'

/** As long as somebody may take to find the second factor. */
const ATTEMPT_MS = 10 * 60_000

const params = z.object({ id: uuid })
const identities = z.looseObject({ items: z.array(identityView) })

/**
 * Log-in through an OpenID provider (authorization code with PKCE, state and nonce), then a session of our own. A provider opens
 * no account and raises nobody: an administrator has linked the subject to a user before.
 */
export const oidcRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { oidc: attempts, users } = deps.queries
  const provider = (): OidcProvider => {
    if (deps.oidc === undefined)
      throw problem('NOT_FOUND', {
        detail: { zh: '未配置 OIDC_ISSUER', en: 'no OIDC_ISSUER is set' },
      })
    return deps.oidc
  }
  const config = {
    access: 'public',
    rateLimit: { max: deps.config.loginsPerMinute, timeWindow: '1 minute' },
  } as const

  // Whether a button for it makes sense on the log-in page.
  app.get(
    '/v1/oidc',
    { config: { access: 'public' }, schema: { response: { 200: oidcState } } },
    async () => ({ available: deps.oidc !== undefined }),
  )

  app.post(
    '/v1/oidc/attempts',
    { config, schema: { response: { 201: oidcAttempt } } },
    async (_request, reply) => {
      const { url, ...attempt } = await provider().begin()
      const kept = newToken()
      const now = deps.clock()
      await attempts.begin(tokenSha256(kept), attempt, now, now + ATTEMPT_MS)
      return reply.code(201).send({ authorizationUrl: url, attempt: kept })
    },
  )

  app.post(
    '/v1/oidc/sessions',
    { config, schema: { body: oidcSession, response: { 201: sessionResponse } } },
    async (request, reply) => {
      const { attempt: kept, ...answer } = request.body
      const known = provider()
      const attempt = await attempts.take(tokenSha256(kept), deps.clock())
      const subject = attempt === null ? null : await known.subjectOf(answer, attempt)
      const account = subject === null ? null : await attempts.account(known.issuer, subject)
      if (account === null) throw problem('INVALID_CREDENTIALS')
      return reply.code(201).send(await openSession(deps, account))
    },
  )

  app.post(
    '/v1/users/:id/identities',
    {
      config: { access: ['admin'] },
      schema: { params, body: identityLink, response: { 201: identityView } },
    },
    async (request, reply) => {
      const { issuer } = provider()
      const { subject } = request.body
      const by = { userId: principalOf(request).userId, at: deps.clock() }
      const linked = await attempts.link(request.params.id, issuer, subject, by)
      if (linked === 'reference') throw problem('NOT_FOUND')
      if (linked === 'unique') throw problem('ALREADY_EXISTS', { path: '/subject' })
      return reply.code(201).send({ issuer, subject, linkedAt: timeText(by.at) })
    },
  )

  app.get(
    '/v1/users/:id/identities',
    { config: { access: ['admin'] }, schema: { params, response: { 200: identities } } },
    async (request) => {
      if ((await users.byId(request.params.id)) === null) throw problem('NOT_FOUND')
      const rows = await attempts.identities(request.params.id)
      return { items: rows.map((row) => ({ ...row, linkedAt: timeText(row.linkedAt) })) }
    },
  )

  app.delete(
    '/v1/users/:id/identities',
    { config: { access: ['admin'] }, schema: { params, response: { 204: z.null() } } },
    async (request, reply) => {
      if ((await attempts.unlink(request.params.id)) === 0) throw problem('NOT_FOUND')
      return reply.code(204).send(null)
    },
  )
}
