import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'

/** OpenAPI 3.1 at `/docs/json`, for people at `/docs`; the committed copy is `schemas/generated/openapi.json`. */
export const useDocs = (app: FastifyInstance): void => {
  void app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'lpg-trace',
        version: '1',
        description:
          'One verifiable life per LPG cylinder. Times are RFC 3339 with milliseconds in UTC, masses whole grams. Refusals are RFC 9457 problems with a stable code.',
      },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
      security: [{ bearer: [] }],
    },
    transform: (input) => {
      const { schema, url } = jsonSchemaTransform(
        input as Parameters<typeof jsonSchemaTransform>[0],
      )
      const access = input.route.config?.access
      if (access === undefined) return { schema: { ...schema, hide: true }, url }
      const who = access === 'public' ? 'anybody, without signing in' : access.join(', ')
      const security = access === 'public' ? { security: [] } : {}
      const described = { ...schema, ...security, description: `For ${who}.` }
      return { schema: described, url }
    },
  })
  void app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true })
}
