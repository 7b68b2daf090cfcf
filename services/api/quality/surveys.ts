import { askedEnterprise } from '#api/asked-enterprise.ts'
import { OVERSEERS, principalOf, scopeOf, STAFF } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { problem, type Said } from '#api/problem.ts'
import { happenedOf } from '#api/sales/instant-of.ts'
import { refuseMissing } from '#api/sales/uploaded.ts'
import { keepOnce, ledgerList } from '#api/service/ledger-page.ts'
import { timeText } from '#api/time-text.ts'
import { type SurveyKind, surveyItems, surveyKinds } from '#rules/survey-items.ts'
import { pageOf } from '#schemas/api/page.ts'
import { survey, surveyCreate, surveyItemList, surveyQuery } from '#schemas/api/survey.ts'
import type { SurveyRow } from '#store/queries/quality/surveys.ts'

type Items = SurveyRow['items']

const view = (row: SurveyRow) => ({
  ...row,
  items: row.items.map((one) => ({ ...one })),
  photos: [...row.photos],
  surveyedAt: timeText(row.surveyedAt),
  recordedAt: timeText(row.recordedAt),
})

/** Items of that kind, each once; what does not conform says why. @throws INCONSISTENT_REQUEST */
const refuseStrange = (kind: SurveyKind, items: Items): void => {
  const known = new Set(surveyItems[kind].map(({ item }) => item))
  items.forEach(({ item, ok, remark }, n) => {
    const wrong = (field: string, detail: Said) =>
      problem('INCONSISTENT_REQUEST', { path: `/items/${n}/${field}`, detail })
    if (!known.has(item))
      throw wrong('item', {
        zh: `不是 ${kind} 的项目：GET /v1/survey-items`,
        en: `is no item of ${kind}: GET /v1/survey-items`,
      })
    if (items.findIndex((one) => one.item === item) !== n) {
      throw wrong('item', { zh: '项目重复', en: 'names an item twice' })
    }
    if (!ok && remark === undefined) {
      throw wrong('remark', { zh: '不符合的应说明情况', en: 'say what does not conform' })
    }
  })
}

/** 服务调查: window, hotline, visits and staff, item by item, for the shares of conforming items (R000 10.0.3). */
export const surveyRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { stations, surveys } = deps.queries

  app.get(
    '/v1/survey-items',
    { config: { access: STAFF }, schema: { response: { 200: surveyItemList } } },
    async () => ({
      kinds: surveyKinds.map((kind) => ({
        kind,
        items: surveyItems[kind].map((one) => ({ ...one, clauses: [...one.clauses] })),
      })),
    }),
  )

  app.post(
    '/v1/surveys',
    {
      config: { access: ['admin', 'office', 'station'] },
      schema: { body: surveyCreate, response: { 201: survey } },
    },
    async (request, reply) => {
      const {
        enterpriseId: asked,
        id: named,
        surveyedAt,
        stationId,
        photos,
        ...body
      } = request.body
      const principal = principalOf(request)
      const scope = scopeOf(principal)
      const enterpriseId = askedEnterprise(principal, asked, '/enterpriseId')
      if (stationId !== undefined) {
        const station = await stations.byId(scope, stationId)
        if (station?.enterpriseId !== enterpriseId) {
          throw problem('UNKNOWN_REFERENCE', { path: '/stationId' })
        }
      }
      const items = body.items.map(({ item, ok, remark }) =>
        remark === undefined ? { item, ok } : { item, ok, remark },
      )
      refuseStrange(body.kind, items)
      await refuseMissing(
        deps,
        enterpriseId,
        (photos ?? []).map((hash, n) => [`/photos/${n}`, hash] as const),
      )
      const row = await keepOnce(surveys, scope, {
        ...body,
        items,
        id: named?.toLowerCase() ?? eventIdOf(request, deps),
        enterpriseId,
        surveyedAt: happenedOf(surveyedAt, '/surveyedAt', deps.clock()),
        stationId: stationId ?? null,
        photos: photos ?? [],
        recordedBy: principal.userId,
        recordedAt: deps.clock(),
      })
      return reply.code(201).send(view(row))
    },
  )

  app.get(
    '/v1/surveys',
    {
      config: { access: OVERSEERS },
      schema: { querystring: surveyQuery, response: { 200: pageOf(survey) } },
    },
    (request) => ledgerList(request, surveys, view),
  )
}
