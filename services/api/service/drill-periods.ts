import { shownEnterprise } from '#api/asked-enterprise.ts'
import { OVERSEERS, principalOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { profileAt } from '#api/sales/profile-at.ts'
import { dayOf } from '#domain/calendar.ts'
import { drillPeriods as periodsOf } from '#domain/service/drill-period.ts'
import { day, epochMs } from '#domain/units.ts'
import { drillPeriodQuery, drillPeriods } from '#schemas/api/emergency-plan.ts'

const KINDS = [
  ['company', 'companyDrill'],
  ['user', 'userDrill'],
] as const

/** Half-years and years of the calendar with the drills held in them, and those that were missed. */
export const drillPeriodRoute = (deps: ApiDeps, app: ApiApp): void => {
  const { plans, stations } = deps.queries
  const profileOf = profileAt(deps)

  app.get(
    '/v1/drill-periods',
    {
      config: { access: OVERSEERS },
      schema: { querystring: drillPeriodQuery, response: { 200: drillPeriods } },
    },
    async (request) => {
      const { from, to } = request.query
      if (to < from) {
        const detail = { zh: '截止早于起始', en: 'to lies before from' }
        throw problem('INCONSISTENT_REQUEST', { path: 'to', detail })
      }
      const asked = request.query.enterpriseId
      const enterpriseId = await shownEnterprise(deps, principalOf(request), asked)
      const [station] = await stations.list({ kind: 'enterprise', enterpriseId }, 1, null)
      const now = epochMs(deps.clock())
      const { single } = await profileOf(station?.region ?? '000000', now, enterpriseId)
      // A year before the first day: its period may have begun before.
      const held = await plans.drillDays(enterpriseId, `${Number(from.slice(0, 4)) - 1}-01-01`, to)
      const span = { from: day(from), to: day(to), today: dayOf(now) }
      const items = KINDS.flatMap(([kind, name]) => {
        const term = single[name]
        if (term === undefined) return []
        const days = held.filter((one) => one.kind === kind).map(({ heldOn }) => day(heldOn))
        const { clause, force } = term
        return periodsOf(span, term.value.count, days).map((one) => ({
          kind,
          ...one,
          clause,
          force,
        }))
      })
      return { items }
    },
  )
}
