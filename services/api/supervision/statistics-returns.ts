import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { csvCell } from '#api/csv-cell.ts'
import { problem } from '#api/problem.ts'
import { addDays, dayOf } from '#domain/calendar.ts'
import { breakdownWords } from '#domain/supervision/breakdown-words.ts'
import { measureWords, wordsOfMeasure } from '#domain/supervision/measure-words.ts'
import { evidenceNames } from '#domain/supervision/score-sheet.ts'
import { totalWords } from '#domain/supervision/total-words.ts'
import { day, epochMs } from '#domain/units.ts'
import { statisticsQuery, statisticsReturn } from '#schemas/api/statistics-return.ts'

const READERS = ['admin', 'office', 'regulator'] as const

type Query = z.infer<typeof statisticsQuery>

/** 统计报表: what the registers hold of an enterprise and a period, to be handed in (R004-A2-2). */
export const statisticsRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { enterprises, evaluations, statistics } = deps.queries

  const returnOf = async (request: FastifyRequest, { enterpriseId, from, to, by }: Query) => {
    const principal = principalOf(request)
    if (to <= from) {
      throw problem('INCONSISTENT_REQUEST', {
        path: 'to',
        detail: { zh: '截止须晚于起始', en: 'to must be after from' },
      })
    }
    const asked = enterpriseId ?? principal.enterpriseId
    if (asked === null) {
      throw problem('INVALID_REQUEST', {
        path: 'enterpriseId',
        detail: { zh: '请指定企业', en: 'name the enterprise' },
      })
    }
    const enterprise = await enterprises.byId(scopeOf(principal), asked)
    if (enterprise === null) throw problem('UNKNOWN_REFERENCE', { path: 'enterpriseId' })
    const period = { enterpriseId: asked, from, to }
    const last = addDays(day(to), -1)
    const now = epochMs(deps.clock())
    const today = dayOf(now)
    const totals = await statistics.totals(period)
    const parts = by === undefined ? [] : await statistics.parts(period, by)
    const asOf = { day: last < today ? last : today, now }
    const counted = await evaluations.collect(evidenceNames, period, asOf)
    // A count may stand behind several items: told once.
    const shares = new Map([...counted.values()].flat().map((one) => [one.name, one]))
    return {
      ...period,
      enterpriseName: enterprise.name,
      totals: totals.map(({ name, value }) => ({ name, value, ...totalWords[name] })),
      by: by === undefined ? null : breakdownWords[by],
      parts: parts.map((part) => ({ ...part, by: by ?? '', ...totalWords[part.name] })),
      shares: Object.keys(measureWords).flatMap((name) => {
        const share = shares.get(name)
        if (share === undefined) return []
        return [{ name, words: wordsOfMeasure(name), good: share.good, all: share.all }]
      }),
    }
  }

  app.get(
    '/v1/statistics-returns',
    {
      config: { access: READERS },
      schema: { querystring: statisticsQuery, response: { 200: statisticsReturn } },
    },
    (request) => returnOf(request, request.query),
  )

  app.get(
    '/v1/statistics-returns.csv',
    {
      config: { access: READERS },
      schema: {
        querystring: statisticsQuery,
        response: { 200: z.unknown().describe('CSV, UTF-8 with BOM') },
      },
    },
    async (request, reply) => {
      const { from, to, totals, parts, shares } = await returnOf(request, request.query)
      // With a mark of its encoding, for spreadsheets in China. A model is what the price list calls it.
      const lines = [
        '\uFEFF指标,数值,总数,单位',
        ...totals.map(({ words, value, unit }) => `${words.zh},${value},,${unit.zh}`),
        ...parts.map(
          ({ words, key, value, unit }) =>
            `${csvCell(`${words.zh} · ${key}`)},${value},,${unit.zh}`,
        ),
        ...shares.map(({ words, good, all }) => `${words.zh},${good},${all},`),
      ]
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="statistics-${from}-${to}.csv"`)
        .send(`${lines.join('\r\n')}\r\n`)
    },
  )
}
