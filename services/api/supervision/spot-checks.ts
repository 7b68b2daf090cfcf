import { z } from 'zod'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { cursorTime, decodeCursor, pageFrom } from '#api/page.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { netContentPlan } from '#rules/net-content-plan.ts'
import { pageOf } from '#schemas/api/page.ts'
import {
  spotCheck,
  spotCheckConclude,
  spotCheckCreate,
  spotCheckDetail,
  spotCheckItem,
  spotCheckQuery,
} from '#schemas/api/spot-check.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { SpotCheckRow } from '#store/queries/supervision/spot-checks.ts'
import { spotCheckPdf } from './spot-check-pdf.ts'
import { spotDesk } from './spot-desk.ts'

const params = z.object({ id: uuid })
const newestKey = z.tuple([cursorTime, uuid])

const READERS = ['admin', 'office', 'station', 'regulator'] as const

const pdf = {
  description: 'The evidence sheet as PDF, in Chinese, with the signatures of both sides',
  content: { 'application/pdf': { schema: z.any() } },
}

const view = (row: SpotCheckRow) => ({
  ...row,
  openedAt: timeText(row.openedAt),
  concludedAt: timeTextOrNull(row.concludedAt),
})

/** 监督抽查: a regulator scans, weighs and looks at full cylinders on the shelf, singly or as a sample of a lot. */
export const spotCheckRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { spotChecks } = deps.queries
  const desk = spotDesk(deps)

  const detail = async (row: SpotCheckRow) => {
    const plan = desk.planOf(row)
    const { clause, force, certainty } = netContentPlan
    return {
      ...view(row),
      plan: plan === null ? null : { ...plan, clause, force, certainty },
      items: (await spotChecks.items(row.id)).map(({ recordedAt, findings, ...item }) => ({
        ...item,
        findings: findings.map((one) => ({ ...one })),
        recordedAt: timeText(recordedAt),
      })),
    }
  }

  app.post(
    '/v1/spot-checks',
    {
      config: { access: ['regulator'] },
      schema: { body: spotCheckCreate, response: { 201: spotCheckDetail } },
    },
    async (request, reply) =>
      reply.code(201).send(await detail(await desk.create(request, request.body))),
  )

  app.get(
    '/v1/spot-checks',
    {
      config: { access: READERS },
      schema: { querystring: spotCheckQuery, response: { 200: pageOf(spotCheck) } },
    },
    async (request) => {
      const { limit, cursor, enterpriseId, state } = request.query
      const key = decodeCursor(cursor, newestKey)
      const before = key === null ? null : { at: key[0], id: key[1] }
      const filter = { enterpriseId, open: state === undefined ? undefined : state === 'open' }
      const scope = scopeOf(principalOf(request))
      const rows = await spotChecks.list(scope, filter, limit + 1, before)
      return pageFrom(rows, limit, (row) => [row.openedAt, row.id], view)
    },
  )

  app.get(
    '/v1/spot-checks/:id',
    { config: { access: READERS }, schema: { params, response: { 200: spotCheckDetail } } },
    async (request) => detail(await desk.within(request, request.params.id)),
  )

  app.get(
    '/v1/spot-checks/:id/pdf',
    { config: { access: READERS }, schema: { params, response: { 200: pdf } } },
    async (request, reply) => {
      const row = await desk.within(request, request.params.id)
      return reply
        .type('application/pdf')
        .header('content-disposition', `inline; filename="spot-check-${row.no}.pdf"`)
        .header('cache-control', 'no-store')
        .send(await spotCheckPdf(deps, request, row))
    },
  )

  app.post(
    '/v1/spot-checks/:id/items',
    {
      config: { access: ['regulator'] },
      schema: { params, body: spotCheckItem, response: { 201: spotCheckDetail } },
    },
    async (request, reply) => {
      const row = await desk.add(request, request.params.id, request.body)
      return reply.code(201).send(await detail(row))
    },
  )

  app.post(
    '/v1/spot-checks/:id/conclude',
    {
      config: { access: ['regulator'] },
      schema: { params, body: spotCheckConclude, response: { 200: spotCheckDetail } },
    },
    async (request) => detail(await desk.conclude(request, request.params.id, request.body)),
  )
}
