import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { enterpriseLabel } from '#api/enterprise-label.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { cursorId, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { instantOf } from '#api/sales/instant-of.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { epochMs } from '#domain/units.ts'
import { pageOf } from '#schemas/api/page.ts'
import {
  trip as tripSchema,
  tripArrive,
  tripArrived,
  tripCreate,
  tripDepart,
  tripLoad,
  tripMoved,
  tripQuery,
  tripWithCargo,
} from '#schemas/api/trip.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { TripRow, TripState } from '#store/queries/warehouse/trips.ts'
import { cargoDesk } from './cargo.ts'
import { departureGate } from './departure.ts'
import { type MovedCylinder, type Scan, stockDesk } from './stock-desk.ts'

const params = z.object({ id: uuid })
const READERS = ['admin', 'office', 'station', 'courier', 'regulator'] as const
const MOVERS = ['admin', 'office', 'station', 'courier'] as const

const tripView = ({ no: _no, ...row }: TripRow) => ({
  ...row,
  openedAt: timeText(row.openedAt),
  departedAt: timeTextOrNull(row.departedAt),
  arrivedAt: timeTextOrNull(row.arrivedAt),
})

const cargoOf = (scans: readonly Scan[], moved: readonly MovedCylinder[]) =>
  moved.map(({ code, eventId }, i) => ({
    code,
    eventId,
    condition: scans[i]?.condition ?? 'empty',
  }))

/** Trips (车次): what is loaded, who drives, when it departs and arrives, and what came back. */
export const tripRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { trips, vehiclePapers, vehicles } = deps.queries
  const { moveStock, knownOnes, requestId, siteWithin, whenOf } = stockDesk(deps)
  const { refuseDeparture, refuseOverload } = departureGate(deps)
  const cargo = cargoDesk(deps)

  const within = async (request: FastifyRequest, id: string): Promise<TripRow> => {
    const row = await trips.byId(scopeOf(principalOf(request)), id)
    if (row === null) throw problem('NOT_FOUND')
    return row
  }

  const inState = (row: TripRow, states: readonly TripState[]): void => {
    if (states.includes(row.state)) return
    throw problem('TRIP_NOT_IN_STATE', { measured: row.state, limit: states.join(', ') })
  }

  app.post(
    '/v1/trips',
    { config: { access: MOVERS }, schema: { body: tripCreate, response: { 201: tripSchema } } },
    async (request, reply) => {
      const { body } = request
      const site = await siteWithin(request, body.siteId).catch(() => null)
      if (site === null) throw problem('UNKNOWN_REFERENCE', { path: '/siteId' })
      const vehicle = await vehicles.named(site.enterpriseId, body.vehicleId)
      if (vehicle === null) throw problem('UNKNOWN_REFERENCE', { path: '/vehicleId' })
      for (const part of ['driver', 'escort'] as const) {
        const operator = body[part]
        if (operator === undefined) continue
        if (!(await vehiclePapers.isStaff(site.enterpriseId, operator))) {
          const of = await enterpriseLabel(deps, site.enterpriseId)
          const detail = {
            zh: `${operator} 不是 ${of} 的工号，请先登记：POST /v1/staff`,
            en: `${operator} is no job number of ${of}: POST /v1/staff first`,
          }
          throw problem('UNKNOWN_REFERENCE', { path: `/${part}`, detail })
        }
      }
      const id = eventIdOf(request, deps)
      const made = await trips.create({
        id,
        enterpriseId: site.enterpriseId,
        vehicleId: vehicle.id,
        siteId: site.id,
        driver: body.driver,
        escort: body.escort ?? null,
        waybillNo: body.waybillNo ?? null,
        openedAt: deps.clock(),
        openedBy: principalOf(request).userId,
      })
      if (made === 'unique') throw problem('VEHICLE_UNDER_WAY', { path: '/vehicleId' })
      return reply.code(201).send(tripView(made === 'repeated' ? await within(request, id) : made))
    },
  )

  app.get(
    '/v1/trips',
    {
      config: { access: READERS },
      schema: { querystring: tripQuery, response: { 200: pageOf(tripSchema) } },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const scope = scopeOf(principalOf(request))
      const rows = await trips.list(scope, filter, limit + 1, decodeCursor(cursor, cursorId))
      return pageFrom(rows, limit, ({ no }) => no, tripView)
    },
  )

  app.get(
    '/v1/trips/:id',
    { config: { access: READERS }, schema: { params, response: { 200: tripWithCargo } } },
    async (request) => {
      const row = await within(request, request.params.id)
      const cylinders = (await trips.cargo(row.id)).map((one) => ({
        ...one,
        loadedAt: timeTextOrNull(one.loadedAt),
        unloadedAt: timeTextOrNull(one.unloadedAt),
      }))
      return { ...tripView(row), cylinders }
    },
  )

  app.post(
    '/v1/trips/:id/load',
    {
      config: { access: MOVERS },
      schema: { params, body: tripLoad, response: { 201: tripMoved } },
    },
    async (request, reply) => {
      const row = await within(request, request.params.id)
      inState(row, ['loading'])
      const scans = request.body.cylinders
      const at = whenOf(undefined)
      await knownOnes(scans)
      const aboard = new Set((await trips.cargo(row.id)).map(({ code }) => code))
      const news = scans.filter(({ code }) => !aboard.has(code))
      const weighed = await cargo.weighed(
        news.map((scan) => ({ ...scan, eventId: '' })),
        at,
      )
      await refuseOverload(
        row,
        weighed.reduce((sum, { massG }) => sum + massG, 0),
      )
      const site = await siteWithin(request, row.siteId)
      const moved = await moveStock(request, {
        type: 'stock.out',
        site,
        scans,
        vehicle: row.vehicleId,
        at,
        id: requestId(request),
        asked: true,
      })
      await cargo.load(row, cargoOf(scans, moved), at)
      const trip = tripView(await within(request, row.id))
      return reply.code(201).send({ trip, cylinders: [...moved] })
    },
  )

  app.post(
    '/v1/trips/:id/depart',
    {
      config: { access: MOVERS },
      schema: { params, body: tripDepart, response: { 200: tripSchema } },
    },
    async (request) => {
      const row = await within(request, request.params.id)
      inState(row, ['loading'])
      const at = epochMs(deps.clock())
      const waybillNo = request.body.waybillNo ?? row.waybillNo
      await refuseDeparture(row, waybillNo, at)
      const by = principalOf(request).userId
      if (!(await trips.depart(row.id, { waybillNo, by, at }))) {
        inState(await within(request, row.id), ['loading'])
      }
      return tripView(await within(request, row.id))
    },
  )

  app.post(
    '/v1/trips/:id/arrive',
    {
      config: { access: MOVERS },
      schema: { params, body: tripArrive, response: { 201: tripArrived } },
    },
    async (request, reply) => {
      const { siteId, happenedAt, cylinders: scans } = request.body
      const row = await within(request, request.params.id)
      inState(row, ['departed'])
      const site = await siteWithin(request, siteId).catch(() => null)
      if (site === null) throw problem('UNKNOWN_REFERENCE', { path: '/siteId' })
      const told = happenedAt === undefined ? undefined : instantOf(happenedAt, '/happenedAt')
      const at = whenOf(told)
      const notLoaded = await cargo.notAboard(row, scans)
      const moved = await moveStock(request, {
        type: 'stock.in',
        site,
        scans,
        vehicle: undefined,
        at,
        id: requestId(request),
        asked: told === undefined,
      })
      await cargo.unload(row, cargoOf(scans, moved), at)
      await trips.arrive(row.id, { siteId: site.id, by: principalOf(request).userId, at })
      const outstanding = (await trips.cargo(row.id))
        .filter(({ whereabouts }) => whereabouts === 'vehicle')
        .map(({ code }) => code)
      const trip = tripView(await within(request, row.id))
      return reply.code(201).send({ trip, cylinders: [...moved], outstanding, notLoaded })
    },
  )

  app.post(
    '/v1/trips/:id/cancel',
    { config: { access: MOVERS }, schema: { params, response: { 200: tripSchema } } },
    async (request) => {
      const row = await within(request, request.params.id)
      if (!(await trips.cancel(row.id))) {
        const detail = {
          zh: '只有空载且未发车的车次可以取消，否则请登记到达',
          en: 'only a trip that carries nothing and has not departed is cancelled: arrive with it',
        }
        throw problem('TRIP_NOT_IN_STATE', { measured: row.state, limit: 'loading', detail })
      }
      return tripView(await within(request, row.id))
    },
  )
}
