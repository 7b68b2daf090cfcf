import { z } from 'zod'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { mismatchAgain, mismatchThanks } from './mismatch-form.ts'
import { FORM_CSP, PAGE_CSP } from './public-frame.ts'
import { publicPage, unknownPage } from './public-page.ts'
import { publicView } from './public-view.ts'
import { problem } from '#api/problem.ts'
import { mismatchCreate } from '#schemas/api/mismatch-report.ts'
import { publicCylinder } from '#schemas/api/public-cylinder.ts'
import { text } from '#schemas/text.ts'
import { mismatchLimit, tellMismatch } from './tell-mismatch.ts'

/** A form without a script has no more than this to say. */
const FORM_BYTES = 1024

/** What the page's form sends; the number as people copy it from the metal. null = no choice of ours. */
const mismatchOf = (body: unknown) => {
  const { differs, stamped } = body as Readonly<Record<string, string | undefined>>
  const number = stamped?.replace(/\s+/g, '') ?? ''
  const told = mismatchCreate.safeParse({ differs, ...(number === '' ? {} : { stamped: number }) })
  return told.success ? told.data : null
}

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
      const { whyNot, lastFill } = view
      return { ...view, whyNot: [...whyNot], lastFill: lastFill === null ? null : { ...lastFill } }
    },
  )

  app.get('/t/:code', { config, schema: { params, hide: true } }, async (request, reply) => {
    const { code } = request.params
    const view = await publicView(deps, code, deps.clock())
    return reply
      .code(view === null ? 404 : 200)
      .header('content-security-policy', view === null ? PAGE_CSP : FORM_CSP)
      .type('text/html; charset=utf-8')
      .send(view === null ? unknownPage(code) : publicPage(view))
  })

  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: FORM_BYTES },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )

  app.post(
    '/t/:code/mismatch',
    {
      bodyLimit: FORM_BYTES,
      config: { access: 'public', subject: 'code', rateLimit: mismatchLimit },
      schema: { params, hide: true },
    },
    async (request, reply) => {
      const { code } = request.params
      const told = mismatchOf(request.body ?? {})
      const view = told === null ? null : await publicView(deps, code, deps.clock())
      const kept = told !== null && (await tellMismatch(deps, code, told)) !== null
      const page = kept && view !== null ? mismatchThanks(view) : null
      return reply
        .code(page === null ? (told === null ? 400 : 404) : 202)
        .header('content-security-policy', PAGE_CSP)
        .type('text/html; charset=utf-8')
        .send(page ?? (told === null ? mismatchAgain(code) : unknownPage(code)))
    },
  )
}
