import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Role } from '#domain/event-types.ts'
import type { Account } from '#store/queries/system/sessions.ts'
import type { Scope } from '#store/queries/scope.ts'
import type { Reach } from '#store/reach.ts'
import type { ApiDeps } from './api-deps.ts'
import { problem } from './problem.ts'

export type Access = 'public' | readonly Role[]

/** Who is calling. */
export type Principal = Omit<Account, 'role'> & { readonly role: Role }

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call the route; a route of ours without it is refused at start. */
    access?: Access
    /** The parameter that names what a public route is about: the database shows nothing else to it. */
    subject?: 'code' | 'badge'
  }
  interface FastifyRequest {
    principal: Principal | null
    /** Where in the primary's log the caller's last write stands. */
    wroteLsn: string | null
  }
}

/** Everybody who works with cylinders and may read what their scope shows. */
export const STAFF = ['admin', 'office', 'station', 'courier', 'lab', 'regulator'] as const
export const ANYBODY = [...STAFF, 'customer'] as const
export const OFFICE = ['admin', 'office'] as const
export const OVERSEERS = ['admin', 'office', 'regulator'] as const

export const tokenSha256 = (token: string): Buffer => createHash('sha256').update(token).digest()

/** 43 characters of base64url are the 256 bits that we hand out. */
const BEARER = /^Bearer ([A-Za-z0-9_-]{43})$/

export const bearerOf = (request: FastifyRequest): string | null =>
  BEARER.exec(request.headers.authorization ?? '')?.[1] ?? null

/** Before the body is read: who calls, and may that role call this? */
export const authorize =
  (deps: ApiDeps) => async (request: FastifyRequest, reply: FastifyReply) => {
    const { access } = request.routeOptions.config
    if (request.is404 || access === 'public' || access === undefined) return
    const token = bearerOf(request)
    const account =
      token === null ? null : await deps.queries.sessions.account(tokenSha256(token), deps.clock())
    if (account === null) {
      void reply.header('www-authenticate', 'Bearer')
      throw problem('UNAUTHENTICATED')
    }
    const { wroteLsn, ...who } = account
    request.wroteLsn = wroteLsn
    request.principal = { ...who, role: who.role as Role }
    if (!access.includes(request.principal.role)) throw problem('FORBIDDEN')
  }

/** For whom a request asks the database. */
const reachOf = ({ principal, routeOptions, params }: FastifyRequest): Reach => {
  if (principal !== null) return principal
  const { subject } = routeOptions.config
  const named = subject === undefined ? null : (params as Record<string, string>)[subject]
  return { role: 'public', subject: named ?? null }
}

/**
 * Every query of a request is asked for whoever sent it. Twice, because a body arrives on the connection's own time: after it has
 * been read, what was said before is lost.
 */
export const useReach = (app: FastifyInstance, { queries }: ApiDeps): void => {
  app.addHook('onRequest', (request, _reply, done) => queries.within(reachOf(request), done))
  app.addHook('preValidation', (request, _reply, done) => queries.within(reachOf(request), done))
}

export const principalOf = (request: FastifyRequest): Principal => {
  if (request.principal === null) throw problem('UNAUTHENTICATED')
  return request.principal
}

/** How far the caller sees: regulators by region, all others by their enterprise, administrators everything. */
export const scopeOf = (principal: Principal): Scope => {
  switch (principal.role) {
    case 'admin':
      return { kind: 'all' }
    case 'regulator':
      if (principal.regionPrefix === '') return { kind: 'all' }
      return principal.regionPrefix === null
        ? { kind: 'none' }
        : { kind: 'region', prefix: principal.regionPrefix }
    case 'office':
    case 'station':
    case 'courier':
    case 'lab':
      return principal.enterpriseId === null
        ? { kind: 'none' }
        : { kind: 'enterprise', enterpriseId: principal.enterpriseId }
    case 'customer':
      return { kind: 'none' }
  }
}

/** @throws UNKNOWN_REFERENCE when an office writes for an enterprise that is not its own. */
export const mayActFor = (principal: Principal, enterpriseId: string, path: string): void => {
  if (principal.role === 'admin' || principal.enterpriseId === enterpriseId) return
  throw problem('UNKNOWN_REFERENCE', {
    path,
    detail: { zh: `${enterpriseId} 不是本企业`, en: `${enterpriseId} is not your enterprise` },
  })
}
