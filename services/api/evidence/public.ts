import { z } from 'zod'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { PAGE_CSP, publicPage, unknownPage } from './public-page.ts'
import { publicView } from './public-view.ts'
import { problem } from '#api/problem.ts'
import { publicCylinder } from '#schemas/api/public-cylinder.ts'
import { text } from '#schemas/text.ts'

/** A code, or the whole value of a QR tag. */
const params = z.object({ code: text(256) })

export const publicRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const config = {
    access: 'public',
    subject: 'code',
    rateLimit: { max: deps.config.publicPerMinute, timeWindow: '1 minute' },
  } as const

  app.get(
    '/v1/public/cylinders/:code',
    { config, schema: { params, response: { 200: publicCylinder } } },
    async (request) => {
      const view = await publicView(deps, request.params.code, deps.clock())
      if (view === null) throw problem('NOT_FOUND')
      return { ...view, lastFill: view.lastFill === null ? null : { ...view.lastFill } }
    },
  )

  app.get('/t/:code', { config, schema: { params, hide: true } }, async (request, reply) => {
    const view = await publicView(deps, request.params.code, deps.clock())
    return reply
      .code(view === null ? 404 : 200)
      .header('content-security-policy', PAGE_CSP)
      .type('text/html; charset=utf-8')
      .send(view === null ? unknownPage() : publicPage(view))
  })
}
