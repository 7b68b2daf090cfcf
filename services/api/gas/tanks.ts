import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { OFFICE, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { instantOf } from '#api/sales/instant-of.ts'
import { present } from '#api/time-text.ts'
import { type TankGas, tankAt } from '#domain/tank.ts'
import { epochMs } from '#domain/units.ts'
import {
  tankBalance,
  tankChange,
  tankCreate,
  tankParams as params,
  tankPeriod,
  tankQuery,
  tankRelease,
  tankView,
} from '#schemas/api/gas.ts'
import { pageOf } from '#schemas/api/page.ts'
import { stationId } from '#schemas/identifiers.ts'
import { text } from '#schemas/text.ts'
import type { TankKey, TankRow } from '#store/queries/gas/tanks.ts'
import { tankOf } from './gas-view.ts'

const WRITERS = ['admin', 'office', 'station'] as const
const READERS = [...WRITERS, 'regulator'] as const
const cursorKey = z.tuple([stationId, text(64)])

/** @throws NOT_FOUND when it is out of the caller's reach */
const tankWithin = async (
  deps: ApiDeps,
  request: FastifyRequest,
  key: TankKey,
): Promise<TankRow> => {
  const row = await deps.queries.tanks.byId(scopeOf(principalOf(request)), key)
  if (row === null) throw problem('NOT_FOUND')
  return row
}

/** Two people: who tested, or entered the test, does not release (R002-4.2.2, our reading). */
const mayRelease = async (
  deps: ApiDeps,
  request: FastifyRequest,
  gas: TankGas,
  testId: string,
): Promise<void> => {
  const { userId, username } = principalOf(request)
  if (gas.test?.id !== testId.toLowerCase() || gas.test.passed !== true) {
    const detail = {
      zh: '罐内现有燃气的最近一次检验须合格',
      en: 'the newest test of the gas that is in the tank now has to have passed',
    }
    throw problem('GAS_NOT_TESTED', { path: '/testId', detail, clause: 'R002-4.2.2' })
  }
  const scope = scopeOf(principalOf(request))
  const log = deps.queries.gasLog
  const test =
    (await log.byId(scope, 'gas.tested', testId)) ?? (await log.byId(scope, 'gas.received', testId))
  if (gas.test.by !== username && test?.body['by'] !== userId) return
  throw problem('RELEASER_IS_TESTER', { path: '/testId', measured: username })
}

/** 储罐: what stands at a station, what is in it, and who released it. */
export const tankRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { tanks, stations, gasFigures } = deps.queries

  app.post(
    '/v1/tanks',
    { config: { access: OFFICE }, schema: { body: tankCreate, response: { 201: tankView } } },
    async (request, reply) => {
      const { id, medium, capacityG } = request.body
      const station = await stations.byId(scopeOf(principalOf(request)), request.body.stationId)
      if (station === null) throw problem('UNKNOWN_REFERENCE', { path: '/stationId' })
      const key = { stationId: station.id, id }
      const registeredAt = new Date(deps.clock()).toISOString()
      const made = await tanks.create({
        ...key,
        medium,
        capacityG: capacityG ?? null,
        registeredAt,
      })
      if (!made) throw problem('ALREADY_EXISTS', { path: '/id' })
      return reply.code(201).send(tankOf(deps.clock())(await tankWithin(deps, request, key)))
    },
  )

  app.get(
    '/v1/tanks',
    {
      config: { access: READERS },
      schema: { querystring: tankQuery, response: { 200: pageOf(tankView) } },
    },
    async (request) => {
      const { limit, cursor, stationId: at } = request.query
      const key = decodeCursor(cursor, cursorKey)
      const after = key === null ? null : { stationId: key[0], id: key[1] }
      const rows = await tanks.list(scopeOf(principalOf(request)), at, limit + 1, after)
      return pageFrom(rows, limit, (row) => [row.stationId, row.id], tankOf(deps.clock()))
    },
  )

  app.get(
    '/v1/tanks/:stationId/:id',
    { config: { access: READERS }, schema: { params, response: { 200: tankView } } },
    async (request) => tankOf(deps.clock())(await tankWithin(deps, request, request.params)),
  )

  app.patch(
    '/v1/tanks/:stationId/:id',
    {
      config: { access: OFFICE },
      schema: { params, body: tankChange, response: { 200: tankView } },
    },
    async (request) => {
      const row = await tankWithin(deps, request, request.params)
      await tanks.change(row, request.body)
      return tankOf(deps.clock())(await tankWithin(deps, request, row))
    },
  )

  app.get(
    '/v1/tanks/:stationId/:id/balance',
    {
      config: { access: READERS },
      schema: { params, querystring: tankPeriod, response: { 200: tankBalance } },
    },
    async (request) => {
      const row = await tankWithin(deps, request, request.params)
      const from = instantOf(request.query.from, 'from')
      const to = instantOf(request.query.to, 'to')
      if (to <= from) {
        throw problem('INCONSISTENT_REQUEST', {
          path: 'to',
          detail: { zh: '截止须晚于起始', en: 'to must be after from' },
        })
      }
      return gasFigures.balance(row, { from, to })
    },
  )

  app.post(
    '/v1/tanks/:stationId/:id/release',
    {
      config: { access: WRITERS },
      schema: { params, body: tankRelease, response: { 200: tankView } },
    },
    async (request) => {
      const { testId, reason } = request.body
      const { userId, username } = principalOf(request)
      const row = await tankWithin(deps, request, request.params)
      const now = deps.clock()
      const gas = tankAt(row.steps, epochMs(now))
      await mayRelease(deps, request, gas, testId)
      // A device's clock may run ahead; the release still comes after the test that it is about.
      const at = epochMs(Math.max(now, (gas.test?.at ?? 0) + 1))
      await deps.recorder.recordAtSite({
        id: eventIdOf(request, deps),
        type: 'gas.released',
        at,
        stationId: row.stationId,
        operator: username,
        body: present({ tank: row.id, testId: testId.toLowerCase(), reason, by: userId }),
      })
      return tankOf(Math.max(at, deps.clock()))(await tankWithin(deps, request, row))
    },
  )
}
