import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import {
  publicInfo,
  publicInfoParams as params,
  publicInfoQuery,
} from '#schemas/api/public-info.ts'
import { INFO_CSP, infoPage, unknownEnterprisePage } from './info-page.ts'
import { infoView } from './info-view.ts'

/** Information for the public (信息公开, R001-6.5-6, R002-7.1.13, R003-5.4.5) as JSON and as a page without a script. */
export const publicInfoRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const viewOf = infoView(deps)
  const config = {
    access: 'public',
    rateLimit: { max: deps.config.publicPerMinute, timeWindow: '1 minute' },
  } as const

  app.get(
    '/v1/public/enterprises/:enterprise',
    {
      config,
      schema: { params, querystring: publicInfoQuery, response: { 200: publicInfo } },
    },
    async (request) => {
      const view = await viewOf(request.params.enterprise, request.query.lang)
      if (view === null) throw problem('NOT_FOUND')
      return view
    },
  )

  app.get('/e/:enterprise', { config, schema: { hide: true } }, async (request, reply) => {
    const asked = params.safeParse(request.params)
    const query = publicInfoQuery.safeParse(request.query)
    const lang = query.success ? query.data.lang : 'zh'
    const view = asked.success ? await viewOf(asked.data.enterprise, lang) : null
    return reply
      .code(view === null ? 404 : 200)
      .header('content-security-policy', INFO_CSP)
      .type('text/html; charset=utf-8')
      .send(view === null ? unknownEnterprisePage() : infoPage(view))
  })
}
