import type { FastifyReply, FastifyRequest } from 'fastify'
import { bearerOf, tokenSha256 } from '#api/access.ts'
import type { ApiDeps } from '#api/api-deps.ts'

/** Keeps proxies from closing, and lets a screen notice within seconds that its line is dead. */
const HEARTBEAT_MS = 5_000
/** Every so many beats it is asked whether the session still stands. */
const BEATS_A_CHECK = 3
/** A client that does not read is let go; it comes back and sees the lists. */
const MAX_UNREAD_BYTES = 1024 * 1024

export type EventStream = {
  /** `data` is JSON without line breaks. */
  readonly send: (name: string, data: string) => void
  readonly onClose: (listener: () => void) => void
}

/** Answers with server-sent events until the client leaves or its session ends. */
export const openEventStream = (
  deps: ApiDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): EventStream => {
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
  let beats = 0
  const beat = setInterval(() => {
    raw.write(': still here\n\n')
    beats += 1
    if (beats % BEATS_A_CHECK !== 0) return
    deps.queries.sessions
      .account(tokenSha256(token), deps.clock())
      .then((account) => (account === null ? raw.end() : undefined))
      .catch(() => undefined)
  }, HEARTBEAT_MS)
  raw.on('close', () => clearInterval(beat))
  return {
    send: (name, data) => {
      raw.write(`event: ${name}\ndata: ${data}\n\n`)
      if (raw.writableLength > MAX_UNREAD_BYTES) raw.destroy()
    },
    // It may have left while the caller was still asking the database.
    onClose: (listener) => void (raw.destroyed ? listener() : raw.on('close', listener)),
  }
}
