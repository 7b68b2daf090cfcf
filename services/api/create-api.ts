import rateLimit from '@fastify/rate-limit'
import fastify, { type FastifyBaseLogger, type FastifyInstance, type RouteOptions } from 'fastify'
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { problem as problemSchema } from '#schemas/api/problem.ts'
import { authorize, useReach } from './access.ts'
import type { ApiDeps } from './api-deps.ts'
import { useDocs } from './docs.ts'
import { handleError } from './error-handler.ts'
import { useHttpMetrics } from './http-metrics.ts'
import { useIdempotency } from './idempotency.ts'
import { useErrorPages } from './public/error-pages.ts'
import { refusePersonalText } from './refuse-personal-text.ts'
import { refuseUnknownQuery } from './refuse-unknown-query.ts'
import { addResponseHeaders, useResponseHeaders } from './response-headers.ts'
import { useStrictJson } from './json-body.ts'
import { useReadFreshness } from './read-freshness.ts'
import { problem, sendProblem } from './problem.ts'
import { resources } from './resources.ts'
import { sendChecked } from './send-checked.ts'

/** A JSON body; a cylinder with 16 tags is below 8 KiB. */
const BODY_LIMIT = 256 * 1024

/** A forgotten `access` must not become an open door: such a route stops the start. */
const declareRoute = (route: RouteOptions): void => {
  const ours = /^\/(v1|t|b|e|health|metrics)(\/|$)/.test(route.url)
  if (ours && route.config?.access === undefined) {
    throw new Error(`${String(route.method)} ${route.url} does not say who may call it`)
  }
  if (!route.url.startsWith('/v1/')) return
  const response = (route.schema?.response ?? {}) as Record<string, unknown>
  route.schema = { ...route.schema, response: { ...response, '4xx': problemSchema } }
}

/** What somebody searched for may be a name or a number: of an address the path alone is logged. */
const withoutQueries = (logger: FastifyBaseLogger): FastifyBaseLogger =>
  logger.child(
    {},
    {
      serializers: {
        req: ({ method, url }: { method: string; url: string }) => ({
          method,
          url: url.split('?')[0],
        }),
      },
    },
  )

const newServer = ({ config, logger }: ApiDeps): FastifyInstance => {
  const logging = logger === false ? { logger: false } : { loggerInstance: withoutQueries(logger) }
  const { tls } = config
  // As an object of no type: with `https` in it, every plugin and hook would be typed for another server.
  const secure: object = tls === null ? {} : { https: { ...tls, minVersion: 'TLSv1.2' } }
  return fastify({
    ...logging,
    ...secure,
    bodyLimit: BODY_LIMIT,
    trustProxy: config.trustProxy,
    // Broken percent signs and endless parameters are refused before any route is found.
    frameworkErrors: (error, request, reply) =>
      void handleError(error, request, addResponseHeaders(reply)),
    routerOptions: { maxParamLength: 1024 },
    forceCloseConnections: true,
    requestTimeout: 0,
    keepAliveTimeout: 65_000,
  })
}

/**
 * The HTTP API. Everything it needs comes in with `deps`; it opens nothing and leaves nothing running but what `listen`
 * starts. Answers are JSON, refusals RFC 9457 problems of `error-codes.md`.
 */
export const createApi = (deps: ApiDeps): FastifyInstance => {
  const app = newServer(deps)
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(sendChecked)
  app.setErrorHandler(handleError)
  app.setNotFoundHandler((request, reply) => {
    const others = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const
    const url = request.url.split('?')[0] ?? '/'
    // The console answers for every address of a page: that is no route of ours.
    const known = others.some((method) => {
      const found = app.findRoute({ method, url })
      return found !== null && found.params['*'] === undefined
    })
    return sendProblem(reply, known ? 'METHOD_NOT_ALLOWED' : 'NOT_FOUND')
  })
  app.decorateRequest('principal', null)
  useResponseHeaders(app)
  useErrorPages(app)
  useStrictJson(app)
  useHttpMetrics(app, deps.metrics)
  app.addHook('onRoute', declareRoute)
  app.addHook('onRequest', authorize(deps))
  useReach(app, deps)
  useReadFreshness(app, deps)
  refuseUnknownQuery(app)
  refusePersonalText(app, deps)
  useIdempotency(app, deps)
  void app.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, context) =>
      problem('RATE_LIMITED', { retryAfterS: Math.ceil(context.ttl / 1000) }),
  })
  useDocs(app)
  for (const resource of resources) {
    void app.register(async (scope) => resource(deps)(scope.withTypeProvider<ZodTypeProvider>()))
  }
  return app
}
