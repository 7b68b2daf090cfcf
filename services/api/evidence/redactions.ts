import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { OFFICE, OVERSEERS, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { cursorTime, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { timeText } from '#api/time-text.ts'
import { pageOf } from '#schemas/api/page.ts'
import { redaction, redactionCreate, redactionQuery } from '#schemas/api/redaction.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { EventPlace, NewRedaction, RedactionRow } from '#store/queries/evidence/redactions.ts'

const newestKey = z.tuple([cursorTime, uuid])

/** Why a cylinder was set aside, retired or failed stays in its state: a later event corrects it, nothing erases it. */
const KEPT_REASONS = ['cylinder.quarantined', 'cylinder.retired', 'inspection.completed']

type Body = z.infer<typeof redactionCreate>

const view = (row: RedactionRow) => ({
  ...row,
  fields: [...row.fields],
  redactedAt: timeText(row.redactedAt),
})

const placeOf = (places: readonly EventPlace[], body: Body): EventPlace => {
  const named = places.filter(
    ({ stationId, deviceId }) =>
      (body.stationId === undefined || body.stationId === stationId) &&
      (body.deviceId === undefined || body.deviceId === deviceId),
  )
  const [place] = named
  if (place === undefined) throw problem('UNKNOWN_REFERENCE', { path: '/eventId' })
  if (named.length > 1) {
    const detail = {
      zh: '多台设备用过该编号，请指定站点和设备',
      en: 'several devices used this id: name the station and the device',
    }
    throw problem('INCONSISTENT_REQUEST', { path: '/deviceId', detail })
  }
  if (body.fields.includes('reason') && KEPT_REASONS.includes(place.type)) {
    const detail = {
      zh: '该原因是气瓶状态的一部分，不能抹去',
      en: 'this reason is part of the state of the cylinder',
    }
    const path = `/fields/${body.fields.indexOf('reason')}`
    throw problem('INCONSISTENT_REQUEST', { path, detail, measured: place.type })
  }
  return place
}

/** Personal data that got into bytes by mistake (design §4): the bytes go, their hash and the record stay. */
export const redactionRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { redactions, rejectedMessages } = deps.queries

  const emptyRejection = async (
    request: FastifyRequest,
    rejectionId: string,
    made: NewRedaction,
  ): Promise<boolean | null> => {
    const row = await rejectedMessages.byId(scopeOf(principalOf(request)), rejectionId)
    if (row === null) throw problem('UNKNOWN_REFERENCE', { path: '/rejectedMessageId' })
    return redactions.rejection(row.id, row.stationId, made)
  }

  app.post(
    '/v1/redactions',
    {
      config: { access: OFFICE },
      schema: { body: redactionCreate, response: { 201: redaction } },
    },
    async (request, reply) => {
      const { body } = request
      const { eventId, rejectedMessageId, reason } = body
      if ((eventId === undefined) === (rejectedMessageId === undefined)) {
        const detail = {
          zh: '请指定一个事件或一条被拒消息，二者之一',
          en: 'name an event or a rejected message, one of them',
        }
        throw problem('INCONSISTENT_REQUEST', { path: '/eventId', detail })
      }
      const principal = principalOf(request)
      const by = principal.userId
      const made = { id: eventIdOf(request, deps), reason, by, at: deps.clock() }
      const emptied =
        eventId === undefined
          ? await emptyRejection(request, String(rejectedMessageId), made)
          : await redactions.event(
              placeOf(await redactions.events(scopeOf(principal), eventId), body),
              eventId.toLowerCase(),
              body.fields,
              made,
            )
      const row = await redactions.of({
        ...(eventId !== undefined && { eventId }),
        ...(rejectedMessageId !== undefined && { rejectionId: rejectedMessageId }),
      })
      if (row === null) throw problem('NOT_FOUND')
      // The same request again, after a crash: it is done.
      if (emptied !== true && row.id !== made.id) throw problem('ALREADY_REDACTED')
      return reply.code(201).send(view(row))
    },
  )

  app.get(
    '/v1/redactions',
    {
      config: { access: OVERSEERS },
      schema: { querystring: redactionQuery, response: { 200: pageOf(redaction) } },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const key = decodeCursor(cursor, newestKey)
      const before = key === null ? null : { at: key[0], id: key[1] }
      const rows = await redactions.list(scopeOf(principalOf(request)), limit + 1, before)
      return pageFrom(rows, limit, (row) => [row.redactedAt, row.id], view)
    },
  )
}
