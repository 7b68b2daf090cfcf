import { z } from 'zod'
import { mayActFor, OFFICE, OVERSEERS, principalOf, scopeOf, STAFF } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { mayUnlock, lockMessage, lockName, lockView } from './remote-lock.ts'
import { cursorId, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { refuseStanding } from '#api/supervision/standing-order.ts'
import { timeTextOrNull } from '#api/time-text.ts'
import type { StationRow } from '#store/queries/registry/stations.ts'
import { pageOf, pageQuery } from '#schemas/api/page.ts'
import { lockRecord, scaleLock } from '#schemas/api/scale.ts'
import { stationCreate } from '#schemas/api/station.ts'
import { stationId } from '#schemas/identifiers.ts'

const stationView = z.looseObject({
  id: z.string(),
  name: z.string(),
  region: z.string(),
  enterpriseId: z.string(),
  licenceNo: z.string().nullable(),
  licenceUntil: z.string().nullable(),
  locked: z.boolean(),
  lockedAt: z.string().nullable(),
  lockReason: z.string().nullable(),
  lockedBy: z.string().nullable(),
  location: z.looseObject({ lat: z.number(), lon: z.number() }).nullable(),
})

const params = z.object({ id: stationId })
const updateBody = stationCreate
  .pick({ name: true, licenceNo: true, licenceUntil: true, location: true })
  .partial()

const view = (row: StationRow) => ({ ...row, lockedAt: timeTextOrNull(row.lockedAt) })

export const stationRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { stations } = deps.queries

  app.post(
    '/v1/stations',
    {
      config: { access: OFFICE },
      schema: { body: stationCreate, response: { 201: stationView } },
    },
    async (request, reply) => {
      const { body } = request
      mayActFor(principalOf(request), body.enterpriseId, '/enterpriseId')
      const row = await stations.create({
        ...body,
        licenceNo: body.licenceNo ?? null,
        licenceUntil: body.licenceUntil ?? null,
        location: body.location ?? null,
      })
      if (row === 'unique') throw problem('ALREADY_EXISTS', { path: '/id' })
      if (row === 'reference') throw problem('UNKNOWN_REFERENCE', { path: '/enterpriseId' })
      deps.siteChanged()
      return reply.code(201).send(view(row))
    },
  )

  app.get(
    '/v1/stations',
    {
      config: { access: STAFF },
      schema: { querystring: pageQuery, response: { 200: pageOf(stationView) } },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const scope = scopeOf(principalOf(request))
      const rows = await stations.list(scope, limit + 1, decodeCursor(cursor, stationId))
      return pageFrom(rows, limit, (row) => row.id, view)
    },
  )

  app.get(
    '/v1/stations/:id',
    { config: { access: STAFF }, schema: { params, response: { 200: stationView } } },
    async (request) => {
      const row = await stations.byId(scopeOf(principalOf(request)), request.params.id)
      if (row === null) throw problem('NOT_FOUND')
      return view(row)
    },
  )

  // The licence is what the gate trusts, the place what tells a copied tag: its office does not grant them to itself.
  app.patch(
    '/v1/stations/:id',
    {
      config: { access: ['admin', 'regulator'] },
      schema: { params, body: updateBody, response: { 200: stationView } },
    },
    async (request) => {
      const { id } = request.params
      const known = await stations.byId(scopeOf(principalOf(request)), id)
      const row = known === null ? null : await stations.change(id, request.body)
      if (row === null) throw problem('NOT_FOUND')
      deps.siteChanged()
      return view(row)
    },
  )

  app.get(
    '/v1/stations/:id/locks',
    {
      config: { access: STAFF },
      schema: { params, querystring: pageQuery, response: { 200: pageOf(lockRecord) } },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const known = await stations.byId(scopeOf(principalOf(request)), request.params.id)
      if (known === null) throw problem('NOT_FOUND')
      const place = { stationId: known.id, scale: null }
      const rows = await deps.queries.locks.list(place, limit + 1, decodeCursor(cursor, cursorId))
      return pageFrom(rows, limit, (row) => row.id, lockView)
    },
  )

  for (const action of ['lock', 'unlock'] as const) {
    app.post(
      `/v1/stations/:id/${action}`,
      {
        config: { access: OVERSEERS },
        schema: { params, body: scaleLock, response: { 200: stationView } },
      },
      async (request) => {
        const principal = principalOf(request)
        const { reason } = request.body
        const known = await stations.byId(scopeOf(principal), request.params.id)
        if (known === null) throw problem('NOT_FOUND')
        mayUnlock(principal, known.lockedBy)
        if (action === 'unlock') await refuseStanding(deps, 'lock-station', known.id)
        const row = await stations.setLock(known.id, {
          action,
          stationId: known.id,
          scale: null,
          reason,
          by: lockName(principal),
          at: deps.clock(),
          payload: lockMessage(action, reason),
        })
        if (row === null) throw problem('NOT_FOUND')
        deps.siteChanged()
        return view(row)
      },
    )
  }
}
