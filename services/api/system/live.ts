import { bearerOf, principalOf, scopeOf, tokenSha256 } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { concerns, LiveFeed } from './live-feed.ts'

/** Keeps proxies from closing, and asks whether the session still stands. */
const HEARTBEAT_MS = 15_000
/** A client that does not read is let go; it comes back and sees the lists. */
const MAX_UNREAD_BYTES = 1024 * 1024

/** Findings, work and rejected messages as they come, as server-sent events. */
export const liveRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const feed = new LiveFeed(deps.queries.live, deps.clock)
  app.addHook('onClose', async () => feed.stop())

  app.get(
    '/v1/live',
    {
      config: { access: ['admin', 'office', 'station', 'regulator'] },
      schema: { produces: ['text/event-stream'] },
    },
    (request, reply) => {
      const scope = scopeOf(principalOf(request))
      const token = bearerOf(request) ?? ''
      const { raw } = reply
      reply.hijack()
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        'x-content-type-options': 'nosniff',
      })
      raw.write(': live\n\n')
      const end = feed.subscribe((news) => {
        if (!concerns(news, scope)) return
        raw.write(`event: ${news.name}\ndata: ${news.data}\n\n`)
        if (raw.writableLength > MAX_UNREAD_BYTES) raw.destroy()
      })
      const beat = setInterval(() => {
        raw.write(': still here\n\n')
        deps.queries.sessions
          .account(tokenSha256(token), deps.clock())
          .then((account) => (account === null ? raw.end() : undefined))
          .catch(() => undefined)
      }, HEARTBEAT_MS)
      raw.on('close', () => {
        clearInterval(beat)
        end()
      })
    },
  )
}
