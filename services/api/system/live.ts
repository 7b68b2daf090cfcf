import { z } from 'zod'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { stationId } from '#schemas/identifiers.ts'
import { openEventStream } from './event-stream.ts'
import { concerns, LiveFeed } from './live-feed.ts'
import { StationFeed } from './station-feed.ts'

/** Findings, work and rejected messages as they come, and a station's scales at work, as server-sent events. */
export const liveRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const failed = (err: unknown): void => app.log.warn({ err }, 'the live view could not look')
  const feed = new LiveFeed(deps.queries.live, deps.clock, failed)
  const stations = new StationFeed(deps.queries.stationLive, deps.clock, failed)
  app.addHook('onClose', async () => {
    feed.stop()
    stations.stop()
  })

  app.get(
    '/v1/live',
    {
      config: { access: ['admin', 'office', 'station', 'regulator'] },
      schema: { produces: ['text/event-stream'] },
    },
    (request, reply) => {
      const scope = scopeOf(principalOf(request))
      const stream = openEventStream(deps, request, reply)
      stream.onClose(
        feed.subscribe((news) => {
          if (concerns(news, scope)) stream.send(news.name, news.data)
        }),
      )
    },
  )

  app.get(
    '/v1/stations/:id/live',
    {
      config: { access: ['admin', 'office', 'station', 'regulator'] },
      schema: { params: z.object({ id: stationId }), produces: ['text/event-stream'] },
    },
    async (request, reply) => {
      const { id } = request.params
      const station = await deps.queries.stations.byId(scopeOf(principalOf(request)), id)
      if (station === null) throw problem('NOT_FOUND')
      const stream = openEventStream(deps, request, reply)
      const end = await stations.subscribe(id, ({ name, data }) => stream.send(name, data))
      stream.onClose(end)
    },
  )
}
