import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { cursorTime, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { refuseMissing } from '#api/sales/uploaded.ts'
import type { EvaluationCommand, ScoreGiven } from '#domain/supervision/decide-evaluation.ts'
import { scoreSheets } from '#rules/sheets/sheet-by-id.ts'
import {
  evaluation,
  evaluationAttach,
  evaluationCreate,
  evaluationDetail,
  evaluationQuery,
  evaluationScore,
  evaluationSign,
  evaluationVeto,
  scoreSheet,
} from '#schemas/api/evaluation.ts'
import { pageOf } from '#schemas/api/page.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { EvaluationRow } from '#store/queries/supervision/evaluations.ts'
import { evaluationDesk } from './evaluation-desk.ts'
import { evaluationPdf } from './evaluation-pdf.ts'
import { evaluationDetailView, evaluationView, sheetView } from './evaluation-view.ts'

const params = z.object({ id: uuid })
const newestKey = z.tuple([cursorTime, uuid])

const READERS = ['admin', 'office', 'regulator'] as const
const EVALUATORS = ['office', 'regulator'] as const

const pdf = {
  description: 'The sheet as PDF, in Chinese',
  content: { 'application/pdf': { schema: z.any() } },
}

type Scored = z.infer<typeof evaluationScore>['items'][number]

/** One value of the three; which one fits is the sheet's to say. @throws INVALID_REQUEST */
const givenOf = ({ no, points, met, good, all, reason }: Scored, i: number): ScoreGiven => {
  const values = [
    ...(points === undefined ? [] : [{ points }]),
    ...(met === undefined ? [] : [{ met }]),
    ...(good === undefined || all === undefined ? [] : [{ good, all }]),
  ]
  const [value] = values
  if (value === undefined || values.length > 1) {
    const detail = {
      zh: '填写分值、是否或合格数与总数之一',
      en: 'one of points, met, or good with all',
    }
    throw problem('INVALID_REQUEST', { path: `/items/${i}`, detail })
  }
  return { no, value, reason: reason ?? null }
}

/** 服务质量评价: by sheets that are data, with what the registers show beside each item. */
export const evaluationRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { evaluations } = deps.queries
  const desk = evaluationDesk(deps)
  const detail = async (row: EvaluationRow) =>
    evaluationDetailView(row, await evaluations.steps(row.id))

  app.get(
    '/v1/score-sheets',
    {
      config: { access: READERS },
      schema: { response: { 200: z.looseObject({ items: z.array(scoreSheet) }) } },
    },
    () => ({ items: scoreSheets.map(sheetView) }),
  )

  app.post(
    '/v1/evaluations',
    {
      config: { access: EVALUATORS },
      schema: { body: evaluationCreate, response: { 201: evaluationDetail } },
    },
    async (request, reply) =>
      reply.code(201).send(await detail(await desk.create(request, request.body))),
  )

  app.get(
    '/v1/evaluations',
    {
      config: { access: READERS },
      schema: { querystring: evaluationQuery, response: { 200: pageOf(evaluation) } },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const key = decodeCursor(cursor, newestKey)
      const before = key === null ? null : { at: key[0], id: key[1] }
      const scope = scopeOf(principalOf(request))
      const rows = await evaluations.list(scope, filter, limit + 1, before)
      return pageFrom(rows, limit, (row) => [row.createdAt, row.id], evaluationView)
    },
  )

  app.get(
    '/v1/evaluations/:id',
    { config: { access: READERS }, schema: { params, response: { 200: evaluationDetail } } },
    async (request) => detail(await desk.within(request, request.params.id)),
  )

  app.get(
    '/v1/evaluations/:id/pdf',
    { config: { access: READERS }, schema: { params, response: { 200: pdf } } },
    async (request, reply) => {
      const row = await desk.within(request, request.params.id)
      const bytes = await evaluationPdf(deps, request, row)
      return reply
        .type('application/pdf')
        .header('content-disposition', `inline; filename="evaluation-${row.no}.pdf"`)
        .send(bytes)
    },
  )

  const step = async (
    request: FastifyRequest & { readonly params: { readonly id: string } },
    commandOf: (row: EvaluationRow) => EvaluationCommand | Promise<EvaluationCommand>,
  ) => detail(await desk.act(request, request.params.id, commandOf))

  const done = { 200: evaluationDetail }
  const access = EVALUATORS

  app.post(
    '/v1/evaluations/:id/items',
    { config: { access }, schema: { params, body: evaluationScore, response: done } },
    (request) => step(request, () => ({ type: 'score', items: request.body.items.map(givenOf) })),
  )

  app.post(
    '/v1/evaluations/:id/collect',
    { config: { access }, schema: { params, response: done } },
    (request) => step(request, desk.collect(request)),
  )

  app.post(
    '/v1/evaluations/:id/attachments',
    { config: { access }, schema: { params, body: evaluationAttach, response: done } },
    (request) =>
      step(request, async ({ enterpriseId }) => {
        const { item, object, note } = request.body
        await refuseMissing(deps, enterpriseId, [['/object', object]])
        return { type: 'attach', item, object, note: note ?? null }
      }),
  )

  app.post(
    '/v1/evaluations/:id/vetoes',
    { config: { access }, schema: { params, body: evaluationVeto, response: done } },
    (request) =>
      step(request, async ({ enterpriseId }) => {
        const { code, reason, objects = [], withdraw } = request.body
        if (withdraw === true) return { type: 'withdraw-veto', code, reason }
        const named = objects.map((hash, i) => [`/objects/${i}`, hash] as const)
        await refuseMissing(deps, enterpriseId, named)
        return { type: 'veto', code, reason, objects }
      }),
  )

  app.post(
    '/v1/evaluations/:id/sign',
    { config: { access }, schema: { params, body: evaluationSign, response: done } },
    (request) =>
      step(request, async ({ enterpriseId }) => {
        const { object } = request.body
        await refuseMissing(deps, enterpriseId, [['/object', object, 'signature']])
        return { type: 'sign', object }
      }),
  )

  app.post(
    '/v1/evaluations/:id/finalise',
    { config: { access }, schema: { params, response: done } },
    (request) => step(request, () => ({ type: 'finalise' })),
  )
}
