import { z } from 'zod'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { customerArchive } from '#schemas/api/customer.ts'
import { uuid } from '#schemas/identifiers.ts'
import { customerWithin, oneCustomerView, SERVICE } from './customer-view.ts'

const params = z.object({ id: uuid })

/** 用户档案 on one page: basic data (starred out), what was used, and what was seen at home (R001-8.2-2, R002-5.8.2). */
export const customerArchiveRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  app.get(
    '/v1/customers/:id/archive',
    { config: { access: SERVICE }, schema: { params, response: { 200: customerArchive } } },
    async (request) => {
      const row = await customerWithin(deps, request, request.params.id)
      const [customer, archive] = await Promise.all([
        oneCustomerView(deps, row),
        deps.queries.customerArchive.of(row.id),
      ])
      const { used, inspections, notices, parts, cases, counts } = archive
      return {
        customer,
        counts,
        used: used.map(({ happenedAt, ...one }) => ({ ...one, happenedAt: timeText(happenedAt) })),
        inspections: inspections.map(({ happenedAt, ...one }) => ({
          ...one,
          happenedAt: timeText(happenedAt),
        })),
        notices: notices.map(({ closedAt, ...one }) => ({
          ...one,
          closedAt: timeTextOrNull(closedAt),
        })),
        parts: parts.map((one) => ({ ...one })),
        cases: cases.map(({ openedAt, ...one }) => ({ ...one, openedAt: timeText(openedAt) })),
      }
    },
  )
}
