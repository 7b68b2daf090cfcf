import { OVERSEERS, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { addDays, startOfDay } from '#domain/calendar.ts'
import { day } from '#domain/units.ts'
import { stationDayQuery, stationDays } from '#schemas/api/station-day.ts'

const MAX_DAYS = 366

/** 上报量: what stations told, day by day. A station that is silent shows here before anybody complains. */
export const stationDayRoutes =
  ({ queries }: ApiDeps) =>
  async (app: ApiApp): Promise<void> => {
    app.get(
      '/v1/station-days',
      {
        config: { access: OVERSEERS },
        schema: { querystring: stationDayQuery, response: { 200: stationDays } },
      },
      async (request) => {
        const { from, to, enterprise, station } = request.query
        const [first, last] = [day(from), day(to)]
        const days: string[] = []
        for (let at = first; at <= last && days.length <= MAX_DAYS; at = addDays(at, 1))
          days.push(at)
        if (days.length === 0) {
          const detail = { zh: '截止应不早于起始', en: 'to must not be before from' }
          throw problem('INCONSISTENT_REQUEST', { path: 'to', detail })
        }
        if (days.length > MAX_DAYS) {
          const detail = { zh: `一次最多 ${MAX_DAYS} 天`, en: `${MAX_DAYS} days at most` }
          throw problem('INVALID_REQUEST', { path: 'to', detail })
        }
        const scope = scopeOf(principalOf(request))
        if (station !== undefined && (await queries.stations.byId(scope, station)) === null) {
          throw problem('NOT_FOUND', { path: 'station' })
        }
        const told = await queries.stationDays.told(scope, {
          from: startOfDay(first),
          to: startOfDay(addDays(last, 1)),
          enterpriseId: enterprise,
          stationId: station,
        })
        const known = new Map(told.map((one) => [one.at, one]))
        return {
          items: days.map((name) => {
            const found = known.get(startOfDay(day(name)))
            const { events, fills, stations } = found ?? { events: 0, fills: 0, stations: 0 }
            return { day: name, events, fills, stations }
          }),
        }
      },
    )
  }
