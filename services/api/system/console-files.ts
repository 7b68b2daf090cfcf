import staticFiles from '@fastify/static'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'

const YEAR_S = 31_536_000
/** What has an owner of its own. */
const OTHERS = /^\/(v1|t|b|docs|health|metrics|assets)(\/|\?|$)/

/**
 * The console (`dist/console`): files with a hash in their name for a year, `index.html` asked for each time, and for every
 * address of a page that same `index.html`. What the API knows is not touched.
 */
export const consoleFiles = (deps: ApiDeps) => async (app: ApiApp) => {
  const { consoleDir } = deps.config
  if (consoleDir === null) return
  await app.register(staticFiles, {
    root: consoleDir,
    wildcard: false,
    index: false,
    preCompressed: true,
    globIgnore: ['**/*.br', '**/*.gz'],
    cacheControl: false,
    setHeaders: (reply, path) => {
      const lasting = path.includes('/assets/')
      void reply.header(
        'cache-control',
        lasting ? `public, max-age=${YEAR_S}, immutable` : 'no-cache',
      )
    },
  })
  // A page's address, opened or reloaded; anything else that nobody serves stays a 404 with a problem.
  app.get('/*', { schema: { hide: true } }, (request, reply) => {
    const wanted = request.url === '/' || request.headers.accept?.includes('text/html') === true
    if (!wanted || OTHERS.test(request.url)) return reply.callNotFound()
    return reply.sendFile('index.html')
  })
}
