import { z } from 'zod'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem, type Said } from '#api/problem.ts'
import { derivedId } from '#api/derived-id.ts'
import { hashesOf, kept } from './home-check.ts'
import { instantOf, spanOf } from './instant-of.ts'
import { visitFinding } from './visit-findings.ts'
import type { VisitFinding } from './visit-findings.ts'
import { refuseMissing } from './uploaded.ts'
import { listedObjects, signedObject, type Visit, visitDesk, VISITORS } from './visit-desk.ts'
import { visitHome } from './visit-home.ts'
import { isOpenOrder, type OrderState } from '#domain/order-state.ts'
import type { EpochMs } from '#domain/units.ts'
import type { ResolvedProfile } from '#rules/profile.ts'
import { orderFail, type OrderFail, visitAnswer } from '#schemas/api/delivery.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { OrderRow } from '#store/queries/sales/orders.ts'
import type { NewVisit } from '#store/queries/sales/visits.ts'

const params = z.object({ id: uuid })
/** R002-5.9.2: who cannot come says so two hours before. */
const NOTICE_MS = 2 * 3_600_000

/** What each reason needs, and what it makes of the order. @throws INCONSISTENT_REQUEST */
const failedOf = (
  body: OrderFail,
  order: OrderRow,
  at: EpochMs,
): NonNullable<NewVisit['failed']> => {
  const need = (given: unknown, path: string, detail: Said): void => {
    if (given === undefined) throw problem('INCONSISTENT_REQUEST', { path, detail })
  }
  const appointment = spanOf(body.appointment, '/appointment')
  if (appointment !== null && appointment.from <= at) {
    const detail = { zh: '新预约须晚于本次到访', en: 'a new appointment lies after the visit' }
    throw problem('INCONSISTENT_REQUEST', { path: '/appointment/from', detail })
  }
  const stay: OrderState = order.state === 'placed' ? 'placed' : order.state
  switch (body.reason) {
    case 'unsafe-home': {
      need(body.check, '/check', { zh: '请填写不合格项', en: 'tell which items failed' })
      need(body.notice, '/notice', {
        zh: '不安全用气须下达整改通知，签字或注明拒签',
        en: 'an unsafe home gets a rectification notice, signed or refused',
      })
      if (body.check?.items.every(({ ok }) => ok)) {
        const detail = {
          zh: '没有不合格项，不属于不安全用气',
          en: 'no item failed: then the home is not unsafe',
        }
        throw problem('INCONSISTENT_REQUEST', { path: '/check/items', detail })
      }
      return { state: 'refused', reason: body.reason, appointment: null }
    }
    case 'identity-refused':
    case 'customer-refused':
      return { state: 'refused', reason: body.reason, appointment: null }
    case 'cannot-come':
      need(body.notifiedAt, '/notifiedAt', {
        zh: '请填写告知用户的时间',
        en: 'when was the customer told?',
      })
      need(body.appointment, '/appointment', {
        zh: '请与用户另约时间',
        en: 'agree on a new appointment',
      })
      return { state: stay, reason: body.reason, appointment }
    case 'nobody-home':
      need(body.appointment, '/appointment', {
        zh: '请留言并另约时间',
        en: 'leave a note with a new appointment',
      })
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
      const told = body.notifiedAt === undefined ? null : instantOf(body.notifiedAt, '/notifiedAt')
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

/** In the life of each cylinder that was to be brought. */
const failedEvents = ({ id, at, order, body, courier }: Visit<OrderFail>) =>
  order.cylinders
    .filter(({ state }) => state === 'assigned')
    .map(({ code }) => {
      const said = { reason: body.reason, customerRef: order.customerId, orderId: order.id }
      const told = { ...said, premisesRegion: order.region, by: courier.id }
      const event = { id: derivedId('failed', id, code), type: 'delivery.failed', at } as const
      return { code, event: { ...event, stationId: null, operator: courier.username, body: told } }
    })

/** A visit that brought nothing, and what follows from its reason. */
export const failedVisitRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { open, close } = visitDesk(deps)

  app.post(
    '/v1/orders/:id/fail',
    {
      config: { access: VISITORS },
      schema: { params, body: orderFail, response: { 201: visitAnswer } },
    },
    async (request, reply) => {
      const { body } = request
      const visit = await open(request, [request.params.id, body], (order, at) =>
        derivedId('failed', order.id, String(at), body.reason),
      )
      const { order, at, profile } = visit
      const failed = failedOf(body, order, at)
      await refuseMissing(deps, order.enterpriseId, [
        ...signedObject('/notice/signature', body.notice?.signature),
        ...listedObjects('/photos', body.photos ?? []),
        ...listedObjects('/check/photos', hashesOf(body.check)),
      ])
      const home = await visitHome(deps, visit, {
        outcome: body.reason === 'nobody-home' ? 'nobody-home' : 'checked',
        check: body.check,
        notice: body.notice,
        signature: body.notice?.signature,
      })
      const closed = ({ before }: { readonly before: OrderState | null }) =>
        before === null || isOpenOrder(before)
          ? []
          : [visitFinding(profile, ['ORDER_CLOSED', 'warn'], { measured: before })]
      const nothing = { delivered: [], returned: [], receiptNo: null }
      const notice = body.notice === undefined ? null : kept(body.notice.signature)
      const answer = await close(visit, {
        outcome: body.reason,
        stored: { ...body, notice },
        delivered: [],
        returned: null,
        home,
        money: null,
        failed,
        events: failedEvents(visit),
        answer: {
          ...nothing,
          findings: (begun) => [...closed(begun), ...failFindings(body, order, profile)],
        },
      })
      return reply.code(201).send(answer)
    },
  )
}
