import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { believableTime } from '#api/gas/gas-event.ts'
import { present, timeText, timeTextOrNull } from '#api/time-text.ts'
import { dayOf } from '#domain/calendar.ts'
import { type EpochMs, epochMs } from '#domain/units.ts'
import { pageOf } from '#schemas/api/page.ts'
import { shift as shiftSchema, shiftQuery, shiftSign } from '#schemas/api/shift.ts'
import { operator, scaleName, stationId } from '#schemas/identifiers.ts'
import type { ShiftRow } from '#store/queries/registry/shifts.ts'

const WRITERS = ['admin', 'office', 'station'] as const
const READERS = [...WRITERS, 'regulator'] as const
const cursorKey = z.tuple([stationId, operator, z.union([z.literal(''), scaleName])])

type Sign = z.infer<typeof shiftSign>

const certificateOf = ({ known, certifiedUntil }: ShiftRow, now: number) => {
  if (!known || certifiedUntil === null) return 'unknown' as const
  return certifiedUntil < dayOf(epochMs(now)) ? ('expired' as const) : ('valid' as const)
}

const view = (now: number) => (row: ShiftRow) => ({
  stationId: row.stationId,
  scale: row.scale === '' ? null : row.scale,
  operator: row.operator,
  signedInAt: timeText(row.signedInAt),
  signedOutAt: timeTextOrNull(row.signedOutAt),
  onShift: row.onShift,
  certificate: certificateOf(row, now),
  certifiedUntil: row.certifiedUntil,
})

/** The place exists and is the caller's; whoever begins there has a certificate that is good. */
const checkSign = async (
  deps: ApiDeps,
  request: FastifyRequest,
  body: Sign,
  begins: boolean,
): Promise<EpochMs> => {
  const scope = scopeOf(principalOf(request))
  const { stations, scales, shifts } = deps.queries
  const station = await stations.byId(scope, body.stationId)
  if (station === null) throw problem('UNKNOWN_REFERENCE', { path: '/stationId' })
  const scale = body.scale === undefined ? undefined : await scales.byId(scope, body.scale)
  if (scale !== undefined && scale?.stationId !== station.id) {
    throw problem('UNKNOWN_REFERENCE', { path: '/scale' })
  }
  const { happenedAt } = body
  const at = happenedAt === undefined ? epochMs(deps.clock()) : believableTime(deps, happenedAt)
  if (!begins) return at
  const until = await shifts.certifiedUntil(station.enterpriseId, body.operator)
  if (until === undefined) {
    const detail = {
      zh: '本企业员工名册中没有该工号：POST /v1/staff',
      en: 'nobody of this enterprise has that number: POST /v1/staff',
    }
    throw problem('UNKNOWN_REFERENCE', { path: '/operator', detail })
  }
  if (until !== null && until < dayOf(at)) {
    const measure = { measured: dayOf(at), limit: until, unit: 'day', clause: 'R002-5.7.1' }
    throw problem('UNCERTIFIED', { path: '/operator', ...measure })
  }
  return at
}

/** 班次: who works at which scale, and with which certificate; told by devices, or by a person on behalf of a worker. */
export const shiftRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { shifts } = deps.queries

  app.get(
    '/v1/shifts',
    {
      config: { access: READERS },
      schema: { querystring: shiftQuery, response: { 200: pageOf(shiftSchema) } },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const key = decodeCursor(cursor, cursorKey)
      const after = key === null ? null : { stationId: key[0], operator: key[1], scale: key[2] }
      const now = deps.clock()
      const scope = scopeOf(principalOf(request))
      const rows = await shifts.list(scope, { ...filter, now }, limit + 1, after)
      return pageFrom(rows, limit, (row) => [row.stationId, row.operator, row.scale], view(now))
    },
  )

  for (const [action, type] of [
    ['sign-in', 'operator.signed-in'],
    ['sign-out', 'operator.signed-out'],
  ] as const) {
    app.post(
      `/v1/shifts/${action}`,
      {
        config: { access: WRITERS },
        schema: { body: shiftSign, response: { 200: pageOf(shiftSchema) } },
      },
      async (request) => {
        const { body } = request
        const principal = principalOf(request)
        const at = await checkSign(deps, request, body, action === 'sign-in')
        const own = { stationId: body.stationId, operator: body.operator, scale: body.scale }
        const known = { ...own, state: 'all', now: Math.max(at, deps.clock()) } as const
        const scope = scopeOf(principal)
        if (action === 'sign-out') {
          const open = await shifts.list(scope, { ...known, state: 'on' }, 1, null)
          if (open.length === 0) throw problem('NOT_ON_SHIFT', { path: '/operator' })
        }
        await deps.recorder.recordAtSite({
          id: eventIdOf(request, deps),
          type,
          at,
          stationId: body.stationId,
          operator: body.operator,
          body: present({ scale: body.scale, by: principal.userId }),
        })
        const rows = await shifts.list(scope, known, 500, null)
        return { items: rows.map(view(known.now)), next: null }
      },
    )
  }
}
