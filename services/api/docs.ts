import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import {
  createJsonSchemaTransform,
  createJsonSchemaTransformObject,
} from 'fastify-type-provider-zod'
import { apiComponents as schemaRegistry } from './openapi-components.ts'
import { routeName, routeSummaries } from './route-summaries.ts'

const transform = createJsonSchemaTransform({ schemaRegistry })
const transformObject = createJsonSchemaTransformObject({ schemaRegistry })

type Described = {
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> }
}

/** Each component is made as what comes in and as what goes out; most are needed as one of them. */
const withoutUnused = <D extends Described>(document: D): D => {
  const { schemas = {} } = document.components ?? {}
  const text = JSON.stringify(document)
  const used = Object.entries(schemas).filter(([name]) =>
    text.includes(`"#/components/schemas/${name}"`),
  )
  const smaller = {
    ...document,
    components: { ...document.components, schemas: Object.fromEntries(used) },
  }
  return used.length === Object.keys(schemas).length ? document : withoutUnused(smaller)
}

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
      const { schema, url } = transform(input as Parameters<typeof transform>[0])
      const access = input.route.config?.access
      if (access === undefined) return { schema: { ...schema, hide: true }, url }
      const who = access === 'public' ? 'anybody, without signing in' : access.join(', ')
      const security = access === 'public' ? { security: [] } : {}
      const summary = routeSummaries[routeName(String(input.route.method), input.route.url)] ?? ''
      const described = { ...schema, ...security, summary, description: `For ${who}.` }
      return { schema: described, url }
    },
    transformObject: (input) => {
      const document = transformObject(input as Parameters<typeof transformObject>[0])
      return withoutUnused(document as typeof document & Described)
    },
  })
  void app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true })
}
