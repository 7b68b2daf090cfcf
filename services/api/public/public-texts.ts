import { z } from 'zod'
import { shownEnterprise } from '#api/asked-enterprise.ts'
import { OFFICE, OVERSEERS, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { cursorTime, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { publishedTopics } from '#rules/published-topics.ts'
import {
  publicNoticeQuery as listQuery,
  publicText,
  publicTextCreate,
  publicTextParams as params,
  publicTextsMissing,
} from '#schemas/api/public-info.ts'
import { pageOf } from '#schemas/api/page.ts'
import { reference, uuid } from '#schemas/identifiers.ts'
import type { PublicTextRow } from '#store/queries/public/public-texts.ts'
import { publisherOf } from './public-notices.ts'

const missingQuery = z.object({ enterpriseId: reference.optional() })
const cursorKey = z.tuple([cursorTime, uuid])

const view = (row: PublicTextRow) => ({
  ...row,
  writtenAt: timeText(row.writtenAt),
  reviewedAt: timeTextOrNull(row.reviewedAt),
})

/** Texts by language: drafts until a person has reviewed them; a translation falls with the Chinese text that it translates. */
export const publicTextRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { publicTexts } = deps.queries

  app.post(
    '/v1/public-texts',
    {
      config: { access: OFFICE },
      schema: { body: publicTextCreate, response: { 201: publicText } },
    },
    async (request, reply) => {
      const { enterpriseId: named, ...text } = request.body
      const principal = principalOf(request)
      const row = await publicTexts.write({
        ...text,
        id: eventIdOf(request, deps),
        enterpriseId: publisherOf(principal, named),
        at: deps.clock(),
        by: principal.userId,
      })
      if (row === 'no-source') {
        const detail = {
          zh: '请先拟定并审核中文文本，再作翻译',
          en: 'write and review the Chinese text first: a translation is of something',
        }
        throw problem('INCONSISTENT_REQUEST', { path: '/lang', detail })
      }
      return reply.code(201).send(view(row))
    },
  )

  app.get(
    '/v1/public-texts',
    {
      config: { access: OVERSEERS },
      schema: { querystring: listQuery, response: { 200: pageOf(publicText) } },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const key = decodeCursor(cursor, cursorKey)
      const after = key === null ? null : { at: key[0], id: key[1] }
      const rows = await publicTexts.list(scopeOf(principalOf(request)), limit + 1, after)
      return pageFrom(rows, limit, (row) => [row.writtenAt, row.id], view)
    },
  )

  app.get(
    '/v1/public-texts/missing',
    {
      config: { access: OVERSEERS },
      schema: { querystring: missingQuery, response: { 200: publicTextsMissing } },
    },
    async (request) => {
      const asked = request.query.enterpriseId
      const enterpriseId = await shownEnterprise(deps, principalOf(request), asked)
      const there = await publicTexts.reviewedTopics(enterpriseId)
      const topics = publishedTopics.filter(([topic]) => !there.includes(topic))
      return {
        enterpriseId,
        topics: topics.map(([topic, clauses]) => ({ topic, clauses: [...clauses] })),
      }
    },
  )

  app.post(
    '/v1/public-texts/:id/review',
    { config: { access: OFFICE }, schema: { params, response: { 200: publicText } } },
    async (request) => {
      const principal = principalOf(request)
      const row = await publicTexts.byId(scopeOf(principal), request.params.id)
      if (row === null) throw problem('NOT_FOUND')
      const by = { by: principal.userId, at: deps.clock() }
      const reviewed = await publicTexts.review(row, by)
      if (reviewed === null) throw problem('ALREADY_CLOSED')
      if (reviewed === 'stale') {
        const detail = {
          zh: '中文文本已更新，请翻译最新文本',
          en: 'the Chinese text is another one by now: translate that one',
        }
        throw problem('CHANGED_MEANWHILE', { detail })
      }
      return view(reviewed)
    },
  )
}
