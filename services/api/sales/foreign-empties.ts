import { z } from 'zod'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { cursorTime, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { derivedId } from '#api/derived-id.ts'
import { instantOf } from './instant-of.ts'
import { recordAll } from './returned.ts'
import { refuseMissing } from './uploaded.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import type { ApiEvent } from '#domain/recorder.ts'
import { pageOf } from '#schemas/api/page.ts'
import {
  foreignEmpty,
  foreignEmptyQuery,
  foreignHandOver,
  handedOver,
} from '#schemas/api/return.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { ForeignRow } from '#store/queries/sales/returns.ts'

const cursorKey = z.tuple([cursorTime, uuid])
const KEEPERS = ['admin', 'office', 'station'] as const

const view = (row: ForeignRow) => ({
  ...row,
  happenedAt: timeText(row.happenedAt),
  recordedAt: timeText(row.recordedAt),
  handedOverAt: timeTextOrNull(row.handedOverAt),
})

/** Empties of other owners: kept apart, never filled (`NOT_OWNED`), given to their owner against two signatures. */
export const foreignEmptyRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { returns } = deps.queries

  app.get(
    '/v1/foreign-empties',
    {
      config: { access: [...KEEPERS, 'courier', 'regulator'] },
      schema: { querystring: foreignEmptyQuery, response: { 200: pageOf(foreignEmpty) } },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const key = decodeCursor(cursor, cursorKey)
      const after = key === null ? null : { at: key[0], id: key[1] }
      const scope = scopeOf(principalOf(request))
      const rows = await returns.foreign(scope, filter, limit + 1, after)
      return pageFrom(rows, limit, (row) => [row.recordedAt, row.id], view)
    },
  )

  app.post(
    '/v1/foreign-empties/hand-overs',
    {
      config: { access: KEEPERS },
      schema: { body: foreignHandOver, response: { 201: handedOver } },
    },
    async (request, reply) => {
      const { body } = request
      const principal = principalOf(request)
      const ids = [...new Set(body.ids)]
      const rows = await returns.foreignByIds(scopeOf(principal), ids)
      const missing = body.ids.findIndex((id) => !rows.some((row) => row.id === id.toLowerCase()))
      if (missing >= 0) throw problem('UNKNOWN_REFERENCE', { path: `/ids/${missing}` })
      const other = rows.find(({ ownerId }) => ownerId !== null && ownerId !== body.to)
      if (other !== undefined) {
        const path = `/ids/${body.ids.findIndex((id) => id.toLowerCase() === other.id)}`
        const detail = {
          zh: `该瓶属于 ${other.ownerId}，不属于 ${body.to}`,
          en: `it belongs to ${other.ownerId}, not to ${body.to}`,
        }
        throw problem('INCONSISTENT_REQUEST', {
          path,
          measured: other.ownerId ?? '',
          limit: body.to,
          detail,
        })
      }
      const { giver, receiver } = body.signatures
      if (giver === receiver) {
        const detail = { zh: '交接双方须各自签名', en: 'two people sign: who gives and who takes' }
        throw problem('INCONSISTENT_REQUEST', { path: '/signatures/receiver', detail })
      }
      const enterpriseId = rows[0]?.enterpriseId ?? ''
      await refuseMissing(deps, enterpriseId, [
        ['/signatures/giver', giver, 'signature'],
        ['/signatures/receiver', receiver, 'signature'],
      ])
      const id = eventIdOf(request, deps)
      const at = instantOf(body.happenedAt, '/happenedAt')
      const events = rows.flatMap(({ code, registered }) => {
        if (code === null || !registered) return []
        const event: ApiEvent = {
          id: derivedId('handed-over', id, code),
          type: 'custody.handed-over',
          at,
          stationId: null,
          operator: principal.username,
          body: { to: { kind: 'unknown', id: body.to }, by: principal.userId },
        }
        return [{ code, event }]
      })
      const handOver = {
        id,
        ids,
        enterpriseId,
        recordedAt: deps.clock(),
        to: body.to,
        happenedAt: at,
        by: principal.userId,
        giver: Buffer.from(giver, 'hex'),
        receiver: Buffer.from(receiver, 'hex'),
      }
      const gone = await returns.handOver(handOver, events)
      if (gone !== null) {
        const path = `/ids/${body.ids.findIndex((one) => one.toLowerCase() === gone)}`
        throw problem('ALREADY_HANDED_OVER', { path })
      }
      await recordAll(deps, events)
      return reply.code(201).send({ handOverId: id, handedOver: rows.length })
    },
  )
}
