import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { principalOf } from '#api/access.ts'
import { afterKnown } from '#api/after-known.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { problem } from '#api/problem.ts'
import { present } from '#api/time-text.ts'
import { cargoDesk } from '#api/warehouse/cargo.ts'
import { refuseUnchecked, type Seen } from '#api/warehouse/seen-leaving.ts'
import { seenWrongDesk } from '#api/warehouse/seen-wrong.ts'
import { isOpenOrder } from '#domain/order-state.ts'
import { type EpochMs, epochMs } from '#domain/units.ts'
import type { ResolvedProfile } from '#rules/profile.ts'
import { refuseSale, type SaleRefusal } from '#rules/sale-gate.ts'
import { type OrderStockOut, orderStockOut, stockedOut } from '#schemas/api/order.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { OrderRow } from '#store/queries/sales/orders.ts'
import type { SaleCylinder } from '#store/queries/sales/sales.ts'
import { derivedId } from '#api/derived-id.ts'
import { orderDesk } from './order-desk.ts'
import { orderView } from './order-view.ts'
import { orderWithin } from './order-within.ts'
import { profileAt } from './profile-at.ts'
import { blockedProblem, refuseCylinders, refuseTwice } from './sale-refusals.ts'
import { VISITORS } from './visit-desk.ts'

const params = z.object({ id: uuid })

type Scan = Seen & { readonly code: string }

/** One cylinder into the vehicle. */
type Loading = {
  readonly order: OrderRow
  readonly scan: Scan
  readonly path: string
  readonly vehicle: string
  readonly known: SaleCylinder
  readonly profile: ResolvedProfile
}

const scansOf = ({ cylinders }: OrderStockOut): readonly Scan[] =>
  cylinders.map((one) => (typeof one === 'string' ? { code: one } : one))

/** What rides in a vehicle has left its site already, checked there. */
const leavesSite = ({ state }: SaleCylinder): boolean => state.custody.kind !== 'vehicle'

/** The event of its life: it leaves the site where it stands, with what was seen of it; in a vehicle, or from nobody knows where, it changes hands. */
const leavingEvent = (request: FastifyRequest, { order, scan, vehicle, known }: Loading) => {
  const { stationId, userId } = principalOf(request)
  const { custody } = known.state
  const { appearanceOk, leakFree } = scan
  const siteId = custody.kind === 'station' ? custody.id : stationId
  const told = { orderId: order.id, by: userId }
  return leavesSite(known) && siteId !== undefined && siteId !== null
    ? {
        type: 'stock.out' as const,
        stationId: siteId,
        body: { siteId, condition: 'full', appearanceOk, leakFree, vehicle, ...told },
      }
    : {
        type: 'custody.handed-over' as const,
        stationId,
        body: present({ to: { kind: 'vehicle', id: vehicle }, appearanceOk, leakFree, ...told }),
      }
}

/** 出库 for an order: each cylinder is looked at (R000-4.3.3.5) and goes into the courier's vehicle. */
export const stockOutRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { orders, sales } = deps.queries
  const profileOf = profileAt(deps)
  const cargo = cargoDesk(deps)
  const { mayBeSold } = orderDesk(deps)
  const within = orderWithin(deps)
  const refuseSeenWrong = seenWrongDesk(deps)

  /** Asked once more inside the lock. */
  const load = async (request: FastifyRequest, loading: Loading, now: EpochMs) => {
    const { order, scan, path, vehicle, known, profile } = loading
    const { code } = scan
    // Told again under another key: it is in that vehicle for this order already, and nothing is written.
    const before = await sales.handedOver(code, order.id, vehicle)
    if (before !== null) return { code, eventId: before, findings: [] }
    const event = {
      id: derivedId('stock-out', order.id, eventIdOf(request, deps), code),
      at: afterKnown(now, known.state.newest?.effectiveAt),
      operator: principalOf(request).username,
      ...leavingEvent(request, loading),
    }
    const result = await deps.recorder.record<SaleRefusal>(code, event, (life) => {
      const { cylinder, registry } = life
      return refuseSale({ cylinder, registry, profile, enterpriseId: order.enterpriseId, at: now })
    })
    if (result === null) throw problem('UNKNOWN_REFERENCE', { path })
    if (!result.ok) throw blockedProblem(result.refusal, code, path)
    return { code, eventId: event.id, findings: [...result.recorded.findings] }
  }

  /** Those listed before stay listed. @throws ORDER_CLOSED, CYLINDER_TAKEN */
  const list = async (
    order: OrderRow,
    carrier: { readonly courierId: string; readonly vehicle: string; readonly at: EpochMs },
    scanned: readonly string[],
  ): Promise<OrderRow> => {
    const listed = order.cylinders.filter(({ state }) => state === 'assigned')
    const codes = [...new Set([...listed.map(({ code }) => code), ...scanned])]
    const assigned = await orders.assign(order.id, { ...carrier, codes, appointment: null })
    if (assigned.ok) return assigned.order
    if (assigned.why === 'closed') throw problem('ORDER_CLOSED', { measured: assigned.state })
    throw problem('CYLINDER_TAKEN', {
      path: `/cylinders/${scanned.indexOf(assigned.code)}`,
      detail: {
        zh: `${assigned.code} 已在另一未完成的订单上`,
        en: `${assigned.code} is on another open order`,
      },
    })
  }

  /** Nothing is moved before every cylinder may leave. @throws CYLINDER_BLOCKED, INCONSISTENT_REQUEST and others */
  const mayLeave = async (
    request: FastifyRequest,
    order: OrderRow,
    scans: readonly Scan[],
    now: EpochMs,
  ) => {
    const codes = scans.map(({ code }) => code)
    refuseTwice(codes, 'cylinders')
    const profile = await profileOf(order.region, now, order.enterpriseId)
    await mayBeSold(order, [], profile, now)
    const known = await sales.cylinders(codes)
    refuseCylinders(codes, known, { profile, enterpriseId: order.enterpriseId, at: now })
    const found = scans.flatMap((scan, i) => {
      const one = known.get(scan.code)
      return one === undefined ? [] : [{ scan, path: `/cylinders/${i}`, known: one }]
    })
    for (const { scan, path, known: one } of found) {
      if (leavesSite(one)) refuseUnchecked(scan.code, scan, path)
    }
    await refuseSeenWrong(request, found, { profile, now })
    return { profile, found }
  }

  app.post(
    '/v1/orders/:id/stock-out',
    {
      config: { access: VISITORS },
      schema: { params, body: orderStockOut, response: { 201: stockedOut } },
    },
    async (request, reply) => {
      const { body } = request
      const order = await within(request, request.params.id)
      const now = epochMs(deps.clock())
      if (!isOpenOrder(order.state)) throw problem('ORDER_CLOSED', { measured: order.state })
      const vehicle = (await cargo.vehicleNamed(order.enterpriseId, body.vehicle)) ?? order.vehicle
      const { courierId } = order
      if (vehicle === null || courierId === null) {
        const zh = '请先将订单派给配送员并指定车辆'
        const en = 'assign the order to a courier and a vehicle first'
        throw problem('INCONSISTENT_REQUEST', { path: '/vehicle', detail: { zh, en } })
      }
      const scans = scansOf(body)
      const { profile, found } = await mayLeave(request, order, scans, now)
      const scanned = scans.map(({ code }) => code)
      const after = await list(order, { courierId, vehicle, at: now }, scanned)
      const cylinders = []
      for (const one of found) {
        cylinders.push(await load(request, { ...one, order, vehicle, profile }, now))
      }
      await cargo.loadForOrder(vehicle, cylinders, now)
      return reply.code(201).send({ order: orderView(after), cylinders })
    },
  )
}
