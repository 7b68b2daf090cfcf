import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Freshness } from '#store/replica/freshness.ts'
import { bearerOf, tokenSha256 } from './access.ts'
import type { ApiDeps } from './api-deps.ts'

declare module 'fastify' {
  interface FastifyRequest {
    freshness: Freshness | null
  }
}

/** Milliseconds by which an answer may be behind; absent where the primary gave it. */
export const LAG_HEADER = 'x-replica-lag-ms'

const reads = ({ method }: FastifyRequest): boolean => method === 'GET' || method === 'HEAD'

/**
 * With a replica: whoever writes sees it in whatever they read next, on whichever process, because their session remembers where the
 * write stands in the log. What only reads may come from the replica, and says how far that is behind.
 */
export const useReadFreshness = (app: FastifyInstance, deps: ApiDeps): void => {
  app.decorateRequest('wroteLsn', null)
  app.decorateRequest('freshness', null)
  if (deps.replica === undefined) return
  const { asFreshAs, sessions } = deps.queries
  app.addHook('onRequest', (request, _reply, done) => {
    request.freshness = { since: request.wroteLsn, primaryOnly: !reads(request), lagMs: null }
    asFreshAs(request.freshness, done)
  })
  // Twice, as the reach: reading a body loses what was said before.
  app.addHook('preValidation', (request, _reply, done) => {
    if (request.freshness === null) done()
    else asFreshAs(request.freshness, done)
  })
  app.addHook('onSend', async (request, reply, payload) => {
    const lagMs = request.freshness?.lagMs ?? null
    if (lagMs !== null) void reply.header(LAG_HEADER, lagMs)
    const token = bearerOf(request)
    // A refusal may have written as well: an audit line, a count of failures.
    if (!reads(request) && request.principal !== null && token !== null) {
      await sessions.wrote(tokenSha256(token)).catch(() => undefined)
    }
    return payload
  })
}
