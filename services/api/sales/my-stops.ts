import { principalOf, scopeOf } from '#api/access.ts'
import type { Principal } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { dayOf } from '#domain/calendar.ts'
import { addressField } from '#domain/identity/address.ts'
import { epochMs } from '#domain/units.ts'
import { refuseSale } from '#rules/sale-gate.ts'
import { myStops } from '#schemas/api/stop.ts'
import type { CylinderRow } from '#store/queries/registry/cylinders.ts'
import type { OrderRow } from '#store/queries/sales/orders.ts'
import { orderView } from './order-view.ts'
import { profileAt } from './profile-at.ts'
import { visitPrefill } from './visit-prefill.ts'

/** More than anybody delivers in a day. */
const MOST_STOPS = 100
/** More than a van of theirs carries. */
const MOST_ABOARD = 200

const byAppointment = (a: OrderRow, b: OrderRow): number =>
  (a.appointmentFrom ?? Number.MAX_SAFE_INTEGER) - (b.appointmentFrom ?? Number.MAX_SAFE_INTEGER) ||
  a.createdAt - b.createdAt

/** The day of a courier on one sheet, for a phone that may be without a network until the evening. */
export const myStopRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { orders, customers, people, cylinders } = deps.queries
  const profileOf = profileAt(deps)
  const prefilled = visitPrefill(deps)
  const now = () => epochMs(deps.clock())

  const openOrders = async (courier: Principal): Promise<readonly OrderRow[]> => {
    const scope = scopeOf(courier)
    const lists = await Promise.all(
      (['assigned', 'partly'] as const).map((state) =>
        orders.list(scope, { state, courierId: courier.userId }, MOST_STOPS, null),
      ),
    )
    return lists.flat().sort(byAppointment).slice(0, MOST_STOPS)
  }

  /** Name, number and door of who is visited: a look at personal data, logged like every other. */
  const revealed = async (courier: Principal, order: OrderRow, personId: string) => {
    const address = order.premisesId === null ? [] : [addressField(order.premisesId)]
    const access = {
      personId,
      customerId: order.customerId,
      enterpriseId: order.enterpriseId,
      userId: courier.userId,
      role: courier.role,
      purpose: 'delivery',
      reason: order.no,
      at: deps.clock(),
    }
    return (await people.reveal(access, ['name', 'unitName', 'phone', ...address])) ?? {}
  }

  const stopOf = async (courier: Principal, order: OrderRow) => {
    const customer = await customers.byId(scopeOf(courier), order.customerId)
    if (customer === null) return null
    const secrets = await revealed(courier, order, customer.personId)
    const { identityState, reverifyOn } = customer
    const name = [secrets['unitName'], secrets['name']].filter((part) => part !== undefined)
    return {
      order: orderView(order),
      customer: {
        kind: customer.kind,
        name: name.length === 0 ? null : name.join(' · '),
        phone: secrets['phone'] ?? null,
        identityState,
        identified:
          identityState === 'verified' && (reverifyOn === null || reverifyOn > dayOf(now())),
      },
      address: order.premisesId === null ? null : (secrets[addressField(order.premisesId)] ?? null),
      prefill: await prefilled(order),
    }
  }

  /** What rides along, and what stands against handing it over where it is going. */
  const aboard = async (courier: Principal, open: readonly OrderRow[]) => {
    const scope = scopeOf(courier)
    const region = open.find((order) => order.vehicle !== null)?.region
    if (region === undefined || courier.enterpriseId === null) return []
    const profile = await profileOf(region, now(), courier.enterpriseId)
    const enterpriseId = courier.enterpriseId
    const vehicles = [...new Set(open.flatMap(({ vehicle }) => (vehicle === null ? [] : vehicle)))]
    const loads = await Promise.all(
      vehicles.map((custodyId) =>
        cylinders.list(scope, { custodyKind: 'vehicle', custodyId }, MOST_ABOARD, null),
      ),
    )
    return loads.flat().map(({ code, registry, state }: CylinderRow) => {
      const refusal = refuseSale({ cylinder: state, registry, profile, enterpriseId, at: now() })
      return {
        code,
        model: registry.facts?.model ?? '',
        vehicle: state.custody.id ?? null,
        content: state.content.state,
        block: refusal === null ? null : { code: refusal.code, clause: refusal.clause },
      }
    })
  }

  app.get(
    '/v1/me/stops',
    { config: { access: ['courier'] }, schema: { response: { 200: myStops } } },
    async (request, reply) => {
      const courier = principalOf(request)
      const open = await openOrders(courier)
      const items = []
      for (const order of open) {
        const stop = await stopOf(courier, order)
        if (stop !== null) items.push(stop)
      }
      void reply.header('cache-control', 'no-store')
      return { items, van: await aboard(courier, open) }
    },
  )
}
