import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { problem } from './problem.ts'

/** Of ours; pages for residents are left out: whatever brought them there adds its own. */
const isOurs = (url: string | undefined): boolean => url?.startsWith('/v1/') === true

/** Of every list (design §6): one that is whole has a single page. */
const PAGES = ['limit', 'cursor']

/** Names of the parameters that a route takes. @throws Error where its schema does not tell */
const namesIn = (schema: unknown): readonly string[] => {
  if (schema === undefined) return []
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape)
  throw new Error('a querystring is a z.object, so that what it does not name is refused')
}

/**
 * A parameter that nobody reads is a filter that does not filter: whoever mistypes one would take all rows for the answer.
 * @throws INVALID_REQUEST
 */
export const refuseUnknownQuery = (app: FastifyInstance): void => {
  app.addHook('onRoute', ({ url, schema }) => {
    if (isOurs(url)) namesIn(schema?.querystring)
  })
  app.addHook('preValidation', async ({ query, routeOptions }) => {
    if (!isOurs(routeOptions.url)) return
    const names = namesIn(routeOptions.schema?.querystring)
    const path = Object.keys(query as object).find((name) => ![...names, ...PAGES].includes(name))
    if (path === undefined) return
    const none = names.length === 0
    throw problem('INVALID_REQUEST', {
      path,
      detail: {
        zh: `没有此查询参数，可用：${none ? '无' : names.join('、')}`,
        en: `${path} is no parameter of this address; it takes: ${none ? 'none' : names.join(', ')}`,
      },
    })
  })
}
