import { z } from 'zod'
import { OFFICE, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { cursorId, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import type { RejectedRow } from '#store/queries/evidence/rejected-messages.ts'
import {
  rejectedMessage,
  rejectedMessagePage,
  rejectedMessageQuery,
  replayResult,
} from '#schemas/api/rejected-message.ts'
import { code } from '#schemas/finding.ts'
import { stationId } from '#schemas/identifiers.ts'

const params = z.object({ id: cursorId })
const listQuery = rejectedMessageQuery.extend({
  stationId: stationId.optional(),
  code: code.optional(),
})
const READERS = ['admin', 'office', 'station', 'regulator'] as const

/** Text where the bytes are text (a cut may split the last character), else base64. */
const payloadOf = (raw: Buffer, whole: boolean) => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(raw, { stream: !whole })
    return { payload: text, encoding: 'utf8' as const }
  } catch {
    return { payload: raw.toString('base64'), encoding: 'base64' as const }
  }
}

const view = ({ raw, bytes, ...row }: RejectedRow) => ({
  ...row,
  receivedAt: timeText(row.receivedAt),
  replayedAt: timeTextOrNull(row.replayedAt),
  redactedAt: timeTextOrNull(row.redactedAt),
  ...(row.redactedAt === null ? payloadOf(raw, raw.length === bytes) : { payload: null }),
  bytes,
  truncated: raw.length < bytes,
})

export const rejectedMessageRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { rejectedMessages } = deps.queries

  app.get(
    '/v1/rejected-messages',
    {
      config: { access: READERS },
      schema: { querystring: listQuery, response: { 200: rejectedMessagePage } },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const scope = scopeOf(principalOf(request))
      const before = decodeCursor(cursor, cursorId)
      const rows = await rejectedMessages.list(scope, filter, limit + 1, before)
      return pageFrom(rows, limit, (row) => row.id, view)
    },
  )

  app.get(
    '/v1/rejected-messages/:id',
    { config: { access: READERS }, schema: { params, response: { 200: rejectedMessage } } },
    async (request) => {
      const row = await rejectedMessages.byId(scopeOf(principalOf(request)), request.params.id)
      if (row === null) throw problem('NOT_FOUND')
      return view(row)
    },
  )

  app.post(
    '/v1/rejected-messages/:id/replay',
    { config: { access: OFFICE }, schema: { params, response: { 200: replayResult } } },
    async (request) => {
      const row = await rejectedMessages.byId(scopeOf(principalOf(request)), request.params.id)
      if (row === null) throw problem('NOT_FOUND')
      if (row.replayedAt !== null && row.replayCode === null) throw problem('ALREADY_REPLAYED')
      if (row.redactedAt !== null) throw problem('ALREADY_REDACTED')
      const outcome = await deps.replay(row.id)
      if (outcome === null) throw problem('NOT_FOUND')
      return outcome
    },
  )
}
