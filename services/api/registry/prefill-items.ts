import { z } from 'zod'
import { principalOf, scopeOf, STAFF } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { profileAt } from '#api/sales/profile-at.ts'
import { epochMs } from '#domain/units.ts'
import { prefillItems } from '#rules/prefill-items.ts'
import { prefillList } from '#schemas/api/station.ts'
import { stationId } from '#schemas/identifiers.ts'

const params = z.object({ id: stationId })

/** 充装前检查项目 at a station: what one scan answers for, by the rules in force there, with clause (R001-6.2-cl…cs). */
export const prefillItemRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const profileOf = profileAt(deps)

  app.get(
    '/v1/stations/:id/prefill-items',
    { config: { access: STAFF }, schema: { params, response: { 200: prefillList } } },
    async (request) => {
      const scope = scopeOf(principalOf(request))
      const station = await deps.queries.stations.byId(scope, request.params.id)
      if (station === null) throw problem('NOT_FOUND')
      const { id, ref } = await profileOf(
        station.region,
        epochMs(deps.clock()),
        station.enterpriseId,
      )
      const items = prefillItems(id, deps.profiles)
      return { profile: ref, items: items.map((one) => ({ ...one, clauses: [...one.clauses] })) }
    },
  )
}
