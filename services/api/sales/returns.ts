import { z } from 'zod'
import { mayActFor, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { cursorTime, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { cargoDesk } from '#api/warehouse/cargo.ts'
import { instantOf } from './instant-of.ts'
import { profileAt } from './profile-at.ts'
import { planReturns, recordAll, returnsOf } from './returned.ts'
import { refuseTwice } from './sale-refusals.ts'
import { refuseMissing } from './uploaded.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { epochMs } from '#domain/units.ts'
import { pageOf } from '#schemas/api/page.ts'
import {
  returnAnswer,
  returnCreate,
  type ReturnCreate,
  returnQuery,
  returnView,
} from '#schemas/api/return.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { Principal } from '#api/access.ts'
import type { ReturnRow } from '#store/queries/sales/returns.ts'

const cursorKey = z.tuple([cursorTime, uuid])
const TAKERS = ['admin', 'office', 'station', 'courier'] as const

const view = (now: number) => (row: ReturnRow) => ({
  ...row,
  happenedAt: timeText(row.happenedAt),
  recordedAt: timeText(row.recordedAt),
  dueAt: timeText(row.dueAt),
  overdue: row.weighedAt === null && row.dueAt < now,
  weighedAt: timeTextOrNull(row.weighedAt),
})

const custodyOf = (stationId: string | null, vehicle: string | undefined) => {
  if (stationId !== null) return { kind: 'station', id: stationId } as const
  if (vehicle !== undefined) return { kind: 'vehicle', id: vehicle } as const
  return { kind: 'unknown', id: undefined } as const
}

/** 回收 without a delivery: brought by the customer or a courier, or found standing there. */
export const returnRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { returns, safety, stations } = deps.queries
  const profileOf = profileAt(deps)
  const cargo = cargoDesk(deps)

  const enterpriseOf = async (principal: Principal, body: ReturnCreate) => {
    const station =
      body.stationId === undefined ? null : await stations.byId(scopeOf(principal), body.stationId)
    if (body.stationId !== undefined && station === null) {
      throw problem('UNKNOWN_REFERENCE', { path: '/stationId' })
    }
    const enterpriseId = body.enterpriseId ?? principal.enterpriseId ?? station?.enterpriseId
    if (enterpriseId === undefined || enterpriseId === null) {
      const detail = { zh: '请指定回收的企业', en: 'name the enterprise that takes them back' }
      throw problem('INCONSISTENT_REQUEST', { path: '/enterpriseId', detail })
    }
    mayActFor(principal, enterpriseId, '/enterpriseId')
    return { enterpriseId, station }
  }

  const customerOf = async (principal: Principal, id: string | undefined) => {
    if (id === undefined) return null
    const customer = await safety.customer(scopeOf(principal), id)
    if (customer === null) throw problem('UNKNOWN_REFERENCE', { path: '/customerId' })
    return customer
  }

  app.post(
    '/v1/returns',
    {
      config: { access: TAKERS },
      schema: { body: returnCreate, response: { 201: returnAnswer } },
    },
    async (request, reply) => {
      const { body } = request
      const principal = principalOf(request)
      const { enterpriseId, station } = await enterpriseOf(principal, body)
      const customer = await customerOf(principal, body.customerId)
      const codes = body.returned.map(({ code }) => code)
      refuseTwice(codes, 'returned')
      const photos = body.returned.flatMap(({ photo }, i) =>
        photo === undefined ? [] : [[`/returned/${i}/photo`, photo] as const],
      )
      await refuseMissing(deps, enterpriseId, photos)
      const happenedAt = instantOf(body.happenedAt, '/happenedAt')
      const now = epochMs(deps.clock())
      const stationId = body.stationId ?? principal.stationId
      const vehicle = await cargo.vehicleNamed(enterpriseId, body.vehicle)
      const region = customer?.region ?? station?.region ?? '000000'
      const batch = {
        id: body.returnId ?? eventIdOf(request, deps),
        deliveryId: null,
        orderId: null,
        enterpriseId,
        customerId: customer?.customerId ?? null,
        broughtBy: body.broughtBy,
        custody: custodyOf(stationId, vehicle),
        happenedAt,
        recordedAt: now,
        recordedBy: principal.userId,
        stationId,
        operator: principal.username,
        profile: await profileOf(region, happenedAt, enterpriseId),
      }
      const plans = await planReturns(deps, batch, body.returned)
      const events = plans.flatMap(({ code, event }) =>
        code === null || event === null ? [] : [{ code, event }],
      )
      await returns.create(returnsOf(batch, plans), events)
      const findings = await recordAll(deps, events)
      const returned = plans.map(({ code, own, foreign, event }) => ({
        code,
        returnId: own?.id ?? null,
        foreignEmptyId: foreign?.id ?? null,
        eventId: event?.id ?? null,
        findings: code === null ? [] : [...(findings.get(code) ?? [])],
      }))
      return reply.code(201).send({ returnId: batch.id, returned })
    },
  )

  app.get(
    '/v1/returns',
    {
      config: { access: [...TAKERS, 'regulator'] },
      schema: { querystring: returnQuery, response: { 200: pageOf(returnView) } },
    },
    async (request) => {
      const { limit, cursor, state } = request.query
      const scope = scopeOf(principalOf(request))
      const key = decodeCursor(cursor, cursorKey)
      const show = view(deps.clock())
      if (state === 'unweighed') {
        const after = key === null ? null : { dueAt: key[0], id: key[1] }
        const rows = await returns.unweighed(scope, limit + 1, after)
        return pageFrom(rows, limit, (row) => [row.dueAt, row.id], show)
      }
      const after = key === null ? null : { at: key[0], id: key[1] }
      const rows = await returns.list(scope, limit + 1, after)
      return pageFrom(rows, limit, (row) => [row.recordedAt, row.id], show)
    },
  )
}
