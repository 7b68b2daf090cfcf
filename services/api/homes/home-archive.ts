import { z } from 'zod'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { customerWithin, SERVICE } from '#api/people/customer-view.ts'
import { problem } from '#api/problem.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { addMonths, dayOf, startOfDay } from '#domain/calendar.ts'
import { epochMs } from '#domain/units.ts'
import { homeArchive } from '#schemas/api/home-archive.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { ArchivedNotice, ArchivedProof } from '#store/queries/homes/home-archive.ts'

const params = z.object({ id: uuid, premisesId: uuid })

/** R001-5.5-¶8. */
const KEPT_MONTHS = 36

const noticeView = (row: ArchivedNotice, proofs: readonly ArchivedProof[]) => ({
  ...row,
  hazards: row.hazards.map((one) => ({ ...one })),
  issuedAt: timeText(row.issuedAt),
  reportedAt: timeTextOrNull(row.reportedAt),
  closedAt: timeTextOrNull(row.closedAt),
  closing:
    row.closing === null
      ? null
      : {
          items: (row.closing.check?.items ?? []).map((one) => ({ ...one })),
          signature: row.closing.signature ?? null,
        },
  proofs: proofs
    .filter(({ rectificationId }) => rectificationId === row.id)
    .map((one) => ({ ...one })),
})

/** 入户安检与隐患整改档案: everything of one home on one page, three years back. */
export const homeArchiveRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  app.get(
    '/v1/customers/:id/premises/:premisesId/archive',
    { config: { access: SERVICE }, schema: { params, response: { 200: homeArchive } } },
    async (request) => {
      const customer = await customerWithin(deps, request, request.params.id)
      const { premisesId } = request.params
      const home = await deps.queries.premises.byId(scopeOf(principalOf(request)), premisesId)
      if (home === null || home.customerId !== customer.id) throw problem('NOT_FOUND')
      const today = dayOf(epochMs(deps.clock()))
      const from = addMonths(today, -KEPT_MONTHS)
      const found = await deps.queries.homeArchive.of(premisesId, startOfDay(from))
      return {
        premisesId,
        customerId: customer.id,
        enterpriseId: home.enterpriseId,
        from,
        visits: found.visits.map((row) => ({
          ...row,
          items: row.items.map((one) => ({ ...one })),
          happenedAt: timeText(row.happenedAt),
        })),
        notices: found.notices.map((row) => noticeView(row, found.proofs)),
        refusals: found.refusals.map((row) => ({
          ...row,
          happenedAt: timeText(row.happenedAt),
          linkage: row.linkage.map(({ toldAt, with: who, result }) => ({
            toldAt: timeText(toldAt),
            with: who,
            result,
          })),
        })),
        suspensions: found.suspensions.map((row) => ({
          ...row,
          effectiveAt: timeText(row.effectiveAt),
          liftedAt: timeTextOrNull(row.liftedAt),
        })),
        parts: found.parts.map((row) => ({
          ...row,
          expired: row.replacedAt === null && row.useUntil < today,
          replacedAt: timeTextOrNull(row.replacedAt),
        })),
      }
    },
  )
}
