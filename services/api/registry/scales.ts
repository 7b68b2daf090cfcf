import { z } from 'zod'
import { OFFICE, OVERSEERS, principalOf, scopeOf, STAFF } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { cursorId, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { lockMessage, lockName, lockView, mayUnlock } from './remote-lock.ts'
import { refuseStanding } from '#api/supervision/standing-order.ts'
import { timeTextOrNull } from '#api/time-text.ts'
import type { ScaleRow } from '#store/queries/registry/scales.ts'
import { pageOf, pageQuery } from '#schemas/api/page.ts'
import { lockRecord, scaleCreate, scaleLock } from '#schemas/api/scale.ts'
import { reference, stationId } from '#schemas/identifiers.ts'

/** One division of a 150 kg filling scale of class III (GB 7724 as remembered): 50 g; a scale's papers say better. */
const DEFAULT_TOLERANCE_G = 50

const scaleView = z.looseObject({
  id: z.string(),
  stationId: z.string(),
  verifiedUntil: z.string().nullable(),
  toleranceG: z.int(),
  locked: z.boolean(),
  lockedAt: z.string().nullable(),
  lockReason: z.string().nullable(),
  lockedBy: z.string().nullable(),
  checkedAt: z.string().nullable(),
  checkPassed: z.boolean().nullable(),
})

const params = z.object({ id: reference })
const listQuery = pageQuery.extend({ stationId: stationId.optional() })
const updateBody = scaleCreate.pick({ verifiedUntil: true, toleranceG: true })

const view = (row: ScaleRow) => ({
  ...row,
  lockedAt: timeTextOrNull(row.lockedAt),
  checkedAt: timeTextOrNull(row.checkedAt),
})

export const scaleRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { scales, stations } = deps.queries

  app.post(
    '/v1/scales',
    { config: { access: OFFICE }, schema: { body: scaleCreate, response: { 201: scaleView } } },
    async (request, reply) => {
      const { id, verifiedUntil, toleranceG } = request.body
      const station = await stations.byId(scopeOf(principalOf(request)), request.body.stationId)
      if (station === null) throw problem('UNKNOWN_REFERENCE', { path: '/stationId' })
      const row = await scales.create({
        id,
        stationId: station.id,
        verifiedUntil: verifiedUntil ?? null,
        toleranceG: toleranceG ?? DEFAULT_TOLERANCE_G,
      })
      if (row === 'unique') throw problem('ALREADY_EXISTS', { path: '/id' })
      if (row === 'reference') throw problem('UNKNOWN_REFERENCE', { path: '/stationId' })
      deps.siteChanged()
      return reply.code(201).send(view(row))
    },
  )

  app.get(
    '/v1/scales',
    {
      config: { access: STAFF },
      schema: { querystring: listQuery, response: { 200: pageOf(scaleView) } },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const scope = scopeOf(principalOf(request))
      const rows = await scales.list(scope, filter, limit + 1, decodeCursor(cursor, reference))
      return pageFrom(rows, limit, (row) => row.id, view)
    },
  )

  app.get(
    '/v1/scales/:id',
    { config: { access: STAFF }, schema: { params, response: { 200: scaleView } } },
    async (request) => {
      const row = await scales.byId(scopeOf(principalOf(request)), request.params.id)
      if (row === null) throw problem('NOT_FOUND')
      return view(row)
    },
  )

  app.patch(
    '/v1/scales/:id',
    {
      config: { access: OFFICE },
      schema: { params, body: updateBody, response: { 200: scaleView } },
    },
    async (request) => {
      const known = await scales.byId(scopeOf(principalOf(request)), request.params.id)
      const row = known === null ? null : await scales.change(known.id, request.body)
      if (row === null) throw problem('NOT_FOUND')
      deps.siteChanged()
      return view(row)
    },
  )

  app.get(
    '/v1/scales/:id/locks',
    {
      config: { access: STAFF },
      schema: { params, querystring: pageQuery, response: { 200: pageOf(lockRecord) } },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const known = await scales.byId(scopeOf(principalOf(request)), request.params.id)
      if (known === null) throw problem('NOT_FOUND')
      const place = { stationId: known.stationId, scale: known.id }
      const rows = await deps.queries.locks.list(place, limit + 1, decodeCursor(cursor, cursorId))
      return pageFrom(rows, limit, (row) => row.id, lockView)
    },
  )

  for (const action of ['lock', 'unlock'] as const) {
    app.post(
      `/v1/scales/:id/${action}`,
      {
        config: { access: OVERSEERS },
        schema: { params, body: scaleLock, response: { 200: scaleView } },
      },
      async (request) => {
        const principal = principalOf(request)
        const { reason } = request.body
        const known = await scales.byId(scopeOf(principal), request.params.id)
        if (known === null) throw problem('NOT_FOUND')
        mayUnlock(principal, known.lockedBy)
        if (action === 'unlock') await refuseStanding(deps, 'lock-scale', known.id)
        const payload = lockMessage(action, reason, known.id)
        const row = await scales.setLock(known.id, {
          action,
          stationId: known.stationId,
          scale: known.id,
          reason,
          by: lockName(principal),
          at: deps.clock(),
          payload,
        })
        if (row === null) throw problem('NOT_FOUND')
        deps.siteChanged()
        return view(row)
      },
    )
  }
}
