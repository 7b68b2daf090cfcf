import type { FastifyReply, FastifyRequest } from 'fastify'
import { bearerOf, principalOf, tokenSha256 } from '#api/access.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'

/** Keeps proxies from closing, and lets a screen notice within seconds that its line is dead. */
const HEARTBEAT_MS = 5_000
/** Every so many beats it is asked whether the session still stands. */
const BEATS_A_CHECK = 3
/** A client that does not read is let go; it comes back and sees the lists. */
const MAX_UNREAD_BYTES = 1024 * 1024

/** Open streams of one user in one process: every screen of a station under one name, and no more. Each asks the database now and then. */
const MOST_OF_A_USER = 50
const open = new WeakMap<ApiDeps, Map<string, number>>()

/** Counts a stream of this user. @returns what ends its counting @throws Problem RATE_LIMITED */
const counted = (deps: ApiDeps, userId: string): (() => void) => {
  const streams = open.get(deps) ?? new Map<string, number>()
  open.set(deps, streams)
  const others = streams.get(userId) ?? 0
  if (others >= MOST_OF_A_USER) throw problem('RATE_LIMITED')
  streams.set(userId, others + 1)
  return () => {
    const left = (streams.get(userId) ?? 1) - 1
    if (left === 0) streams.delete(userId)
    else streams.set(userId, left)
  }
}

export type EventStream = {
  /** `data` is JSON without line breaks. */
  readonly send: (name: string, data: string) => void
  readonly onClose: (listener: () => void) => void
}

/** Answers with server-sent events until the client leaves or its session ends. @throws Problem RATE_LIMITED */
export const openEventStream = (
  deps: ApiDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): EventStream => {
  const token = bearerOf(request) ?? ''
  const gone = counted(deps, principalOf(request).userId)
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
  raw.on('close', () => {
    clearInterval(beat)
    gone()
  })
  return {
    send: (name, data) => {
      raw.write(`event: ${name}\ndata: ${data}\n\n`)
      if (raw.writableLength > MAX_UNREAD_BYTES) raw.destroy()
    },
    // It may have left while the caller was still asking the database.
    onClose: (listener) => void (raw.destroyed ? listener() : raw.on('close', listener)),
  }
}
