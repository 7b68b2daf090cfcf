import { z } from 'zod'
import { mayActFor, OFFICE, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { cursorId, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { checkPlate } from '#domain/identity/plate.ts'
import { pageOf } from '#schemas/api/page.ts'
import {
  vehicle as vehicleSchema,
  vehicleChange,
  vehicleCreate,
  vehicleQuery,
  vehicleWithPosition,
} from '#schemas/api/vehicle.ts'
import { stationId } from '#schemas/identifiers.ts'
import type { VehicleRow } from '#store/queries/warehouse/vehicles.ts'
import { pointView } from './tracks.ts'

const params = z.object({ id: stationId })
const READERS = ['admin', 'office', 'station', 'courier', 'regulator'] as const

const vehicleView = ({ no: _no, ...row }: VehicleRow) => ({
  ...row,
  createdAt: timeText(row.createdAt),
  retiredAt: timeTextOrNull(row.retiredAt),
})

/** @throws INVALID_IDENTITY when no such plate can exist */
const plateOf = ({ kind, plateNo, plateType }: z.infer<typeof vehicleCreate>) => {
  const checked = checkPlate(plateType === undefined ? kind : 'other', plateNo)
  if (checked.ok) return checked.value
  throw problem('INVALID_IDENTITY', {
    path: '/plateNo',
    rule: checked.refusal,
    detail: {
      zh: `${plateNo} 不是有效的车辆号牌：请更正，或使用 plateType free-text`,
      en: `${plateNo} is no plate of a car (号牌): correct it, or send plateType free-text`,
    },
  })
}

/** Vehicles (车辆): what they are and where they were last. */
export const vehicleRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { tracks, vehicles } = deps.queries

  app.post(
    '/v1/vehicles',
    {
      config: { access: OFFICE },
      schema: { body: vehicleCreate, response: { 201: vehicleSchema } },
    },
    async (request, reply) => {
      const { body } = request
      mayActFor(principalOf(request), body.enterpriseId, '/enterpriseId')
      const plate = plateOf(body)
      const row = await vehicles.create({
        id: body.id,
        enterpriseId: body.enterpriseId,
        kind: body.kind,
        plateType: plate.class,
        plateNo: plate.plate,
        capacityG: body.capacityG ?? null,
        createdAt: deps.clock(),
      })
      if (row === 'unique') throw problem('ALREADY_EXISTS', { path: '/id', detail: TWICE })
      if (row === 'reference') throw problem('UNKNOWN_REFERENCE', { path: '/enterpriseId' })
      return reply.code(201).send(vehicleView(row))
    },
  )

  app.get(
    '/v1/vehicles',
    {
      config: { access: READERS },
      schema: { querystring: vehicleQuery, response: { 200: pageOf(vehicleSchema) } },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const scope = scopeOf(principalOf(request))
      const rows = await vehicles.list(scope, filter, limit + 1, decodeCursor(cursor, cursorId))
      return pageFrom(rows, limit, ({ no }) => no, vehicleView)
    },
  )

  app.get(
    '/v1/vehicles/:id',
    { config: { access: READERS }, schema: { params, response: { 200: vehicleWithPosition } } },
    async (request) => {
      const row = await vehicles.byId(scopeOf(principalOf(request)), request.params.id)
      if (row === null) throw problem('NOT_FOUND')
      const last = await tracks.last(row.id)
      return { ...vehicleView(row), lastPosition: last === null ? null : pointView(last) }
    },
  )

  app.patch(
    '/v1/vehicles/:id',
    {
      config: { access: OFFICE },
      schema: { params, body: vehicleChange, response: { 200: vehicleSchema } },
    },
    async (request) => {
      const scope = scopeOf(principalOf(request))
      const { capacityG, retired } = request.body
      const row = await vehicles.byId(scope, request.params.id)
      if (row === null) throw problem('NOT_FOUND')
      const changed = await vehicles.change(row.id, {
        capacityG,
        ...(retired === undefined ? {} : { retiredAt: retired ? deps.clock() : null }),
      })
      if (changed === 'unique') throw problem('ALREADY_EXISTS', { path: '/retired', detail: TWICE })
      const after = await vehicles.byId(scope, row.id)
      if (after === null) throw problem('NOT_FOUND')
      return vehicleView(after)
    },
  )
}

const TWICE = { zh: '在用车辆中已有此编号或号牌', en: 'a vehicle in use has this id or this plate' }
