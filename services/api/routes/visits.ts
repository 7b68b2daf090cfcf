import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { derivedId } from '#api/sales/derived-id.ts'
import { hashesOf, homeCheck, kept } from '#api/sales/home-check.ts'
import { instantOf, spanOf } from '#api/sales/instant-of.ts'
import { profileAt } from '#api/sales/profile-at.ts'
import { planReturns, recordAll, returnsOf } from '#api/sales/returned.ts'
import { refuseTwice } from '#api/sales/sale-refusals.ts'
import { boughtFinding, findingsOfVisit, visitFinding } from '#api/sales/visit-findings.ts'
import type { VisitFinding } from '#api/sales/visit-findings.ts'
import { type NamedObject, refuseMissing } from '#api/sales/uploaded.ts'
import { lineOf } from '#api/sales/visit-lines.ts'
import { present, timeText } from '#api/time-text.ts'
import { dayOf, startOfDay } from '#domain/calendar.ts'
import type { ApiEvent } from '#domain/ports.ts'
import { isOpenOrder, type OrderState } from '#domain/order-state.ts'
import { type EpochMs, epochMs } from '#domain/units.ts'
import { mayBuy } from '#rules/may-buy.ts'
import type { ResolvedProfile } from '#rules/profile.ts'
import { isOwn } from '#rules/sale-gate.ts'
import {
  orderDeliver,
  type OrderDeliver,
  orderFail,
  type OrderFail,
  receipt,
  visitAnswer,
  type VisitAnswer,
  visitPrefill,
} from '#schemas/api/delivery.ts'
import { safetyItems, type Signature } from '#schemas/api/safety.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { OrderRow } from '#store/queries/orders.ts'
import type { SaleCylinder } from '#store/queries/sales.ts'
import type { NewVisit } from '#store/queries/visits.ts'
import { codeHash } from './orders.ts'

const params = z.object({ id: uuid })
const VISITORS = ['admin', 'office', 'station', 'courier'] as const
/** R002-5.9.2: who cannot come says so two hours before. */
const NOTICE_MS = 2 * 3_600_000

type Person = { readonly id: string; readonly username: string }
type Events = readonly { readonly code: string; readonly event: ApiEvent }[]

/** Visits: deliveries that happened, and those that could not. Facts, recorded once with their own time. */
export const visitRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { orders, visits, safety, sales } = deps.queries
  const profileOf = profileAt(deps)

  const within = async (request: FastifyRequest, id: string): Promise<OrderRow> => {
    const row = await orders.byId(scopeOf(principalOf(request)), id)
    if (row === null) throw problem('NOT_FOUND')
    return row
  }

  /** Who was there: the caller, or whom the office names. */
  const courierOf = async (
    request: FastifyRequest,
    order: OrderRow,
    named: string | undefined,
  ): Promise<Person> => {
    const principal = principalOf(request)
    if (named === undefined || named === principal.userId) {
      return { id: principal.userId, username: principal.username }
    }
    if (principal.role === 'courier') {
      const detail = 'a courier tells of their own visits'
      throw problem('INCONSISTENT_REQUEST', { path: '/courierId', detail })
    }
    const courier = await orders.courier(order.enterpriseId, named)
    if (courier === null) throw problem('UNKNOWN_REFERENCE', { path: '/courierId' })
    return courier
  }

  const uploaded = (enterpriseId: string, objects: readonly NamedObject[]) =>
    refuseMissing(deps, enterpriseId, objects)

  const named = (path: string, signature: Signature | undefined) =>
    signature?.kind === 'signature' ? ([[`${path}/object`, signature.object]] as const) : []

  const listed = (path: string, hashes: readonly string[]) =>
    hashes.map((hash, i) => [`${path}/${i}`, hash] as const)

  const signedByCode = async (order: OrderRow, signature: Signature, at: EpochMs) => {
    if (signature.kind !== 'code') return null
    const code = await orders.codeOf(order.id)
    if (code === null || at > code.until) return 'wrong'
    return code.sha256.equals(codeHash(order.id, signature.code)) ? 'right' : 'wrong'
  }

  /** Each delivered cylinder, registered. @throws UNKNOWN_REFERENCE, INCONSISTENT_REQUEST */
  const deliveredOf = async (
    order: OrderRow,
    body: OrderDeliver,
  ): Promise<readonly SaleCylinder[]> => {
    refuseTwice(body.delivered, 'delivered')
    refuseTwice(
      body.returned.map(({ code }) => code),
      'returned',
    )
    if (body.delivered.length === 0 && body.returned.length === 0) {
      const detail = 'nothing was delivered nor returned: tell it as POST …/fail'
      throw problem('INCONSISTENT_REQUEST', { path: '/delivered', detail })
    }
    const both = body.returned.findIndex(({ code }) => code && body.delivered.includes(code))
    if (both >= 0) {
      const detail = 'one visit does not bring and take the same cylinder'
      throw problem('INCONSISTENT_REQUEST', { path: `/returned/${both}/code`, detail })
    }
    const known = await sales.cylinders(body.delivered)
    return body.delivered.map((code, i) => {
      const found = known.get(code)
      if (found !== undefined) return found
      const detail = `${code} is not registered: register it or correct the code, then send ${order.no} again`
      throw problem('UNKNOWN_REFERENCE', { path: `/delivered/${i}`, detail })
    })
  }

  const deliveryEvent = (
    visit: { id: string; at: EpochMs; order: OrderRow; body: OrderDeliver; courier: Person },
    cylinder: SaleCylinder,
  ): ApiEvent => {
    const { order, body, courier } = visit
    return {
      id: derivedId('delivered', visit.id, cylinder.code),
      type: 'delivery.completed',
      at: visit.at,
      stationId: null,
      operator: courier.username,
      body: present({
        customerRef: order.customerId,
        orderId: order.id,
        premisesRef: order.premisesId ?? undefined,
        premisesRegion: order.region,
        labelledNetG: lineOf(order, cylinder)?.labelledNetG,
        installed: body.installation === undefined ? undefined : body.installation.state === 'done',
        leakFree: body.installation?.leakFree,
        by: courier.id,
      }),
    }
  }

  const cylinderFindings = (
    order: OrderRow,
    cylinders: readonly SaleCylinder[],
    profile: ResolvedProfile,
    at: EpochMs,
  ): readonly VisitFinding[] =>
    cylinders.flatMap(({ code, registry, state }) => {
      const found: VisitFinding[] = []
      const facts = { cylinder: state, registry, profile, enterpriseId: order.enterpriseId, at }
      if (!isOwn(facts)) {
        found.push(visitFinding(profile, ['NOT_OWN_CYLINDER', 'warn'], { cylinder: code }))
      }
      if (lineOf(order, { code, registry, state }) === null) {
        found.push(visitFinding(profile, ['NOT_ORDERED', 'warn'], { cylinder: code }))
      }
      return found
    })

  /** Writes the visit, then its events; a repeat gets the first answer, or finishes what a crash left open. */
  const tell = async (
    visit: NewVisit,
    events: Events,
    answer: (before: OrderState | null, found: ReadonlyMap<string, readonly object[]>) => unknown,
  ): Promise<VisitAnswer> => {
    const begun = await visits.begin(visit)
    if (begun.state === 'other-content') throw problem('VISIT_REUSED', { path: '/visitId' })
    if (begun.state === 'delivered-before') {
      const i = visit.delivered.findIndex(({ code }) => code === begun.code)
      throw problem('ALREADY_DELIVERED', {
        path: `/delivered/${i}`,
        detail: `${begun.code} was delivered on this order by another visit: leave it out, or send that visit's visitId`,
      })
    }
    if (begun.state === 'repeated' && begun.answer !== null) return begun.answer as VisitAnswer
    const found = await recordAll(deps, events)
    const before = begun.state === 'begun' ? begun.before : null
    return (await visits.finish(visit.id, answer(before, found))) as VisitAnswer
  }

  const sha = (body: unknown): Buffer => createHash('sha256').update(JSON.stringify(body)).digest()

  /** A one-time code says who signed; it is not kept. */
  const stored = (body: OrderDeliver) => ({ ...body, signature: kept(body.signature) })

  app.post(
    '/v1/orders/:id/deliver',
    {
      config: { access: VISITORS },
      schema: { params, body: orderDeliver, response: { 201: visitAnswer } },
    },
    async (request, reply) => {
      const { body } = request
      const order = await within(request, request.params.id)
      const at = instantOf(body.happenedAt, '/happenedAt')
      const now = epochMs(deps.clock())
      const courier = await courierOf(request, order, body.courierId)
      const cylinders = await deliveredOf(order, body)
      await uploaded(order.enterpriseId, [
        ...named('/signature', body.signature),
        ...named('/notice/signature', body.notice?.signature),
        ...listed('/photos', body.photos ?? []),
        ...listed('/check/photos', hashesOf(body.check)),
        ...body.returned.flatMap(({ photo }, i) =>
          photo === undefined ? [] : [[`/returned/${i}/photo`, photo] as const],
        ),
      ])
      const id =
        body.visitId ??
        derivedId('visit', order.id, String(at), [...body.delivered].sort().join(' '))
      const profile = await profileOf(order.region, at, order.enterpriseId)
      const back = {
        id,
        deliveryId: id,
        orderId: order.id,
        enterpriseId: order.enterpriseId,
        customerId: order.customerId,
        broughtBy: order.channel === 'pickup' ? 'customer' : 'courier',
        custody: whereTo(request, body.vehicle ?? order.vehicle, order),
        happenedAt: at,
        recordedAt: now,
        recordedBy: courier.id,
        stationId: order.channel === 'pickup' ? principalOf(request).stationId : null,
        operator: courier.username,
        profile,
      } as const
      const plans = await planReturns(deps, back, body.returned)
      const home =
        body.check === undefined || order.premisesId === null
          ? null
          : homeCheck({
              id: derivedId('inspection', id),
              enterpriseId: order.enterpriseId,
              premisesId: order.premisesId,
              customerId: order.customerId,
              region: order.region,
              orderId: order.id,
              deliveryId: id,
              kind: 'delivery',
              outcome: 'checked',
              check: body.check,
              notice: body.notice,
              signature: body.signature,
              happenedAt: at,
              recordedAt: now,
              inspectorId: courier.id,
            })
      const open = order.premisesId === null ? [] : await safety.openAt(order.premisesId)
      const today = dayOf(at)
      const parties = await sales.parties(
        order.customerId,
        order.premisesId,
        today,
        startOfDay(today),
      )
      const place = parties?.premises ?? null
      const bought =
        parties === null || place === null ? [] : mayBuy(parties.buyer, place, profile, today)
      const told = {
        order,
        body,
        happenedAt: at,
        courierId: courier.id,
        profile,
        hasManual: (await visits.lastManual(order.customerId)) !== null,
        unsafeBefore: open.some(({ stopsSupply, issuedAt }) => stopsSupply && issuedAt < at),
        signedByCode: await signedByCode(order, body.signature, at),
      } as const
      const visit = { id, at, order, body, courier }
      const deliveries = cylinders.map((cylinder) => ({
        code: cylinder.code,
        event: deliveryEvent(visit, cylinder),
      }))
      const returns = plans.flatMap(({ code, event }) =>
        code === null || event === null ? [] : [{ code, event }],
      )
      const answer = await tell(
        {
          id,
          orderId: order.id,
          happenedAt: at,
          recordedAt: now,
          outcome: 'delivered',
          courierId: courier.id,
          requestSha256: sha(body),
          body: stored(body),
          delivered: cylinders.map((cylinder, i) => ({
            code: cylinder.code,
            line: lineOf(order, cylinder)?.line ?? null,
            eventId: deliveries[i]?.event.id ?? '',
          })),
          returned: returnsOf(back, plans),
          home,
          failed: null,
        },
        [...deliveries, ...returns],
        (before, found) => ({
          visitId: id,
          orderId: order.id,
          happenedAt: timeText(at),
          recordedAt: timeText(now),
          outcome: 'delivered',
          orderState: '',
          delivered: deliveries.map(({ code, event }) => ({ code, eventId: event.id })),
          returned: plans.map(({ code, own, foreign, event }) => ({
            code,
            returnId: own?.id ?? null,
            foreignEmptyId: foreign?.id ?? null,
            eventId: event?.id ?? null,
          })),
          inspectionId: home?.inspection.id ?? null,
          rectificationId: home?.rectification?.id ?? null,
          receiptNo: body.receipt === 'none' || body.delivered.length === 0 ? null : order.no,
          findings: [
            ...findingsOfVisit({ ...told, before: before ?? 'assigned' }),
            ...bought.map((refusal) => boughtFinding(profile, refusal)),
            ...cylinderFindings(order, cylinders, profile, at),
            ...[...found].flatMap(([cylinder, list]) => list.map((one) => ({ ...one, cylinder }))),
          ],
        }),
      )
      const after = await orders.byId({ kind: 'all' }, order.id)
      return reply.code(201).send({ ...answer, orderState: after?.state ?? order.state })
    },
  )

  const whereTo = (request: FastifyRequest, vehicle: string | null, order: OrderRow) => {
    const { stationId } = principalOf(request)
    if (order.channel === 'pickup' && stationId !== null) {
      return { kind: 'station', id: stationId } as const
    }
    if (vehicle !== null) return { kind: 'vehicle', id: vehicle } as const
    return stationId === null
      ? ({ kind: 'unknown', id: undefined } as const)
      : ({ kind: 'station', id: stationId } as const)
  }

  /** What each reason needs, and what it makes of the order. @throws INCONSISTENT_REQUEST */
  const failedOf = (
    body: OrderFail,
    order: OrderRow,
    at: EpochMs,
  ): NonNullable<NewVisit['failed']> => {
    const need = (given: unknown, path: string, detail: string): void => {
      if (given === undefined) throw problem('INCONSISTENT_REQUEST', { path, detail })
    }
    const appointment = spanOf(body.appointment, '/appointment')
    if (appointment !== null && appointment.from <= at) {
      const detail = 'a new appointment lies after the visit'
      throw problem('INCONSISTENT_REQUEST', { path: '/appointment/from', detail })
    }
    const stay: OrderState = order.state === 'placed' ? 'placed' : order.state
    switch (body.reason) {
      case 'unsafe-home': {
        need(body.check, '/check', 'tell which items failed')
        need(
          body.notice,
          '/notice',
          'an unsafe home gets a rectification notice, signed or refused',
        )
        if (body.check?.items.every(({ ok }) => ok)) {
          const detail = 'no item failed: then the home is not unsafe'
          throw problem('INCONSISTENT_REQUEST', { path: '/check/items', detail })
        }
        return { state: 'refused', reason: body.reason, appointment: null }
      }
      case 'identity-refused':
      case 'customer-refused':
        return { state: 'refused', reason: body.reason, appointment: null }
      case 'cannot-come':
        need(body.notifiedAt, '/notifiedAt', 'when was the customer told?')
        need(body.appointment, '/appointment', 'agree on a new appointment')
        return { state: stay, reason: body.reason, appointment }
      case 'nobody-home':
        need(body.appointment, '/appointment', 'leave a note with a new appointment')
        return { state: stay, reason: body.reason, appointment }
      case 'cylinder-blocked':
        return { state: stay, reason: body.reason, appointment }
    }
  }

  const failFindings = (
    body: OrderFail,
    order: OrderRow,
    profile: ResolvedProfile,
  ): readonly VisitFinding[] => {
    switch (body.reason) {
      case 'identity-refused':
        return [visitFinding(profile, ['IDENTITY_REFUSED', 'block'])]
      case 'unsafe-home':
        return [
          visitFinding(profile, ['UNSAFE_HOME', 'block'], {
            measured: body.check?.items.find(({ ok }) => !ok)?.item ?? '',
          }),
          ...(body.notice?.signature.kind === 'refused'
            ? [visitFinding(profile, ['NOT_SIGNED', 'warn'], { measured: 'notice refused' })]
            : []),
        ]
      case 'cannot-come': {
        const told =
          body.notifiedAt === undefined ? null : instantOf(body.notifiedAt, '/notifiedAt')
        const ahead = told === null ? 0 : (order.appointmentFrom ?? told + NOTICE_MS) - told
        if (ahead >= NOTICE_MS) return []
        const measure = { measured: Math.floor(ahead / 60_000), limit: NOTICE_MS / 60_000 }
        return [visitFinding(profile, ['NOTICE_TOO_SHORT', 'warn'], measure)]
      }
      case 'nobody-home':
      case 'customer-refused':
      case 'cylinder-blocked':
        return []
    }
  }

  app.post(
    '/v1/orders/:id/fail',
    {
      config: { access: VISITORS },
      schema: { params, body: orderFail, response: { 201: visitAnswer } },
    },
    async (request, reply) => {
      const { body } = request
      const order = await within(request, request.params.id)
      const at = instantOf(body.happenedAt, '/happenedAt')
      const now = epochMs(deps.clock())
      const courier = await courierOf(request, order, body.courierId)
      const failed = failedOf(body, order, at)
      await uploaded(order.enterpriseId, [
        ...named('/notice/signature', body.notice?.signature),
        ...listed('/photos', body.photos ?? []),
        ...listed('/check/photos', hashesOf(body.check)),
      ])
      const id = body.visitId ?? derivedId('failed', order.id, String(at), body.reason)
      const profile = await profileOf(order.region, at, order.enterpriseId)
      const home =
        order.premisesId === null || (body.check === undefined && body.reason !== 'nobody-home')
          ? null
          : homeCheck({
              id: derivedId('inspection', id),
              enterpriseId: order.enterpriseId,
              premisesId: order.premisesId,
              customerId: order.customerId,
              region: order.region,
              orderId: order.id,
              deliveryId: id,
              kind: 'delivery',
              outcome: body.reason === 'nobody-home' ? 'nobody-home' : 'checked',
              check: body.check,
              notice: body.notice,
              signature: body.notice?.signature,
              happenedAt: at,
              recordedAt: now,
              inspectorId: courier.id,
            })
      const events = order.cylinders
        .filter(({ state }) => state === 'assigned')
        .map(({ code }) => ({
          code,
          event: {
            id: derivedId('failed', id, code),
            type: 'delivery.failed',
            at,
            stationId: null,
            operator: courier.username,
            body: present({
              reason: body.reason,
              customerRef: order.customerId,
              orderId: order.id,
              premisesRegion: order.region,
              by: courier.id,
            }),
          } as const,
        }))
      const answer = await tell(
        {
          id,
          orderId: order.id,
          happenedAt: at,
          recordedAt: now,
          outcome: body.reason,
          courierId: courier.id,
          requestSha256: sha(body),
          body: { ...body, notice: body.notice === undefined ? null : kept(body.notice.signature) },
          delivered: [],
          returned: null,
          home,
          failed,
        },
        events,
        (before, found) => ({
          visitId: id,
          orderId: order.id,
          orderState: '',
          happenedAt: timeText(at),
          recordedAt: timeText(now),
          outcome: body.reason,
          delivered: [],
          returned: [],
          inspectionId: home?.inspection.id ?? null,
          rectificationId: home?.rectification?.id ?? null,
          receiptNo: null,
          findings: [
            ...(before !== null && !isOpenOrder(before)
              ? [visitFinding(profile, ['ORDER_CLOSED', 'warn'], { measured: before })]
              : []),
            ...failFindings(body, order, profile),
            ...[...found].flatMap(([cylinder, list]) => list.map((one) => ({ ...one, cylinder }))),
          ],
        }),
      )
      const after = await orders.byId({ kind: 'all' }, order.id)
      return reply.code(201).send({ ...answer, orderState: after?.state ?? order.state })
    },
  )

  app.get(
    '/v1/orders/:id/visit',
    { config: { access: VISITORS }, schema: { params, response: { 200: visitPrefill } } },
    async (request) => {
      const order = await within(request, request.params.id)
      const last = order.premisesId === null ? null : await safety.lastCheck(order.premisesId)
      const open = order.premisesId === null ? [] : await safety.openAt(order.premisesId)
      return {
        orderId: order.id,
        check: {
          from: last?.id ?? null,
          happenedAt: last === null ? null : timeText(last.happenedAt),
          items: safetyItems.map((item) => {
            const before = last?.items.find((one) => one.item === item)
            return before === undefined ? { item, ok: null } : { ...before, item }
          }),
        },
        rectifications: open.map(({ id, dueOn, hazards, stopsSupply }) => ({
          id,
          dueOn,
          stopsSupply,
          hazards: [...hazards],
        })),
        manualVersion: await visits.lastManual(order.customerId),
        atCustomer: [...(await visits.atCustomer(order.customerId))],
      }
    },
  )

  app.get(
    '/v1/orders/:id/receipt',
    {
      config: { access: [...VISITORS, 'regulator'] },
      schema: { params, response: { 200: receipt } },
    },
    async (request) => {
      const order = await within(request, request.params.id)
      const told = (await visits.ofOrder(order.id)).filter(({ outcome }) => outcome === 'delivered')
      const last = told.at(-1)
      if (last === undefined) throw problem('NOT_FOUND', { detail: 'nothing was delivered yet' })
      const declined = told.some(
        ({ body }) =>
          (body['installation'] as { state?: string } | undefined)?.state === 'declined',
      )
      return {
        no: order.no,
        orderId: order.id,
        enterpriseId: order.enterpriseId,
        deliveredAt: timeText(last.happenedAt),
        lines: order.lines.map(({ priceId: _priceId, ...line }) => line),
        cylinders: order.cylinders
          .filter(({ state }) => state === 'delivered')
          .map(({ code }) => code),
        totalFen: order.totalFen,
        notes: declined ? ['INSTALLATION_DECLINED'] : [],
      }
    },
  )
}
