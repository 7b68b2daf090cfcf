import { z } from 'zod'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { decodeCursor, pageFrom } from '#api/page.ts'
import { loadedProfiles } from '#api/sales/profile-at.ts'
import { timeTextOrNull } from '#api/time-text.ts'
import { addDays, dayOf } from '#domain/calendar.ts'
import { epochMs } from '#domain/units.ts'
import { odourDue } from '#schemas/api/gas.ts'
import { pageOf, pageQuery } from '#schemas/api/page.ts'

const cursorKey = z.tuple([z.string().max(64), z.string().max(64)])

/** 加臭检测到期: when the smell of the gas of each tank is tested next (R000-4.1.1.3); a tank never tested is due since it stands. */
export const odourDueRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const loadProfiles = loadedProfiles(deps)

  app.get(
    '/v1/gas-tests/odour-due',
    {
      config: { access: ['admin', 'office', 'station', 'regulator'] },
      schema: { querystring: pageQuery, response: { 200: pageOf(odourDue) } },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const scope = scopeOf(principalOf(request))
      const after = decodeCursor(cursor, cursorKey)
      const rows = await deps.queries.odourDues.tanks(scope, limit + 1, after)
      const now = epochMs(deps.clock())
      const today = dayOf(now)
      const profileOf = await loadProfiles()
      const shown = rows.map((row) => {
        const { single } = profileOf(row.region, now, row.enterpriseId)
        const term = single.odourTestDays
        const from = dayOf(epochMs(row.lastTestedAt ?? row.registeredAt))
        const dueOn =
          term === undefined ? null : row.lastTestedAt === null ? from : addDays(from, term.value)
        return {
          stationId: row.stationId,
          tank: row.tank,
          enterpriseId: row.enterpriseId,
          lastTestedAt: timeTextOrNull(row.lastTestedAt),
          dueOn,
          overdue: dueOn !== null && dueOn < today,
          everyDays: term?.value ?? null,
          clause: term?.clause ?? null,
          force: term?.force ?? null,
          certainty: term?.certainty ?? null,
        }
      })
      return pageFrom(
        shown,
        limit,
        ({ stationId, tank }) => [stationId, tank],
        (row) => row,
      )
    },
  )
}
