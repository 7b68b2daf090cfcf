import { z } from 'zod'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { decodeCursor, pageFrom } from '#api/page.ts'
import { timeText } from '#api/time-text.ts'
import { pageOf } from '#schemas/api/page.ts'
import { priceNotice, priceNoticeQuery } from '#schemas/api/price.ts'
import { uuid } from '#schemas/identifiers.ts'
import { calendarDate } from '#schemas/time.ts'
import { settlementOf } from './price-change.ts'

const cursorKey = z.tuple([calendarDate, uuid])

/** What changes in prices, published ahead (调价公告, R000-5.1.3). */
export const priceNoticeRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  app.get(
    '/v1/public/price-notices',
    {
      config: {
        access: 'public',
        rateLimit: { max: deps.config.publicPerMinute, timeWindow: '1 minute' },
      },
      schema: { querystring: priceNoticeQuery, response: { 200: pageOf(priceNotice) } },
    },
    async (request) => {
      const { limit, cursor, enterpriseId } = request.query
      const key = decodeCursor(cursor, cursorKey)
      const after = key === null ? null : { validFrom: key[0], id: key[1] }
      const rows = await deps.queries.priceNotices.list(enterpriseId, limit + 1, after)
      return pageFrom(
        rows,
        limit,
        (row) => [row.validFrom, row.priceId],
        (row) => ({
          ...row,
          publishedAt: timeText(row.publishedAt),
          settlement: settlementOf(row.validFrom),
        }),
      )
    },
  )
}
