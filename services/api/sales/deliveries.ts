import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { principalOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { present, timeText } from '#api/time-text.ts'
import { cargoDesk } from '#api/warehouse/cargo.ts'
import type { ApiEvent } from '#domain/recorder.ts'
import { orderDeliver, type OrderDeliver, visitAnswer } from '#schemas/api/delivery.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { OrderRow } from '#store/queries/sales/orders.ts'
import type { SaleCylinder } from '#store/queries/sales/sales.ts'
import { deliveredAt, deliveredOf, notOwn } from './delivered-cylinders.ts'
import { deliveryFacts } from './delivery-facts.ts'
import { derivedId } from '#api/derived-id.ts'
import { hashesOf, kept } from './home-check.ts'
import { visitCodes } from './one-time-code.ts'
import { planReturns, type ReturnPlan, returnsOf } from './returned.ts'
import { type NamedObject, refuseMissing } from './uploaded.ts'
import { listedObjects, signedObject, type Visit, visitDesk, VISITORS } from './visit-desk.ts'
import { visitHome } from './visit-home.ts'
import { lineOf } from './visit-lines.ts'

const params = z.object({ id: uuid })

type Delivery = Visit<OrderDeliver>

/** Where the empties went: the counter's station, or the courier's vehicle. */
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

const objectsOf = (body: OrderDeliver): readonly NamedObject[] => [
  ...signedObject('/signature', body.signature),
  ...signedObject('/notice/signature', body.notice?.signature),
  ...listedObjects('/photos', body.photos ?? []),
  ...listedObjects('/check/photos', hashesOf(body.check)),
  ...body.returned.flatMap(({ photo }, i) =>
    photo === undefined ? [] : [[`/returned/${i}/photo`, photo] as const],
  ),
]

const returnedView = ({ code, own, foreign, event }: ReturnPlan) => ({
  code,
  returnId: own?.id ?? null,
  foreignEmptyId: foreign?.id ?? null,
  eventId: event?.id ?? null,
})

/** What came back on the visit, as returns are planned. */
const backOf = (request: FastifyRequest, visit: Delivery, vehicle: string | null) => {
  const { id, at, now, order, courier, profile } = visit
  const pickup = order.channel === 'pickup'
  return {
    id,
    deliveryId: id,
    orderId: order.id,
    enterpriseId: order.enterpriseId,
    customerId: order.customerId,
    broughtBy: pickup ? 'customer' : 'courier',
    custody: whereTo(request, vehicle, order),
    happenedAt: at,
    recordedAt: now,
    recordedBy: courier.id,
    stationId: pickup ? principalOf(request).stationId : null,
    operator: courier.username,
    profile,
  } as const
}

const deliveryEvent = (visit: Delivery, cylinder: SaleCylinder): ApiEvent => {
  const { order, body, courier } = visit
  const at = deliveredAt(order, cylinder, visit.at)
  return {
    id: derivedId('delivered', visit.id, cylinder.code),
    type: 'delivery.completed',
    at,
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
      notOwn: notOwn(visit, cylinder) ?? undefined,
      toldAt: at === visit.at ? undefined : timeText(visit.at),
      by: courier.id,
    }),
  }
}

/** A delivery that happened (配送): a fact, recorded once with its own time. */
export const deliveryRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { open, close } = visitDesk(deps)
  const cargo = cargoDesk(deps)
  const codes = visitCodes(deps)
  const factsOf = deliveryFacts(deps)

  const begin = async (request: FastifyRequest, orderId: string, body: OrderDeliver) => {
    const visit = await open(request, [orderId, body], (order, at) =>
      derivedId('visit', order.id, String(at), [...body.delivered].sort().join(' ')),
    )
    const { order } = visit
    const vehicle = (await cargo.vehicleNamed(order.enterpriseId, body.vehicle)) ?? order.vehicle
    const cylinders = await deliveredOf(deps, order, body)
    await refuseMissing(deps, order.enterpriseId, objectsOf(body))
    const back = backOf(request, visit, vehicle)
    return { visit, cylinders, back, plans: await planReturns(deps, back, body.returned) }
  }

  app.post(
    '/v1/orders/:id/deliver',
    {
      config: { access: VISITORS },
      schema: { params, body: orderDeliver, response: { 201: visitAnswer } },
    },
    async (request, reply) => {
      const { body } = request
      const { signature, check, notice } = body
      const { visit, cylinders, back, plans } = await begin(request, request.params.id, body)
      const { order, at } = visit
      const signed = signature.kind === 'code' ? await codes.check(order, signature.code, at) : null
      const unproven = signed !== null && signed !== 'right'
      const seen = { outcome: 'checked', check, notice, signature, unproven } as const
      const home = await visitHome(deps, visit, seen)
      const findings = await factsOf(visit, cylinders, signed)
      const deliveries = cylinders.map((one) => ({
        code: one.code,
        line: lineOf(order, one)?.line ?? null,
        event: deliveryEvent(visit, one),
      }))
      const returns = plans.flatMap(({ code, event }) =>
        code === null || event === null ? [] : [{ code, event }],
      )
      const answer = await close(visit, {
        outcome: 'delivered',
        // A one-time code says who signed; it is not kept.
        stored: { ...body, signature: kept(signature) },
        delivered: deliveries.map(({ code, line, event }) => ({ code, line, eventId: event.id })),
        returned: returnsOf(back, plans),
        home,
        money: { payments: body.payments ?? [], receipt: body.receipt },
        failed: null,
        events: [...deliveries.map(({ code, event }) => ({ code, event })), ...returns],
        answer: {
          delivered: deliveries.map(({ code, event }) => ({ code, eventId: event.id })),
          returned: plans.map(returnedView),
          receiptNo: body.receipt === 'none' || body.delivered.length === 0 ? null : order.no,
          findings,
        },
      })
      return reply.code(201).send(answer)
    },
  )
}
