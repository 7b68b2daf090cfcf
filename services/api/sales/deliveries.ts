import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { principalOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { cargoDesk } from '#api/warehouse/cargo.ts'
import { visitCodes } from './one-time-code.ts'
import {
  cylinderFindings,
  deliveredAt,
  deliveredOf,
  notOwn,
  placedFindings,
  unorderedFindings,
} from './delivered-cylinders.ts'
import { derivedId } from './derived-id.ts'
import { hashesOf, hazardTerms, homeCheck, kept } from './home-check.ts'
import { instantOf } from './instant-of.ts'
import { profileAt } from './profile-at.ts'
import { planReturns, returnsOf } from './returned.ts'
import { courierRefusal } from './refuse-courier.ts'
import { boughtFinding, findingsOfVisit } from './visit-findings.ts'
import { refuseMissing } from './uploaded.ts'
import {
  listedObjects,
  type Person,
  requestHash,
  signedObject,
  visitDesk,
  VISITORS,
} from './visit-desk.ts'
import { lineOf } from './visit-lines.ts'
import { present, timeText } from '#api/time-text.ts'
import { dayOf, startOfDay } from '#domain/calendar.ts'
import type { ApiEvent } from '#domain/recorder.ts'
import { type Day, type EpochMs, epochMs } from '#domain/units.ts'
import { mayBuy } from '#rules/may-buy.ts'
import type { ResolvedProfile } from '#rules/profile.ts'
import { orderDeliver, type OrderDeliver, visitAnswer } from '#schemas/api/delivery.ts'
import type { Signature } from '#schemas/api/safety.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { OrderRow } from '#store/queries/sales/orders.ts'
import type { SaleCylinder } from '#store/queries/sales/sales.ts'

const params = z.object({ id: uuid })

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

/** A delivery that happened (配送): a fact, recorded once with its own time. */
export const deliveryRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { balances, orders, visits, safety, sales, suspensions } = deps.queries
  const profileOf = profileAt(deps)
  const { within, courierOf, tell } = visitDesk(deps)
  const cargo = cargoDesk(deps)

  const codes = visitCodes(deps)
  const signedByCode = async (order: OrderRow, signature: Signature, at: EpochMs) =>
    signature.kind === 'code' ? codes.check(order, signature.code, at) : null

  const owedBefore = async (customerId: string, today: Day): Promise<number> => {
    const { openingFen, debitFen, creditFen } = await balances.ofCustomer(customerId, today, today)
    return openingFen + debitFen - creditFen
  }

  const deliveryEvent = (
    visit: {
      readonly id: string
      readonly at: EpochMs
      readonly order: OrderRow
      readonly body: OrderDeliver
      readonly courier: Person
      readonly profile: ResolvedProfile
    },
    cylinder: SaleCylinder,
  ): ApiEvent => {
    const { order, body, courier } = visit
    return {
      id: derivedId('delivered', visit.id, cylinder.code),
      type: 'delivery.completed',
      at: deliveredAt(order, cylinder, visit.at),
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
        toldAt:
          deliveredAt(order, cylinder, visit.at) === visit.at ? undefined : timeText(visit.at),
        by: courier.id,
      }),
    }
  }

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
      const vehicle = (await cargo.vehicleNamed(order.enterpriseId, body.vehicle)) ?? order.vehicle
      const cylinders = await deliveredOf(deps, order, body)
      await refuseMissing(deps, order.enterpriseId, [
        ...signedObject('/signature', body.signature),
        ...signedObject('/notice/signature', body.notice?.signature),
        ...listedObjects('/photos', body.photos ?? []),
        ...listedObjects('/check/photos', hashesOf(body.check)),
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
        custody: whereTo(request, vehicle, order),
        happenedAt: at,
        recordedAt: now,
        recordedBy: courier.id,
        stationId: order.channel === 'pickup' ? principalOf(request).stationId : null,
        operator: courier.username,
        profile,
      } as const
      const plans = await planReturns(deps, back, body.returned)
      const terms = await hazardTerms(deps, body.check, profile, at)
      const signed = await signedByCode(order, body.signature, at)
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
              terms,
              unproven: signed !== null && signed !== 'right',
            })
      const open = order.premisesId === null ? [] : await safety.openAt(order.premisesId)
      const suspended =
        order.premisesId !== null && (await suspensions.inForce(order.premisesId, at)) !== null
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
        unsafeBefore:
          suspended || open.some(({ stopsSupply, issuedAt }) => stopsSupply && issuedAt < at),
        signedByCode: signed,
        owedFen: await owedBefore(order.customerId, today),
        courierRefusal: await courierRefusal(deps, { order, courier, profile, at }),
      } as const
      const visit = { id, at, order, body, courier, profile }
      const deliveries = cylinders.map((cylinder) => ({
        code: cylinder.code,
        event: deliveryEvent(visit, cylinder),
      }))
      const returns = plans.flatMap(({ code, event }) =>
        code === null || event === null ? [] : [{ code, event }],
      )
      const takenBack = body.returned.flatMap(({ code }) => (code === undefined ? [] : [code]))
      const ofCylinders = [
        ...(await cylinderFindings(deps, visit, cylinders)),
        ...(await placedFindings(deps, visit, parties, [cylinders, takenBack])),
      ]
      const answer = await tell(
        {
          id,
          orderId: order.id,
          happenedAt: at,
          recordedAt: now,
          outcome: 'delivered',
          courierId: courier.id,
          requestSha256: requestHash(body),
          body: stored(body),
          delivered: cylinders.map((cylinder, i) => ({
            code: cylinder.code,
            line: lineOf(order, cylinder)?.line ?? null,
            eventId: deliveries[i]?.event.id ?? '',
          })),
          returned: returnsOf(back, plans),
          home,
          money: { payments: body.payments ?? [], receipt: body.receipt },
          failed: null,
        },
        [...deliveries, ...returns],
        (before, found, unordered) => ({
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
            ...ofCylinders,
            ...unorderedFindings(profile, unordered),
            ...[...found].flatMap(([cylinder, list]) => list.map((one) => ({ ...one, cylinder }))),
          ],
        }),
      )
      const after = await orders.byId({ kind: 'all' }, order.id)
      return reply.code(201).send({ ...answer, orderState: after?.state ?? order.state })
    },
  )
}
